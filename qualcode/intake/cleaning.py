"""Cleaned text with the way back: every character dropped, joined or replaced is recorded in an OffsetMap.

What a sign means (a speaker label, a page number) is decided elsewhere; here text is only cut and mapped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from qualcode.model import OffsetMap

# Everything a reader would call a new line, besides "\n" itself.
_OTHER_LINE_END = r"\r\n?|[\x0b\x0c\x85\u2028\u2029]"
LINE_END = re.compile(rf"\n|{_OTHER_LINE_END}")
# A soft hyphen at the end of a line goes with the line break when the word goes on in small letters.
_SOFT_HYPHEN = r"\u00ad(?:[ \t\xa0]{0,20}(?:\r\n?|\n)[ \t\xa0]{0,40}(?=[a-zæøåäöéèêòóôü]))?"
# Zero-width space, word joiner, stray byte order marks, direction marks, old optional hyphen. The joiners
# U+200C and U+200D stay: emoji and some scripts are spelled with them.
_INVISIBLE = "[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\x1f]"
_UNWANTED_CHARACTERS = "\r\x0b\x0c\x85\u2028\u2029\u00ad" + "".join(
    chr(code)
    for code in (0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x1F)
)
_UNWANTED = re.compile(rf"(?P<line>{_OTHER_LINE_END})|{_SOFT_HYPHEN}|{_INVISIBLE}")


IDENTITY = OffsetMap()
"""The map of a text that was left as it was."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text made out of an original one, and where each of its characters came from."""

    text: str
    offsets: OffsetMap = IDENTITY


class Builder:
    """Puts a cleaned text together from pieces of an original one, left to right.

    Args:
        original: the text the pieces are taken from.
    """

    def __init__(self, original: str) -> None:
        self._original = original
        self._pieces: list[str] = []
        self._clean: list[int] = []
        self._from: list[int] = []
        self._length = 0
        self._start = self._end = 0
        self._last = ""

    def keep(self, start: int, end: int) -> None:
        """Take `original[start:end]` over as it stands."""
        if start >= end:
            return
        if start == self._end and self._end > self._start:
            self._end = end
        else:
            self._flush()
            self._start, self._end = start, end

    def insert(self, text: str, at: int) -> None:
        """Add text the original does not have; each of its characters maps to position `at`."""
        if not text:
            return
        self._flush()
        for character in text:
            self._clean.append(self._length)
            self._from.append(at)
            self._pieces.append(character)
            self._length += 1

    @property
    def length(self) -> int:
        """Code points put together so far."""
        return self._length + self._end - self._start

    def finish(self) -> Cleaned:
        """The text and its map."""
        if not self._pieces and self._start == 0 and self._end == len(self._original):
            return Cleaned(self._original)
        self._flush()
        offsets = OffsetMap(tuple(self._clean), tuple(self._from)) if self._clean else IDENTITY
        return Cleaned("".join(self._pieces), offsets)

    def _flush(self) -> None:
        if self._end > self._start:
            self._clean.append(self._length)
            self._from.append(self._start)
            self._pieces.append(self._original[self._start : self._end])
            self._length += self._end - self._start
        self._start = self._end = 0


def compose(later: OffsetMap, earlier: OffsetMap, length: int) -> OffsetMap:
    """One map for two cleanings, one after the other.

    Args:
        later: from the final text to the text between.
        earlier: from the text between to the original.
        length: code points of the text between.

    Returns:
        The map from the final text to the original.
    """
    if earlier == IDENTITY:
        return later
    if later == IDENTITY:
        return earlier
    clean: list[int] = []
    original: list[int] = []
    for i, (start, middle) in enumerate(zip(later.clean, later.original, strict=True)):
        stretch = later.clean[i + 1] - start if i + 1 < len(later.clean) else length - middle
        clean.append(start)
        original.append(earlier.to_original(middle))
        j = bisect_right(earlier.clean, middle)
        while j < len(earlier.clean) and earlier.clean[j] < middle + stretch:
            clean.append(start + earlier.clean[j] - middle)
            original.append(earlier.original[j])
            j += 1
    return OffsetMap(tuple(clean), tuple(original))


def then(first: Cleaned, second: Cleaned) -> Cleaned:
    """`second`, which was made out of `first.text`, mapped to what `first` was made out of."""
    return Cleaned(second.text, compose(second.offsets, first.offsets, len(first.text)))


def clean_characters(original: str) -> Cleaned:
    r"""Give every line the end "\n" and drop byte order marks, soft hyphens and zero-width characters.

    Everything else stays as it is: combining characters, typing errors, non-breaking spaces.

    Args:
        original: decoded or extracted text.
    """
    # Searching for one character costs next to nothing, for a pattern a tenth of all that intake does.
    if not any(character in original for character in _UNWANTED_CHARACTERS):
        return Cleaned(original)
    builder = Builder(original)
    done = 0
    for found in _UNWANTED.finditer(original):
        builder.keep(done, found.start())
        if found["line"]:
            if found["line"] == "\r\n":
                builder.keep(found.end() - 1, found.end())
            else:
                builder.insert("\n", found.start())
        done = found.end()
    builder.keep(done, len(original))
    return builder.finish()


def line_at(original: str, position: int) -> int:
    """1-based line of a position in the original text, old Mac and Windows line ends included."""
    return sum(1 for _ in LINE_END.finditer(original, 0, position)) + 1


def from_original(offsets: OffsetMap, position: int, length: int) -> int:
    """Where a position of the original text is in the cleaned one; of a dropped character, where it was cut.

    Args:
        offsets: of the cleaned text.
        position: in the original text.
        length: code points of the cleaned text.
    """
    i = bisect_right(offsets.original, position) - 1
    if i < 0:
        return 0
    end = offsets.clean[i + 1] if i + 1 < len(offsets.clean) else length
    return min(offsets.clean[i] + position - offsets.original[i], end)
