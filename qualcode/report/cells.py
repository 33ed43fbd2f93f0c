"""One cell of theme x group: who was asked, tendency, who differs, sub-themes, quotes, the author's place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.voices import Part
from qualcode.report.claims import known, tendency_sentences
from qualcode.report.context import Paragraph, Section, Sentence
from qualcode.report.facts import NO_PERSONS
from qualcode.report.valences import valence_sentences
from qualcode.segmenting import DOCUMENT_GROUP

if TYPE_CHECKING:
    from qualcode.report.context import Block
    from qualcode.report.facts import Facts

QUOTES_PER_CELL = 3
_LEAST_FOR_ONE_WHO_DIFFERS = 3
_MOST_ALONE = 2
"""Sub-themes with one voice each; where there are more, the group is spread, and nobody differs from it."""
_MOST_SUB_THEMES = 6


def cell_section(facts: Facts, code: str, group: str, *, anchor: str, title: str) -> Section:
    """What one group says of one theme, or why it says nothing.

    Args:
        facts: the study.
        code: the theme.
        group: the group, or documents, or unknown speakers.
        anchor: of the section.
        title: of the section: the group's name in a theme's chapter, the theme's in a group's.
    """
    part = Part(group=group)
    if group in NO_PERSONS:
        return Section(anchor, title, (_textual(facts, code, group),))
    voices = facts.voices(code, part)
    if not voices.present:
        return Section(anchor, title, tuple(_absent(facts, group, code)))
    sentences = _asked(facts, code, part)
    if not voices.asked and not voices.volunteers:
        sentences.append(facts.say("cell_unasked"))
        return Section(anchor, title, (Paragraph(tuple(sentences)),))
    sentences += tendency_sentences(facts, code, part)
    if not voices.spoke and not voices.volunteers:
        sentences.append(known(facts, code, [part]))
        return Section(anchor, title, (Paragraph(tuple(sentences)),))
    sentences += _spread(facts, code, part)
    sentences += _who_differs(facts, code, part)
    sentences += valence_sentences(facts, code, part)
    blocks: list[Block] = [Paragraph(tuple(sentences))]
    if subs := _sub_themes(facts, code, part):
        blocks.append(Paragraph(tuple(subs)))
    voices_here = len(voices.spoke | voices.volunteers)
    quotes = facts.quotes(code, part, min(QUOTES_PER_CELL, 1 + voices_here))
    if not quotes and any(facts.is_quoted(row["segment_id"]) for row in facts.rows(code, part)):
        blocks.append(Paragraph((facts.say("quoted_before"),)))
    blocks += quotes
    blocks += facts.reading(f"{code}.{group}")
    return Section(anchor, title, tuple(blocks))


def _textual(facts: Facts, code: str, group: str) -> Paragraph:
    """Documents and unknown speakers: excerpts and sources, counted exactly and never quoted."""
    row = facts.cell(code, "group", group)
    own = [
        r["segment_id"]
        for r in facts.rows(code)
        if not r["is_informant"] and (r["kind"] == "document") == (group == DOCUMENT_GROUP)
    ]
    values = {
        "k": len(own),
        "n": row["segments"],
        "s": row["sources_with"],
        "t": row["sources"],
    }
    key = "cell_texts" if own else "cell_texts_none"
    said = facts.say(key, facts.backing("segments", len(own), row["segments"], own), **values)
    if own:
        return Paragraph((said,))
    part = Part(layer="document") if group == DOCUMENT_GROUP else Part(group=group)
    return Paragraph((said, known(facts, code, [part])))


def _absent(facts: Facts, group: str, code: str) -> list[Block]:
    """A group nobody of was heard, and what others say of the theme on its behalf."""
    name = facts.value_name("group", group)
    sentences = [facts.say("silent_absent_group", name=name), *_relayed_here(facts, group, code)]
    return [Paragraph(tuple(sentences))]


def relayed_sentences(facts: Facts, group: str) -> list[Sentence]:
    """How many others give the view of a group that was not heard: second hand, and said so."""
    code = facts.settings.report.relayed.get(group)
    if code is None or code not in facts.codebook:
        return []
    voices = facts.voices(code)
    k, n = len(voices.spoke), len(voices.asked)
    back = facts.backing("informants", k, n, voices.segments)
    if not k:
        return [facts.say("relayed_none", back, name=facts.value_name("group", group))]
    values = {
        "k": facts.words.number(k).capitalize(),
        "n": facts.words.number(n),
        "name": facts.value_name("group", group),
    }
    return [facts.say("relayed", back, **values)]


def _relayed_here(facts: Facts, group: str, code: str) -> list[Sentence]:
    relayed = facts.settings.report.relayed.get(group)
    if relayed is None or relayed not in facts.codebook:
        return []
    own = [row for row in facts.rows(code) if row["segment_id"] in facts.counted[relayed]]
    k = len({row["person"] for row in own if row["is_informant"]})
    if not k:
        return []
    back = facts.backing("informants", k, None, [row["segment_id"] for row in own])
    return [facts.say("relayed_here", back, k=facts.words.number(k).capitalize())]


def _asked(facts: Facts, code: str, part: Part) -> list[Sentence]:
    """Who was asked, each layer with its number; collectives are told apart."""
    sentences = []
    parts = []
    for layer in ("interview", "survey"):
        voices = facts.voices(code, replace(part, layer=layer))
        if voices.present:
            n, of = len(voices.asked), len(voices.present)
            key = f"asked_{layer}" if n == of else f"asked_{layer}_some"
            parts.append(
                facts.text(
                    f"{key}_one" if n == of == 1 else key, n=facts.words.number(n), of=facts.words.number(of)
                )
            )
    if facts.voices(code, part).asked:
        sentences.append(facts.say("asked_here", parts=facts.words.listed(parts)))
    collectives = len(facts.voices(code, part).asked & facts.collectives)
    if collectives:
        sentences.append(collective_sentence(facts, collectives, len(facts.voices(code, part).asked)))
    return sentences


def collective_sentence(facts: Facts, k: int, n: int) -> Sentence:
    """How many of a group's informants are collectives of unknown head count."""
    if k == n:
        return facts.say("asked_only_collective" if n == 1 else "asked_only_collectives")
    return facts.say(
        "asked_collective" if k == 1 else "asked_collectives", n=facts.words.number(k).capitalize()
    )


def _spread(facts: Facts, code: str, part: Part) -> list[Sentence]:
    """At which sites, of those asked, the group speaks of it, and at which it does not."""
    sites = [
        (facts.value_name("site", site), voices)
        for site in facts.sites
        if (voices := facts.voices(code, replace(part, site=site))).asked
    ]
    here = [name for name, voices in sites if voices.spoke]
    silent = [name for name, voices in sites if not voices.spoke]
    if len(sites) < 2 or not here:
        return []
    back = facts.backing("sites", len(here), len(sites), [s for _, v in sites for s in v.segments])
    if not silent:
        return [
            facts.say(
                "cell_sites_both" if len(sites) == 2 else "cell_sites_all",
                back,
                n=facts.words.number(len(sites)),
            )
        ]
    return [
        facts.say("cell_sites_some", back, here=facts.words.listed(here), silent=facts.words.listed(silent))
    ]


def _who_differs(facts: Facts, code: str, part: Part) -> list[Sentence]:
    """The one who does not speak of it, or alone does: a deviant case is kept, not averaged out."""
    voices = facts.voices(code, part)
    k, n = len(voices.spoke), len(voices.asked)
    if n < _LEAST_FOR_ONE_WHO_DIFFERS or k != n - 1:
        alone = _alone_with(facts, code, part) if k >= _LEAST_FOR_ONE_WHO_DIFFERS else None
        return [alone] if alone else []
    return [facts.say("one_without", facts.backing("without_unit", n - k, n, ()))]


def _alone_with(facts: Facts, code: str, part: Part) -> Sentence | None:
    """The sub-themes that only one informant of several has."""
    names: list[str] = []
    segments: list[str] = []
    for sub in facts.subs(code):
        voices = facts.voices(sub, part)
        if len(voices.spoke) == 1:
            names.append(facts.words.quoted(facts.code_name(sub)))
            segments += voices.segments
    if not 1 <= len(names) <= _MOST_ALONE:
        return None
    key = "one_alone" if len(names) == 1 else "one_alone_each"
    return facts.say(key, facts.backing("alone_unit", 1, None, segments), names=facts.words.listed(names))


def _sub_themes(facts: Facts, code: str, part: Part) -> list[Sentence]:
    """The group's sub-themes with how many informants have each, the most frequent first."""
    found = []
    for i, sub in enumerate(facts.subs(code)):
        voices = facts.voices(sub, part)
        people = voices.spoke | voices.volunteers
        if people:
            found.append((-len(people), i, sub, (*voices.segments, *voices.volunteered)))
    found.sort()
    sentences = []
    for place, (count, _, sub, segments) in enumerate(found[:_MOST_SUB_THEMES]):
        end = "." if place == min(len(found), _MOST_SUB_THEMES) - 1 else ","
        back = facts.backing("informants", -count, None, segments)
        key = "sub_theme_first" if place == 0 else "sub_theme_next"
        sentences.append(
            facts.say(key, back, name=facts.code_name(sub), n=facts.words.number(-count), end=end)
        )
    return sentences
