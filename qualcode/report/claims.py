"""The sentences that say how common a theme is: interviews, surveys and the unasked apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.prevalence import TOTAL
from qualcode.model import UNKNOWN
from qualcode.report.facts import NO_PERSONS
from qualcode.report.tendency import among, quantity
from qualcode.report.texts import listed, number
from qualcode.segmenting import DOCUMENT_GROUP

if TYPE_CHECKING:
    from qualcode.report.facts import Facts


def tendency_sentences(facts: Facts, code: str) -> list[str]:
    """Say who speaks of a theme.

    The words for quantity rest on those the theme was put to, and where some were interviewed and some
    answered a survey, on the interviewed alone: a line in a form and an hour's talk are not one layer.

    Args:
        facts: the study.
        code: the theme.
    """
    everyone = facts.voices(code)
    sentences = [_claim(facts, code)]
    collectives = len(everyone.spoke & facts.collectives)
    if collectives:
        key = "collectives" if collectives == 1 else "collectives_many"
        sentences.append(facts.text(key, n=number(collectives).capitalize()))
    if everyone.asked:
        sentences += volunteers(facts, code)
    if everyone.spoke:
        sentences += _where(facts, code)
    unasked = [
        facts.value_name("group", group)
        for group in _groups(facts)
        if (voices := facts.voices(code, group=group)).present and not voices.asked
    ]
    if unasked and everyone.asked:
        sentences.append(facts.text("unasked_groups", names=listed(unasked)))
    for group, key in ((DOCUMENT_GROUP, "also_documents"), (UNKNOWN, "also_unknown")):
        if group in facts.values["group"] and (found := facts.cell(code, "group", group)["segments_with"]):
            sentences.append(facts.text(key, n=number(found, neuter=True)))
    return sentences


def _claim(facts: Facts, code: str) -> str:
    everyone = facts.voices(code)
    if facts.cell(code, "total", TOTAL)["state"] == "ikke_intervjuet" or not everyone.present:
        return facts.words["tendency_no_data"]
    if not everyone.asked:
        if not everyone.volunteers:
            return facts.words["tendency_nobody"]
        key = "tendency_only_doubtful" if everyone.doubtful else "tendency_only_volunteers"
        return facts.text(key, n=number(len(everyone.volunteers)))
    spoken, answered = facts.voices(code, layer="interview"), facts.voices(code, layer="survey")
    if not spoken.present or not answered.present:
        k, n = len(everyone.spoke), len(everyone.asked)
        if not k:
            return facts.text("tendency_none" if n > 1 else "tendency_none_one", n=number(n))
        return facts.text("tendency", words=quantity(k, n))
    if not spoken.asked:
        return facts.text("tendency_survey", words=among(len(answered.spoke), len(answered.asked)))
    put = "" if spoken.asked == spoken.present else facts.words["tendency_put"]
    words = among(len(spoken.spoke), len(spoken.asked))
    if not answered.asked:
        return facts.text("tendency_interviewed", put=put, words=words)
    k, n = len(answered.spoke), len(answered.asked)
    share = facts.text("of", k=number(k) if k else "ingen", n=number(n))
    return facts.text("tendency_layers", put=put, words=words, answered=share)


def volunteers(facts: Facts, code: str) -> list[str]:
    """Say how many who were not asked have, or seem to have, brought the theme up."""
    voices = facts.voices(code)
    sure, doubtful = len(voices.volunteers - voices.doubtful), len(voices.doubtful)
    sentences = [
        facts.text(key, n=number(n))
        for key, n in (("volunteered", sure), ("volunteered_doubtful", doubtful))
        if n
    ]
    return [*sentences, facts.words["volunteers_in_tables"]] if sentences else []


def _groups(facts: Facts) -> list[str]:
    return [group for group in facts.values["group"] if group not in NO_PERSONS]


def _where(facts: Facts, code: str) -> list[str]:
    """In how many of the groups and sites that were asked."""
    groups = [v for g in _groups(facts) if (v := facts.voices(code, group=g)).asked]
    sites = [v for s in facts.values["site"] if s != UNKNOWN and (v := facts.voices(code, site=s)).asked]
    if len(groups) < 2:
        return []
    where = _some(facts, "groups", sum(bool(v.spoke) for v in groups), len(groups))
    if len(sites) > 1:
        where += _some(facts, "sites", sum(bool(v.spoke) for v in sites), len(sites))
    return [facts.text("found_in", where=where)]


def _some(facts: Facts, what: str, k: int, n: int) -> str:
    if k == n:
        return facts.text(f"{what}_both" if n == 2 else f"{what}_all", n=number(n))
    return facts.text(f"{what}_some", k=number(k, neuter=what == "sites"), n=number(n))
