"""From hits to scores: which hits stand, what each adds, what a code gets from its sub-codes.

The score of a code is 1 - product(1 - strength) over the indicators that count ("noisy or": each is an
independent chance that the text is about the code; Pearl 1988, section 4.3.2), with two restraints:

- Of hits that overlap only the strongest counts, and an indicator counts once however often it is found.
- Weak indicators together give at most WEAK_CEILING: several hints make a code likely, never certain.

A counter-indicator says what a word does not mean there. It removes every hit of its code and the code's
sub-codes that shares a word with it, and lowers nothing else. One exception: an indicator that writes out all
the counter-indicator's words in those very forms, and more, was written with them in mind and stands
(`kom tidligere inn` beside the counter-indicator `tidligere`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.code_ids import ancestors, is_within
from qualcode.codebook.reader import DEFAULT_THRESHOLD, WEAK
from qualcode.matching.forms import EXACT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qualcode.matching.compile import Rule
    from qualcode.matching.rows import Hit

WEAK_CEILING = DEFAULT_THRESHOLD
"""What weak indicators reach together at most: the default threshold, with three of them (1 - 0.7^3 =
0.66). One below it would make weak indicators useless alone, one above would let a heap of
hints beat a clear word."""

CONTEXT = WEAK
"""What a question about the code adds to an answer that holds an indicator of its own: one weak indicator."""


class Settled(NamedTuple):
    """Hits for a text after the counter-indicators have spoken.

    kept: hits that stand. removed: hits taken away, each with the counter-hit that did it.
    """

    kept: list[Hit]
    removed: list[tuple[Hit, Hit]]


class Weighed(NamedTuple):
    """A hit and what it brings: its strength, or 0 where a stronger one covers it or counted already."""

    hit: Hit
    weight: float


def settle(hits: Iterable[Hit], rules: Sequence[Rule]) -> Settled:
    """Let the counter-indicators remove what they cover.

    Args:
        hits: every hit of a text.
        rules: the compiled rules, by number.
    """
    counters: list[Hit] = []
    speaking: list[Hit] = []
    for hit in hits:
        (counters if rules[hit.rule].indicator.counter else speaking).append(hit)
    if not counters:
        return Settled(speaking, [])
    settled = Settled([], [])
    for hit in speaking:
        against = next(
            (c for c in counters if is_within(rules[hit.rule].code, rules[c.rule].code) and _removes(c, hit)),
            None,
        )
        if against is None:
            settled.kept.append(hit)
        else:
            settled.removed.append((hit, against))
    return settled


def _removes(counter: Hit, hit: Hit) -> bool:
    if not any(s < end and start < e for s, e, _ in hit.pieces for start, end, _ in counter.pieces):
        return False
    written = [(s, e) for s, e, how in hit.pieces if how == EXACT]
    means_it = all(any(s <= start and end <= e for s, e in written) for start, end, _ in counter.pieces)
    more = sum(e - s for s, e, _ in hit.pieces) > sum(end - start for start, end, _ in counter.pieces)
    return not (means_it and more)


def weigh(hits: Iterable[Hit], rules: Sequence[Rule]) -> list[Weighed]:
    """What each hit of one code brings, in the order of the text."""
    ranked = sorted(hits, key=lambda h: (-rules[h.rule].indicator.strength, h.start, h.end, h.rule))
    counted: list[Hit] = []
    used: set[int] = set()
    weighed = []
    for hit in ranked:
        weight = 0.0
        if hit.rule not in used and not any(hit.start < c.end and c.start < hit.end for c in counted):
            weight = rules[hit.rule].indicator.strength
            counted.append(hit)
            used.add(hit.rule)
        weighed.append(Weighed(hit, weight))
    return sorted(weighed, key=lambda w: (w.hit.start, w.hit.end, w.hit.rule))


def strengths(hits: list[Hit], rules: Sequence[Rule]) -> tuple[float, ...]:
    """What the hits of one code that count bring, without the rest."""
    if len(hits) == 1:
        return (rules[hits[0].rule].indicator.strength,)
    return tuple(weighed.weight for weighed in weigh(hits, rules) if weighed.weight)


def combine(weights: Iterable[float]) -> float:
    """The score that some strengths give together, from 0 to 1."""
    without_weak = without_strong = 1.0
    for weight in weights:
        if weight < DEFAULT_THRESHOLD:
            without_weak *= 1 - weight
        else:
            without_strong *= 1 - weight
    weak = min(1 - without_weak, WEAK_CEILING)
    # Rounded so that a threshold that the sum should just reach is not missed by the last binary digit.
    return round(1 - (1 - weak) * without_strong, 6)


def scores(
    hits: Mapping[str, list[Hit]], rules: Sequence[Rule], asked: Collection[str] = ()
) -> dict[str, float]:
    """The score of each code that has hits, a parent's at least that of its sub-codes.

    Args:
        hits: by code, as `by_code` gives them.
        rules: the compiled rules, by number.
        asked: codes the question was about, whose answers get CONTEXT more.
    """
    return with_parents(
        {
            code: combine((*own, CONTEXT) if code in asked else own)
            for code, found in hits.items()
            for own in (strengths(found, rules),)
        }
    )


def by_code(hits: Iterable[Hit], rules: Sequence[Rule]) -> dict[str, list[Hit]]:
    """Hits of each code with those of its sub-codes, whose indicators speak for it too."""
    codes: dict[str, list[Hit]] = {}
    for hit in hits:
        code = rules[hit.rule].code
        for owner in (code, *ancestors(code)):
            codes.setdefault(owner, []).append(hit)
    return codes


def with_parents(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores where a parent has at least the score of each of its sub-codes."""
    raised = dict(scores)
    for code, score in scores.items():
        for parent in ancestors(code):
            raised[parent] = max(raised.get(parent, 0.0), score)
    return raised
