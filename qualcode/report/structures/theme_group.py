"""Theme x group: a section per theme, in it one per group, then what goes across the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.prevalence import TOTAL
from qualcode.report.cells import cell_section
from qualcode.report.claims import one_voice, tendency_sentences
from qualcode.report.context import Paragraph, Section, Sentence
from qualcode.report.references import mark
from qualcode.report.silence import silence
from qualcode.report.tables import sub_theme_table, theme_tables
from qualcode.report.valences import valence_across, valence_pair

if TYPE_CHECKING:
    from qualcode.report.context import Block
    from qualcode.report.facts import Facts

NEARLY_EMPTY = 0.1
"""Share of those asked below which a theme is said to be nearly empty."""


def chapter(facts: Facts) -> Section:
    """The chapter of themes."""
    themes = tuple(_theme(facts, code) for code in facts.themes)
    return Section("temaer", facts.words["themes"], (), themes)


def _theme(facts: Facts, code: str) -> Section:
    anchor = f"tema-{code}"
    cells = [
        cell_section(facts, code, group, anchor=f"{anchor}-{group}", title=facts.value_name("group", group))
        for group in facts.values["group"]
    ]
    return Section(
        anchor,
        facts.code_name(code),
        tuple(theme_opening(facts, code)),
        (
            *cells,
            _across(facts, code),
            Section(f"{anchor}-stille", facts.words["silence"], (silence(facts, code),)),
            Section(f"{anchor}-lesning", facts.words["own_reading"], tuple(facts.reading(code))),
        ),
    )


def theme_opening(facts: Facts, code: str) -> list[Block]:
    """A theme's definition and its tendency in the whole study."""
    blocks: list[Block] = []
    if definition := facts.definition(code):
        blocks.append(Paragraph((Sentence(definition),), "definition"))
    sentences = tendency_sentences(facts, code)
    row = facts.cell(code, "total", TOTAL)
    voices = facts.voices(code)
    if voices.asked and len(voices.spoke) < NEARLY_EMPTY * len(voices.asked) and row["segments"]:
        sentences.append(facts.say("nearly_empty"))
    blocks.append(Paragraph(tuple(sentences)))
    if warning := one_voice(facts, facts.spread[code]):
        blocks.append(Paragraph((warning,)))
    return blocks


def _across(facts: Facts, code: str) -> Section:
    """The cross-group summary: what the groups share, where they differ, the tables."""
    blocks: list[Block] = []
    sentences = [*_shared(facts, code), *_differences(facts, code), *valence_across(facts, code)]
    if sentences:
        sentences.append(facts.say("possible_reason"))
        blocks.append(Paragraph(tuple(sentences)))
    blocks += valence_pair(facts, code)
    tables = theme_tables(facts, code)
    if table := sub_theme_table(facts, code):
        tables.append(table)
    if tables:
        blocks.append(Paragraph((facts.say("theme_see", names=mark(facts.words, tables)),)))
    blocks += tables
    return Section(f"tema-{code}-grupper", facts.words["across_groups"], tuple(blocks))


def _asked_groups(facts: Facts, code: str) -> list[str]:
    return [group for group in facts.groups if facts.voices(code, group=group).asked]


def _shared(facts: Facts, code: str) -> list[Sentence]:
    """The sub-themes that every group that was asked speaks of."""
    groups = _asked_groups(facts, code)
    if len(groups) < 2:
        return []
    names, segments = [], []
    for sub in facts.subs(code):
        found = [facts.voices(sub, group=group) for group in groups]
        if all(voices.spoke for voices in found):
            names.append(facts.words.quoted(facts.code_name(sub)))
            segments += [s for voices in found for s in voices.segments]
    if not names:
        return [facts.say("shared_none")] if facts.subs(code) and facts.voices(code).spoke else []
    back = facts.backing("groups", len(groups), len(groups), segments)
    key = "shared_both" if len(groups) == 2 else "shared"
    return [facts.say(key, back, names=facts.words.listed(names), n=facts.words.number(len(groups)))]


def _differences(facts: Facts, code: str) -> list[Sentence]:
    """The groups with the largest and the smallest share; layers are not mixed."""
    sentences = []
    for layer in facts.layers:
        shares = []
        for group in _asked_groups(facts, code):
            voices = facts.voices(code, group=group, layer=layer)
            if voices.asked:
                shares.append((len(voices.spoke) / len(voices.asked), group, voices))
        if len(shares) < 2 or not any(share for share, _, _ in shares):
            continue
        top, low = max(share for share, _, _ in shares), min(share for share, _, _ in shares)
        if top == low:
            continue
        for key, edge in (("most", top), ("least", low)):
            ends = [(group, voices) for share, group, voices in shares if share == edge]
            names = [
                f"{facts.value_name('group', group)} ({facts.of(len(v.spoke), len(v.asked))})"
                for group, v in ends
            ]
            k, n = sum(len(v.spoke) for _, v in ends), sum(len(v.asked) for _, v in ends)
            unit = "informants" if layer is None else f"layer_{layer}"
            back = facts.backing(unit, k, n, [s for _, v in ends for s in v.segments])
            where = "" if layer is None else f"_{layer}"
            sentences.append(facts.say(f"share_{key}{where}", back, names=facts.words.listed(names)))
    return sentences
