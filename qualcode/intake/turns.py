"""From a file's text and its speakers to the text of utterances and its turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qualcode.intake.cleaning import Builder, Cleaned, from_original, then
from qualcode.intake.layout import Shape, join_lines, lines_of
from qualcode.intake.marks import STAMP_IN_TEXT, seconds
from qualcode.model import Turn

if TYPE_CHECKING:
    from collections.abc import Sequence


class Piece(NamedTuple):
    """A turn before cleaning, `text[start:end]`; the other fields are the turn's, in its order."""

    start: int
    end: int
    speaker: str | None = None
    is_interviewer: bool = False
    informant: str | None = None
    question: str | None = None
    time: float | None = None
    phase: str | None = None
    week: str | None = None
    meeting: str | None = None


def drop_stamps(cleaned: Cleaned, pieces: list[Piece]) -> tuple[Cleaned, list[Piece]]:
    """Take the time stamps out of what is said, and give them to turns that have no time.

    A stamp at the start of a turn is its time; one at its end is the next turn's.
    """
    text = cleaned.text
    if not _holds_stamp(text):
        return cleaned, pieces
    cuts: list[tuple[int, int]] = []
    timed: list[Piece] = []
    carried: float | None = None
    for piece in pieces:
        time = piece.time if piece.time is not None else carried
        carried = None
        for stamp in STAMP_IN_TEXT.finditer(text, piece.start, piece.end):
            cuts.append(stamp.span())
            if time is None and not text[piece.start : stamp.start()].strip():
                time = seconds(stamp[0])
            if not text[stamp.end() : min(piece.end, stamp.end() + 200)].strip():
                carried = seconds(stamp[0])
        timed.append(piece if time == piece.time else piece._replace(time=time))
    return _cut(cleaned, cuts, timed)


def _holds_stamp(text: str) -> bool:
    """Whether there is a time stamp: looked for only in lines with a colon and digits, as every stamp has."""
    at = text.find(":")
    while at >= 0:
        if text[at + 1 : at + 3].isdigit():
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = end if end >= 0 else len(text)
            if STAMP_IN_TEXT.search(text, start, end):
                return True
            at = end  # the rest of the line has been looked at
        at = text.find(":", at + 1)
    return False


def merge_repeated(cleaned: Cleaned, pieces: Sequence[Piece]) -> tuple[Cleaned, list[Piece]]:
    """Make one turn of pieces in a row by one speaker, and cut out the labels that stand between them.

    For subtitles, where the label may be said again cue after cue.
    """
    cuts: list[tuple[int, int]] = []
    merged: list[Piece] = []
    for piece in pieces:
        if merged and piece.speaker is not None and merged[-1].speaker == piece.speaker:
            cuts.append((merged[-1].end, piece.start))
            merged[-1] = merged[-1]._replace(end=piece.end)
        else:
            merged.append(piece)
    return _cut(cleaned, cuts, merged)


def _cut(
    cleaned: Cleaned, cuts: Sequence[tuple[int, int]], pieces: list[Piece]
) -> tuple[Cleaned, list[Piece]]:
    """Leave stretches of the text out, and move the pieces to where they are then."""
    if not cuts:
        return cleaned, pieces
    builder = Builder(cleaned.text)
    at = 0
    for start, end in cuts:
        builder.keep(at, start)
        at = end
    builder.keep(at, len(cleaned.text))
    without = builder.finish()
    length = len(without.text)
    moved = [
        piece._replace(
            start=from_original(without.offsets, piece.start, length),
            end=from_original(without.offsets, piece.end, length),
        )
        for piece in pieces
    ]
    return then(cleaned, without), moved


def assemble(
    cleaned: Cleaned, pieces: Sequence[Piece], shape: Shape, *, is_paragraph: bool = False
) -> tuple[Cleaned, tuple[Turn, ...]]:
    """Put the utterances together, a line break between turns, a blank line between a turn's paragraphs.

    Args:
        cleaned: the text the pieces are ranges of.
        pieces: in order, disjoint.
        shape: how the text's lines relate to its paragraphs.
        is_paragraph: each line is a paragraph of its own.

    Returns:
        The text of the source with the way back to the original, and its turns; blank pieces give none.
    """
    text = cleaned.text
    builder = Builder(text)
    turns: list[Turn] = []
    for piece in pieces:
        body = text[piece.start : piece.end]
        said = body.strip()
        if not said:
            continue
        if turns:
            builder.insert("\n", piece.start)
        start = end = builder.length
        if "\n" in said:
            lines = lines_of(text, piece.start, piece.end)
            join_lines(builder, text, lines, shape, is_paragraph=is_paragraph)
            end = builder.length
        else:
            at = piece.start + body.index(said[0])
            builder.keep(at, at + len(said))
            end += len(said)
        turns.append(Turn(len(turns), start, end, *piece[2:]))
    return then(cleaned, builder.finish()), tuple(turns)
