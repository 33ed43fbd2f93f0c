"""Study E: 60 of 86 partners of a family service answered 17 closed and 3 open questions; six were interviewed.

The plan: how many of each service ticked what (`CLOSED`), who wrote what and which categories it belongs to
(`OPEN`), what was said in the interviews and which categories it belongs to (`INTERVIEWS`). The categories are set
by reading; `counts_e` adds them up.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.five_studies.making import codebook, write_study

GROUPS = {"bv": 14, "fl": 6, "hs": 10, "bh": 27, "ph": 3}
NAMES = {
    "bv": "Barneverntjenesten",
    "fl": "Flyktningtjenesten",
    "hs": "Helsestasjonen",
    "bh": "Barnehagene",
    "ph": "Psykisk helse",
}
INVITED = {"bv": 20, "fl": 8, "hs": 14, "bh": 38, "ph": 6}
USED, NEED, INFORMED = (
    "Har du brukt tjenesten?",
    "Hvor stort er behovet for forebygging?",
    "Er du godt informert om tjenesten?",
)
Counts = dict[str, tuple[int, int, int, int, int]]
# For each closed question, how many of each service gave each answer, in the order bv, fl, hs, bh, ph.
CLOSED: dict[str, Counts] = {
    USED: {"Ja": (5, 2, 5, 10, 2), "Nei": (9, 4, 5, 17, 1)},
    NEED: {
        "Litt": (0, 0, 0, 1, 0),
        "En del": (0, 0, 0, 10, 0),
        "Mye": (5, 2, 2, 9, 1),
        "Svært mye": (9, 4, 8, 7, 2),
    },
    INFORMED: {"Ja": (10, 3, 10, 24, 2), "Nei": (4, 3, 0, 2, 1)},
    "Vet du hvem som arbeider der?": {"Ja": (8, 2, 9, 6, 1), "Nei": (6, 4, 1, 21, 2)},
    "Hvor fikk du vite om tilbudet?": {
        "På et møte": (7, 2, 6, 4, 0),
        "Av en kollega": (5, 3, 3, 11, 2),
        "På nettet": (2, 1, 1, 12, 1),
    },
    "Har du snakket med familier om tilbudet?": {
        "Aldri": (1, 0, 0, 6, 0),
        "Av og til": (6, 4, 3, 17, 1),
        "Ofte": (7, 2, 7, 4, 2),
    },
    "Når bør hjelpen komme?": {
        "Før det er en sak": (10, 5, 10, 20, 3),
        "Når familien ber om det": (4, 1, 0, 7, 0),
    },
    "Hvor lett er det for familiene å ta kontakt?": {
        "Svært vanskelig": (1, 1, 0, 2, 0),
        "Vanskelig": (2, 3, 1, 5, 2),
        "Lett": (8, 2, 5, 15, 1),
        "Svært lett": (3, 0, 4, 5, 0),
    },
    "Hvor lenge må familiene vente?": {
        "Under en uke": (3, 0, 4, 9, 0),
        "Noen uker": (7, 3, 5, 12, 1),
        "Mer enn en måned": (4, 3, 1, 6, 2),
    },
    "Hvor ofte møter du noen fra tjenesten?": {
        "Aldri": (2, 1, 0, 9, 1),
        "Sjelden": (5, 3, 2, 13, 1),
        "Hver måned": (6, 2, 5, 5, 1),
        "Hver uke": (1, 0, 3, 0, 0),
    },
    "Får du svar når du ringer?": {"Ja": (12, 5, 10, 22, 3), "Nei": (2, 1, 0, 5, 0)},
    "Får du vite hvordan det går etterpå?": {"Ja": (4, 1, 6, 5, 1), "Delvis": (6, 2, 3, 8, 1), "Nei": (4, 3, 1, 14, 1)},
    "Hvem bør kalle inn til møter?": {
        "Tjenesten": (9, 4, 6, 20, 2),
        "Vi": (3, 1, 3, 2, 0),
        "Familien": (2, 1, 1, 5, 1),
    },
    "Er arbeidsdelingen klar?": {
        "1 – ikke i det hele tatt": (1, 1, 0, 3, 0),
        "2": (3, 2, 1, 6, 1),
        "3": (5, 2, 4, 11, 1),
        "4": (4, 1, 4, 6, 1),
        "5 – helt klar": (1, 0, 1, 1, 0),
    },
    "Hvor lenge har du arbeidet her?": {"Under fem år": (4, 3, 5, 12, 1), "Fem år eller mer": (10, 3, 5, 15, 2)},
    "Hvor stor er stillingen din?": {"Deltid": (2, 2, 3, 11, 1), "Heltid": (12, 4, 7, 16, 2)},
    "Er du leder?": {"Ja": (2, 1, 1, 8, 1), "Nei": (12, 5, 9, 19, 2)},
}  # fmt: skip
TOPICS = {
    "kjennskap": list(CLOSED)[2:6],
    "forebygging": [NEED, *list(CLOSED)[6:9]],
    "samarbeid": [USED, *list(CLOSED)[9:14]],
}
"""Which questions belong to which topic; the last three, on the respondents, belong to none."""
BEST, BETTER, NEEDED = "Hva er det beste ved tjenesten?", "Hva bør bli bedre?", "Hva trenger familiene mest?"
VISIT, LEAFLET = "kjennskap.besoek", "kjennskap.brosjyre"
OPENNESS, WAITING = "forebygging.terskel", "forebygging.ventetid"
MEETING, PHONE = "samarbeid.moeter", "samarbeid.telefon"
# Who wrote what: service, number in the service, question, words, categories.
OPEN = [
    ("bv", 1, BEST, "At familiene kan komme uten henvisning, det har vi savnet lenge", (OPENNESS,)),
    ("bv", 1, BETTER, "Fortell oss når dere har ledig plass, ikke når det er fullt", ()),
    ("bv", 2, BEST, "De ringer oss tilbake samme dag når vi spør om råd", (PHONE,)),
    ("bv", 2, NEEDED, "At de slipper å vente til det er blitt en sak", (WAITING,)),
    ("bv", 3, BETTER, "Vi skulle hatt faste møter om de familiene vi deler", (MEETING,)),
    ("bv", 4, BETTER, "Det er altfor lang ventetid om høsten", (WAITING,)),
    ("bv", 5, BETTER, "Kom på besøk til oss og fortell hva dere gjør", (VISIT,)),
    ("bv", 6, NEEDED, "Noen å snakke med før det låser seg", ()),
    ("bv", 7, BEST, "Kort vei, uten søknad, og to som svarer på telefon", (OPENNESS, PHONE)),
    ("bv", 8, BETTER, "Brosjyren er gammel, og nettsiden enda eldre", (LEAFLET,)),
    ("fl", 1, BEST, "Tolken er alltid på plass når vi trenger det", ()),
    ("fl", 2, BETTER, "Familiene våre må vente i ukevis på første time", (WAITING,)),
    ("fl", 2, NEEDED, "Barnepass, tolk og en som forklarer brevene", ()),
    ("fl", 3, NEEDED, "Tid, og noen som ringer dem, for de leser ikke brev", (PHONE,)),
    ("hs", 1, BEST, "Lav terskel og blide folk", (OPENNESS,)),
    ("hs", 2, BETTER, "Et felles møte i kvartalet hadde vært nok", (MEETING,)),
    ("hs", 3, BEST, "Vi har vært på besøk der med barselgruppa", (VISIT,)),
    ("hs", 3, NEEDED, "Et sted å gå med vogna når det regner", ()),
    ("hs", 4, BEST, "Navnet er godt valgt", ()),
    ("hs", 4, BETTER, "Vet for lite, fant ikke noe på nettsiden", (LEAFLET,)),
    ("hs", 5, NEEDED, "Å slippe å fortelle alt på nytt hver gang", ()),
    ("bh", 1, BEST, "Foreldre kan gå dit uten henvisning", (OPENNESS,)),
    ("bh", 2, BEST, "De kom på besøk til oss i mars", (VISIT,)),
    ("bh", 2, BETTER, "Kom gjerne på besøk igjen, og ta med brosjyren", (VISIT, LEAFLET)),
    ("bh", 3, BETTER, "Jeg vet ikke hva de gjør", ()),
    ("bh", 4, BETTER, "Heng opp en brosjyre i garderoben", (LEAFLET,)),
    ("bh", 5, BETTER, "Vi hører aldri noe etter at vi har ringt", (PHONE,)),
    ("bh", 6, BEST, "De tar telefonen", (PHONE,)),
    ("bh", 6, NEEDED, "Noen å ringe når det røyner på om kvelden", (PHONE,)),
    ("bh", 7, NEEDED, "Avlastning", ()),
    ("bh", 8, BEST, "At det er gratis og midt i sentrum", ()),
    ("bh", 8, BETTER, "Ventetida må ned", (WAITING,)),
    ("bh", 9, NEEDED, "Lav terskel, og at noen passer søsken imens", (OPENNESS,)),
    ("bh", 10, BEST, "Hyggelige lokaler", ()),
]
# Each interview: the service, and what was said with its categories.
INTERVIEWS = {
    "A": ("bv", [
        ("Vi har sendt fire familier dit siden jul, og det gikk uten henvisning og uten skjema, de bare dukket opp.",
         (OPENNESS,)),
        ("Jeg sitter i et fast møte med dem hver sjette uke, og da tar vi de vanskelige sakene først.", (MEETING,)),
        ("Vi er blitt flinkere til å si fra når vi avslutter, så de vet hvem som står alene.", ()),
    ]),
    "B": ("bv", [
        ("Jeg visste ikke at de fantes før de kom på besøk på kontoret en fredag med kake og en bunke ark.", (VISIT,)),
        ("Før det hadde jeg bare sett skiltet på døra når jeg gikk til bussen.", ()),
    ]),
    "C": ("fl", [
        ("Når en familie endelig sier ja, må det ikke være ventetid, for da har de ombestemt seg.", (WAITING,)),
        ("De fleste vi følger, har aldri vært borti noe slikt der de kommer fra.", ()),
        ("Jeg blir med inn første gang og går etter ti minutter, det pleier å være nok.", ()),
    ]),
    "D": ("hs", [
        ("Vi har et møte sammen på torsdager, og da er det lettere å si at denne moren bør dere ta imot.", (MEETING,)),
        ("Det var da de var på besøk i barselgruppa at mødrene skjønte hva det var for noe.", (VISIT,)),
    ]),
    "E": ("bh", [
        ("Det eneste jeg har, er en brosjyre fra i fjor, og den ligger under kaffetrakteren et sted.", (LEAFLET,)),
        ("Personalet mitt kjenner foreldrene godt, men ikke hva kommunen kan tilby dem.", ()),
        ("Vi trenger ikke mer enn en del av alt det de driver med, de fleste barna her har det bra.", ()),
    ]),
    "F": ("ph", [
        ("For våre er det helt avgjørende at det er lav terskel, ellers står de i gangen og snur.", (OPENNESS,)),
        ("Noen av dem har vært hos ni ulike etater, og de orker ikke den tiende.", ()),
    ]),
}  # fmt: skip
ASKED = ["Hva slags kontakt har du med tilbudet?", "Er det noe mer?", "Hva tenker du om veien videre?"]
BOOKS = (
    ("kjennskap", "Kjennskap", "Hva naboene vet om tilbudet.",
     {"besoek": ("Besøk", ["på besøk"]), "brosjyre": ("Brosjyre og nett", ["brosjyre", "nettside"])}),
    ("forebygging", "Forebygging", "Hjelp før det blir en sak.",
     {"terskel": ("Terskel", ["lav terskel", "uten henvisning", "uten søknad"]),
      "ventetid": ("Ventetid", ["ventetid", "vente"])}),
    ("samarbeid", "Samarbeid", "Hvordan tjenestene møtes om familiene.",
     {"moeter": ("Møter", ["møte/NOUN"]), "telefon": ("Telefon", ["telefon", "ringe"])}),
)  # fmt: skip


def settings(*, items: bool = True, questions: bool = True) -> str:
    """The study's settings; the closed questions' answers in their order, or left to be recognised."""
    lines = ['title = "Et lavterskeltilbud sett fra naboene"', "date = 2026-05-04", "[groups]"]
    lines += [f'{group} = "{name}"' for group, name in NAMES.items()]
    lines += ['[survey."skjema"]', 'respondent = "nr"', 'group = "tjeneste"']
    if questions:
        lines.append(f'questions = ["{BEST}", "{BETTER}", "{NEEDED}"]')
    lines.append("invited = {" + ", ".join(f"{group} = {n}" for group, n in INVITED.items()) + "}")
    if items:
        lines.append('[survey."skjema".items]')
        for item, answers in CLOSED.items():
            lines.append(f'"{item}" = [{", ".join(f"{chr(34)}{a}{chr(34)}" for a in answers)}]')
    return "\n".join([*lines, "[report]", 'structure = ["item_service"]']) + "\n"


def ticked(item: str, place: int) -> list[str]:
    """What each of a service's respondents ticked; who lost an answer is the last."""
    given = [answer for answer, counts in CLOSED[item].items() for _ in range(counts[place])]
    random.Random(item).shuffle(given)
    return given + [""] * (list(GROUPS.values())[place] - len(given))


def survey(*, written: bool = True) -> str:
    """60 rows, a respondent each; in the barnehager one box was left empty."""
    words = {(group, number, question): text for group, number, question, text, _ in OPEN}
    asked = (BEST, BETTER, NEEDED) if written else ()
    lines = [";".join(["nr", "tjeneste", *CLOSED, *asked])]
    for place, (group, n) in enumerate(GROUPS.items()):
        columns = [ticked(item, place) for item in CLOSED]
        for number in range(1, n + 1):
            row = [str(len(lines)), group, *(column[number - 1] for column in columns)]
            lines.append(";".join([*row, *(words.get((group, number, question), "") for question in asked)]))
    return "\n".join(lines) + "\n"


def make(folder: Path, *, items: bool = True, written: bool = True) -> Path:
    """Write the study; without what was written the survey is a file of closed answers alone."""
    files = {
        f"transcripts__intervju_{letter}___txt": "".join(
            f"I: {question}\nInformant: {text}\n" for question, (text, _) in zip(ASKED, said, strict=False)
        )
        for letter, (_, said) in INTERVIEWS.items()
    }
    informants = "id,source,label,role,group\n" + "".join(
        f"{letter},intervju_{letter},Informant,ansatt,{group}\n" for letter, (group, _) in INTERVIEWS.items()
    )
    questions = "question,theme,source,asked\n" + "".join(
        f"{item},{topic},skjema,ja\n" for topic, own in TOPICS.items() for item in own
    )
    write_study(
        folder,
        qualcode___toml=settings(items=items, questions=written),
        informants___csv=informants,
        questions___csv=questions,
        transcripts__skjema___csv=survey(written=written),
        **files,
    )
    (folder / "codebooks").mkdir()
    for id_, name, definition, subs in BOOKS:
        (folder / "codebooks" / f"{id_}.yaml").write_text(codebook(id_, name, definition, subs), "utf-8")
    return folder
