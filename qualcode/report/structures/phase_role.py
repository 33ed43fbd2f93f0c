"""Phase x role, for repeated surveys: answers and persons apart, views side by side, forms compared."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import persons
from qualcode.analysis.voices import Part
from qualcode.report.context import Cell, Paragraph, Section, Sentence
from qualcode.report.rates import invited, surveys
from qualcode.report.tables import people_cell

if TYPE_CHECKING:
    from qualcode.report.context import Block, Table
    from qualcode.report.facts import Facts

QUOTES_PER_VIEW = 2


def chapter(facts: Facts) -> Section:
    """The chapter of phases and roles: who answered how often, then every theme in each."""
    phases, groups = facts.values["phase"], _groups(facts)
    blocks: list[Block] = [_answers(facts, phases, groups)]
    blocks += [Paragraph((warning,), "warning") for warning in changed_forms(facts)]
    sections = tuple(_theme(facts, code, phases, groups) for code in facts.themes)
    return Section("faser", facts.words["phases_title"], tuple(blocks), sections)


def _groups(facts: Facts) -> list[str]:
    return [group for group in facts.groups if facts.rows(part=Part(layer="survey", group=group))]


def _invited(facts: Facts, phase: str, group: str) -> int | None:
    """Invited of a group in a phase: by the surveys that hold the phase's answers and no other phase's."""
    counts = []
    for source in surveys(facts):
        here = {row["phase"] for row in facts.segments if row["source"] == source and row["group"] == group}
        if phase in here:
            counts.append(invited(facts, group=group, source=source) if here == {phase} else None)
    known = [count for count in counts if count]
    return sum(known) if counts and len(known) == len(counts) else None


def _answers(facts: Facts, phases: list[str], groups: list[str]) -> Table:
    rows = []
    for group in groups:
        for phase in phases:
            own = facts.rows(part=Part(layer="survey", group=group, phase=phase))
            people, of = len(persons(own)), _invited(facts, phase, group)
            rate = (
                f"{facts.of(people, of)} ({facts.words.percent(people / of)})"
                if of
                else facts.words["not_given"]
            )
            rows.append(
                [
                    Cell(f"{facts.value_name('group', group)}, {facts.text('in_phase', phase=phase)}"),
                    Cell(str(people), numeric=True),
                    Cell(facts.words.grouped(len(own), from_=1000), numeric=True),
                    Cell(rate if own else "–", numeric=True),
                ]
            )
    every = facts.rows(part=Part(layer="survey"))
    rows.append(
        [
            Cell(facts.words["total"]),
            Cell(str(len(persons(every))), numeric=True),
            Cell(facts.words.grouped(len(every), from_=1000), numeric=True),
            Cell("–", numeric=True),
        ]
    )
    head = [facts.words[key] for key in ("role_phase", "persons", "answers", "rate")]
    note = facts.words["persons_note"]
    return facts.table(facts.words["answers_caption"], head, rows, note=note, has_total=True)


def changed_forms(facts: Facts) -> list[Sentence]:
    """A warning for each role whose questions are not the same in two phases that follow one another."""
    warnings = []
    for group in _groups(facts):
        asked = {
            phase: list(
                dict.fromkeys(
                    row["question"]
                    for row in facts.rows(part=Part(layer="survey", group=group, phase=phase))
                    if row["question"]
                )
            )
            for phase in facts.values["phase"]
        }
        named = [phase for phase in asked if asked[phase]]
        for before, after in pairwise(named):
            gone = [q for q in asked[before] if q not in asked[after]]
            new = [q for q in asked[after] if q not in asked[before]]
            if not gone and not new:
                continue
            parts = []
            if gone:
                parts.append(
                    facts.text("form_gone", names=facts.words.listed([facts.words.quoted(q) for q in gone]))
                )
            if new:
                parts.append(
                    facts.text("form_new", names=facts.words.listed([facts.words.quoted(q) for q in new]))
                )
            values: dict[str, Any] = {
                "group": facts.value_name("group", group),
                "before": before,
                "after": after,
            }
            warnings.append(facts.say("form_changed", parts=" ".join(parts), **values))
    return warnings


def _theme(facts: Facts, code: str, phases: list[str], groups: list[str]) -> Section:
    blocks: list[Block] = []
    if definition := facts.definition(code):
        blocks.append(Paragraph((Sentence(definition),), "definition"))
    blocks += [_side_by_side(facts, code, phases, groups), _by_question(facts, code, groups)]
    if silent := _silent(facts, code, phases, groups):
        blocks.append(Paragraph(tuple(silent)))
    for group in groups:
        blocks += facts.quotes(code, Part(layer="survey", group=group), QUOTES_PER_VIEW)
    blocks += facts.reading(code)
    return Section(f"fase-{code}", facts.code_name(code), tuple(blocks))


def _side_by_side(facts: Facts, code: str, phases: list[str], groups: list[str]) -> Table:
    """Phases down, roles across: persons, and after them answers."""
    rows = []
    for phase in phases:
        cells = []
        for group in groups:
            part = Part(layer="survey", group=group, phase=phase)
            cells += [people_cell(facts, code, part), _answer_cell(facts, code, part)]
        rows.append([Cell(facts.text("in_phase", phase=phase).capitalize()), *cells])
    whole = []
    for group in groups:
        part = Part(layer="survey", group=group)
        whole += [people_cell(facts, code, part), _answer_cell(facts, code, part)]
    rows.append([Cell(facts.words["total"]), *whole])
    head = [facts.words["phase"]]
    for group in groups:
        name = facts.value_name("group", group)
        head += [f"{name}: {facts.words[key].lower()}" for key in ("persons", "answers")]
    return facts.table(facts.text("by_phase_role", name=facts.code_name(code)), head, rows, has_total=True)


def _by_question(facts: Facts, code: str, groups: list[str]) -> Table:
    """Answers with the theme by the question they answer, which gives them their tone."""
    rows = [
        [
            Cell(question),
            *(
                _answer_cell(facts, code, Part(layer="survey", group=group, question=question))
                for group in groups
            ),
        ]
        for question in facts.values["item"]
    ]
    head = [facts.words["item"], *(facts.value_name("group", g) for g in groups)]
    caption = facts.text("by_question", name=facts.code_name(code))
    return facts.table(caption, head, rows, note=facts.words["question_note"])


def _answer_cell(facts: Facts, code: str, part: Part) -> Cell:
    every, having = facts.rows(part=part), [row["segment_id"] for row in facts.rows(code, part)]
    if not every:
        return Cell("–", numeric=True)
    back = facts.backing("answers", len(having), len(every), having)
    return Cell(facts.of(len(having), len(every)), numeric=True, backing=back)


def _silent(facts: Facts, code: str, phases: list[str], groups: list[str]) -> list[Sentence]:
    """Roles that answered in a phase and did not touch the theme: absence is reported."""
    sentences = []
    for group in groups:
        for phase in phases:
            part = Part(layer="survey", group=group, phase=phase)
            voices = facts.voices(code, part)
            if voices.asked and not voices.spoke:
                values: dict[str, Any] = {
                    "group": facts.value_name("group", group),
                    "phase": facts.text("in_phase", phase=phase),
                    "n": facts.words.number(len(voices.asked)),
                    "answers": facts.words.grouped(len(facts.rows(part=part))),
                }
                sentences.append(facts.say("phase_silent", **values))
    return sentences
