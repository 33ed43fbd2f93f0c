"""The same meeting as two groups tell of it: which of them touch a theme, and their words side by side."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from qualcode.analysis.quote_words import SHORTEST_ANSWER
from qualcode.analysis.voices import Part
from qualcode.report.context import Cell, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.report.context import Backing, Block, QuoteView, Sentence, Table
    from qualcode.report.facts import Facts

FEWEST_SHARED = 2
"""Meetings two groups must both have answered about to be two views of the same meetings."""


def views(facts: Facts, groups: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of groups that have answered about the same meetings, in the order of the groups.

    Args:
        facts: the study.
        groups: those that answered a survey.
    """
    return [pair for pair in combinations(groups, 2) if len(shared(facts, *pair)) >= FEWEST_SHARED]


def shared(facts: Facts, one: str, other: str, phase: str | None = None) -> list[str]:
    """The meetings both groups have answered about, in the order they are first told of.

    Args:
        facts: the study.
        one: a group.
        other: another.
        phase: only the answers of this phase.
    """
    told = [_told(facts, group, phase) for group in (one, other)]
    return [meeting for meeting in told[0] if meeting in told[1]]


def _told(facts: Facts, group: str, phase: str | None, code: str | None = None) -> dict[str, list[str]]:
    """The segments on each meeting, of a group, or those of them that carry a code."""
    found: dict[str, list[str]] = {}
    for row in facts.rows(code, Part(layer="survey", group=group, phase=phase)):
        if row["meeting"]:
            found.setdefault(row["meeting"], []).append(row["segment_id"])
    return found


def view_blocks(facts: Facts, code: str, pair: tuple[str, str], phases: Sequence[str | None]) -> list[Block]:
    """A theme in the meetings of two groups: in how many both, one or none of them touch it, and an example.

    Args:
        facts: the study.
        code: the theme.
        pair: the groups, as `views` gives them.
        phases: the study's; None alone where it has none.
    """
    said = Paragraph((_sentence(facts, code, pair),))
    if not any(_split(facts, code, pair, None)[:3]):
        return [said]
    example = _example(facts, code, pair)
    same: list[Block] = [Paragraph((facts.say("same_meeting"),))] if example else []
    return [said, _table(facts, code, pair, phases), *same, *example]


def _split(facts: Facts, code: str, pair: tuple[str, str], phase: str | None) -> list[list[str]]:
    """The shared meetings in which both touch the theme, only the one, only the other, and neither."""
    every = shared(facts, *pair, phase=phase)
    has = [set(_told(facts, group, phase, code)) for group in pair]
    wanted = ((True, True), (True, False), (False, True), (False, False))
    return [[m for m in every if (m in has[0], m in has[1]) == kind] for kind in wanted]


def _back(facts: Facts, pair: tuple[str, str], code: str, meetings: Sequence[str], of: int | None) -> Backing:
    """The segments with the theme on these meetings; the meetings themselves where there are none."""
    told = [_told(facts, group, None, code) for group in pair]
    segments = [segment for meeting in meetings for own in told for segment in own.get(meeting, ())]
    if segments:
        return facts.backing("meetings", len(meetings), of, segments)
    return facts.carried("meetings", len(meetings), of, "meetings", meetings)


def _sentence(facts: Facts, code: str, pair: tuple[str, str]) -> Sentence:
    counts = _split(facts, code, pair, None)
    n = sum(map(len, counts))
    one, other = (facts.value_name("group", group) for group in pair)
    keys = (("meetings_both", ""), ("meetings_only", one), ("meetings_only", other))
    parts = [
        facts.text(key, name=name, n=facts.words.number(len(meetings)))
        for (key, name), meetings in zip(keys, counts, strict=False)
        if meetings
    ]
    back = _back(facts, pair, code, [m for kind in counts[:3] for m in kind], n)
    values = {"one": one, "other": other, "n": facts.words.number(n), "parts": facts.words.listed(parts)}
    return facts.say("meetings_split" if parts else "meetings_none", back, **values)


def _table(facts: Facts, code: str, pair: tuple[str, str], phases: Sequence[str | None]) -> Table:
    rows = []
    for phase in [*phases, None] if len(phases) > 1 else phases:
        counts = _split(facts, code, pair, phase)
        n = sum(map(len, counts))
        every = [meeting for kind in counts for meeting in kind]
        whole = facts.carried("meetings", n, None, "meetings", every)
        name = facts.text("in_phase", phase=phase).capitalize() if phase else facts.words["total"]
        cells = [Cell(str(n), numeric=True, backing=whole)]
        cells += [Cell(str(len(m)), numeric=True, backing=_back(facts, pair, code, m, n)) for m in counts]
        rows.append([Cell(name), *cells])
    one, other = (facts.value_name("group", group) for group in pair)
    head = [facts.words["phase"], facts.words["meetings"], facts.words["both"]]
    head += [facts.text("only_group", name=name) for name in (one, other)]
    head.append(facts.words["neither"])
    caption = facts.text("meetings_caption", name=facts.code_name(code), one=one, other=other)
    return facts.table(caption, head, rows, has_total=len(phases) > 1)


def _example(facts: Facts, code: str, pair: tuple[str, str]) -> list[QuoteView]:
    """What each said of one meeting they both touch the theme in: the first where both wrote a phrase."""
    parts = [_told(facts, group, None, code) for group in pair]
    words = {row["segment_id"]: len(row["text"].split()) for row in facts.rows(code)}
    for meeting in _split(facts, code, pair, None)[0]:
        if all(any(words[s] >= SHORTEST_ANSWER for s in told[meeting]) for told in parts):
            found = [
                facts.quotes(code, Part(layer="survey", group=group, meeting=meeting), 1) for group in pair
            ]
            if all(found):
                return [quote for quotes in found for quote in quotes]
    return []
