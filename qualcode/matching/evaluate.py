"""Where a plan's pattern stands in a row of words: spans of word positions, not of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.matching.compile import AnyWord, Choice, Element, Member, Nearby, OneOf, Order, Row
from qualcode.matching.forms import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.matching.compile import Step

    Reads = Callable[[int, int, tuple[str, ...]], bool]
    """(first word, end, tags) -> does the pipeline read the words so."""

Piece = tuple[int, int, int]
"""First word, end, how: words that carry a match, the words in a gap left out."""


class Span(NamedTuple):
    """A place where a step matches: words `start` up to `end`, carried by `pieces`."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    members: frozenset[tuple[str, int]] = frozenset()


class Words:
    """A row of words, as far as a plan can see it.

    Args:
        breaks: for each word, whether punctuation parts it from the one before.
        places: element -> (first word, end, how) wherever it matches.
        reads: asks the language pipeline; None takes every tag as fulfilled.
    """

    __slots__ = ("breaks", "places", "reads")

    def __init__(
        self,
        breaks: Sequence[bool],
        places: dict[int, list[Piece]],
        reads: Reads | None = None,
    ) -> None:
        self.breaks, self.places, self.reads = breaks, places, reads

    def spans(self, step: Step) -> list[Span]:
        """Every place where a step matches (of a gap, the nearest next part only)."""
        match step:
            case Element(number, tags):
                pieces = self.places.get(number, ())
                return [
                    Span(piece[0], piece[1], (piece,))
                    for piece in pieces
                    if not tags or self.reads is None or self.reads(piece[0], piece[1], tags)
                ]
            case OneOf(members):
                return [
                    Span(piece[0], piece[1], (piece,), own)
                    for number in members.keys() & self.places.keys()
                    for piece in self.places[number]
                    for own in members[number]
                ]
            case AnyWord(tags):
                return [
                    Span(i, i + 1, ((i, i + 1, EXACT),))
                    for i in range(len(self.breaks))
                    if not tags or self.reads is None or self.reads(i, i + 1, tags)
                ]
            case Row(parts):
                return self._row(parts)
            case Order(parts):
                return self._order(parts)
            case Nearby(left, distance, right):
                return self._near(self.spans(left), distance, self.spans(right))
            case Choice(options):
                return [span for option in options for span in self.spans(option)]
            case Member(name, index, inner):
                own = frozenset({(name, index)})
                return [Span(*span[:3], span.members | own) for span in self.spans(inner)]

    def _row(self, parts: tuple[Step, ...]) -> list[Span]:
        spans = self.spans(parts[0])
        for part in parts[1:]:
            if not spans:
                return []
            following: dict[int, list[Span]] = {}
            for span in self.spans(part):
                if not self.breaks[span.start]:
                    following.setdefault(span.start, []).append(span)
            spans = [
                _together(span, after)
                for span in spans
                for after in following.get(span.end, ())
                if not span.members & after.members
            ]
        return spans

    def _order(self, parts: tuple[Step, ...]) -> list[Span]:
        spans = self.spans(parts[0])
        for part in parts[1:]:
            if not spans:
                return []
            following = sorted(self.spans(part), key=lambda span: (span.start, -span.end))
            joined = []
            for span in spans:
                for after in following:
                    if after.start >= span.end and not span.members & after.members:
                        joined.append(_together(span, after))
                        break
            spans = joined
        return spans

    @staticmethod
    def _near(left: list[Span], distance: int, right: list[Span]) -> list[Span]:
        found = []
        for one in left:
            for other in right:
                first, second = (one, other) if one.start <= other.start else (other, one)
                apart = second.start - first.end + 1
                if 1 <= apart <= distance and not one.members & other.members:
                    found.append(_together(first, second))
        return found


def _together(first: Span, second: Span) -> Span:
    return Span(first.start, second.end, first.pieces + second.pieces, first.members | second.members)
