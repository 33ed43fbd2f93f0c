"""Where a plan's pattern stands in a row of words: spans of word positions, not of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from qualcode.matching.compile import AnyWord, Choice, Element, Member, Nearby, OneOf, Order, Row
from qualcode.matching.forms import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.matching.compile import Step
    from qualcode.matching.rows import Breaks

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
        breaks: Breaks,
        places: dict[int, list[Piece]],
        reads: Reads | None = None,
    ) -> None:
        self.breaks, self.places, self.reads = breaks, places, reads

    def spans(self, step: Step) -> list[Span]:
        """Every place where a step matches (of a gap, the nearest next part only)."""
        return self._ways[type(step)](self, step)

    def _element(self, step: Element) -> list[Span]:
        return [
            Span(piece[0], piece[1], (piece,))
            for piece in self.places.get(step.number, ())
            if not step.tags or self.reads is None or self.reads(piece[0], piece[1], step.tags)
        ]

    def _one_of(self, step: OneOf) -> list[Span]:
        members = step.members
        return [
            Span(piece[0], piece[1], (piece,), own)
            for number in members.keys() & self.places.keys()
            for piece in self.places[number]
            for own in members[number]
        ]

    def _any_word(self, step: AnyWord) -> list[Span]:
        return [
            Span(i, i + 1, ((i, i + 1, EXACT),))
            for i in range(len(self.breaks))
            if not step.tags or self.reads is None or self.reads(i, i + 1, step.tags)
        ]

    def _choice(self, step: Choice) -> list[Span]:
        return [span for option in step.options for span in self.spans(option)]

    def _member(self, step: Member) -> list[Span]:
        own = frozenset({(step.name, step.index)})
        return [Span(*span[:3], span.members | own) for span in self.spans(step.step)]

    def _row(self, step: Row) -> list[Span]:
        parts = step.parts
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

    def _order(self, step: Order) -> list[Span]:
        parts = step.parts
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

    def _near(self, step: Nearby) -> list[Span]:
        found = []
        right = self.spans(step.right)
        for one in self.spans(step.left):
            for other in right:
                first, second = (one, other) if one.start <= other.start else (other, one)
                apart = second.start - first.end + 1
                if 1 <= apart <= step.distance and not one.members & other.members:
                    found.append(_together(first, second))
        return found

    _ways: ClassVar[dict[type, Callable[[Words, Any], list[Span]]]] = {
        Element: _element, OneOf: _one_of, AnyWord: _any_word, Row: _row, Order: _order, Nearby: _near,
        Choice: _choice, Member: _member,
    }  # fmt: skip


def _together(first: Span, second: Span) -> Span:
    return Span(first.start, second.end, first.pieces + second.pieces, first.members | second.members)
