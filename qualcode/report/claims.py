"""The sentences that say how common a theme is: interviews, surveys and the unasked apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.prevalence import TOTAL
from qualcode.analysis.voices import Part
from qualcode.model import UNKNOWN
from qualcode.report.context import Sentence
from qualcode.report.tendency import FEWEST_FOR_PERCENT, among, quantity
from qualcode.segmenting import DOCUMENT_GROUP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from qualcode.report.facts import Facts

ONE_VOICE = 0.5
"""Share of a theme's segments from which one informant's part is pointed out."""
_ONE_VOICE_LEAST = 4
"""Segments a theme must have before one voice's share says anything."""
_WHOLE = Part()


def tendency_sentences(facts: Facts, code: str, part: Part = _WHOLE) -> list[Sentence]:
    """Say who speaks of a theme in the study or a part of it.

    The words for quantity rest on those the theme was put to, and where some were interviewed and some
    answered a survey, on the interviewed alone: a line in a form and an hour's talk are not one layer.

    Args:
        facts: the study.
        code: the theme.
        part: of the study.
    """
    everyone = facts.voices(code, part)
    sentences = claim(facts, code, part)
    speaking = sorted(everyone.spoke & facts.collectives)
    if speaking and part == _WHOLE:
        key = "collectives" if len(speaking) == 1 else "collectives_many"
        own = [r["segment_id"] for r in facts.rows(code, part) if r["person"] in speaking]
        back = facts.backing("collectives_unit", len(speaking), len(everyone.spoke), own)
        sentences.append(facts.say(key, back, n=facts.words.number(len(speaking)).capitalize()))
    if everyone.asked:
        sentences += volunteers(facts, code, part)
    if part == _WHOLE:
        sentences += _whole_study(facts, code)
    return sentences


def _whole_study(facts: Facts, code: str) -> list[Sentence]:
    everyone = facts.voices(code)
    sentences = _where(facts, code) if everyone.spoke else []
    unasked = [
        facts.value_name("group", group)
        for group in facts.groups
        if (voices := facts.voices(code, group=group)).present and not voices.asked
    ]
    if unasked and everyone.asked:
        sentences.append(facts.say("unasked_groups", names=facts.words.listed(unasked)))
    for group, key in ((DOCUMENT_GROUP, "also_documents"), (UNKNOWN, "also_unknown")):
        if group in facts.values["group"] and (found := facts.cell(code, "group", group)["segments_with"]):
            own = [
                r["segment_id"]
                for r in facts.rows(code)
                if (r["kind"] == "document" if group == DOCUMENT_GROUP else r["kind"] != "document")
                and not r["is_informant"]
            ]
            back = facts.backing("segments", found, None, own)
            sentences.append(facts.say(key, back, n=facts.words.number(found)))
    return sentences


def claim(facts: Facts, code: str, part: Part = _WHOLE) -> list[Sentence]:
    """The tendency alone: how many of those asked speak of it, each layer with its own number."""
    everyone = facts.voices(code, part)
    whole = part == _WHOLE
    if not everyone.present or (whole and facts.cell(code, "total", TOTAL)["state"] == "ikke_intervjuet"):
        return [facts.say("tendency_no_data")]
    if not everyone.asked:
        if not everyone.volunteers:
            return [facts.say("tendency_nobody")]
        key = "tendency_only_doubtful" if everyone.doubtful else "tendency_only_volunteers"
        n = len(everyone.volunteers)
        back = facts.backing("unasked_unit", n, None, everyone.volunteered)
        return [facts.say(key, back, n=facts.words.number(n))]
    if part.layer is not None:
        k, n = len(everyone.spoke), len(everyone.asked)
        key = "tendency_interviewed" if part.layer == "interview" else "tendency_open"
        put = "" if everyone.asked == everyone.present else facts.words["tendency_put"]
        back = facts.backing(f"layer_{part.layer}", k, n, everyone.segments)
        return [facts.say(key, back, put=put, words=among(facts.words, k, n))]
    spoken = facts.voices(code, replace(part, layer="interview"))
    answered = facts.voices(code, replace(part, layer="survey"))
    if not spoken.present or not answered.present:
        k, n = len(everyone.spoke), len(everyone.asked)
        back = facts.backing("informants", k, n, everyone.segments)
        if not k:
            return [
                facts.say("tendency_none" if n > 1 else "tendency_none_one", back, n=facts.words.number(n))
            ]
        return [facts.say("tendency", back, words=quantity(facts.words, k, n))]
    answers = facts.backing("layer_survey", len(answered.spoke), len(answered.asked), answered.segments)
    if not spoken.asked:
        words = among(facts.words, len(answered.spoke), len(answered.asked))
        return [facts.say("tendency_survey", answers, words=words)]
    put = "" if spoken.asked == spoken.present else facts.words["tendency_put"]
    words = among(facts.words, len(spoken.spoke), len(spoken.asked))
    talk = facts.backing("layer_interview", len(spoken.spoke), len(spoken.asked), spoken.segments)
    if not answered.asked:
        return [facts.say("tendency_interviewed", talk, put=put, words=words)]
    k, n = len(answered.spoke), len(answered.asked)
    share = facts.text("of", k=facts.words.number(k, none=True), n=facts.words.number(n))
    return [
        facts.say("tendency_layers", talk, put=put, words=words),
        facts.say("tendency_layers_survey", answers, answered=share),
    ]


def volunteers(facts: Facts, code: str, part: Part = _WHOLE) -> list[Sentence]:
    """Say how many who were not asked have, or seem to have, brought the theme up."""
    voices = facts.voices(code, part)
    sure, doubtful = voices.volunteers - voices.doubtful, voices.doubtful
    sentences = []
    for key, people in (("volunteered", sure), ("volunteered_doubtful", doubtful)):
        if people:
            own = [r["segment_id"] for r in facts.rows(code, part) if r["person"] in people]
            back = facts.backing("unasked_unit", len(people), None, own)
            sentences.append(facts.say(key, back, n=facts.words.number(len(people))))
    return sentences


def _where(facts: Facts, code: str) -> list[Sentence]:
    """In how many of the groups and sites that were asked."""
    groups = [v for g in facts.groups if (v := facts.voices(code, group=g)).asked]
    sites = [v for s in facts.sites if (v := facts.voices(code, site=s)).asked]
    if len(groups) < 2:
        return []
    sentences = []
    for what, found in (("groups", groups), ("sites", sites)):
        if len(found) < 2:
            continue
        k, n = sum(bool(v.spoke) for v in found), len(found)
        back = facts.backing(what, k, n, [s for v in found for s in v.segments])
        sentences.append(Sentence(_some(facts, what, k, n), back))
    last = sentences.pop()
    opening = facts.words["found_in"]
    return [
        *(Sentence(f"{opening} {s.text}", s.backing) for s in sentences),
        Sentence(
            f"{facts.words['and_'].strip()} {last.text}." if sentences else f"{opening} {last.text}.",
            last.backing,
        ),
    ]


def _some(facts: Facts, what: str, k: int, n: int) -> str:
    if k == n:
        return facts.text(f"{what}_both" if n == 2 else f"{what}_all", n=facts.words.number(n))
    return facts.text(f"{what}_some", k=facts.words.number(k), n=facts.words.number(n))


def one_voice(facts: Facts, row: Mapping[str, Any]) -> Sentence | None:
    """A sentence when more than half of a theme's segments are one informant's (row: of `spread`)."""
    said = row["informant_segments"]
    if said < _ONE_VOICE_LEAST or row["top_share"] <= ONE_VOICE:
        return None
    own = [r["segment_id"] for r in facts.rows(row["code"]) if r["person"] == row["top_person"]]
    back = facts.backing("segments", row["top_segments"], said, own)
    if said < FEWEST_FOR_PERCENT:
        return facts.say("one_voice_few", back, k=row["top_segments"], n=said)
    return facts.say(
        "one_voice", back, share=facts.words.percent(row["top_share"]), k=row["top_segments"], n=said
    )


def known(facts: Facts, code: str, parts: Sequence[Part]) -> Sentence:
    """How it is known that nobody in these parts of the study (none named: all of it) speaks of a theme."""
    read = set(facts.data.run.get("people_read", ()))
    here = [row for row in facts.segments if not parts or any(part.holds(row) for part in parts)]
    # Of documents there is nobody to have said it; their own text is what was read.
    theirs = [row["segment_id"] for row in [r for r in here if r["is_informant"]] or here]
    done = sum(segment in read for segment in theirs)
    if theirs and done == len(theirs):
        return facts.say("known_people")
    said = facts.say("known_some", read=done, n=len(theirs)) if done else facts.say("known_machine")
    estimate = facts.data.run.get("recall", {}).get(code)
    if estimate is None:
        return said
    share = {key: facts.words.percent(estimate[key]) for key in ("recall", "low", "high")}
    key = "known_recall_assumed" if estimate.get("precision") == "assumed" else "known_recall"
    return Sentence(f"{said.text} {facts.text(key, **share)}")
