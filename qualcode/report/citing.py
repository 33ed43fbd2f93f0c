"""Whether quoted words stand in a study's sources as they are quoted: elisions and insertions apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FEWEST = 4
"""Words of what stands in quotation marks from which it is taken for a quote, not a name or a term."""
_NEARLY = 80.0
"""Similarity (0-100, RapidFuzz) from which a passage is shown as the one that was probably meant."""
_MARKS = re.compile(r"«([^«»]+)»|“([^“”]+)”|\"([^\"]+)\"")
_GAP = re.compile(r"\s*(?:[(\[](?:…|\.\.\.)[)\]]|…|\.\.\.|\[[^\[\]]*\]|\([^()]*\))\s*")
"""Where words are left out, or put in by the writer: (…), …, [navn], (barnevernet)."""
_EDGES = " .,;:!?–-"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands. segment: the row of the segment its first words are in. exact: word for word.

    passage: what stands in the source, where it is not exact.
    """

    segment: Mapping[str, Any]
    exact: bool
    passage: str = ""


class Quotable:
    """The words of a study's segments, source by source, to look quotes up in.

    Args:
        segments: rows of the table of segments, in reading order.
    """

    def __init__(self, segments: Sequence[Mapping[str, Any]]) -> None:
        self._texts: dict[str, str] = {}
        self._places: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
        parts: dict[str, list[str]] = {}
        for row in segments:
            own = parts.setdefault(row["source"], [])
            self._places.setdefault(row["source"], []).append((sum(len(p) + 1 for p in own), row))
            own.append(one_line(row["text"]))
        self._texts = {source: " ".join(own) for source, own in parts.items()}

    def find(self, quote: str) -> Found | None:
        """Look a quote up: word for word, else the passage it is most like; None where nothing is like it."""
        pieces = [p for piece in _GAP.split(one_line(quote)) if (p := piece.strip(_EDGES))]
        for source, text in self._texts.items():
            whole = text.find(one_line(quote).strip(_EDGES))  # the source's own parentheses are no insertions
            at = whole if whole >= 0 else _in_order(pieces, text)
            if at is not None:
                return Found(self._row(source, at), exact=True)
        return self._nearest(one_line(quote))

    def _nearest(self, quote: str) -> Found | None:
        from rapidfuzz import fuzz

        best: tuple[float, str, int, int] | None = None
        for source, text in self._texts.items():
            cutoff = best[0] if best else _NEARLY
            found = fuzz.partial_ratio_alignment(quote.casefold(), text.casefold(), score_cutoff=cutoff)
            if found and (best is None or found.score > best[0]):
                best = (found.score, source, found.dest_start, found.dest_end)
        if best is None:
            return None
        _, source, start, end = best
        text = self._texts[source]
        start = text.rfind(" ", 0, start + 1) + 1
        end = text.find(" ", end) if " " in text[end:] else len(text)
        return Found(self._row(source, start), exact=False, passage=text[start:end])

    def _row(self, source: str, at: int) -> Mapping[str, Any]:
        return max((place for place in self._places[source] if place[0] <= at), key=lambda p: p[0])[1]


def one_line(text: str) -> str:
    """A text with every white space a single blank."""
    return " ".join(text.split())


def quoted(text: str) -> Iterator[str]:
    """What stands in quotation marks in a text, long enough to be somebody's words."""
    for m in _MARKS.finditer(text):
        words = m[1] or m[2] or m[3]
        if len(words.split()) >= FEWEST:
            yield words


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote's words stand in a text in their order, but for what is marked as left out."""
    own = one_line(text)
    if one_line(quote) in own:
        return True
    pieces = [p for piece in _GAP.split(one_line(quote)) if (p := piece.strip(_EDGES))]
    return _in_order(pieces, own) is not None


def _in_order(pieces: Sequence[str], text: str) -> int | None:
    """Where the first of the pieces stands when they all do, one after the other; None where they do not."""
    first, at = None, 0
    for piece in pieces:
        # A quote may begin in the middle of a sentence, and then has a capital of its own.
        places = [
            p
            for start in {piece[0].lower(), piece[0].upper()}
            if (p := text.find(start + piece[1:], at)) >= 0
        ]
        if not places:
            return None
        first = min(places) if first is None else first
        at = min(places) + len(piece)
    return first
