"""The tables of study E, added up from its plan: how many ticked what, who wrote what, by categories read by hand."""

from __future__ import annotations

from tests.five_studies.study_e import BOOKS, CLOSED, GROUPS, INTERVIEWS, INVITED, NAMES, OPEN

Rows = list[list[str]]
SERVICES = [*NAMES.values(), "I alt"]


def of(k: int, n: int) -> str:
    """`2 av 3`."""
    return f"{k} av {n}"


def tables_e(*, written: bool = True) -> dict[str, Rows]:
    """Every table of the chapter, by its caption; without open answers where nobody wrote."""
    found = {
        "Hvem som svarte, og hvordan.": _who(written=written),
        "Det vanligste svaret i hver gruppe (n av N som svarte på spørsmålet).": _modal(),
    }
    found |= {f"«{item}» etter gruppe.": _item(item) for item in CLOSED}
    if written:
        found |= {f"«{book[1]}» i åpne svar, kategori for kategori.": _open(book) for book in BOOKS}
    return found


def _who(*, written: bool) -> Rows:
    rows = [["Gruppe", "Invitert", "Svarte på skjemaet", "Skrev åpne svar", "Intervjuede", "Svarprosent"]]
    groups = list(GROUPS)
    for name, own in [*((NAMES[g], [g]) for g in groups), ("I alt", groups)]:
        answered, invited = sum(GROUPS[g] for g in own), sum(INVITED[g] for g in own)
        wrote = {(g, number) for g, number, *_ in OPEN if g in own and written}
        heard = sum(g in own for g, _ in INTERVIEWS.values())
        # Under twenty no share of a hundred is printed.
        share = f" ({100 * answered / invited:.0f} prosent)" if invited >= 20 else ""
        counts = [invited, answered, len(wrote), heard]
        rows.append([name, *map(str, counts), of(answered, invited) + share])
    return rows


def _columns(item: str) -> list[dict[str, int]]:
    """The answers' counts in each service, and in all."""
    own = [{answer: counts[place] for answer, counts in CLOSED[item].items()} for place in range(5)]
    return [*own, {answer: sum(counts) for answer, counts in CLOSED[item].items()}]


def _modal() -> Rows:
    rows = [["Spørsmål", *SERVICES]]
    for item in CLOSED:
        row = [item]
        for counts in _columns(item):
            most, n = max(counts.values()), sum(counts.values())
            names = [answer for answer, k in counts.items() if k == most]
            listed = f"{', '.join(names[:-1])} og {names[-1]}" if len(names) > 1 else names[0]
            row.append(f"{listed} ({of(most, n)}{' hver' if len(names) > 1 else ''})")
        rows.append(row)
    return rows


def _item(item: str) -> Rows:
    columns = _columns(item)
    rows = [[answer, *(str(counts[answer]) for counts in columns)] for answer in CLOSED[item]]
    return [["Svar", *SERVICES], *rows, ["I alt", *(str(sum(counts.values())) for counts in columns)]]


def _open(book: tuple[str, str, str, dict[str, tuple[str, list[str]]]]) -> Rows:
    """Persons of each service whose answers belong to a category, of those of it who wrote."""
    theme, _, _, subs = book
    rows = [["Kategori", *SERVICES]]
    for name, codes in [("Temaet i alt", [f"{theme}.{s}" for s in subs])] + [
        (sub[0], [f"{theme}.{id_}"]) for id_, sub in subs.items()
    ]:
        row = [name]
        for own in [*([g] for g in GROUPS), list(GROUPS)]:
            wrote = {(g, n) for g, n, *_ in OPEN if g in own}
            having = {(g, n) for g, n, _, _, found in OPEN if g in own and set(found) & set(codes)}
            row.append(of(len(having), len(wrote)) if wrote else "ingen åpne svar")
        rows.append(row)
    return rows
