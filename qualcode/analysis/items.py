"""Closed survey questions counted per group: answers in order, sums, who did not answer, modal answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.data import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.data import StudyData

ALL = ""
"""The key of all groups together."""

_ORDER = """
ja; delvis; nei; aldri; sjelden; av og til; noen ganger; ofte; alltid; ikke i det hele tatt; ingen;
i svært liten grad; i liten grad; litt; i noen grad; noe; en del; i stor grad; mye; i svært stor grad;
svært mye; svært dårlig; dårlig; verken eller; bra; godt; svært bra; svært godt; svært misfornøyd;
misfornøyd; fornøyd; svært fornøyd; helt uenig; uenig; enig; helt enig; vet ikke; ikke aktuelt
"""
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?!\w)")
_RANK = {word: rank for rank, word in enumerate(" ".join(_ORDER.split()).split("; "))}


@dataclass(frozen=True, slots=True)
class Item:
    """A closed question.

    answers: in the order of print. counts: by (group, answer). answered, respondents: by group. The group
    `ALL` holds the sums. Who left the question empty is among the respondents, not the answered. who: the
    informants behind each count.
    """

    source: str
    name: str
    groups: tuple[str, ...]
    answers: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    answered: Mapping[str, int]
    respondents: Mapping[str, int]
    who: Mapping[tuple[str, str], Sequence[str]]

    def answering(self, group: str = ALL) -> list[str]:
        """The informants of a group who answered the question."""
        return [one for answer in self.answers for one in self.who.get((group, answer), ())]

    def modal(self, group: str = ALL) -> tuple[tuple[str, ...], int]:
        """The most frequent answer of a group, or those that are equally frequent, and how many gave it."""
        most = max((self.counts[group, answer] for answer in self.answers), default=0)
        return tuple(a for a in self.answers if most and self.counts[group, a] == most), most


def items(data: StudyData) -> list[Item]:
    """Count every closed question of the study's surveys.

    Answers stand in the order the settings give, else the usual order of Norwegian scales, numbers (and
    answers that begin with one, `1 – helt uenig`) by size, the rest by the alphabet. Blanks and capitals
    apart, `ja` is `Ja`.

    Args:
        data: the study.

    Returns:
        Items in the order of the sources and their columns; groups in the order of the settings.
    """
    gathered: dict[tuple[str, str], list[tuple[str, str | None, str]]] = {}
    for row in records(data.answers):
        answer = " ".join(row["answer"].split()) if row["answer"] else None
        gathered.setdefault((row["source"], row["item"]), []).append((row["group"], answer, row["informant"]))
    configured = list(data.settings.groups)
    found = []
    for (source, name), rows in gathered.items():
        wanted = data.settings.survey_columns(source).items.get(name, ())
        spelled: dict[str, str] = {answer.casefold(): answer for answer in wanted}
        for _, answer, _ in rows:
            if answer:
                spelled.setdefault(answer.casefold(), answer)
        answers = sorted(spelled.values(), key=lambda a: _rank(a, wanted))
        here = {group for group, _, _ in rows}
        groups = (*(g for g in configured if g in here), *sorted(here - set(configured)))
        counts: Counter[tuple[str, str]] = Counter()
        answered: Counter[str] = Counter()
        respondents: Counter[str] = Counter()
        who: dict[tuple[str, str], list[str]] = {}
        for group, answer, informant in rows:
            for key in (group, ALL):
                respondents[key] += 1
                if answer:
                    answered[key] += 1
                    cell = key, spelled[answer.casefold()]
                    counts[cell] += 1
                    who.setdefault(cell, []).append(informant)
        found.append(Item(source, name, groups, tuple(answers), counts, answered, respondents, who))
    return found


def _rank(answer: str, wanted: tuple[str, ...]) -> tuple[int, float, str]:
    if answer in wanted:
        return (0, wanted.index(answer), "")
    known = _RANK.get(answer.casefold())
    if known is not None:
        return (1, known, "")
    number = _NUMBER.match(answer)
    return (2, float(number[0].replace(",", ".")), answer) if number else (3, 0, answer.casefold())
