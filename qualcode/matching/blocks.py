"""Long texts in blocks, and blocks in chunks: cut at white space, with their places in the whole text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK = 1 << 20
"""Characters handled at a time, so that memory follows the matches and not the text."""


class Block(NamedTuple):
    """A stretch of text in chunks; `ends[i] + i` is where chunk i starts in the whole text."""

    text: str
    chunks: list[str]
    ends: list[int]

    def place(self, i: int) -> int:
        """Where a chunk starts in the text."""
        return self.ends[i] + i


def block(text: str, start: int, end: int) -> Block:
    """The stretch `text[start:end]` in chunks."""
    flat = text[start:end].replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\xa0", " ")
    chunks = flat.split(" ")
    return Block(text, chunks, list(accumulate(map(len, chunks), initial=start)))


def blocks(text: str, bounds: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """(start, end, first range) of stretches of about BLOCK characters, cut between sentences if possible."""
    if not bounds:
        return
    at, stop = bounds[0][0], bounds[-1][1]
    ends = [end for _, end in bounds]
    while at < stop:
        end = min(at + BLOCK, stop)
        if end < stop:
            window = text[at:end]
            cut = max(window.rfind(mark) for mark in ("\n", ". ", "? ", "! "))
            if cut <= 0:
                cut = window.rfind(" ")
            end = at + cut + 1 if cut > 0 else end
        first = bisect_right(ends, at)
        if first < len(bounds):
            yield at, end, first
        at = end
