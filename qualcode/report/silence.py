"""What is not said of a theme, each silence with its kind and how it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.prevalence import TOTAL
from qualcode.analysis.voices import Part
from qualcode.report.claims import known
from qualcode.report.context import Bullets

if TYPE_CHECKING:
    from qualcode.report.context import Sentence
    from qualcode.report.facts import Facts


def silence(facts: Facts, code: str) -> Bullets:
    """Groups, sites and sub-themes without utterances: not interviewed, not asked, or asked and silent."""
    sentences: list[Sentence] = []
    silent: list[Part] = []
    for dimension, value in (*(("group", g) for g in facts.groups), *(("site", s) for s in facts.sites)):
        name = facts.value_name(dimension, value)
        part = Part(group=value) if dimension == "group" else Part(site=value)
        if facts.cell(code, dimension, value)["state"] == "ikke_intervjuet":
            sentences.append(facts.say(f"silent_absent_{dimension}", name=name))
            continue
        voices = facts.voices(code, part)
        if not voices.present:
            continue
        if not voices.asked:
            n = len(voices.volunteers)
            key = "silent_doubtful" if voices.doubtful else "silent_volunteered" if n else "silent_unasked"
            back = facts.backing("unasked_unit", n, None, voices.volunteered) if n else None
            sentences.append(facts.say(key, back, name=name, n=facts.words.number(n).capitalize()))
            continue
        if not voices.spoke:
            silent.append(part)
            sentences.append(facts.say("silent_asked", name=name, asked=_asked(facts, len(voices.asked))))
        left_out = len(voices.present - voices.asked)
        if left_out and dimension == "group":
            of = facts.words.number(len(voices.present))
            sentences.append(facts.say("some_unasked", name=name, k=facts.words.number(left_out), n=of))
    empty = _empty_sub_themes(facts, code)
    sentences += empty
    if silent or empty:
        sentences.append(known(facts, code, [] if empty else silent))
    if not sentences:
        heard = facts.voices(code).asked
        sentences.append(facts.say("silence_none" if heard else "tendency_no_data"))
    return Bullets(tuple(sentences))


def _asked(facts: Facts, n: int) -> str:
    return facts.text("asked_one" if n == 1 else "asked_many", n=facts.words.number(n))


def _empty_sub_themes(facts: Facts, code: str) -> list[Sentence]:
    """The sub-themes no informant speaks of; a nearly empty theme is a finding, not a gap in a table."""
    rows = [(sub, facts.cell(sub, "total", TOTAL)) for sub in facts.subs(code)]
    return [
        facts.say(
            "silent_sub_theme",
            name=facts.code_name(sub),
            asked=_asked(facts, row["informants_asked"]),
        )
        for sub, row in rows
        if not row["informants_with"] and row["informants_asked"]
    ]
