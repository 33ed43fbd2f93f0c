"""Study C: weekly forms with free text in two phases; answers and persons are two different numbers."""

from __future__ import annotations

import random
from pathlib import Path

from tests.five_studies.making import codebook, write_study

GOOD, BAD, MISSED, CHANGE = (
    "Hva var bra denne uka?",
    "Hva var ikke godt nok?",
    "Hva savnet du?",
    "Hva vil du endre til neste gang?",
)
# File: group, phase, persons, answers, invited, questions.
FORMS = {
    "fase1_foreldre": ("foreldre", "1", 35, 319, 40, (GOOD, BAD, MISSED)),
    "fase1_kontakt": ("kontakt", "1", 33, 403, 36, (GOOD, BAD, MISSED)),
    "fase1_kurs": ("kurs", "1", 171, 171, 0, (GOOD,)),
    "fase2_ungdom": ("ungdom", "2", 32, 358, 41, (GOOD, BAD, MISSED)),
    "fase2_kontakt": ("kontakt", "2", 33, 187, 36, (GOOD, MISSED, CHANGE)),
    "fase2_kurs": ("kurs", "2", 90, 90, 0, (GOOD,)),
}
# Which answers carry a theme, by file: first and last + 1 of a run of answers; person = answer % persons.
RUNS = {
    "tid": {"fase1_foreldre": [(0, 10), (35, 45)], "fase1_kontakt": [(33, 53)], "fase2_ungdom": [(0, 32)],
            "fase2_kontakt": [(0, 5)], "fase1_kurs": [(0, 3)]},
    "barnet": {"fase1_foreldre": [(70, 75)], "fase1_kontakt": [(0, 2), (33, 35)], "fase2_ungdom": [(64, 65)]},
}  # fmt: skip
WORDS = {
    "tid": ["mer tid enn sist", "god tid til å snakke", "tid til kaffe før vi begynte", "for lite tid på slutten",
            "tid nok for en gangs skyld", "fikk tid alene med henne", "tid til å le", "lite tid igjen"],
    "barnet": ["guttungen fikk si sitt", "guttungen satt i fanget", "spurte guttungen først", "guttungen tegnet det"],
}  # fmt: skip
FIRST = [
    "fint",
    "greit",
    "rolig",
    "tungt",
    "trangt",
    "lyst",
    "kaldt",
    "nytt",
    "uvant",
    "trygt",
    "rotete",
    "kort",
]
THEN = [
    "rommet",
    "oppmøtet",
    "praten",
    "stolene",
    "bussen dit",
    "papirene",
    "kaffen",
    "begynnelsen",
    "tonen",
    "lyden",
]
LAST = [
    "i går",
    "på tirsdag",
    "som sist",
    "uten jakke",
    "etter jobb",
    "med alle tre",
    "midt i ferien",
    "",
    "igjen",
]
SETTINGS = """\
title = "En grunnmodell, utviklet og prøvd ut"
date = 2026-05-04
codebooks = ["codebooks/tid.yaml", "codebooks/barnet.yaml"]
[groups]
foreldre = "Foreldre"
ungdom = "Ungdom"
kontakt = "Kontaktpersoner"
kurs = "Kursdeltakere"
[sources."fase1_*"]
phase = "1"
[sources."fase2_*"]
phase = "2"
[sources."notat_*"]
kind = "notes"
fidelity = "notes"
[survey."fase1_foreldre"]
invited = {foreldre = 40}
[survey."fase1_kontakt"]
invited = {kontakt = 36}
[survey."fase2_ungdom"]
invited = {ungdom = 41}
[survey."fase2_kontakt"]
invited = {kontakt = 36}
[report]
structure = ["phase_role"]
"""


def form(name: str) -> str:
    """A file with an answer a row: respondent, group, question, answer."""
    group, _, persons, answers, _, questions = FORMS[name]
    draw = random.Random(name)
    lines = ["respondent;gruppe;spørsmål;svar"]
    for j in range(answers):
        words = " ".join(draw.choice(part) for part in (FIRST, THEN, LAST)).strip()
        for theme, runs in RUNS.items():
            if any(first <= j < end for first, end in runs.get(name, ())):
                words = f"{draw.choice(WORDS[theme])}, {words}"
        lines.append(f"{j % persons + 1};{group};{questions[j // persons % len(questions)]};{words}")
    return "\n".join(lines) + "\n"


def make(folder: Path) -> Path:
    """Write the study."""
    files = {f"transcripts__{name}___csv": form(name) for name in FORMS}
    files["transcripts__notat_innspill_1___txt"] = (
        "Ungdomsrådet ba om at møtene flyttes til etter skoletid.\n"
    )
    files["transcripts__notat_innspill_2___txt"] = "Kontaktpersonene foreslo en kortere mal for referat.\n"
    for id_, name, definition, words in (
        ("tid", "Tid", "Om det er tid nok.", ["tid/NOUN"]),
        ("barnet", "Barnet", "At barnet selv er nevnt.", ["guttunge"]),
    ):
        files[f"codebooks__{id_}___yaml"] = codebook(id_, name, definition, {"": ("", words)})
    return write_study(folder, qualcode___toml=SETTINGS, **files)
