"""The method section and the limitations: true numbers about the data, the review and the tools."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import INTERVIEWS, persons, speaker_unknown
from qualcode.analysis.data import records
from qualcode.model import KINDS, UNKNOWN
from qualcode.report.cells import relayed_sentences
from qualcode.report.claims import one_voice
from qualcode.report.coding_people import agreement_table, people_paragraphs
from qualcode.report.context import Cell, Paragraph, Section, Sentence, Table
from qualcode.report.facts import NO_PERSONS, Facts
from qualcode.report.illustrations import coverage_figure
from qualcode.report.rates import respondents
from qualcode.report.structures.item_service import lost_answers
from qualcode.report.structures.phase_role import changed_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FEW = 3
"""Informants below which a group is named among the limitations."""


def method_section(facts: Facts) -> Section:
    """Say what the draft rests on: sources, informants, who is missing, coding, review, tools."""
    paragraphs = [*_data_paragraphs(facts), *_coding_paragraphs(facts)]
    tables = [_kinds(facts), *_informants(facts)]
    if facts.data.run.get("codebooks") or len(facts.codebook):
        tables.append(_codebooks(facts))
    if agreed := agreement_table(facts):
        tables.append(agreed)
    texts = [Paragraph((Sentence(text),)) for text in paragraphs]
    return Section(
        "metode", facts.words["method"], (*facts.author("metode"), *texts, *tables, *coverage_figure(facts))
    )


def limit_section(facts: Facts) -> Section:
    """Say what the data cannot carry."""
    limits = [Sentence(text) for text in _limits(facts)]
    limits += lost_answers(facts)
    if "phase_role" in facts.settings.report.structure:
        limits += changed_forms(facts)
    texts = [Paragraph((limit,)) for limit in limits or [facts.say("limit_none")]]
    return Section("begrensninger", facts.words["limits"], (*facts.author("begrensninger"), *texts))


# --- the data ----------------------------------------------------------------------------------------


def _data_paragraphs(facts: Facts) -> list[str]:
    paragraphs = []
    modes = Counter(
        row.get("mode") or facts.words["mode_unknown"]
        for row in records(facts.data.sources)
        if row["kind"] in INTERVIEWS
    )
    if set(modes) - {facts.words["mode_unknown"]}:
        found = [f"{mode} {n}" for mode, n in sorted(modes.items(), key=lambda item: (-item[1], item[0]))]
        paragraphs.append(facts.text("modes", modes=facts.words.listed(found)))
    collective = persons([row for row in facts.segments if row["collective"]])
    if collective:
        key = "collective_note" if len(collective) > 1 else "collective_note_one"
        paragraphs.append(facts.text(key, n=facts.words.number(len(collective)).capitalize()))
    if missing := absent(facts):
        paragraphs.append(facts.text("planned", names=facts.words.listed(missing)))
    spoke = {row["informant"] for row in facts.segments}
    ticked = {row["informant"] for row in records(facts.data.answers)}
    silent = [r for r in records(facts.data.informants) if not r["planned"] and r["id"] not in spoke]
    quiet = [row for row in silent if row["id"] not in ticked]
    if only := len(silent) - len(quiet):
        paragraphs.append(facts.text("only_ticked", n=facts.words.number(only).capitalize()))
    if quiet:
        key = "silent_informants" if len(quiet) > 1 else "silent_informants_one"
        paragraphs.append(facts.text(key, n=facts.words.number(len(quiet)).capitalize()))
    if skipped := facts.data.run.get("skipped", []):
        names = [f"{s.get('source', '?')} ({s.get('reason', '?')})" for s in skipped]
        paragraphs.append(facts.text("skipped", names="; ".join(names)))
    if unknown := _unknown(facts):
        paragraphs.append(facts.text("unknown_speakers", n=facts.words.number(unknown).capitalize()))
    for group in facts.settings.report.relayed:
        paragraphs += [sentence.text for sentence in relayed_sentences(facts, group)]
    paragraphs.append(facts.words["asked_note" if len(facts.data.questions) else "asked_default"])
    return paragraphs


def absent(facts: Facts) -> list[str]:
    """Groups and sites without informants, and informants planned in groups that have others."""
    names = []
    planned = Counter(row["group"] for row in records(facts.data.informants) if row["planned"])
    here = {row["group"] for row in facts.segments if row["is_informant"]}
    for group in facts.values["group"]:
        if group in NO_PERSONS:
            continue
        name = facts.value_name("group", group)
        own = facts.words.number(planned[group])
        count = f" ({facts.text('planned_n', n=own)})" if planned[group] else ""
        if group not in here or planned[group]:
            names.append(f"{name}{count}")
    sites = {row["site"] for row in facts.segments if row["is_informant"]}
    names += [facts.value_name("site", s) for s in facts.values["site"] if s not in sites and s != UNKNOWN]
    return names


def _unknown(facts: Facts) -> int:
    return sum(not row["is_informant"] and row["kind"] != "document" for row in facts.segments)


def _kinds(facts: Facts) -> Table:
    sources = records(facts.data.sources)
    segments = Counter(row["kind"] for row in facts.segments)
    words = Counter(dict.fromkeys(KINDS, 0))
    for row in facts.segments:  # not the sources' words: they hold the interviewer's too
        words[row["kind"]] += len(row["text"].split())
    rows = []
    for kind in KINDS:
        own = [row for row in sources if row["kind"] == kind]
        if own:
            rows.append(_kind_row(facts, facts.words[f"kind_{kind}"], len(own), segments[kind], words[kind]))
    rows.append(_kind_row(facts, facts.words["total"], len(sources), len(facts.segments), words.total()))
    head = [facts.words[key] for key in ("kind", "sources", "segments", "words")]
    note = facts.words["words_note_unknown" if _undivided(facts) else "words_note"]
    return facts.table(facts.words["kind_caption"], head, rows, note=note, has_total=True)


def _kind_row(facts: Facts, name: str, *numbers: int) -> list[Cell]:
    return [Cell(name), *(Cell(facts.words.grouped(n, from_=1000), numeric=True) for n in numbers)]


def _undivided(facts: Facts) -> list[str]:
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


def _informants(facts: Facts) -> list[Table]:
    """Informants by group and site in one table, or in two that no person can be picked out of."""
    own = [row for row in facts.segments if row["is_informant"]]
    sites: list[str | None] = [*facts.sites]
    if sites and not all(row["site"] for row in own):
        sites.append(UNKNOWN)

    def count(group: str | None, site: str | None) -> int:
        rows = [r for r in own if group is None or r["group"] == group]
        return len(persons([r for r in rows if site is None or (r["site"] or UNKNOWN) == site]))

    crossed = [n for group in facts.groups for site in sites if (n := count(group, site))]
    note = facts.words["informants_note"] if facts.in_several else None
    if sites and (facts.settings.attribution == "rolle_sted" or all(n >= FEW for n in crossed)):
        return [_crossed(facts, sites, count, note)]
    tables = [_margin(facts, "group", facts.groups, lambda group: count(group, None), note)]
    if sites:
        both = [note, facts.words["crossed_note"]]
        hidden = " ".join(part for part in both if part)
        tables.append(_margin(facts, "site", sites, lambda site: count(None, site), hidden))
    return tables


def _crossed(
    facts: Facts, sites: list[str | None], count: Callable[[str | None, str | None], int], note: str | None
) -> Table:
    rows = []
    for group in facts.groups:
        if count(group, None):
            cells = [Cell(str(count(group, site)), numeric=True) for site in [*sites, None]]
        else:
            cells = [
                *(Cell("–", numeric=True) for _ in sites),
                Cell(facts.words["ikke_intervjuet"], numeric=True),
            ]
        rows.append([Cell(facts.value_name("group", group)), *cells])
    total = [Cell(str(count(None, site)), numeric=True) for site in [*sites, None]]
    rows.append([Cell(facts.words["total"]), *total])
    head = [facts.words["group"], *(facts.value_name("site", s) for s in sites if s), facts.words["total"]]
    return facts.table(facts.words["informants_caption"], head, rows, note=note, has_total=True)


def _margin(
    facts: Facts,
    dimension: str,
    values: Sequence[str | None],
    count: Callable[[str | None], int],
    note: str | None,
) -> Table:
    rows = [
        [
            Cell(facts.value_name(dimension, value or UNKNOWN)),
            Cell(str(count(value)) if count(value) else facts.words["ikke_intervjuet"], numeric=True),
        ]
        for value in values
    ]
    rows.append([Cell(facts.words["total"]), Cell(str(count(None)), numeric=True)])
    head = [facts.words[dimension], facts.words["informants"]]
    caption = facts.words[f"informants_{dimension}_caption"]
    return facts.table(caption, head, rows, note=note, has_total=True)


# --- the coding --------------------------------------------------------------------------------------


def _coding_paragraphs(facts: Facts) -> list[str]:
    run, settings = facts.data.run, facts.settings
    paragraphs = [_units(facts)]
    pipeline = run.get("pipeline", {})
    name = " ".join(part for part in (pipeline.get("name"), pipeline.get("version")) if part)
    version = run.get("version", "")
    if pipeline.get("name") == "bundled":
        own = facts.text("bundled", version=pipeline.get("version") or "").replace(" )", ")")
        paragraphs.append(facts.text("software", version=version, pipeline=own))
    elif name:
        paragraphs.append(facts.text("software", version=version, pipeline=name))
    else:
        paragraphs.append(facts.text("software_plain", version=version))
    state = facts.review[None]
    if state.suggestions:
        key = "banner_done" if state.reviewed == state.suggestions else "review_state"
        paragraphs.append(facts.text(key, reviewed=state.reviewed, suggestions=state.suggestions))
    paragraphs += people_paragraphs(facts)
    level = facts.words[f"level_{settings.attribution}"]
    chosen = [facts.words["quote_rules"], *_overridden(facts), facts.text("attribution", level=level)]
    paragraphs.append(" ".join(chosen))
    paragraphs.append(facts.words["rules"])
    return paragraphs


def _overridden(facts: Facts) -> list[str]:
    """How many quotes the author has chosen and shut out."""
    actions = Counter(row["action"] for row in records(facts.data.overrides))
    if not actions:
        return []
    pins, bans = (facts.words.number(actions[action]) for action in ("pin", "ban"))
    return [facts.text("overridden", pins=pins, bans=bans)]


def _units(facts: Facts) -> str:
    """What the segments are, each kind of source by itself, and whether the interviewer is kept out."""
    unit = facts.settings.unit
    kinds: Counter[tuple[str, str]] = Counter()
    for row in facts.segments:
        if row["kind"] in INTERVIEWS:
            found = (
                ("unit_piece", "from_undivided") if speaker_unknown(row) else (f"unit_{unit}", "from_talk")
            )
        elif row["kind"] == "survey":
            found = ("unit_answer" if unit == "turn" else f"unit_{unit}", "from_survey")
        else:
            found = ("unit_sentence" if unit == "sentence" else "unit_paragraph", "from_text")
        kinds[found] += 1
    parts = [
        f"{facts.words[what]} {facts.words[where]} ({facts.words.grouped(n)})"
        for (what, where), n in kinds.most_common()
    ]
    divided = facts.text("unit", n=facts.words.grouped(len(facts.segments)), parts=facts.words.listed(parts))
    known = not any(speaker_unknown(row) for row in facts.segments)
    return f"{divided} {facts.words['interviewer_out' if known else 'interviewer_out_known']}"


def _codebooks(facts: Facts) -> Table:
    known: Mapping[str, Any] = facts.data.run.get("codebooks", {})
    rows = []
    for codebook in dict.fromkeys(row["codebook"] for row in facts.codebook.values()):
        own = [row for row in facts.codebook.values() if row["codebook"] == codebook]
        run = known.get(codebook, {})
        threshold = facts.settings.thresholds.get(codebook, run.get("threshold"))
        rows.append(
            [
                Cell(facts.code_name(codebook) if codebook in facts.codebook else str(codebook)),
                Cell(run.get("version") or own[0]["version"] or "–"),
                Cell(str(len(own)), numeric=True),
                Cell(facts.words.decimal(threshold) if threshold is not None else "–", numeric=True),
                Cell(run["sha256"][:16] if run.get("sha256") else "–"),
            ]
        )
    head = [facts.words[key] for key in ("codebook", "version", "codes", "threshold", "hash")]
    return facts.table(facts.words["codebooks_caption"], head, rows, note=_sub_thresholds(facts))


def _sub_thresholds(facts: Facts) -> str | None:
    """Thresholds the study sets for sub-codes, which the table of codebooks has no row for."""
    own = [(c, t) for c, t in facts.settings.thresholds.items() if "." in c and c in facts.codebook]
    if not own:
        return None
    found = "; ".join(f"{facts.code_name(code)} {facts.words.decimal(threshold)}" for code, threshold in own)
    return f"{facts.words['own_thresholds']}: {found}."


# --- limitations -------------------------------------------------------------------------------------


def _limits(facts: Facts) -> list[str]:
    limits = []
    state = facts.review[None]
    if state.reviewed < state.suggestions and facts.settings.count == "suggested":
        limits.append(facts.words["limit_unreviewed"])
    for group in facts.values["group"]:
        if group in NO_PERSONS:
            continue
        name = facts.value_name("group", group)
        rows = [row for row in facts.segments if row["is_informant"] and row["group"] == group]
        n = len(persons(rows) | respondents(facts, group=group))
        if not n:
            limits.append(facts.text("limit_absent", group=name))
        elif n == 1:
            key = "limit_one_collective" if rows and rows[0]["collective"] else "limit_one"
            limits.append(facts.text(key, group=name))
        elif n < FEW:
            limits.append(facts.text("limit_few", group=name, n=facts.words.number(n)))
    if unknown := _unknown(facts):
        values = {"n": facts.words.number(unknown), "total": facts.words.grouped(len(facts.segments))}
        limits.append(facts.text("limit_unknown", **values))
    if undivided := _undivided(facts):
        limits.append(facts.text("limit_undivided", names=facts.words.listed(undivided)))
    if facts.has("survey") and facts.has(*INTERVIEWS):
        limits.append(facts.words["limit_survey"])
    notes = sum(row["fidelity"] == "notes" for row in records(facts.data.sources))
    if notes:
        limits.append(
            facts.text(
                "limit_notes" if notes > 1 else "limit_notes_one", n=facts.words.number(notes).capitalize()
            )
        )
    limits += [
        facts.text("limit_one_voice", theme=facts.code_name(code))
        for code in facts.themes
        if one_voice(facts, facts.spread[code])
    ]
    limits += [
        facts.text("limit_theme_unasked", theme=facts.code_name(code))
        for code in facts.themes
        if (voices := facts.voices(code)).present and not voices.asked
    ]
    return limits
