"""Group x theme: a section per group, in it one per theme; the other view of the same coding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.counting import persons
from qualcode.analysis.voices import Part
from qualcode.report.cells import cell_section, collective_sentence, relayed_sentences
from qualcode.report.context import Cell, Paragraph, Section
from qualcode.report.facts import NO_PERSONS
from qualcode.report.tables import people_cell

if TYPE_CHECKING:
    from qualcode.report.context import Sentence, Table
    from qualcode.report.facts import Facts


def chapter(facts: Facts) -> Section:
    """The chapter of groups."""
    return Section(
        "grupper",
        facts.words["groups_title"],
        (),
        tuple(_group(facts, group) for group in facts.values["group"]),
    )


def _group(facts: Facts, group: str) -> Section:
    anchor, name = f"gruppe-{group}", facts.value_name("group", group)
    rows = [row for row in facts.segments if row["is_informant"] and row["group"] == group]
    if not rows and group not in NO_PERSONS:
        sentences = [facts.say("silent_absent_group", name=name), *relayed_sentences(facts, group)]
        return Section(anchor, name, (Paragraph(tuple(sentences)), *facts.reading(group)))
    cells = [
        cell_section(facts, code, group, anchor=f"{anchor}-{code}", title=facts.code_name(code))
        for code in facts.themes
    ]
    if group in NO_PERSONS:
        return Section(anchor, name, (), tuple(cells))
    blocks = (Paragraph(tuple(_who(facts, group))), _table(facts, group))
    reading = Section(f"{anchor}-lesning", facts.words["own_reading"], tuple(facts.reading(group)))
    return Section(anchor, name, blocks, (*cells, reading))


def _who(facts: Facts, group: str) -> list[Sentence]:
    """Who the group is in the data."""
    rows = [row for row in facts.segments if row["is_informant"] and row["group"] == group]
    people = persons(rows)
    collectives = len(people & facts.collectives)
    sites = [facts.value_name("site", s) for s in facts.sites if any(row["site"] == s for row in rows)]
    sources = len({row["source"] for row in rows})
    sentences = [facts.say("group_is", n=facts.words.number(len(people)), s=facts.words.number(sources))]
    if collectives:
        sentences.append(collective_sentence(facts, collectives, len(people)))
    if sites:
        sentences.append(facts.say("group_sites", names=facts.words.listed(sites)))
    return sentences


def _table(facts: Facts, group: str) -> Table:
    layers = [
        layer for layer in facts.layers if layer is None or facts.rows(part=Part(layer=layer, group=group))
    ]
    rows = []
    for code in facts.themes:
        having = [row["segment_id"] for row in facts.rows(code, Part(group=group)) if row["is_informant"]]
        whole = sum(row["is_informant"] for row in facts.rows(part=Part(group=group)))
        back = facts.backing("segments", len(having), whole, having)
        rows.append(
            [
                Cell(facts.code_name(code)),
                *(people_cell(facts, code, Part(layer=layer, group=group)) for layer in layers),
                Cell(facts.of(len(having), whole), numeric=True, backing=back),
                Cell(facts.words[facts.cell(code, "group", group)["state"]]),
            ]
        )
    head = [facts.words["theme"], *(facts.layer_name(layer) for layer in layers)]
    head += [facts.words["segments"], facts.words["state"]]
    note = (
        facts.words["unasked_note"]
        if any(facts.voices(code, group=group).volunteers for code in facts.themes)
        else None
    )
    return facts.table(facts.text("themes_of", name=facts.value_name("group", group)), head, rows, note=note)
