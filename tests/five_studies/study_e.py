"""Study E: 60 of 86 partners of a family service answered a survey; six were interviewed."""

from __future__ import annotations

from pathlib import Path

from tests.five_studies.making import codebook, write_study

GROUPS = {"bv": 14, "fl": 6, "hs": 10, "bh": 27, "ph": 3}
USED, NEED, INFORMED, YEARS = (
    "Har du brukt tjenesten?",
    "Hvor stort er behovet for forebygging?",
    "Er du godt informert om tjenesten?",
    "Hvor lenge har du arbeidet her?",
)
# For each closed question, how many of each group gave each answer, in the order bv, fl, hs, bh, ph.
CLOSED = {
    USED: {"Ja": (5, 2, 5, 10, 2), "Nei": (9, 4, 5, 17, 1)},
    NEED: {
        "Litt": (0, 0, 0, 1, 0),
        "En del": (0, 0, 0, 10, 0),
        "Mye": (5, 2, 2, 9, 1),
        "Svært mye": (9, 4, 8, 7, 2),
    },
    INFORMED: {"Ja": (10, 3, 10, 24, 2), "Nei": (4, 3, 0, 2, 1)},
    YEARS: {"under fem år": (4, 3, 5, 12, 1), "fem år eller mer": (10, 3, 5, 15, 2)},
}
BEST, BETTER, NEEDED = "Hva er det beste ved tjenesten?", "Hva bør bli bedre?", "Hva trenger familiene mest?"
# Who wrote what: group, number in the group, question, words.
OPEN = [
    ("bv", 1, BEST, "At familiene kan komme uten henvisning, det har vi savnet lenge"),
    ("bv", 2, BEST, "De ringer oss tilbake samme dag når vi spør om råd"),
    ("bv", 3, BETTER, "Vi skulle hatt faste møter om de familiene vi deler"),
    ("bv", 4, BETTER, "Det er altfor lang ventetid om høsten"),
    ("bv", 5, BETTER, "Kom på besøk til oss og fortell hva dere gjør"),
    ("bv", 6, NEEDED, "Noen å snakke med før det låser seg"),
    ("bv", 7, BEST, "Kort vei, uten søknad, og to som svarer på telefon"),
    ("bv", 8, BETTER, "Brosjyren er gammel, og nettsiden enda eldre"),
    ("fl", 1, BEST, "Tolken er alltid på plass når vi trenger det"),
    ("fl", 2, BETTER, "Familiene våre må vente i ukevis på første time"),
    ("fl", 3, NEEDED, "Tid, og noen som ringer dem, for de leser ikke brev"),
    ("hs", 1, BEST, "Lav terskel og blide folk"),
    ("hs", 2, BETTER, "Et felles møte i kvartalet hadde vært nok"),
    ("hs", 3, BEST, "Vi har vært på besøk der med barselgruppa"),
    ("hs", 4, BETTER, "Vet for lite, fant ikke noe på nettsiden"),
    ("hs", 5, NEEDED, "Å slippe å fortelle alt på nytt hver gang"),
    ("bh", 1, BEST, "Foreldre kan gå dit uten henvisning"),
    ("bh", 2, BEST, "De kom på besøk til oss i mars"),
    ("bh", 3, BETTER, "Jeg vet ikke hva de gjør"),
    ("bh", 4, BETTER, "Heng opp en brosjyre i garderoben"),
    ("bh", 5, BETTER, "Vi hører aldri noe etter at vi har ringt"),
    ("bh", 6, BEST, "De tar telefonen"),
    ("bh", 7, NEEDED, "Avlastning"),
    ("bh", 8, BETTER, "Ventetida må ned"),
    ("bh", 9, NEEDED, "Lav terskel, og at noen passer søsken imens"),
    ("bh", 10, BEST, "Hyggelige lokaler"),
]
INTERVIEWS = {
    "A": (
        "bv",
        "Vi har sendt fire familier dit siden jul, og det gikk uten henvisning og uten skjema, de bare dukket opp.",
        "Jeg sitter i et fast møte med dem hver sjette uke, og da tar vi de vanskelige sakene først.",
    ),
    "B": (
        "bv",
        "Jeg visste ikke at de fantes før de kom på besøk på kontoret en fredag med kake og en bunke ark.",
        "Før det hadde jeg bare sett skiltet på døra når jeg gikk til bussen.",
    ),
    "C": (
        "fl",
        "Når en familie endelig sier ja, må det ikke være ventetid, for da har de ombestemt seg.",
        "De fleste vi følger, har aldri vært borti noe slikt der de kommer fra.",
    ),
    "D": (
        "hs",
        "Vi har et møte sammen på torsdager, og da er det lettere å si at denne moren bør dere ta imot.",
        "Det var da de var på besøk i barselgruppa at mødrene skjønte hva det var for noe.",
    ),
    "E": (
        "bh",
        "Det eneste jeg har, er en brosjyre fra i fjor, og den ligger under kaffetrakteren et sted.",
        "Personalet mitt kjenner foreldrene godt, men ikke hva kommunen kan tilby dem.",
    ),
    "F": (
        "ph",
        "For våre er det helt avgjørende at det er lav terskel, ellers står de i gangen og snur.",
        "Noen av dem har vært hos ni ulike etater, og de orker ikke den tiende.",
    ),
}
SETTINGS = f"""\
title = "Et lavterskeltilbud sett fra naboene"
date = 2026-05-04
[groups]
bv = "Barneverntjenesten"
fl = "Flyktningtjenesten"
hs = "Helsestasjonen"
bh = "Barnehagene"
ph = "Psykisk helse"
[survey."skjema"]
respondent = "nr"
group = "tjeneste"
questions = ["{BEST}", "{BETTER}", "{NEEDED}"]
invited = 86
[survey."skjema".items]
"{USED}" = ["Ja", "Nei"]
"{NEED}" = ["Litt", "En del", "Mye", "Svært mye"]
"{INFORMED}" = ["Ja", "Nei"]
"{YEARS}" = ["under fem år", "fem år eller mer"]
[report]
structure = ["item_service"]
"""
QUESTIONS = f"""\
question,theme,source,asked
{INFORMED},kjennskap,skjema,ja
{NEED},forebygging,skjema,ja
{USED},samarbeid,skjema,ja
"""


def survey() -> str:
    """60 rows, a respondent each; in the barnehager one box was left empty."""
    words = {(group, number, question): text for group, number, question, text in OPEN}
    lines = [";".join(["nr", "tjeneste", *CLOSED, BEST, BETTER, NEEDED])]
    serial = 0
    for place, (group, n) in enumerate(GROUPS.items()):
        columns = [
            [answer for answer, counts in answers.items() for _ in range(counts[place])]
            for answers in CLOSED.values()
        ]
        for number in range(1, n + 1):
            serial += 1
            ticked = [column[number - 1] if number <= len(column) else "" for column in columns]
            written = [words.get((group, number, question), "") for question in (BEST, BETTER, NEEDED)]
            lines.append(";".join([str(serial), group, *ticked, *written]))
    return "\n".join(lines) + "\n"


def make(folder: Path) -> Path:
    """Write the study."""
    files = {
        f"transcripts__intervju_{letter}___txt": (
            f"I: Hva slags kontakt har du med tilbudet?\nInformant: {first}\nI: Er det noe mer?\nInformant: {second}\n"
        )
        for letter, (_, first, second) in INTERVIEWS.items()
    }
    informants = "id,source,label,role,group\n" + "".join(
        f"{letter},intervju_{letter},Informant,ansatt,{group}\n"
        for letter, (group, _, _) in INTERVIEWS.items()
    )
    write_study(
        folder,
        qualcode___toml=SETTINGS,
        informants___csv=informants,
        questions___csv=QUESTIONS,
        transcripts__skjema___csv=survey(),
        **files,
    )
    (folder / "codebooks").mkdir()
    for id_, name, definition, subs in (
        ("kjennskap", "Kjennskap", "Hva naboene vet om tilbudet.",
         {"besoek": ("Besøk", ["på besøk"]), "brosjyre": ("Brosjyre og nett", ["brosjyre", "nettside"])}),
        ("forebygging", "Forebygging", "Hjelp før det blir en sak.",
         {"terskel": ("Terskel", ["lav terskel", "uten henvisning", "uten søknad"]),
          "ventetid": ("Ventetid", ["ventetid", "vente"])}),
        ("samarbeid", "Samarbeid", "Hvordan tjenestene møtes om familiene.",
         {"moeter": ("Møter", ["møte/NOUN"]), "telefon": ("Telefon", ["telefon", "ringe"])}),
    ):  # fmt: skip
        (folder / "codebooks" / f"{id_}.yaml").write_text(codebook(id_, name, definition, subs), "utf-8")
    return folder
