"""Study B: 36 interviews with 85 employees in twelve services, nine of 24 parents, no children, 88 case files."""

from __future__ import annotations

from pathlib import Path

from tests.five_studies.making import codebook, write_study

# How many sat in each of the 36 interviews: 24 of three, one of two, eleven of one.
HEADS = [3] * 24 + [2] + [1] * 11
SERVICES = [
    "Aker", "Bekkestua", "Cappelen", "Dalen", "Eikeli", "Fossum", "Grorud", "Hamang", "Ila", "Jar", "Kolsås", "Lommedalen"
]  # fmt: skip
PLAIN = [
    "Vi hadde det møtet på et lager, med paller langs veggen.",
    "Det var mest bestemora som snakket, og hun snakket om hus.",
    "Jeg hadde forkjølelse den uka og husker lite.",
    "Noen hadde bakt, og det hjalp på stemningen.",
    "Ja, det stemmer vel det.",
    "Vi satt i ring, for bordene var lånt ut.",
    "Det ble sent, og bussen var gått.",
    "Først var det stille, så gikk det i tre timer.",
    "Hos oss er det et skjema for det meste.",
    "Onkelen kom med fly, og det syntes alle var stort.",
    "Jeg måtte ut og svare på telefonen to ganger.",
    "Nei, det har jeg ingen mening om.",
]
TAKING_PART = [
    "Hun fikk bestemme hvem som skulle sitte ved siden av henne.",
    "De fikk bestemme rekkefølgen, og den var lurere enn min.",
    "Faren fikk bestemme stedet, så vi satt i garasjen hans.",
    "Alle fikk bestemme litt, det var vel det som var nytt.",
    "Mora fikk bestemme når det var pause.",
    "Han fikk bestemme at læreren ikke skulle komme.",
    "Ungdommen fikk bestemme musikken, for å si det slik.",
]
TOGETHER = [
    "Skolen og vi samordner uka nå, det gjorde vi ikke før.",
    "Vi samordner med helsestasjonen over en kopp kaffe.",
    "Det er jeg som samordner, men det står ingen steder.",
    "Ingen samordner noe som helst om sommeren.",
    "Når vi samordner, sparer de tre reiser til byen.",
]
PLAN = ["Barnets plan lå i en skuff og var tom.", "Barnets plan var tegnet med fargeblyanter."]
QUESTIONED = ["Hvordan gikk det til?", "Hvem var med?", "Hva skjedde så?"]
SETTINGS = """\
title = "Virkninger av nettverkstiltak"
date = 2026-05-04
codebooks = ["codebooks/deltakelse.yaml", "codebooks/samordning.yaml", "codebooks/barnets_plan.yaml"]
[groups]
foreldre = "Foreldre"
barn = "Barn"
ansatte = "Ansatte"
[sources."ansatte_*"]
kind = "group_interview"
[sources."forelder_*"]
kind = "interview"
[sources."mappe_*"]
kind = "document"
[report]
structure = ["source_kind"]
[report.chapters]
"Foreldrene" = ["foreldre"]
"Barna" = ["barn"]
"De ansatte" = ["ansatte"]
"Mapper med nettverksråd" = ["mappe_nr_*"]
"Mapper med familieråd" = ["mappe_fr_*"]
"Alle mappene" = ["document"]
"""


def staff(number: int) -> str:
    """An interview: each informant says two things; labels A, B, C are local to the file."""
    heads = HEADS[number - 1]
    turns = []
    for round_ in range(2):
        turns.append(f"I: {QUESTIONED[(number + round_) % 3]}")
        for seat in range(heads):
            words = PLAIN[(number * 5 + seat * 3 + round_ * 7) % 12]
            if round_ == 0 and seat == 0 and number <= 20:
                words = TAKING_PART[number % 7]
            if round_ == 1 and seat < 2 and number <= 24:
                words = TOGETHER[(number + seat) % 5]
            if number == 36 and round_ == 0:
                words = PLAN[0]
            turns.append(f"{'ABC'[seat]}: {words}")
    return "\n\n".join(turns) + "\n"


def parent(number: int) -> str:
    """A parent's interview: three answers."""
    answers = [PLAIN[(number * 4 + i) % 12] for i in range(3)]
    if number <= 6:
        answers[0] = TAKING_PART[number % 7]
    if number in (3, 9):
        answers[2] = TOGETHER[number % 5]
    return "\n\n".join(f"I: {QUESTIONED[i]}\n\nA: {words}" for i, words in enumerate(answers)) + "\n"


def case_file(kind: str, number: int) -> str:
    """A case file as a filled-in form, two paragraphs."""
    first = f"Meldingen kom fra {['skolen', 'legen', 'en nabo', 'politiet', 'barnehagen'][number % 5]} i uke {number % 50 + 1}."
    second = f"Saken ble avsluttet etter {number % 9 + 2} måneder, uten videre vedtak."
    if (kind, number) in {("nr", n) for n in range(1, 7)} | {("fr", n) for n in range(1, 10)}:
        first = f"Familien fikk bestemme tidspunkt for møtet, som ble holdt i uke {number % 50 + 1}."
    if (kind, number) in {("nr", n) for n in (2, 7, 11)} | {("ov", n) for n in range(1, 11)}:
        second = f"Tjenestene samordner tiltakene i {number % 9 + 2} måneder."
    if kind == "fr" and number in (1, 10, 15, 22):
        second = f"Barnets plan er lagt ved på side {number + 3}."
    return f"{first}\n\n{second}\n"


def make(folder: Path) -> Path:
    """Write the study."""
    rows = ["id,source,label,role,group,site,status"]
    files = {"qualcode___toml": SETTINGS}
    for number, heads in enumerate(HEADS, start=1):
        source, service = f"ansatte_{number:02}", SERVICES[(number - 1) % 12]
        files[f"transcripts__{source}___txt"] = staff(number)
        rows += [
            f"a{number:02}{'ABC'[seat]},{source},{'ABC'[seat]},ansatt,ansatte,{service},"
            for seat in range(heads)
        ]
    for number in range(1, 10):
        files[f"transcripts__forelder_{number}___txt"] = parent(number)
        rows.append(f"p{number},forelder_{number},A,forelder,foreldre,,")
    rows += [f"p{number},,,forelder,foreldre,,planlagt" for number in range(10, 25)]
    rows += [f"barn{number},,,barn,barn,,planlagt" for number in range(1, 11)]
    for kind, count in (("nr", 11), ("fr", 22), ("ov", 55)):
        for number in range(1, count + 1):
            files[f"transcripts__mappe_{kind}_{number:02}___txt"] = case_file(kind, number)
    files["informants___csv"] = "\n".join(rows) + "\n"
    for id_, name, definition, words in (
        ("deltakelse", "Deltakelse", "At familien bestemmer noe selv.", ["få .. bestemme"]),
        ("samordning", "Samordning", "At tjenestene holder det sammen.", ["samordne"]),
        ("barnets_plan", "Barnets plan", "En plan som er barnets egen.", ["barnets plan"]),
    ):
        files[f"codebooks__{id_}___yaml"] = codebook(id_, name, definition, {"": ("", words)})
    return write_study(folder, **files)
