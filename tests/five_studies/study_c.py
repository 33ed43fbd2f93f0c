"""Study C: weekly forms with free text in two phases; answers and persons are two different numbers.

The plan below says who wrote what: which family's meeting in which week, which question, which theme. The files
are written from it, and so are, by `counts_c`, the tables the draft is held against.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.five_studies.making import codebook, write_study
from tests.five_studies.weekly_words import (
    CELLS,
    CHILD,
    CHILD_MISSING,
    COURSE,
    PLAIN,
    TIME_ENOUGH,
    TIME_SHORT,
    WELL,
)

GOOD, BAD, MISSED, CHANGE, COURSE_ASKED = (
    "Hva var bra denne uka?",
    "Hva var ikke godt nok?",
    "Hva savnet du?",
    "Hva vil du endre til neste gang?",
    "Hva tar du med deg fra kurset?",
)
GROUPS = {
    "foreldre": "Foreldre",
    "kontakt_f": "Kontaktpersoner for foreldre",
    "ungdom": "Ungdom",
    "kontakt_u": "Kontaktpersoner for ungdom",
    "kurs": "Kursdeltakere",
}
ROLES = {
    "foreldre": "forelder",
    "kontakt_f": "kontaktperson",
    "ungdom": "ungdom",
    "kontakt_u": "kontaktperson",
    "kurs": "kursdeltaker",
}
INVITED = {"foreldre": 40, "kontakt_f": 36, "ungdom": 41, "kontakt_u": 36}
THEMES = {"tid": "Tid", "barnet": "Barnet", "modell": "Modellen"}


@dataclass(frozen=True)
class Answer:
    """An answer as planned: everything but the words."""

    group: str
    person: int
    phase: str
    week: int | None
    meeting: str | None
    question: str
    code: str = ""

    @property
    def theme(self) -> str:
        """The theme of its code."""
        return self.code.split(".")[0]


@dataclass(frozen=True)
class Meeting:
    """A family's or a young person's meeting in a week, numbered through both phases."""

    number: int
    phase: str
    of: int
    week: int
    id: str


def _meetings(letter: str, people: dict[str, range], weeks: dict[str, range]) -> list[Meeting]:
    found: list[Meeting] = []
    for phase, own in people.items():
        for of in own:
            for week in weeks[phase]:
                found.append(Meeting(len(found), phase, of, week, f"{letter}{of:02}-{week:02}"))
    return found


# 35 families: 1 to 20 in the first phase, 16 to 35 in the second, five weeks each; two hundred meetings.
FAMILIES = _meetings("F", {"1": range(1, 21), "2": range(16, 36)}, {"1": range(1, 6), "2": range(11, 16)})
# 32 young people: 1 to 17 in the first phase, 16 to 32 in the second, six weeks each; 204 meetings.
YOUTH = _meetings("U", {"1": range(1, 18), "2": range(16, 33)}, {"1": range(1, 7), "2": range(11, 17)})


def _parents() -> list[Answer]:
    """35 parents, 319 answers: one on each of 172 meetings, a second on the first 147."""
    answers = []
    came = [m for m in FAMILIES if m.number % 7 != 4]
    for place, m in enumerate(came):
        # They write of time when the number of the meeting ends in 0 (good) or 2 (not good).
        code = "tid" if m.number % 10 == 0 else ""
        answers.append(Answer("foreldre", m.of, m.phase, m.week, m.id, GOOD, code))
        if place < 147:
            second = BAD if m.number % 2 == 0 else MISSED
            code = "tid" if m.number % 10 == 2 else "barnet" if m.number % 40 == 21 else ""
            answers.append(Answer("foreldre", m.of, m.phase, m.week, m.id, second, code))
    return answers


def _contacts_of_families() -> list[Answer]:
    """33 contact persons, 403 answers: two on each of 189 meetings, a third on the first 25.

    Contact persons 1 and 2 have two families each. In phase 2 nobody is asked what was not good enough; what to
    change is asked every second time, in the place of what was missed.
    """
    answers = []
    came = [m for m in FAMILIES if m.number % 19 != 7]
    cells = list(CELLS)
    for place, m in enumerate(came):
        person = m.of if m.of <= 33 else m.of - 33
        first = "barnet" if m.number in (20, 21, 155) else "tid" if m.number % 30 == 10 else ""
        answers.append(Answer("kontakt_f", person, m.phase, m.week, m.id, GOOD, first))
        second = BAD if m.phase == "1" else CHANGE if m.number % 2 else MISSED
        code = "tid" if m.number % 12 == 2 and m.phase == "1" else ""
        answers.append(Answer("kontakt_f", person, m.phase, m.week, m.id, second, code))
        if place < 25:
            code = f"modell.{cells[place % 12]}" if place < 17 else ""
            answers.append(Answer("kontakt_f", person, m.phase, m.week, m.id, MISSED, code))
    return answers


def _young() -> list[Answer]:
    """32 young people, 358 answers: two on each of 179 meetings."""
    answers = []
    for m in YOUTH:
        if m.number % 25 not in (3, 11, 19):
            first = "tid" if m.number % 7 == 0 else ""
            answers.append(Answer("ungdom", m.of, m.phase, m.week, m.id, GOOD, first))
            code = "barnet" if m.number == 40 else ""
            second = BAD if m.number % 2 else MISSED
            answers.append(Answer("ungdom", m.of, m.phase, m.week, m.id, second, code))
    return answers


def _contacts_of_youth() -> list[Answer]:
    """33 contact persons, 187 answers: one on each of 187 meetings; the last young person has two of them."""
    answers = []
    for m in YOUTH:
        if m.number % 24 not in (7, 15):
            person = 33 if m.of == 32 and m.week % 2 == 0 else m.of
            question = (GOOD, BAD, MISSED)[m.number % 3]
            code = "tid" if m.number in (0, 7, 21, 63, 64) else ""
            answers.append(Answer("kontakt_u", person, m.phase, m.week, m.id, question, code))
    return answers


def _courses() -> list[Answer]:
    """171 and 90 course evaluations, an answer each; three of the first write of time."""
    first = [Answer("kurs", n, "1", None, None, COURSE_ASKED, "tid" if n <= 3 else "") for n in range(1, 172)]
    return first + [Answer("kurs", n, "2", None, None, COURSE_ASKED) for n in range(172, 262)]


@cache
def plan() -> tuple[Answer, ...]:
    """Every answer of the study."""
    return (*_parents(), *_contacts_of_families(), *_young(), *_contacts_of_youth(), *_courses())


FORMS = {
    "foreldre": "skjema_foreldre",
    "kontakt_f": "skjema_kontakt_foreldre",
    "ungdom": "skjema_ungdom",
    "kontakt_u": "skjema_kontakt_ungdom",
    "kurs": "kurs",
}
SETTINGS = """\
title = "En grunnmodell, utviklet og prøvd ut"
date = 2026-05-04
codebooks = ["codebooks/tid.yaml", "codebooks/barnet.yaml", "codebooks/modell.yaml"]
[sources."notat_*"]
kind = "notes"
fidelity = "notes"
[groups]
""" + "".join(f'{group} = "{name}"\n' for group, name in GROUPS.items()) + "".join(
    f'[survey."{FORMS[group]}"]\ninvited = {{{group} = {n}}}\n' for group, n in INVITED.items()
) + '[report]\nstructure = ["phase_role"]\n'  # fmt: skip

MODEL = {
    "barn_kjenne": "søvn",
    "barn_planlegge": "tannlege",
    "barn_gjoere": "skolevei",
    "barn_se": "vennskap",
    "omsorg_kjenne": "leggerutine",
    "omsorg_planlegge": "husregel",
    "omsorg_gjoere": "skryt",
    "omsorg_se": "grensesetting",
    "miljoe_kjenne": "besteforelder",
    "miljoe_planlegge": "fritidsklubb",
    "miljoe_gjoere": "nabolag",
    "miljoe_se": "idrettslag",
}
"""The twelve cells of the model, and a word that speaks for each."""


def model(version: str) -> str:
    """The model's codebook: 1.0.0 with twelve cells, 2.0.0 with fourteen: one split in two, and a new one."""
    cells = {cell: (cell.replace("_", " ").capitalize(), [word]) for cell, word in MODEL.items()}
    was: dict[str, list[str]] = {}
    if version == "2.0.0":
        del cells["barn_gjoere"]
        cells["barn_gjoere_selv"] = ("Barn gjøre selv", ["skolevei .. alene"])
        cells["barn_gjoere_sammen"] = ("Barn gjøre sammen", ["skolevei .. sammen"])
        cells["miljoe_nett"] = ("Miljø på nett", ["nettmobbing"])
        was = {cell: ["modell.barn_gjoere"] for cell in ("barn_gjoere_selv", "barn_gjoere_sammen")}
    return codebook("modell", "Modellen", "Cellene i grunnmodellen.", cells, version=version, was=was)


def words(answer: Answer, draw: random.Random) -> str:
    """What was written: a line on the theme, if any, and as a rule a line or two on something else."""
    if answer.group == "kurs" and not answer.code:
        return draw.choice(COURSE)
    good = answer.question == GOOD
    others = WELL if good else PLAIN
    if not answer.code:
        return " ".join(draw.sample(others, draw.choice((1, 1, 2))))
    if answer.theme == "modell":
        lines = [CELLS[answer.code.split(".")[1]]]
    elif answer.theme == "tid":
        lines = TIME_ENOUGH if good or answer.group == "kurs" else TIME_SHORT
    else:
        lines = CHILD if good else CHILD_MISSING
    return " ".join([draw.choice(lines), *draw.sample(others, draw.choice((0, 1)))])


def form(group: str) -> str:
    """A file with an answer a row."""
    draw = random.Random(group)
    rows = ["deltaker;rolle;gruppe;fase;uke;møte;spørsmål;svar"]
    for a in plan():
        if a.group == group:
            when = [a.phase, a.week or "", a.meeting or "", a.question, words(a, draw)]
            rows.append(";".join(map(str, [a.person, ROLES[group], group, *when])))
    return "\n".join(rows) + "\n"


def make(folder: Path) -> Path:
    """Write the study."""
    files = {f"transcripts__{name}___csv": form(group) for group, name in FORMS.items()}
    files["transcripts__notat_innspill_1___txt"] = "Ungdomsrådet ba om at møtene flyttes til etter skolen.\n"
    files["transcripts__notat_innspill_2___txt"] = "Kontaktpersonene foreslo en kortere mal for referat.\n"
    time, child = (
        ["tid/NOUN", "hastverk", "se på klokka"],
        ["guttunge", "jentunge", "minstemann", "barnet selv"],
    )
    for id_, definition, found in (
        ("tid", "Om det er tid nok.", time),
        ("barnet", "At barnet selv er nevnt.", child),
    ):
        files[f"codebooks__{id_}___yaml"] = codebook(id_, THEMES[id_], definition, {"": ("", found)})
    files["codebooks__modell___yaml"] = model("1.0.0")
    return write_study(folder, qualcode___toml=SETTINGS, **files)
