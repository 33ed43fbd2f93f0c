"""The habits of printed pages and hard-wrapped files: page numbers, running headers, broken lines and words.

Every function says which stretches of a text to keep; the cleaning itself is done with `cleaning.Builder`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from qualcode.intake.cleaning import Builder, Cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PAGE_NUMBER = re.compile(
    r"[\s\-–—|]*(?:(?:side|page|s\.)\s*)?(?P<number>\d{1,4})(?:\s*(?:av|of|/)\s*\d{1,4})?[\s\-–—|]*",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")
_WORD_BROKEN = re.compile(r"(?P<word>[^\W\d_]+|\d+)(?P<hyphen>[-‐\u00ad])$")
_SUSPENDED = re.compile(r"(?:og|eller|til|samt|men|å|både|enn|resp|and|or)\b", re.IGNORECASE)
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…:][\"'»”’)\]]*$")
_LONE_NUMBER = re.compile(r"\n[ \t]*[-–]?[ \t]?(\d{1,4})[ \t]?[-–]?[ \t]*$", re.MULTILINE)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb06": "st",
}
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")
SAMPLE_LINES = 4000


class Line(NamedTuple):
    """A line `text[start:end]` without surrounding white space; blanks is how many blank lines precede it."""

    start: int
    end: int
    blanks: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines of a text relate to its paragraphs.

    is_wrapped: paragraphs are broken into lines of about `width` characters.
    is_doubled: a blank line follows every line, so that one blank line means nothing.
    hyphenated: words the text writes with a hyphen inside a line, in small letters.
    """

    is_wrapped: bool = False
    is_doubled: bool = False
    width: int = 0
    hyphenated: frozenset[str] = frozenset()


def lines_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of a stretch of text that hold more than white space."""
    stop = len(text) if end is None else end
    at, blanks = start, 0
    while at < stop:
        line_end = text.find("\n", at, stop)
        line_end = stop if line_end < 0 else line_end
        raw = text[at:line_end]
        body = raw.strip()
        if body:
            left = at + len(raw) - len(raw.lstrip())
            yield Line(left, left + len(body), blanks)
            blanks = 0
        else:
            blanks += 1
        at = line_end + 1


def shape_of(text: str) -> Shape:
    """Judge from a text's first lines whether its paragraphs are broken into lines.

    Lines are broken if many long ones stop without a sentence end and go on in small letters.
    """
    lengths = sorted(islice(filter(None, map(len, map(str.strip, text[:400_000].split("\n")))), SAMPLE_LINES))
    if len(lengths) < 4:
        return Shape()
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not 35 <= width <= 130 or lengths[-1] > 2 * width:
        return Shape()
    lines = islice(lines_of(text[:400_000]), SAMPLE_LINES)
    sample = [(text[line.start : line.end], line.blanks) for line in lines]
    pairs = [
        (line, following, blanks)
        for (line, _), (following, blanks) in pairwise(sample)
        if len(line) >= 0.6 * width
    ]
    broken = [
        blanks
        for line, following, blanks in pairs
        if not _SENTENCE_END.search(line) and following[0].islower()
    ]
    if len(broken) < max(3, 0.2 * len(sample)):
        return Shape()
    doubled = sum(blanks == 1 for blanks in broken) > 0.6 * len(broken)
    hyphenated = frozenset(found[0].lower() for line, _ in sample for found in _HYPHENATED.finditer(line))
    return Shape(is_wrapped=True, is_doubled=doubled, width=width, hyphenated=hyphenated)


def drop_furniture(text: str, pages: Sequence[int]) -> tuple[Cleaned, int, int]:
    """Leave out page numbers and the headers and footers that recur from page to page.

    Args:
        text: the pages' text.
        pages: where each page starts.

    Returns:
        The text without them, and how many page numbers and how many running lines were left out.
    """
    numbers, running = _numbers(text, pages), _running(text, pages)
    builder = Builder(text)
    at = 0
    for start, end in sorted(set(numbers) | set(running)):
        builder.keep(at, start)
        at = min(end + 1, len(text))
    builder.keep(at, len(text))
    return builder.finish(), len(numbers), len(set(running) - set(numbers))


def _edges(text: str, pages: Sequence[int]) -> Iterator[tuple[int, list[Line]]]:
    """The first two and last two lines of each page; of a page of five lines or fewer, the first and last."""
    for i, start in enumerate(pages):
        lines = list(lines_of(text, start, pages[i + 1] if i + 1 < len(pages) else len(text)))
        yield i, lines[:2] + lines[-2:] if len(lines) > 5 else lines[:1] + lines[max(1, len(lines) - 1) :]


def _numbers(text: str, pages: Sequence[int]) -> list[tuple[int, int]]:
    """Lines that are page numbers: they run in step with the pages."""
    found: list[tuple[int, Line]] = []
    for page, lines in _edges(text, pages):
        for line in lines:
            number = _PAGE_NUMBER.fullmatch(text, line.start, line.end)
            if number:
                found.append((int(number["number"]) - page, line))
    shifts = Counter(shift for shift, _ in found)
    usual = {shift for shift, n in shifts.items() if n >= 2}
    if len(pages) == 1:
        usual |= {shift for shift in shifts if shift == 1}
    return [(line.start, line.end) for shift, line in found if shift in usual]


def _running(text: str, pages: Sequence[int]) -> list[tuple[int, int]]:
    """Lines that stand at the edge of at least three pages and of a third of them, numbers aside."""
    seen: dict[str, list[Line]] = {}
    for _, lines in _edges(text, pages):
        # Where a page holds next to nothing, its edges are its text.
        for line in lines if len(lines) == 4 else ():
            body = re.sub(r"\d+", "#", text[line.start : line.end])
            seen.setdefault(" ".join(body.split()), []).append(line)
    least = max(3, len(pages) / 3)
    return [
        (line.start, line.end)
        for body, lines in seen.items()
        if len(lines) >= least and len(body) > 3 and re.search(r"[^\W\d_]", body)
        for line in lines
    ]


def drop_lone_numbers(text: str) -> tuple[Cleaned, int]:
    """Leave out lines that are numbers running 1, 2, 3 ... far apart: pages of a text that lost its pages.

    Returns:
        The text without them, and how many there were.
    """
    # With a line break before it as its first character the pattern is searched for ten times as fast.
    found = [(int(m[1]), m.start(), m.end() - 1) for m in _LONE_NUMBER.finditer(f"\n{text}")]
    if len(found) < 3:
        return Cleaned(text), 0
    run = [found[0]]
    for here in found[1:]:
        if here[0] == run[-1][0] + 1 and here[1] - run[-1][2] > 400:
            run.append(here)
        elif len(run) < 3:
            run = [here]
    if len(run) < 3:
        return Cleaned(text), 0
    builder = Builder(text)
    at = 0
    for _, start, end in run:
        builder.keep(at, start)
        at = min(end + 1, len(text))
    builder.keep(at, len(text))
    return builder.finish(), len(run)


def spell_out_ligatures(text: str) -> Cleaned:
    """Write the typesetter's joined letters (fi, fl, ff) as the letters they are."""
    builder = Builder(text)
    at = 0
    for found in _LIGATURE.finditer(text):
        builder.keep(at, found.start())
        builder.insert(_LIGATURES[found[0]], found.start())
        at = found.end()
    builder.keep(at, len(text))
    return builder.finish()


def join_lines(
    builder: Builder, text: str, lines: Iterator[Line], shape: Shape, *, is_paragraph: bool = False
) -> None:
    r"""Append lines to what is being built: broken lines joined, paragraphs parted by a blank line.

    A word divided at a line end is made whole ('samar-' + 'beid'), but the hyphen stays where it is part of
    the word: after a number or a capital ('3-' + 'klassingen', 'PPT-' + 'kontoret'), before og, eller and the
    like ('barne-' + 'og ungdomsvern'), before a capital ('Nord-' + 'Norge'), and where the text writes the
    same word with a hyphen inside a line.

    Args:
        builder: over the same text.
        text: the text.
        lines: what to append, in order.
        shape: how the text's lines relate to its paragraphs.
        is_paragraph: each line is a paragraph of its own (word processors).
    """
    last: Line | None = None
    for line in lines:
        if last is not None:
            separator, cut = _between(text, last, line, shape, is_paragraph=is_paragraph)
            builder.keep(last.start, last.end - cut)
            if not cut and text[last.end : line.start] == separator:
                builder.keep(last.end, line.start)
            else:
                builder.insert(separator, last.end)
        last = line
    if last is not None:
        builder.keep(last.start, last.end)


def _between(text: str, last: Line, line: Line, shape: Shape, *, is_paragraph: bool) -> tuple[str, int]:
    """What stands between two lines, and how many characters the first loses at its end."""
    if not shape.is_wrapped:
        return ("\n\n" if is_paragraph or line.blanks else "\n"), 0
    # Only a line's end is looked at, so that a line of any length costs the same.
    broken = _WORD_BROKEN.search(text, max(last.start, last.end - 80), last.end)
    if _starts_paragraph(text, last, line, shape, is_broken=bool(broken)):
        return "\n\n", 0
    if broken:
        return _mend(broken["word"], text[line.start : min(line.end, line.start + 80)], shape)
    return ("" if text[last.end - 1] == "/" else " "), 0


def _mend(word: str, following: str, shape: Shape) -> tuple[str, int]:
    if _SUSPENDED.match(following):
        return " ", 0
    first = re.match(r"[^\W\d_]+", following)
    if not first:
        return " ", 0
    is_part_of_word = (
        word.isdigit()
        or len(word) == 1
        or word.isupper()
        or not first[0][0].islower()
        or f"{word}-{first[0]}".lower() in shape.hyphenated
    )
    return "", 0 if is_part_of_word else 1


def _starts_paragraph(text: str, last: Line, line: Line, shape: Shape, *, is_broken: bool) -> bool:
    ended = bool(_SENTENCE_END.search(text, max(last.start, last.end - 8), last.end))
    opens = not text[line.start].islower()
    if line.blanks > (1 if shape.is_doubled else 0):
        # A page break can part a sentence: then it goes on in small letters.
        return ended or opens
    visible = last.end - (text.rfind("\n", 0, last.start) + 1)
    # A line this short did not stop for want of room: a heading, or the last of its paragraph.
    return opens and not is_broken and visible < (0.75 if ended else 0.6) * shape.width
