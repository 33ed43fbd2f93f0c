"""The ranges of a text that are looked through, in blocks of chunks: cut at white space, with places."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Range = tuple[int, int]

BLOCK = 1 << 20
"""Characters handled at a time, so that memory follows the matches and not the text."""


class Block(NamedTuple):
    """Stretches of text in chunks; `ends[i] + i` is where chunk i starts in the whole text."""

    text: str
    chunks: list[str]
    ends: list[int]

    def place(self, i: int) -> int:
        """Where a chunk starts in the text."""
        return self.ends[i] + i


def blocks(text: str, bounds: Sequence[Range]) -> Iterator[tuple[Block, int]]:
    """The text of some ordered, disjoint ranges in blocks, each with the number of its first range."""
    ends = [end for _, end in bounds]
    batch: list[Range] = []
    size = 0
    for start, end in _stretches(text, bounds):
        batch.append((start, end))
        size += end - start
        if size >= BLOCK:
            yield _block(text, batch), bisect_right(ends, batch[0][0])
            batch, size = [], 0
    if batch:
        yield _block(text, batch), bisect_right(ends, batch[0][0])


def _block(text: str, stretches: Sequence[Range]) -> Block:
    first, last = stretches[0][0], stretches[-1][1]
    flat = text[first:last].replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\xa0", " ")
    chunks: list[str] = []
    lengths: list[int] = []
    before = first
    for start, end in stretches:
        if chunks:
            # An empty chunk stands for what is left out between; its length keeps the places right.
            chunks.append("")
            lengths.append(start - before - 2)
        own = flat[start - first : end - first].split(" ")
        chunks += own
        lengths += map(len, own)
        before = end
    return Block(text, chunks, list(accumulate(lengths, initial=first)))


def _stretches(text: str, bounds: Sequence[Range]) -> Iterator[Range]:
    """The ranges, widened to white space and made one where they touch; a long one is cut, see `_cut`."""
    begun, until = -1, -1
    for first, last in bounds:
        start, end = first, last
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if start <= until:
            until = max(until, end)
            continue
        if begun >= 0:
            yield from _cut(text, begun, until)
        begun, until = start, end
    if begun >= 0:
        yield from _cut(text, begun, until)


def _cut(text: str, start: int, stop: int) -> Iterator[Range]:
    """Pieces of about BLOCK characters, cut between sentences if possible."""
    while stop - start > BLOCK:
        window = text[start : start + BLOCK]
        cut = max(window.rfind(mark) for mark in ("\n", ". ", "? ", "! "))
        if cut <= 0:
            cut = window.rfind(" ")
        end = start + cut + 1 if cut > 0 else start + BLOCK
        yield start, end
        start = end
    if start < stop:
        yield start, stop
