"""A chapter per kind of source, each with its own units of counting, and a discussion across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import persons
from qualcode.analysis.voices import Part
from qualcode.report.claims import claim, known
from qualcode.report.context import Cell, Paragraph, Section, Sentence
from qualcode.report.tables import people_cell
from qualcode.report.tendency import among
from qualcode.report.valences import valence_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.report.context import Block, Table
    from qualcode.report.facts import Facts

QUOTES_PER_CELL = 3


def chapter(facts: Facts) -> Section:
    """The chapters by kind of source as sections, and the discussion across them as the last."""
    parts = _parts(facts)
    sections = [_source(facts, i, title, part) for i, (title, part) in enumerate(parts.items(), start=1)]
    return Section("kilder", facts.words["kinds_title"], (), (*sections, _across(facts, parts)))


def _parts(facts: Facts) -> Mapping[str, Part]:
    """The chapters of the settings, else one for interviews, one for surveys, one for documents."""
    if facts.settings.report.chapters:
        return {title: Part(within=names) for title, names in facts.settings.report.chapters.items()}
    return {
        facts.words[f"layer_{layer}_title"]: Part(layer=layer)
        for layer in ("interview", "survey", "document")
        if facts.rows(part=Part(layer=layer))
    }


def _source(facts: Facts, number_: int, title: str, part: Part) -> Section:
    anchor = f"kilde-{number_}"
    rows = facts.rows(part=part)
    if not rows:
        return Section(anchor, title, (Paragraph((facts.say("source_empty", name=title),)),))
    blocks: list[Block] = [Paragraph(tuple(_who(facts, part))), _levels(facts, title, part)]
    themes = [_theme(facts, code, part, f"{anchor}-{code}", title) for code in facts.themes]
    return Section(anchor, title, tuple(blocks), tuple(themes))


def _who(facts: Facts, part: Part) -> list[Sentence]:
    rows = facts.rows(part=part)
    people, sources = len(persons(rows)), len({row["source"] for row in rows})
    sites = len({row["site"] for row in rows if row["site"]})
    where = (
        facts.text("source_sites" if sites > 1 else "source_site", n=facts.words.number(sites))
        if sites
        else ""
    )
    values: dict[str, Any] = {
        "s": facts.words.number(sources).capitalize(),
        "p": facts.words.number(people),
        "where": where,
        "n": facts.words.number(len(rows)),
    }
    key = "source_people" if people else "source_texts"
    return [facts.say(f"{key}_one" if sources == 1 else key, **values)]


def _levels(facts: Facts, title: str, part: Part) -> Table:
    """Utterances, informants, and interviews or files: three levels that are never mixed."""
    people = bool(persons(facts.rows(part=part)))
    rows = [[Cell(facts.code_name(code)), *_level_cells(facts, code, part, people)] for code in facts.themes]
    head = [facts.words["theme"], *([facts.words["informants"]] if people else [])]
    head += [facts.words["sources"], facts.words["segments"]]
    return facts.table(facts.text("levels_caption", name=title), head, rows)


def _level_cells(facts: Facts, code: str, part: Part, people: bool) -> list[Cell]:
    having, every = facts.rows(code, part), facts.rows(part=part)
    ids = [row["segment_id"] for row in having]
    k, n = len({row["source"] for row in having}), len({row["source"] for row in every})
    return [
        *([people_cell(facts, code, part)] if people else []),
        Cell(facts.of(k, n), numeric=True, backing=facts.backing("sources", k, n, ids)),
        Cell(
            facts.of(len(ids), len(every)),
            numeric=True,
            backing=facts.backing("segments", len(ids), len(every), ids),
        ),
    ]


def _theme(facts: Facts, code: str, part: Part, anchor: str, title: str) -> Section:
    sentences = _tendency(facts, code, part)
    if not facts.rows(code, part):
        return Section(anchor, facts.code_name(code), (Paragraph(tuple(sentences)),))
    blocks: list[Block] = [Paragraph((*sentences, *valence_sentences(facts, code, part)))]
    blocks += facts.quotes(code, part, QUOTES_PER_CELL)
    blocks += facts.reading(f"{code}.{anchor.split('-')[1]}")
    return Section(anchor, facts.code_name(code), tuple(blocks))


def _tendency(facts: Facts, code: str, part: Part) -> list[Sentence]:
    """People by the rules for words, files exactly; interviews counted beside persons."""
    every, having = facts.rows(part=part), facts.rows(code, part)
    k, n = len({row["source"] for row in having}), len({row["source"] for row in every})
    ids = [row["segment_id"] for row in having]
    back = facts.backing("sources", k, n, ids)
    if not persons(every):
        key = f"files_{'with' if k else 'none'}{'_one' if n == 1 else ''}"
        sentences = [facts.say(key, back, k=facts.words.number(k).capitalize(), n=facts.words.number(n))]
        return sentences if k else [*sentences, known(facts, code, [part])]
    voices = facts.voices(code, part)
    sentences = claim(facts, code, part)
    if not voices.spoke and voices.asked:
        return [*sentences, known(facts, code, [part])]
    if n > 1 and k:
        sentences.append(facts.say("interviews_with", back, words=among(facts.words, k, n, "_sources")))
    return sentences


def _across(facts: Facts, parts: Mapping[str, Part]) -> Section:
    """The discussion across sources: each theme with every source beside the other, and a place to write."""
    sections = []
    for code in facts.themes:
        rows = []
        silent = []
        for title, part in parts.items():
            every = facts.rows(part=part)
            if not every:
                rows.append(
                    [
                        Cell(title),
                        *(Cell("–", numeric=True) for _ in range(3)),
                        Cell(facts.words["ikke_intervjuet"]),
                    ]
                )
                continue
            people = bool(persons(every))
            cells = _level_cells(facts, code, part, people)
            if not people:
                cells.insert(0, Cell("–", numeric=True))
            having = facts.rows(code, part)
            voices = facts.voices(code, part)
            state = "utsagn" if having else "ikke_spurt" if people and not voices.asked else "ingen_utsagn"
            if state == "ingen_utsagn":
                silent.append(title)
            rows.append([Cell(title), *cells, Cell(facts.words[state])])
        head = [facts.words[key] for key in ("kind", "informants", "sources", "segments", "state")]
        table = facts.table(facts.text("across_caption", name=facts.code_name(code)), head, rows)
        sentences = [_agreement(facts, code, parts)]
        if silent:
            sentences.append(facts.say("across_silent", names=facts.words.listed(silent)))
        sections.append(
            Section(
                f"droefting-{code}",
                facts.code_name(code),
                (Paragraph(tuple(sentences)), table, *facts.reading(f"{code}.droefting")),
            )
        )
    # Sections of level 3 under one of level 2.
    return Section("droefting", facts.words["discussion"], (), tuple(sections))


def _agreement(facts: Facts, code: str, parts: Mapping[str, Part]) -> Sentence:
    heard = _apart(facts, parts)
    having = [part for part in heard if facts.rows(code, part)]
    ids = [row["segment_id"] for part in having for row in facts.rows(code, part)]
    back = facts.backing("kinds", len(having), len(heard), ids)
    if len(having) == len(heard):
        return facts.say("across_all", back, n=facts.words.number(len(heard)))
    k = facts.words.number(len(having), none=True)
    return facts.say("across_some", back, k=k, n=facts.words.number(len(heard)))


def _apart(facts: Facts, parts: Mapping[str, Part]) -> list[Part]:
    """The parts with data that are not wholly within another."""
    ids = {part: {row["segment_id"] for row in facts.rows(part=part)} for part in parts.values()}
    return [part for part, own in ids.items() if own and not any(own < other for other in ids.values())]
