"""Study A: sixteen interviews with professionals; six teams of unknown head count; the families' view is relayed.

The plan is what everybody says with the code it belongs to; `counts_a` adds it up.
"""

from __future__ import annotations

from pathlib import Path

from tests.five_studies.making import codebook, write_study

SITES = {"askvoll": "Askdal", "berg": "Bergset", "dokka": "Dokkvik", "eid": "Eidnes"}
GROUPS = {
    "fagteam": "Fagteam",
    "barnevern": "Barneverntjenesten",
    "miljo": "Miljøterapeuter",
    "familier": "Familier",
}
KIN, STAFF, HEARD, OWN_PLAN = (
    "nettverk.familie",
    "nettverk.fagfolk",
    "medvirkning.hoert",
    "medvirkning.planen",
)
CASE, MONEY, RELAYED = "ansvar.eier", "penger", "annenhaands"
# Interview, group, site, role, and what is said with the code it belongs to, set by reading; every interview ends
# in two turns of small talk.
INTERVIEWS = [
    ("f1", "fagteam", "askvoll", "fagteam",
     [("Vi synes det er bra at tante og besteforeldre blir bedt inn, slekta vet mer enn oss.", KIN),
      ("Vi hørte på barna før møtet, og vi skrev ned det de sa med deres egne ord.", HEARD),
      ("Foreldrene sier at de er mindre redde for oss nå, det er det de forteller oss.", RELAYED)]),
    ("f2", "fagteam", "askvoll", "fagteam",
     [("I vårt team er det slekta som sitter nærmest døra, og det er bevisst.", KIN),
      ("Familien skriver planen sjøl, vi låner dem bare pennen.", OWN_PLAN),
      ("Hvem som eier saka etter møtet, veit vi aldri helt.", CASE)]),
    ("f3", "fagteam", "berg", "fagteam",
     [("Slekta kommer når de får skyss, det har vi lært.", KIN),
      ("Planen blir skrevet på stedet, mens alle ser på.", OWN_PLAN)]),
    ("f4", "fagteam", "berg", "fagteam",
     [("Hos oss er nettverket mest fagfolk, lærere og han fra fritidsklubben.", STAFF),
      ("Det er ingen som eier saka når sommeren kommer.", CASE)]),
    ("f5", "fagteam", "dokka", "fagteam",
     [("Vi teller fagfolk rundt bordet og er ofte ni stykker.", STAFF),
      ("Det koster en halv stilling, og de pengene er ikke våre.", MONEY)]),
    ("f6", "fagteam", "eid", "fagteam",
     [("Fagfolk har vi nok av, det er stoler det er lite av.", STAFF)]),
    ("b1", "barnevern", "askvoll", "møteleder",
     [("Da slekta kom med kanelboller, ble det et annet møte.", KIN),
      ("Ho på fjorten ble hørt, for første gang tror jeg.", HEARD),
      ("Jeg eier saka til den er i havn, sånn er det her.", CASE)]),
    ("b2", "barnevern", "berg", "møteleder",
     [("Det er fagfolk fra tre etater, og ingen av dem har møtt hverandre.", STAFF),
      ("Gutten ble hørt, men han ble ikke trodd.", HEARD),
      ("Kontoret på rådhuset eier saka på papiret.", CASE),
      ("Mora sier at hun sover bedre, og det forteller hun til alle.", RELAYED)]),
    ("b3", "barnevern", "dokka", "møteleder",
     [("Jeg ringer fagfolk til jeg blir hes.", STAFF),
      ("Planen er deres, jeg retter bare kommaene.", OWN_PLAN),
      ("Det er jeg som eier saka, uansett hva de sier.", CASE),
      ("Faren forteller at han endelig vet hvem han skal spørre.", RELAYED)]),
    ("b4", "barnevern", "eid", "møteleder",
     [("Rundt bordet er det stort sett fagfolk og én nabo.", STAFF),
      ("Familien fikk lese planen høyt, det var sterkt.", OWN_PLAN)]),
    ("b5", "barnevern", "eid", "saksbehandler",
     [("Jeg blir kalt inn som fagfolk, og så sitter jeg der og er saksbehandler.", STAFF)]),
    ("m1", "miljo", "askvoll", "miljøterapeut",
     [("Jeg spiste middag med slekta, alle sju.", KIN),
      ("Jenta ble hørt da vi gikk tur, ikke da vi satt.", HEARD)]),
    ("m2", "miljo", "berg", "miljøterapeut",
     [("Slekta bor i samme gate, så jeg går fra hus til hus.", KIN),
      ("Mora forteller at hun føler seg gransket av kommunen.", RELAYED)]),
    ("m3", "miljo", "dokka", "miljøterapeut",
     [("Jeg møter fagfolk på mandager og ungene resten av uka.", STAFF)]),
    ("m4", "miljo", "eid", "miljøterapeut",
     [("Vi er fagfolk med ulltøfler, sier kollegaen min.", STAFF),
      ("Stefaren forteller at ingen spurte ham.", RELAYED)]),
    ("m5", "miljo", "askvoll", "miljøterapeut",
     [("Det er fint at fagfolk lager mat sammen med folk.", STAFF)]),
]  # fmt: skip
SMALL_TALK = [
    "Ja, nå skal jeg se.",
    "Det er et godt spørsmål, du.",
    "Kan du ta det en gang til?",
    "Nei, akkurat det vet jeg ikke.",
    "Vi har kaffe på kanna om du vil ha.",
]
QUESTIONED = ["Hvem er med?", "Hva fikk de si?", "Hvem følger opp?", "Er det noe vi ikke har spurt om?"]
SETTINGS = """\
title = "Nettverksmøter, midtveis"
date = 2026-05-04
codebooks = ["codebooks/nettverk.yaml", "codebooks/medvirkning.yaml", "codebooks/ansvar.yaml", "codebooks/penger.yaml", "codebooks/annenhaands.yaml"]
[groups]
fagteam = "Fagteam"
barnevern = "Barneverntjenesten"
miljo = "Miljøterapeuter"
familier = "Familier"
[sites]
askvoll = "Askdal"
berg = "Bergset"
dokka = "Dokkvik"
eid = "Eidnes"
[sources."f*"]
kind = "group_interview"
[sources."dok_*"]
kind = "document"
[report]
structure = ["theme_group", "group_theme"]
[report.relayed]
familier = "annenhaands"
"""
QUESTIONS = """\
question,theme,group,asked
Hvem følger opp etter møtet?,ansvar,,ja
Hvem følger opp etter møtet?,ansvar,miljo,nei
"""
BOOKS = (
    ("nettverk", "Nettverk", "Hvem som er rundt familien.",
     {"familie": ("Slekt", ["slekt"]), "fagfolk": ("Fagfolk", ["fagfolk"])}),
    ("medvirkning", "Medvirkning", "Hva familien får si og gjøre.",
     {"hoert": ("Bli hørt", ["ble hørt", "hørte på"]), "planen": ("Egen plan", ["plan"])}),
    ("ansvar", "Ansvar", "Hvem som har saka etterpå.", {"eier": ("Eie saka", ["eie .. saka"])}),
    ("penger", "Penger", "Hva det koster.", {"": ("", ["koste", "penger"])}),
    ("annenhaands", "Annenhånds", "Det andre sier at familiene opplever.", {"": ("", ["sier at hun sover", "fortelle", "sier at de er"])}),
)  # fmt: skip
# The paragraphs of each document, with their codes.
DOCUMENTS = {
    "dok_veileder": [
        (
            "Møtet skal ha både slekt og fagfolk til stede, og innkallingen sendes ut av kommunen.",
            (KIN, STAFF),
        ),
        ("Familien har rett til å bli med på å skrive egen plan.", (OWN_PLAN,)),
    ],
    "dok_rutine": [("Rommet bestilles av resepsjonen innen tirsdag.", ())],
}


def make(folder: Path) -> Path:
    """Write the study."""
    rows = ["id,source,label,role,group,site,collective,status"]
    for id_, group, site, role, _ in INTERVIEWS:
        collective = "ja" if group == "fagteam" else "nei"
        rows.append(f"{id_},{id_}_{site},Teamet,{role},{group},{site},{collective}," if collective == "ja"
                    else f"{id_},{id_}_{site},Informant,{role},{group},{site},nei,")  # fmt: skip
    rows.append("fam,,,forelder,familier,,nei,planlagt")
    files = {
        "qualcode___toml": SETTINGS,
        "questions___csv": QUESTIONS,
        "informants___csv": "\n".join(rows) + "\n",
    }
    for place, (id_, group, site, _, said) in enumerate(INTERVIEWS):
        label = "Teamet" if group == "fagteam" else "Informant"
        turns = [*(text for text, _ in said), SMALL_TALK[place % 5], SMALL_TALK[(place + 2) % 5]]
        lines = []
        for i, words in enumerate(turns):
            lines += [f"I: {QUESTIONED[i % 4]}", f"{label}: {words}"]
        files[f"transcripts__{id_}_{site}___txt"] = "\n\n".join(lines) + "\n"
    for name, paragraphs in DOCUMENTS.items():
        files[f"transcripts__{name}___txt"] = "\n\n".join(text for text, _ in paragraphs) + "\n"
    for id_, name, definition, subs in BOOKS:
        files[f"codebooks__{id_}___yaml"] = codebook(id_, name, definition, subs)
    return write_study(folder, **files)
