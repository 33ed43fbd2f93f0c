"""Hits, and the rows of words in which plans of several words are looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from qualcode.matching.evaluate import Words
from qualcode.matching.forms import COMPOUND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.matching.chunks import Chunk
    from qualcode.matching.compile import Plan
    from qualcode.matching.evaluate import Piece, Reads, Span
    from qualcode.matching.forms import Forms

# A phrase may run over white space, hyphens, quotes and brackets, and a full stop inside a chunk (f.eks).
_BREAK = re.compile(r"[,;:!?…]|\.(?:\s|\.|$)|\s[–—-]\s|\n\s*\n")
_HARD_BREAK = re.compile(r"[;:!?…]|\.(?:\s|\.|$)|\n\s*\n")


class Reading(NamedTuple):
    """How the pipeline reads a word: where it stands in the sentence, its word class and features."""

    start: int
    end: int
    pos: str
    features: frozenset[str]


class Hit(NamedTuple):
    """A rule found: `text[start:end]`, carried by pieces (start, end, how) of it; `how` is the loosest."""

    rule: int
    start: int
    end: int
    how: int
    pieces: tuple[Piece, ...]

    def moved(self, by: int) -> Hit:
        """The same hit in a text that stands elsewhere."""
        pieces = tuple((start + by, end + by, how) for start, end, how in self.pieces)
        return Hit(self.rule, self.start + by, self.end + by, self.how, pieces)


class Row(NamedTuple):
    """Words around a place, hesitations left out, with their positions in the text."""

    starts: list[int]
    ends: list[int]
    words: Words


class Breaks:
    """Tells of each word of a row whether punctuation parts it from the one before; looked at when asked.

    Args:
        text: the words stand in.
        starts: of each word in the text; the row's own list, which may still grow.
        ends: of each word.
        hesitated: words with a sound of hesitation before them.
    """

    __slots__ = ("_ends", "_hesitated", "_starts", "_text")

    def __init__(self, text: str, starts: list[int], ends: list[int], hesitated: set[int]) -> None:
        self._text, self._starts, self._ends, self._hesitated = text, starts, ends, hesitated

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at: int) -> bool:
        before = self._ends[at - 1]
        return at > 0 and is_break(self._text, before, self._starts[at], hesitated=at in self._hesitated)


def row_of(
    text: str,
    chunks: Iterable[tuple[int, Chunk]],
    bound: tuple[int, int],
    forms: Forms,
) -> Row:
    """Words in a row with what they match; those outside `bound` and hesitations are left out."""
    low, high = bound
    starts: list[int] = []
    ends: list[int] = []
    written: list[str] = []
    places: dict[int, list[Piece]] = {}
    hesitated: set[int] = set()
    breaks = Breaks(text, starts, ends, hesitated)
    last = -1
    at = 0
    for place, chunk in chunks:
        numbers: dict[int, int] = {}
        for k, (first, end, form, found, is_hesitation) in enumerate(chunk.words):
            start = place + first
            if start < low or place + end > high:
                continue
            if is_hesitation:
                hesitated.add(at)
                continue
            numbers[k] = at
            starts.append(start)
            ends.append(place + end)
            written.append(form)
            for element, how in found:
                places.setdefault(element, []).append((at, at + 1, how))
            if start == last + 1 and at:
                heads = forms.starts(written[-2])
                if heads and form.startswith(heads) and not breaks[at]:
                    run = written[-2:]
                    for element, _ in forms.find_joined("-".join(run), "".join(run)):
                        places.setdefault(element, []).append((at - 1, at + 1, COMPOUND))
            last = place + end
            at += 1
        for join in chunk.joined:
            if join.first in numbers and join.last in numbers:
                for element, how in join.found:
                    piece = (numbers[join.first], numbers[join.last] + 1, how)
                    if piece not in places.setdefault(element, []):
                        places[element].append(piece)
    return Row(starts, ends, Words(breaks, places))


def hits_in(plan: Plan, row: Row) -> list[Hit]:
    """Every place of a row where a plan matches."""
    if any(map(row.words.places.keys().isdisjoint, plan.needed)):
        return []
    return [_hit(plan.rule, span, row) for span in row.words.spans(plan.step)]


def _hit(rule: int, span: Span, row: Row) -> Hit:
    pieces = tuple((row.starts[first], row.ends[end - 1], how) for first, end, how in span.pieces)
    return Hit(rule, row.starts[span.start], row.ends[span.end - 1], max(p[2] for p in pieces), pieces)


def reader(row: Row, low: int, words: list[Reading]) -> Reads:
    """Answers whether words of a sentence that starts at `low` are read as the tags want."""
    begins = [word.start for word in words]

    def reads(_: int, end: int, tags: tuple[str, ...]) -> bool:
        # Of a compound in two words the last one, its head, tells the word class.
        start = row.starts[end - 1] - low
        at = bisect_right(begins, start) - 1
        if at < 0 or words[at].end <= start:
            return False
        return all(tag == words[at].pos or tag in words[at].features for tag in tags)

    return reads


def is_break(text: str, end: int, start: int, *, hesitated: bool) -> bool:
    """Whether what stands between two words, `text[end:start]`, keeps them from being a phrase.

    Beside a sound of hesitation a comma does not: 'lav, eh, terskel'.
    """
    if start - end == 1 and text[end] in " \n-":
        return False
    # The next character tells a full stop at the end of a word from one inside a chunk.
    return (_HARD_BREAK if hesitated else _BREAK).search(text[end:start]) is not None and not (
        start - end == 1 and text[end] == "."
    )


def longest_leftmost(hits: set[Hit]) -> list[Hit]:
    """Of the overlapping hits of one rule the one that starts first, and of those the longest."""
    if len(hits) < 2:
        return list(hits)
    kept: list[Hit] = []
    last: dict[int, int] = {}
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.rule, h.how, h.pieces)):
        if hit.start >= last.get(hit.rule, 0):
            kept.append(hit)
            last[hit.rule] = hit.end
    return kept
