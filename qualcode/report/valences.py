"""The sentences that say what the speakers think of a theme: utterances for, against and unclear.

Counted by utterances, not informants: one person may praise and criticise the same thing. Nothing is said
where too little takes a side, and what the machine has judged is called that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from qualcode.analysis.voices import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.analysis.quotes import Side
    from qualcode.analysis.valence_judging import Judged
    from qualcode.model import Valence
    from qualcode.report.context import QuoteView, Sentence
    from qualcode.report.facts import Facts

SIDES: tuple[Side, Side] = ("positiv", "kritisk")
FEWEST_SIDED, LEAST_SIDED = 3, Fraction(1, 3)
"""Utterances that must take a side, and their share of all, before a split is worth printing."""
LEANS = Fraction(2, 3)
"""Share of the utterances with a side from which a group is said to lean to it."""
_KEYS: dict[Valence, str] = {
    "kritisk": "valence_kritisk",
    "positiv": "valence_positiv",
    "nøytral": "valence_noeytral",
    "uklar": "valence_uklar",
}
"""The catalogue's key of each valence, in the order printed."""


@dataclass(frozen=True, slots=True)
class Split:
    """The judgement of each utterance in a part of the study, by segment id, in their order."""

    judged: Mapping[str, Judged]

    def having(self, valence: str, *, sure: bool = False) -> list[str]:
        """The segments with a valence; sure: only where it may carry more than a count."""
        return [s for s, one in self.judged.items() if one.valence == valence and (one.sure or not sure)]

    @property
    def sided(self) -> list[str]:
        """The segments that take a side."""
        return [segment for segment, one in self.judged.items() if one.valence in SIDES]

    @property
    def sure_sides(self) -> dict[str, Side]:
        """The side of each segment that surely takes one."""
        return {s: side for side in SIDES for s in self.having(side, sure=True)}

    @property
    def says_something(self) -> bool:
        """Whether enough of them take a side."""
        k, n = len(self.sided), len(self.judged)
        return k >= FEWEST_SIDED and Fraction(k, n) >= LEAST_SIDED

    @property
    def leaning(self) -> Side | None:
        """The side that nearly all surely judged utterances take, None where they divide or are few."""
        sides = {side: len(self.having(side, sure=True)) for side in SIDES}
        total = sum(sides.values())
        most: Side = max(SIDES, key=lambda side: sides[side])
        return most if total >= FEWEST_SIDED and Fraction(sides[most], total) >= LEANS else None


def split(facts: Facts, code: str, part: Part) -> Split:
    """The valence of informants' utterances on a theme in a part of the study.

    Args:
        facts: the study.
        code: the theme.
        part: of the study.
    """
    own = [row["segment_id"] for row in facts.rows(code, part) if row["is_informant"]]
    return Split({segment: facts.valences.of(segment, code) for segment in own})


def valence_sentences(facts: Facts, code: str, part: Part) -> list[Sentence]:
    """'Av de elleve utdragene er fire kritiske, to positive og fem uklare.', where it says something.

    Survey answers and talk are not mixed: the one is judged by its question, the other hardly at all.

    Args:
        facts: the study.
        code: the theme.
        part: of the study.
    """
    layers = facts.layers if part.layer is None else (part.layer,)
    return [
        sentence
        for layer in layers
        for sentence in _layer(facts, split(facts, code, replace(part, layer=layer)), layer)
    ]


def _layer(facts: Facts, found: Split, layer: str | None) -> list[Sentence]:
    if not found.says_something:
        return []
    facts.told_valence = True
    counts = Counter(one.valence for one in found.judged.values())
    n = len(found.judged)
    by_people = sum(one.basis == "coder" for one in found.judged.values())
    by = facts.words["valence_by_people" if by_people == n else "valence_by_machine"]
    parts = [
        facts.text(key, n=facts.words.number(counts[valence]))
        for valence, key in _KEYS.items()
        if counts[valence]
    ]
    back = facts.backing("segments", len(found.sided), n, found.sided)
    key = "valence_split" if len(parts) > 1 else f"valence_all_{counts.most_common(1)[0][0]}"
    what = facts.words["valence_what" if layer is None else f"valence_what_{layer}"]
    values = {"what": what, "parts": facts.words.listed(parts), "by": by}
    sentences = [facts.say(key, back, n=facts.words.number(n), **values)]
    if 0 < by_people < n:
        sentences.append(facts.say("valence_some_people", k=facts.words.number(by_people).capitalize()))
    proposals = [segment for segment, one in found.judged.items() if one.proposal]
    if proposals:
        back = facts.backing("segments", len(proposals), n, proposals)
        k = facts.words.number(len(proposals)).capitalize()
        sentences.append(facts.say("valence_proposals", back, k=k))
    return sentences


def leaning_groups(facts: Facts, code: str) -> dict[str, tuple[Side, Split]]:
    """The groups whose utterances surely lean to a side, with it, in the order printed.

    Args:
        facts: the study.
        code: the theme.
    """
    found = {group: split(facts, code, Part(group=group)) for group in facts.groups}
    return {group: (own.leaning, own) for group, own in found.items() if own.leaning}


def valence_across(facts: Facts, code: str) -> list[Sentence]:
    """Which groups lean to praise and which to criticism, where some lean to each.

    Args:
        facts: the study.
        code: the theme.
    """
    leaning = leaning_groups(facts, code)
    if {side for side, _ in leaning.values()} != set(SIDES):
        return []
    facts.told_valence = True
    sentences = []
    for side in SIDES:
        own = {group: found for group, (to, found) in leaning.items() if to == side}
        names = []
        k = n = 0
        segments: list[str] = []
        for group, found in own.items():
            having = found.having(side, sure=True)
            of = sum(len(found.having(one, sure=True)) for one in SIDES)
            names.append(f"{facts.value_name('group', group)} ({facts.of(len(having), of)})")
            k, n = k + len(having), n + of
            segments += having
        back = facts.backing("segments", k, n, segments)
        sentences.append(facts.say(f"valence_leans_{side}", back, names=facts.words.listed(names)))
    return sentences


def valence_pair(facts: Facts, code: str) -> list[QuoteView]:
    """A quote from the groups that lean to praise beside one from those that lean to criticism."""
    leaning = leaning_groups(facts, code)
    having = {
        side: [s for to, found in leaning.values() if to == side for s in found.having(side, sure=True)]
        for side in SIDES
    }
    one, other = SIDES
    return facts.opposed(code, (one, having[one]), (other, having[other])) if all(having.values()) else []


def valence_method(facts: Facts) -> list[str]:
    """How the valences of the draft came about and how far they can be trusted; nothing where it has none.

    Args:
        facts: the study, after its chapters of findings are built.
    """
    return [facts.words["valence_method"]] if facts.told_valence else []
