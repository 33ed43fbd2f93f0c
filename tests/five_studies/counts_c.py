"""The tables of study C, added up from its plan by hand rules: nothing of the tool is used but the Norwegian."""

from __future__ import annotations

from itertools import groupby

from tests.five_studies.study_c import (
    BAD,
    CHANGE,
    COURSE_ASKED,
    GOOD,
    GROUPS,
    INVITED,
    MISSED,
    THEMES,
    Answer,
    plan,
)

Rows = list[list[str]]
PHASES = (("1", "fase 1"), ("2", "fase 2"), (None, "i alt"))
PAIRS = (("foreldre", "kontakt_f"), ("ungdom", "kontakt_u"))


def people(answers: list[Answer]) -> int:
    """How many different persons: the numbers of each form are its own."""
    return len({(a.group, a.person) for a in answers})


def thousands(n: int) -> str:
    """1528 is printed 1 528."""
    return f"{n:,}".replace(",", " ")


def of(k: int, n: int) -> str:
    """`2 av 3`, or a dash where nobody could."""
    return f"{k} av {n}" if n else "–"


def tables_c() -> dict[str, Rows]:
    """Every table of the chapter, by its caption."""
    found = {
        "Svar og personer etter rolle og fase.": _answers(),
        "Personer uke for uke, og svarene deres i parentes.": _weeks(),
    }
    for theme, name in THEMES.items():
        found[f"«{name}» etter fase og rolle: personer og svar."] = _phases(theme)
        found[f"«{name}» etter spørsmålet som ble besvart: svar med temaet."] = _questions(theme)
        for one, other in PAIRS:
            if not any(a.theme == theme and a.meeting for a in plan() if a.group in (one, other)):
                continue  # a sentence says so; there is no table of nothing
            caption = f"«{name}» i møter som både {GROUPS[one]} og {GROUPS[other]} har svart om."
            found[caption] = _views(theme, one, other)
    return found


def _answers() -> Rows:
    rows = [["Rolle og fase", "Personer", "Svar", "Svarprosent"]]
    for group, name in GROUPS.items():
        for phase, when in PHASES:
            own = [a for a in plan() if a.group == group and phase in (a.phase, None)]
            rate = "ikke oppgitt"
            if phase is None and group in INVITED:  # how many were invited is known for both phases together
                rate = f"{of(people(own), INVITED[group])} ({100 * people(own) / INVITED[group]:.0f} prosent)"
            rows.append([f"{name}, {when}", str(people(own)), str(len(own)), rate])
    return [*rows, ["I alt", str(people(list(plan()))), thousands(len(plan())), "–"]]


def _weeks() -> Rows:
    weekly = [group for group in GROUPS if group != "kurs"]
    rows = [["Uke", *(GROUPS[group] for group in weekly)]]
    by_week = sorted((a for a in plan() if a.week), key=lambda a: (a.phase, a.week))
    for (phase, week), answers in groupby(by_week, key=lambda a: (a.phase, a.week)):
        here = list(answers)
        own = [[a for a in here if a.group == group] for group in weekly]
        rows.append(
            [f"Fase {phase}, uke {week}", *(f"{people(part)} ({len(part)})" if part else "–" for part in own)]
        )
    return rows


def _phases(theme: str) -> Rows:
    rows = [["Rolle og fase", "Personer", "Svar"]]
    for group, name in [*GROUPS.items(), (None, None)]:
        for phase, when in PHASES if group else [(None, "")]:
            here = [a for a in plan() if group in (a.group, None) and phase in (a.phase, None)]
            having = [a for a in here if a.theme == theme]
            label = f"{name}, {when}" if group else "I alt"
            rows.append([label, of(people(having), people(here)), of(len(having), len(here))])
    return rows


def _questions(theme: str) -> Rows:
    rows = [["Spørsmål", *GROUPS.values()]]
    for question in (COURSE_ASKED, GOOD, BAD, MISSED, CHANGE):
        row = [question]
        for group in GROUPS:
            here = [a for a in plan() if (a.group, a.question) == (group, question)]
            row.append(of(sum(a.theme == theme for a in here), len(here)))
        rows.append(row)
    return rows


def _views(theme: str, one: str, other: str) -> Rows:
    rows = [["Fase", "Møter", "Begge", f"Bare {GROUPS[one]}", f"Bare {GROUPS[other]}", "Ingen"]]
    for phase, when in (("1", "Fase 1"), ("2", "Fase 2"), (None, "I alt")):
        told: list[dict[str, bool]] = []
        for group in (one, other):
            mine: dict[str, bool] = {}
            for a in plan():
                if a.group == group and a.meeting and phase in (a.phase, None):
                    mine[a.meeting] = mine.get(a.meeting, False) or a.theme == theme
            told.append(mine)
        both = [(told[0][m], told[1][m]) for m in told[0] if m in told[1]]
        kinds = [both.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))]
        rows.append([when, *map(str, [len(both), *kinds])])
    return rows
