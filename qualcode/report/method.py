"""The method section and the limitations: true numbers about the data, the review and the tools."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import INTERVIEWS, persons, speaker_unknown
from qualcode.analysis.data import records
from qualcode.report.claims import one_voice
from qualcode.report.coding_people import agreement_table, people_paragraphs
from qualcode.report.context import Cell, Paragraph, Section, Sentence, Table
from qualcode.report.facts import NO_PERSONS, Facts
from qualcode.report.illustrations import coverage_figure
from qualcode.report.material import (
    FEW,
    excerpts,
    informant_tables,
    kinds_table,
    material_paragraphs,
    undivided,
    unknown_speakers,
)
from qualcode.report.rates import respondents
from qualcode.report.references import mark
from qualcode.report.structures.item_service import lost_answers
from qualcode.report.structures.phase_role import changed_forms
from qualcode.report.valences import valence_method

if TYPE_CHECKING:
    from collections.abc import Mapping


def method_section(facts: Facts) -> Section:
    """Say what the draft rests on: sources, informants, who is missing, coding, review, tools."""
    paragraphs = [*material_paragraphs(facts), *_coding_paragraphs(facts)]
    kinds, informants, figures = kinds_table(facts), informant_tables(facts), coverage_figure(facts)
    tables = [kinds, *informants]
    facts.informant_tables = mark(facts.words, informants)
    see = [facts.say("method_see", sources=mark(facts.words, [kinds]), informants=facts.informant_tables)]
    if facts.data.run.get("codebooks") or len(facts.codebook):
        tables.append(_codebooks(facts))
        see.append(facts.say("codebooks_see", names=mark(facts.words, tables[-1:])))
    if agreed := agreement_table(facts):
        tables.append(agreed)
        see.append(facts.say("agreement_see", names=mark(facts.words, [agreed])))
    if figures:
        see.append(facts.say("coverage_see", names=mark(facts.words, figures)))
    texts = [*(Paragraph((sentence,)) for sentence in paragraphs), Paragraph(tuple(see))]
    return Section("metode", facts.words["method"], (*facts.author("metode"), *texts, *tables, *figures))


def limit_section(facts: Facts) -> Section:
    """Say what the data cannot carry."""
    limits = [Sentence(text) for text in _limits(facts)]
    limits += lost_answers(facts)
    if "phase_role" in facts.settings.report.structure:
        limits += changed_forms(facts)
    texts = [Paragraph((limit,)) for limit in limits or [facts.say("limit_none")]]
    return Section("begrensninger", facts.words["limits"], (*facts.author("begrensninger"), *texts))


# --- the coding --------------------------------------------------------------------------------------


def _coding_paragraphs(facts: Facts) -> list[Sentence]:
    run, settings = facts.data.run, facts.settings
    paragraphs = [_units(facts)] if facts.segments else []
    pipeline = run.get("pipeline", {})
    name = " ".join(part for part in (pipeline.get("name"), pipeline.get("version")) if part)
    version = run.get("version", "")
    if pipeline.get("name") == "bundled":
        own = facts.text("bundled", version=pipeline.get("version") or "").replace(" )", ")")
        paragraphs.append(facts.say("software", version=version, pipeline=own))
    elif name:
        paragraphs.append(facts.say("software", version=version, pipeline=name))
    else:
        paragraphs.append(facts.say("software_plain", version=version))
    if learnt := run.get("learnt"):
        paragraphs.append(facts.say("learnt", n=facts.words.grouped(learnt)))
    if embeddings := run.get("embeddings"):
        paragraphs.append(facts.say("embeddings", name=embeddings))
    state = facts.review[None]
    if state.suggestions:
        key = "banner_done" if state.reviewed == state.suggestions else "review_state"
        values = {"reviewed": state.reviewed, "suggestions": state.suggestions}
        read = facts.carried("suggestions", state.reviewed, state.suggestions, "sources", _reviewed(facts))
        paragraphs.append(facts.say(key, read, **values))
    paragraphs += map(Sentence, [*people_paragraphs(facts), *valence_method(facts)])
    level = facts.words[f"level_{settings.attribution}"]
    chosen = [facts.words["quote_rules"], *_overridden(facts), facts.text("attribution", level=level)]
    paragraphs += [Sentence(" ".join(chosen)), facts.say("rules")]
    return paragraphs


def _overridden(facts: Facts) -> list[str]:
    """How many quotes the author has chosen and shut out."""
    actions = Counter(row["action"] for row in records(facts.data.overrides))
    if not actions:
        return []
    pins, bans = (facts.words.number(actions[action]) for action in ("pin", "ban"))
    return [facts.text("overridden", pins=pins, bans=bans)]


def _units(facts: Facts) -> Sentence:
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
    out = facts.words["interviewer_out" if known else "interviewer_out_known"]
    return Sentence(f"{divided} {out}", excerpts(facts, facts.segments))


def _reviewed(facts: Facts) -> set[str]:
    """The sources with suggestions that people have accepted or rejected."""
    rows = facts.data.coding_rows
    return {row["source"] for row in rows if row["origin"] == "machine" and row["status"] != "suggested"}


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
                Cell(
                    str(len(own)),
                    numeric=True,
                    backing=facts.carried("codes", len(own), None, "codes", [row["code"] for row in own]),
                ),
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
    if unknown := len(unknown_speakers(facts)):
        values = {"n": facts.words.number(unknown), "total": facts.words.grouped(len(facts.segments))}
        limits.append(facts.text("limit_unknown", **values))
    if files := undivided(facts):
        limits.append(facts.text("limit_undivided", names=facts.words.listed(files)))
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
