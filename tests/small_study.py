"""A small fictional study as tables, with every trap of counting in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from qualcode.analysis.data import StudyData, study_data
from qualcode.settings import Settings

GROUPS = {
    "barnevern": "Barneverntjenesten",
    "helsestasjon": "Helsestasjonen",
    "foreldre": "Foreldre",
    "skole": "Skolen",
    "ungdom": "Ungdom",
}
SITES = {"aas": "Åsheim", "bjork": "Bjørkvik", "dal": "Dalsund"}

# id, person, group, site, role, collective, planned, sources
INFORMANTS = [
    ("i1", "i1", "barnevern", "aas", "kontaktperson", False, False, "int_1;notat_1"),
    ("i2", "i2", "barnevern", "bjork", "leder", False, False, "int_2"),
    ("i3", "i2", "helsestasjon", "bjork", "leder", False, False, "int_2b"),  # the same person as i2
    ("i4", "i4", "barnevern", "aas", None, True, False, "gruppe_1"),  # a collective
    ("i5", "i5", "foreldre", "aas", None, False, False, "int_3"),
    ("i6", "i6", "skole", "bjork", "lærer", False, False, "int_4"),
    ("i7", "i7", "ungdom", "dal", None, False, True, ""),  # planned, never interviewed
    ("skjema:1", "skjema:1", "foreldre", "aas", None, False, False, "skjema"),
    ("skjema:2", "skjema:2", "foreldre", "bjork", None, False, False, "skjema"),
]
SOURCES = [
    ("gruppe_1", "group_interview", "verbatim", "aas", "til stede"),
    ("int_1", "interview", "verbatim", "aas", "til stede"),
    ("int_2", "interview", "edited", "bjork", "telefon"),
    ("int_2b", "interview", "edited", "bjork", "telefon"),
    ("int_3", "interview", "verbatim", "aas", "telefon"),
    ("int_4", "interview", "verbatim", "bjork", "telefon"),
    ("notat_1", "notes", "notes", "aas", None),
    ("plan", "document", "verbatim", "aas", None),
    ("skjema", "survey", "verbatim", None, None),
]
# id, source, turn, informant, question, phase, text
SEGMENTS = [
    ("s01", "gruppe_1", 1, "i4", None, None,
     ("Vi i teamet prøver å komme inn lenge før det blir bråk, og da er det lurt å ha en åpen dør "
     "der folk kan komme uten å ha søkt først.")),
    ("s02", "gruppe_1", 3, None, None, None,
     "Det er noen som sitter bakerst her som mener at vi burde ha spurt familiene om dette for lenge siden."),
    ("s03", "gruppe_1", 5, "i4", None, None, "Ja, det er vi enige om."),
    ("s04", "int_1", 1, "i1", None, None,
     ("Jeg husker ei mor som kom innom på en tirsdag, helt uten avtale, og vi fikk ordnet det meste samme "
     "dag fordi ingen ba henne om å fylle ut skjemaer.")),
    ("s05", "int_1", 3, "i1", None, None,
     ("Vi spurte barna hva de ville, og så gjorde vi det de sa. Det var nytt for oss, må jeg innrømme, "
     "men det virka.")),
    ("s06", "int_2", 1, "i2", None, None,
     "Her er det mest administrasjon, og det blir lite tid til noe annet."),
    ("s07", "int_2b", 1, "i3", None, None,
     ("På kontoret mitt får foreldrene være med og skrive planen, setning for setning, og de stryker det "
     "de er uenige i.")),
    ("s08", "int_3", 1, "i5", None, None,
     "De ventet altfor lenge, ser jeg nå. Hadde noen ringt i oktober, hadde vi ikke sittet her."),
    ("s09", "int_4", 1, "i6", None, None,
     "Skolen har hatt fem rektorer på seks år, så vi lever fra dag til dag."),
    ("s10", "notat_1", 1, "i1", None, None,
     "Kontaktpersonen viste fram en kalender der familiene selv hadde satt av tid til samtaler."),
    ("s11", "plan", 1, None, None, None, "Kommunen skal gi hjelp tidlig, og hjelpen skal være lett å få."),
    ("s12", "skjema", 1, "skjema:1", "Hva fungerer bra?", "1", "At vi ble spurt"),
    ("s13", "skjema", 2, "skjema:1", "Hva savner du?", "1", "Mer tid sammen med kontaktpersonen vår"),
    ("s14", "skjema", 3, "skjema:2", "Hva fungerer bra?", "2",
     "Hun ringte oss før vi rakk å bli fortvilet, det betydde mye"),
]  # fmt: skip
# segment, code, origin, coder, pass, status, score
CODINGS = [
    ("s01", "tidlig_innsats.lavterskel", "machine", None, None, "suggested", 0.9),
    ("s01", "tidlig_innsats", "machine", None, None, "suggested", 0.9),
    ("s02", "brukermedvirkning", "machine", None, None, "suggested", 0.7),
    ("s03", "tidlig_innsats", "machine", None, None, "rejected", 0.6),
    ("s04", "tidlig_innsats.lavterskel", "machine", None, None, "accepted", 0.8),
    ("s05", "brukermedvirkning", "machine", None, None, "accepted", 0.95),
    ("s05", "tidlig_innsats", "machine", None, None, "suggested", 0.61),
    ("s07", "brukermedvirkning", "coder", "kari", "review", "accepted", None),
    ("s08", "tidlig_innsats", "machine", None, None, "suggested", 0.7),
    ("s10", "brukermedvirkning", "machine", None, None, "suggested", 0.99),
    ("s11", "tidlig_innsats", "machine", None, None, "suggested", 0.99),
    ("s12", "brukermedvirkning", "machine", None, None, "suggested", 0.8),
    ("s14", "tidlig_innsats", "machine", None, None, "suggested", 0.75),
]
CODEBOOK = [
    ("tidlig_innsats", None, "Tidlig innsats", "Hjelp som kommer før vansken har vokst seg stor."),
    ("tidlig_innsats.lavterskel", "tidlig_innsats", "Lav terskel", "Hjelp uten søknad og ventetid."),
    ("brukermedvirkning", None, "Brukermedvirkning", "Barn og foreldre er med og bestemmer."),
    ("tverrfaglighet", None, "Tverrfaglighet", "Flere fag arbeider sammen."),
]
# The schoolteacher was not asked about participation; parents were not asked about early help,
# but one of the parents and one respondent speak of it anyway.
QUESTIONS = [
    ("Hvem får være med?", "brukermedvirkning", None, None, None, True),
    ("Hvem får være med?", "brukermedvirkning", "skole", None, None, False),
    ("Når kommer hjelpen?", "tidlig_innsats", "foreldre", None, None, False),
]


def rows(names: str, values: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Tuples as mappings."""
    return [dict(zip(names.split(), row, strict=True)) for row in values]


def small_study(folder: Path = Path("studien"), **changes: Any) -> StudyData:
    """The study; `changes` are settings, or whole tables under the names below."""
    informants = rows("id person group site role collective planned sources", INFORMANTS)
    by_id = {row["id"]: row for row in informants}
    sources = rows("id kind fidelity site mode", SOURCES)
    source_of = {row["id"]: row for row in sources}
    segments = rows("segment_id source turn informant question phase text", SEGMENTS)
    position: dict[str, int] = {}
    for row in segments:
        who = by_id.get(row["informant"], {})
        source = source_of[row["source"]]
        row["kind"], row["fidelity"] = source["kind"], source["fidelity"]
        row["start"] = position.get(row["source"], 0)
        row["end"] = row["start"] + len(row["text"])
        position[row["source"]] = row["end"] + 1
        row["group"] = who.get("group", "dokument" if source["kind"] == "document" else "ukjent")
        row["site"] = who.get("site") or source["site"]
        row["role"], row["person"] = who.get("role"), who.get("person")
        row["collective"], row["is_informant"] = who.get("collective", False), bool(who)
        row["speaker"] = f"Fru {row['informant']}" if who else None
    for row in sources:
        row["path"], row["sha256"] = f"{row['id']}.txt", "0" * 64
        row["n_turns"] = sum(s["source"] == row["id"] for s in segments)
        row["n_words"] = sum(len(s["text"].split()) for s in segments if s["source"] == row["id"])
    segment_of = {row["segment_id"]: row for row in segments}
    codings = rows("segment_id code origin coder pass status score", CODINGS)
    for row in codings:
        own = segment_of[row["segment_id"]]
        row.update(
            {key: own[key] for key in ("source", "informant", "group", "site", "start", "end", "text")}
        )
    codebook = [
        {
            **row,
            "codebook": row["code"].split(".")[0],
            "version": "1.0.0",
            "name_nn": row["name_nb"],
            "name_en": None,
        }
        for row in rows("code parent name_nb definition", CODEBOOK)
    ]
    tables: dict[str, Any] = {
        "informants": informants,
        "sources": sources,
        "segments": segments,
        "codings": codings,
        "codebook": codebook,
        "questions": rows("question theme group site source asked", QUESTIONS),
        "matches": [],
        "answers": [],
        "overrides": [],
        "run": {
            "version": "0.1.0",
            "pipeline": {"name": "bundled", "version": "1.2", "sha256": "ab" * 32},
            "codebooks": {"tidlig_innsats": {"version": "1.0.0", "sha256": "cd" * 32, "threshold": 0.6}},
            "skipped": [{"source": "ødelagt.docx", "reason": "filen er skadet"}],
        },
    }
    settings = {
        "title": "Hjelp i tide",
        "groups": GROUPS,
        "sites": SITES,
        "date": dt.date(2026, 11, 21),
        **{key: value for key, value in changes.items() if key not in tables},
    }
    tables.update({key: value for key, value in changes.items() if key in tables})
    return study_data(**tables, settings=Settings(folder=folder, **settings))
