"""The tables of study A, added up from its plan: who says what, coded by reading, and who was asked what."""

from __future__ import annotations

from dataclasses import dataclass

from tests.five_studies.study_a import BOOKS, DOCUMENTS, GROUPS, INTERVIEWS, SITES

Rows = list[list[str]]
THEMES = [book for book in BOOKS if book[0] != "annenhaands"]
SMALL_TALK = 2
"""Turns about nothing in each interview."""


@dataclass(frozen=True)
class Said:
    """A turn or a paragraph; person is None in a document."""

    source: str
    person: str | None
    group: str
    site: str
    codes: tuple[str, ...] = ()


def said() -> list[Said]:
    """Everything in the study that is a segment."""
    found = []
    for id_, group, site, _, turns in INTERVIEWS:
        found += [Said(id_, id_, group, site, (code,)) for _, code in turns]
        found += [Said(id_, id_, group, site) for _ in range(SMALL_TALK)]
    for name, paragraphs in DOCUMENTS.items():
        found += [Said(name, None, "dokument", "ukjent", codes) for _, codes in paragraphs]
    return found


def asked(theme: str, group: str) -> bool:
    """Who follows up was not put to the environmental therapists."""
    return (theme, group) != ("ansvar", "miljo")


def has(one: Said, code: str) -> bool:
    """Whether a segment has a theme or a sub-theme."""
    return any(own == code or own.startswith(f"{code}.") for own in one.codes)


def of(k: int, n: int) -> str:
    """`2 av 3`."""
    return f"{k} av {n}"


def _numbers(theme: str, own: list[Said]) -> list[str]:
    """Persons of those asked, segments and sources of all."""
    could = {one.person for one in own if one.person and asked(theme, one.group)}
    having = [one for one in own if has(one, theme)]
    people = {one.person for one in having if one.person}
    persons = of(len(people), len(could)) if could else "–"
    sources = of(len({one.source for one in having}), len({one.source for one in own}))
    return [persons, of(len(having), len(own)), sources, "utsagn" if having else "ingen utsagn"]


def tables_a() -> dict[str, Rows]:
    """Every table of the two chapters, by its caption."""
    found = {}
    for theme, name, _, subs in THEMES:
        found[f"«{name}» etter gruppe"] = _by_group(theme)
        found[f"«{name}» etter sted"] = _by_site(theme)
        if list(subs) != [""]:
            found[f"Undertemaer: {name}"] = _subs(theme)
    for group in ("fagteam", "barnevern", "miljo"):
        found[f"Temaene hos «{GROUPS[group]}»."] = _themes(group)
    return found


def _by_group(theme: str) -> Rows:
    rows = [["Gruppe", "Informanter", "Utdrag", "Kilder", "Tilstand"]]
    for group, name in {**GROUPS, "dokument": "Dokumenter"}.items():
        own = [one for one in said() if one.group == group]
        if not own:
            rows.append([name, "–", "–", "–", "ikke intervjuet"])
        elif not asked(theme, group):
            rows.append([name, "–", "–", "–", "ikke spurt"])
        else:
            rows.append([name, *_numbers(theme, own)])
    return [*rows, ["I alt", *_numbers(theme, said())]]


def _by_site(theme: str) -> Rows:
    rows = [["Sted", "Informanter", "Utdrag", "Kilder", "Tilstand"]]
    for site, name in {**SITES, "ukjent": "Ukjent sted"}.items():
        rows.append([name, *_numbers(theme, [one for one in said() if one.site == site])])
    return [*rows, ["I alt", *_numbers(theme, said())]]


def _subs(theme: str) -> Rows:
    rows = [["Undertema", "Informanter", "Utdrag", "Slik er temaet avgrenset"]]
    subs = next(book[3] for book in THEMES if book[0] == theme)
    could = {one.person for one in said() if one.person and asked(theme, one.group)}
    for sub, (name, _) in subs.items():
        having = [one for one in said() if has(one, f"{theme}.{sub}")]
        people = {one.person for one in having if one.person}
        rows.append([name, of(len(people), len(could)), str(len(having)), ""])
    return rows


def _themes(group: str) -> Rows:
    rows = [["Tema", "Informanter", "Utdrag", "Tilstand"]]
    own = [one for one in said() if one.group == group]
    for theme, name, _, _ in THEMES:
        persons, segments, _, state = _numbers(theme, own)
        if not asked(theme, group):
            persons = state = "ikke spurt"
        rows.append([name, persons, segments, state])
    return rows
