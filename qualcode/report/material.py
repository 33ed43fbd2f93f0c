"""What a draft rests on: its sources by kind, its informants by group and site, and who is missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.analysis.counting import INTERVIEWS, persons, speaker_unknown
from qualcode.analysis.data import records
from qualcode.model import KINDS, UNKNOWN
from qualcode.report.cells import relayed_sentences
from qualcode.report.context import Cell, Sentence
from qualcode.report.facts import NO_PERSONS
from qualcode.report.rates import respondents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qualcode.report.context import Backing, Table
    from qualcode.report.facts import Facts

FEW = 3
"""Informants below which a group is named among the limitations, and a cell may point to a person."""


def material_paragraphs(facts: Facts) -> list[Sentence]:
    """How the interviews were done, who is missing, and what could not be counted; a paragraph each."""
    said = [*_modes(facts), *_collectives(facts)]
    if missing := absent(facts):
        planned = [row["id"] for row in records(facts.data.informants) if row["planned"]]
        back = _people(facts, planned) if planned else None
        said.append(facts.say("planned", back, names=facts.words.listed(missing)))
    said += _quiet(facts)
    if skipped := facts.data.run.get("skipped", []):
        names = [f"{s.get('source', '?')} ({s.get('reason', '?')})" for s in skipped]
        said.append(facts.say("skipped", names="; ".join(names)))
    if unknown := unknown_speakers(facts):
        n = facts.words.number(len(unknown)).capitalize()
        said.append(facts.say("unknown_speakers", excerpts(facts, unknown), n=n))
    for group in facts.settings.report.relayed:
        said += relayed_sentences(facts, group)
    said.append(facts.say("asked_note" if len(facts.data.questions) else "asked_default"))
    return said


def _modes(facts: Facts) -> list[Sentence]:
    unknown = facts.words["mode_unknown"]
    own = {
        row["id"]: row.get("mode") or unknown
        for row in records(facts.data.sources)
        if row["kind"] in INTERVIEWS
    }
    modes = Counter(own.values())
    if not set(modes) - {unknown}:
        return []
    found = [f"{mode} {n}" for mode, n in sorted(modes.items(), key=lambda item: (-item[1], item[0]))]
    return [facts.say("modes", _sources(facts, own), modes=facts.words.listed(found))]


def _collectives(facts: Facts) -> list[Sentence]:
    found = persons([row for row in facts.segments if row["collective"]])
    if not found:
        return []
    key = "collective_note" if len(found) > 1 else "collective_note_one"
    return [facts.say(key, _people(facts, found), n=facts.words.number(len(found)).capitalize())]


def _quiet(facts: Facts) -> list[Sentence]:
    """Those in the register with no words of theirs in the data: who only ticked boxes, and the others."""
    spoke = {row["informant"] for row in facts.segments}
    ticked = {row["informant"] for row in records(facts.data.answers)}
    silent = [r["id"] for r in records(facts.data.informants) if not r["planned"] and r["id"] not in spoke]
    quiet = [one for one in silent if one not in ticked]
    only = [one for one in silent if one in ticked]
    said = []
    if only:
        n = facts.words.number(len(only)).capitalize()
        said.append(facts.say("only_ticked", _people(facts, only, "respondents"), n=n))
    if quiet:
        key = "silent_informants" if len(quiet) > 1 else "silent_informants_one"
        said.append(facts.say(key, _people(facts, quiet), n=facts.words.number(len(quiet)).capitalize()))
    return said


def absent(facts: Facts) -> list[str]:
    """Groups and sites without informants, and informants planned in groups that have others."""
    names = []
    planned = Counter(row["group"] for row in records(facts.data.informants) if row["planned"])
    heard = [*(row for row in facts.segments if row["is_informant"]), *records(facts.data.answers)]
    here = {row["group"] for row in heard}
    for group in facts.values["group"]:
        if group in NO_PERSONS:
            continue
        name = facts.value_name("group", group)
        own = facts.words.number(planned[group])
        count = f" ({facts.text('planned_n', n=own)})" if planned[group] else ""
        if group not in here or planned[group]:
            names.append(f"{name}{count}")
    sites = {row["site"] for row in heard}
    names += [facts.value_name("site", s) for s in facts.values["site"] if s not in sites and s != UNKNOWN]
    return names


def unknown_speakers(facts: Facts) -> list[dict[str, object]]:
    """Segments said by nobody in the register."""
    return [row for row in facts.segments if not row["is_informant"] and row["kind"] != "document"]


def undivided(facts: Facts) -> list[str]:
    """Files of interviews that name no speaker, or not where the text counts as an informant's."""
    found: set[str] = set()
    named: set[str] = set()
    for row in facts.segments:
        if not speaker_unknown(row):
            named.add(row["source"])
        elif row["is_informant"]:
            found.add(row["source"])
    found |= {row["source"] for row in facts.segments if row["source"] not in named}
    return [
        str(row["path"] or row["id"]).replace("\\", "/").rsplit("/", 1)[-1]
        for row in records(facts.data.sources)
        if row["id"] in found
    ]


# --- what carries these numbers ----------------------------------------------------------------------


def excerpts(facts: Facts, rows: Sequence[dict[str, object]]) -> Backing:
    """Many segments of no theme, carried by the sources they stand in."""
    return facts.carried("segments", len(rows), None, "sources", {str(row["source"]) for row in rows})


def _people(facts: Facts, ids: Iterable[str], unit: str = "informants") -> Backing:
    found = list(ids)
    return facts.carried(unit, len(found), None, "informants", found)


def _sources(facts: Facts, ids: Iterable[str]) -> Backing:
    found = list(ids)
    return facts.carried("sources", len(found), None, "sources", found)


# --- tables ------------------------------------------------------------------------------------------


def kinds_table(facts: Facts) -> Table:
    """Sources, segments and words by kind."""
    sources = records(facts.data.sources)
    rows = []
    for kind in KINDS:
        own = [row["id"] for row in sources if row["kind"] == kind]
        if own:
            within = [row for row in facts.segments if row["kind"] == kind]
            rows.append(_kind_row(facts, facts.words[f"kind_{kind}"], own, within))
    every = [row["id"] for row in sources]
    rows.append(_kind_row(facts, facts.words["total"], every, facts.segments))
    head = [facts.words[key] for key in ("kind", "sources", "segments", "words")]
    note = facts.words["words_note_unknown" if undivided(facts) else "words_note"]
    return facts.table(facts.words["kind_caption"], head, rows, note=note, has_total=True)


def _kind_row(
    facts: Facts, name: str, sources: Sequence[str], within: Sequence[dict[str, object]]
) -> list[Cell]:
    # Of the segments, not the sources' words: they hold the interviewer's too.
    words = sum(len(str(row["text"]).split()) for row in within)
    counts = (("sources", len(sources)), ("segments", len(within)), ("words", words))
    return [
        Cell(name),
        *(
            Cell(
                facts.words.grouped(n, from_=1000),
                numeric=True,
                backing=facts.carried(unit, n, None, "sources", sources),
            )
            for unit, n in counts
        ),
    ]


def informant_tables(facts: Facts) -> list[Table]:
    """Informants by group and site in one table, or in two that no person can be picked out of."""
    own = [row for row in facts.segments if row["is_informant"]]
    sites: list[str | None] = [*facts.sites]
    if sites and not all(row["site"] for row in own):
        sites.append(UNKNOWN)

    def who(group: str | None, site: str | None) -> set[str]:
        rows = [r for r in own if group is None or r["group"] == group]
        return persons([r for r in rows if site is None or (r["site"] or UNKNOWN) == site])

    crossed = [n for group in facts.groups for site in sites if (n := len(who(group, site)))]
    note = facts.words["informants_note"] if facts.in_several else None
    if sites and (facts.settings.attribution == "rolle_sted" or all(n >= FEW for n in crossed)):
        return [_crossed(facts, sites, who, note)]
    tables = [_margin(facts, "group", facts.groups, lambda group: who(group, None), note)]
    if sites:
        both = [note, facts.words["crossed_note"]]
        hidden = " ".join(part for part in both if part)
        tables.append(_margin(facts, "site", sites, lambda site: who(None, site), hidden))
    return tables


def _cell(facts: Facts, people: set[str]) -> Cell:
    return Cell(str(len(people)), numeric=True, backing=_people(facts, people))


def _crossed(
    facts: Facts,
    sites: list[str | None],
    who: Callable[[str | None, str | None], set[str]],
    note: str | None,
) -> Table:
    rows = []
    for group in facts.groups:
        if who(group, None):
            cells = [_cell(facts, who(group, site)) for site in [*sites, None]]
        else:
            cells = [
                *(Cell("–", numeric=True) for _ in sites),
                Cell(facts.words["ikke_intervjuet"], numeric=True),
            ]
        rows.append([Cell(facts.value_name("group", group)), *cells])
    total = [_cell(facts, who(None, site)) for site in [*sites, None]]
    rows.append([Cell(facts.words["total"]), *total])
    head = [facts.words["group"], *(facts.value_name("site", s) for s in sites if s), facts.words["total"]]
    return facts.table(facts.words["informants_caption"], head, rows, note=note, has_total=True)


def _margin(
    facts: Facts,
    dimension: str,
    values: Sequence[str | None],
    who: Callable[[str | None], set[str]],
    note: str | None,
) -> Table:
    rows = []
    for value in values:
        people, name = who(value), facts.value_name(dimension, value or UNKNOWN)
        ticked = dimension == "group" and respondents(facts, group=value)
        silent = facts.words["only_answered" if ticked else "ikke_intervjuet"]
        rows.append([Cell(name), _cell(facts, people) if people else Cell(silent, numeric=True)])
    rows.append([Cell(facts.words["total"]), _cell(facts, who(None))])
    head = [facts.words[dimension], facts.words["informants"]]
    caption = facts.words[f"informants_{dimension}_caption"]
    return facts.table(caption, head, rows, note=note, has_total=True)
