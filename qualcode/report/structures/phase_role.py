"""Phase x role, for repeated surveys: answers and persons apart, views side by side, forms compared."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import persons
from qualcode.analysis.voices import Part
from qualcode.report.context import Cell, Paragraph, Section, Sentence
from qualcode.report.meetings import view_blocks, views
from qualcode.report.rates import invited, rate, surveys
from qualcode.report.references import mark
from qualcode.report.tables import people_cell
from qualcode.report.valences import valence_sentences

if TYPE_CHECKING:
    from qualcode.report.context import Block, Table
    from qualcode.report.facts import Facts

QUOTES_PER_VIEW = 2


def chapter(facts: Facts) -> Section:
    """The chapter of phases and roles: who answered how often, then every theme in each."""
    phases: list[str | None] = [*facts.values["phase"]] or [None]
    groups = _groups(facts)
    answers, weeks = _answers(facts, phases, groups), _weeks(facts, phases, groups)
    see = [facts.say("answers_see", names=mark(facts.words, [answers]))]
    see += [facts.say("weeks_see", names=mark(facts.words, weeks))] if weeks else []
    blocks: list[Block] = [Paragraph(tuple(see)), answers, *weeks]
    blocks += [Paragraph((warning,), "warning") for warning in changed_forms(facts)]
    sections = tuple(_theme(facts, code, phases, groups) for code in facts.themes)
    return Section("faser", facts.words["phases_title"], tuple(blocks), sections)


def _groups(facts: Facts) -> list[str]:
    return [group for group in facts.groups if facts.rows(part=Part(layer="survey", group=group))]


def _invited(facts: Facts, phase: str | None, group: str) -> int | None:
    """Invited of a group in a phase: by the surveys that hold the phase's answers and no other phase's."""
    if phase is None:
        return invited(facts, group=group)
    counts = []
    for source in surveys(facts):
        here = {row["phase"] for row in facts.segments if row["source"] == source and row["group"] == group}
        if phase in here:
            counts.append(invited(facts, group=group, source=source) if here == {phase} else None)
    known = [count for count in counts if count]
    return sum(known) if counts and len(known) == len(counts) else None


def _roles_and_phases(facts: Facts, phases: list[str | None], groups: list[str]) -> list[tuple[str, Part]]:
    """Each role in each phase it answered in, and in all where they are several."""
    found = []
    for group in groups:
        parts = [Part(layer="survey", group=group, phase=phase) for phase in phases]
        own = [part for part in parts if facts.rows(part=part)]
        for part in [*own, *([Part(layer="survey", group=group)] if len(own) > 1 else [])]:
            when = facts.text("in_phase", phase=part.phase) if part.phase else facts.words["total"].lower()
            name = facts.value_name("group", group)
            found.append((name if phases == [None] else f"{name}, {when}", part))
    return found


def _answers(facts: Facts, phases: list[str | None], groups: list[str]) -> Table:
    rows = []
    for label, part in _roles_and_phases(facts, phases, groups):
        rate_of = _rate(facts, part.phase, part.group or "")
        rows.append([Cell(label), *_persons_and_answers(facts, part), rate_of])
    every = _persons_and_answers(facts, Part(layer="survey"))
    rows.append([Cell(facts.words["total"]), *every, Cell("–", numeric=True)])
    head = [facts.words[key] for key in ("role_phase", "persons", "answers", "rate")]
    note = facts.words["persons_note"]
    return facts.table(facts.words["answers_caption"], head, rows, note=note, has_total=True)


def _persons_and_answers(facts: Facts, part: Part) -> list[Cell]:
    """The two numbers of a part of the study's surveys."""
    own = facts.rows(part=part)
    people = persons(own)
    answers = facts.carried("answers", len(own), None, "sources", {row["source"] for row in own})
    return [
        Cell(
            facts.words.grouped(len(people), from_=1000),
            numeric=True,
            backing=facts.carried("persons", len(people), None, "informants", people),
        ),
        Cell(facts.words.grouped(len(own), from_=1000), numeric=True, backing=answers),
    ]


def _rate(facts: Facts, phase: str | None, group: str) -> Cell:
    people = persons(facts.rows(part=Part(layer="survey", group=group, phase=phase)))
    of = _invited(facts, phase, group)
    if not people or not of:
        return Cell(facts.words["not_given"] if people else "–", numeric=True)
    back = facts.carried("persons", len(people), of, "informants", people)
    return Cell(rate(facts, len(people), of), numeric=True, backing=back)


def _rates_note(facts: Facts, groups: list[str]) -> str:
    """Of how many asked the persons of a table are, group by group, to stand beside it."""
    known = []
    for group in groups:
        people = persons(facts.rows(part=Part(layer="survey", group=group)))
        if of := invited(facts, group=group):
            known.append(f"{facts.value_name('group', group)} {rate(facts, len(people), of)}")
    return facts.text("rates_note", names="; ".join(known)) if known else ""


def _weeks(facts: Facts, phases: list[str | None], groups: list[str]) -> list[Table]:
    """Who answered in each week, where the surveys have weeks: a falling off shows here."""
    rows = []
    weekly = [g for g in groups if any(r["week"] for r in facts.rows(part=Part(layer="survey", group=g)))]
    for phase in phases:
        here = [r for r in facts.rows(part=Part(layer="survey", phase=phase)) if r["week"]]
        for week in sorted({row["week"] for row in here}, key=_by_number):
            cells = []
            for group in weekly:
                part = Part(layer="survey", group=group, phase=phase, week=week)
                people, answers = _persons_and_answers(facts, part)
                both = replace(people, text=f"{people.text} ({answers.text})")
                cells.append(both if facts.rows(part=part) else Cell("–", numeric=True))
            name = facts.text("in_week", week=week)
            label = f"{facts.text('in_phase', phase=phase)}, {name}" if phase else name
            rows.append([Cell(label[0].upper() + label[1:]), *cells])
    head = [facts.words["week"], *(facts.value_name("group", group) for group in weekly)]
    return [facts.table(facts.words["weeks_caption"], head, rows)] if rows else []


def _by_number(week: str) -> tuple[int, str]:
    digits = "".join(c for c in week if c.isdigit())
    return (int(digits) if digits else 0, week)


def changed_forms(facts: Facts) -> list[Sentence]:
    """A warning for each role whose questions are not the same in two phases that follow one another."""
    warnings = []
    for group, changes in _with_changed_form(facts).items():
        for before, after, gone, new in changes:
            parts = [
                facts.text(key, names=facts.words.listed([facts.words.quoted(q) for q in questions]))
                for key, questions in (("form_gone", gone), ("form_new", new))
                if questions
            ]
            name = facts.value_name("group", group)
            values: dict[str, Any] = {"group": name, "before": before, "after": after}
            warnings.append(facts.say("form_changed", parts=" ".join(parts), **values))
    return warnings


def _with_changed_form(facts: Facts) -> dict[str, list[tuple[str, str, list[str], list[str]]]]:
    """By group: the phase before and after, and the questions that were taken out and put in."""
    found: dict[str, list[tuple[str, str, list[str], list[str]]]] = {}
    for group in _groups(facts):
        asked: dict[str, list[str]] = {}
        for phase in facts.values["phase"]:
            rows = facts.rows(part=Part(layer="survey", group=group, phase=phase))
            if questions := list(dict.fromkeys(row["question"] for row in rows if row["question"])):
                asked[phase] = questions
        for before, after in pairwise(asked):
            gone = [q for q in asked[before] if q not in asked[after]]
            new = [q for q in asked[after] if q not in asked[before]]
            if gone or new:
                found.setdefault(group, []).append((before, after, gone, new))
    return found


def _theme(facts: Facts, code: str, phases: list[str | None], groups: list[str]) -> Section:
    blocks: list[Block] = []
    if definition := facts.definition(code):
        blocks.append(Paragraph((Sentence(definition),), "definition"))
    if silent := _silent(facts, code, phases, groups):
        blocks.append(Paragraph(tuple(silent)))
    blocks += [_side_by_side(facts, code, phases, groups), _by_question(facts, code, groups)]
    for pair in views(facts, groups):
        blocks += view_blocks(facts, code, pair, phases)
    for group in groups:
        part = Part(layer="survey", group=group)
        if said := valence_sentences(facts, code, part):
            name = facts.text("valence_of", name=facts.value_name("group", group))
            blocks.append(Paragraph((Sentence(name), *said)))
        blocks += facts.quotes(code, part, QUOTES_PER_VIEW)
    blocks += facts.reading(code)
    return Section(f"fase-{code}", facts.code_name(code), tuple(blocks))


def _side_by_side(facts: Facts, code: str, phases: list[str | None], groups: list[str]) -> Table:
    """Each role's phases under one another: persons with the theme, and answers."""
    rows = []
    for label, part in _roles_and_phases(facts, phases, groups):
        rows.append([Cell(label), people_cell(facts, code, part), _answer_cell(facts, code, part)])
    every = Part(layer="survey")
    rows.append(
        [Cell(facts.words["total"]), people_cell(facts, code, every), _answer_cell(facts, code, every)]
    )
    changed = [facts.value_name("group", group) for group in _with_changed_form(facts)]
    notes = [_rates_note(facts, groups)]
    if changed:
        notes.append(facts.text("form_note", names=facts.words.listed(changed)))
    head = [facts.words[key] for key in ("role_phase", "persons", "answers")]
    caption = facts.text("by_phase_role", name=facts.code_name(code))
    return facts.table(caption, head, rows, note=" ".join(filter(None, notes)) or None, has_total=True)


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
    note = f"{facts.words['question_note']} {_rates_note(facts, groups)}".strip()
    return facts.table(caption, head, rows, note=note)


def _answer_cell(facts: Facts, code: str, part: Part) -> Cell:
    every, having = facts.rows(part=part), [row["segment_id"] for row in facts.rows(code, part)]
    if not every:
        return Cell("–", numeric=True)
    back = facts.backing("answers", len(having), len(every), having)
    return Cell(facts.of(len(having), len(every)), numeric=True, backing=back)


def _silent(facts: Facts, code: str, phases: list[str | None], groups: list[str]) -> list[Sentence]:
    """Roles that answered, in a phase or at all, and did not touch the theme: absence is reported."""
    sentences = []
    for group in groups:
        parts = [Part(layer="survey", group=group, phase=phase) for phase in phases]
        asked = [part for part in parts if facts.voices(code, part).asked]
        quiet = [part for part in asked if not facts.voices(code, part).spoke]
        if len(quiet) == len(asked) > 1:
            quiet = [Part(layer="survey", group=group)]
        for part in quiet:
            name = facts.value_name("group", group)
            if part.phase:
                name = f"{name}, {facts.text('in_phase', phase=part.phase)}"
            people = facts.voices(code, part).asked
            answers = facts.rows(part=part)
            back = facts.carried("persons", 0, len(people), "informants", ())
            values = {"n": facts.words.number(len(people)), "answers": facts.words.grouped(len(answers))}
            sentences.append(facts.say("phase_silent", back, group=name, **values))
    return sentences
