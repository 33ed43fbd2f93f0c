"""The tables of study B, added up from who speaks of what in its plan; files are counted whole, people once."""

from __future__ import annotations

from tests.five_studies.study_b import HEADS

Rows = list[list[str]]
THEMES = {"deltakelse": "Deltakelse", "samordning": "Samordning", "barnets_plan": "Barnets plan"}
# Staff: interview and seat of those who speak of each theme, one utterance each.
STAFF = {
    "deltakelse": {(n, 0) for n in range(1, 21)},  # the first of each of interviews 1 to 20
    "samordning": {(n, seat) for n in range(1, 25) for seat in (0, 1)},  # two of each of the threes
    "barnets_plan": {(36, 0)},
}
PARENTS = {"deltakelse": set(range(1, 7)), "samordning": {3, 9}, "barnets_plan": set()}
# Case files by kind and number, one paragraph each.
FILES = {
    "deltakelse": {("nr", n) for n in range(1, 7)} | {("fr", n) for n in range(1, 10)},
    "samordning": {("nr", n) for n in (2, 7, 11)} | {("ov", n) for n in range(1, 11)},
    "barnets_plan": {("fr", n) for n in (1, 10, 15, 22)},
}
HOW_MANY = {"nr": 11, "fr": 22, "ov": 55}
"""Files with network councils, with family councils, and others; each has two paragraphs."""


def of(k: int, n: int) -> str:
    """`2 av 3`."""
    return f"{k} av {n}"


def counts(theme: str) -> dict[str, tuple[str, str, str] | None]:
    """Informants, sources and segments with a theme in each kind of source; None where there are no data."""
    parents, staff, files = PARENTS[theme], STAFF[theme], FILES[theme]

    def filed(*kinds: str) -> tuple[str, str, str]:
        n = sum(HOW_MANY[kind] for kind in kinds)
        k = sum(kind in kinds for kind, _ in files)
        return "–", of(k, n), of(k, 2 * n)

    return {
        # A parent gives three answers, an employee says two things.
        "Foreldrene": (of(len(parents), 9), of(len(parents), 9), of(len(parents), 27)),
        "Barna": None,
        "De ansatte": (
            of(len(staff), sum(HEADS)),
            of(len({n for n, _ in staff}), len(HEADS)),
            of(len(staff), 2 * sum(HEADS)),
        ),
        "Mapper med nettverksråd": filed("nr"),
        "Mapper med familieråd": filed("fr"),
        "Alle mappene": filed("nr", "fr", "ov"),
    }


def tables_b() -> dict[str, Rows]:
    """Every table of the chapter, by its caption."""
    found: dict[str, Rows] = {}
    for theme, name in THEMES.items():
        across = [["Slag", "Informanter", "Kilder", "Utdrag", "Tilstand"]]
        for kind, numbers in counts(theme).items():
            if numbers is None:
                across.append([kind, "–", "–", "–", "ikke intervjuet"])
                continue
            state = "ingen utsagn" if numbers[1].startswith("0 ") else "utsagn"
            across.append([kind, *numbers, state])
            people = numbers[0] != "–"
            caption = f"Temaene i «{kind}», talt på hvert nivå for seg."
            head = ["Tema", *(["Informanter"] if people else []), "Kilder", "Utdrag"]
            rows = found.setdefault(caption, [head])
            rows.append([name, *(numbers if people else numbers[1:])])
        found[f"«{name}» på tvers av kildene."] = across
    return found
