"""Subtitle files: WebVTT and SubRip, with their times and, where they have them, their voices."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import TranscriptError
from qualcode.intake.decoding import decode
from qualcode.intake.extract import Cue, Extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from qualcode.model import Notice

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(
    r"</?(?:[biucv]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d{1,2}:\d{2}[^<>]*>|\{\\an?\d\}", re.IGNORECASE
)


_SWALLOWED = re.compile(r"\n[ \t]*\n\d+[ \t]*\n|[^\n\0]*-->")


class _Line(NamedTuple):
    text: str
    speaker: str | None
    time: float


def read_vtt(data: bytes, path: Path) -> Extract:
    """Read a WebVTT file; `<v Name>` is the speaker.

    Raises:
        TranscriptError: malformed (the line is named), or without a cue.
    """
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    decoded = decode(data, path)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        cues = webvtt.WebVTT.from_string(text, strict=True)
    except MalformedFileError:
        raise TranscriptError(
            "does not begin with the line WEBVTT",
            where=f"{path.name}, line 1",
            fix="Export it again as WebVTT, or give it the ending of what it is.",
        ) from None
    except MalformedCaptionError as error:
        raise TranscriptError(
            "a time line is malformed",
            where=f"{path.name}, line {_bad_vtt_line(text, str(error))}",
            fix="Write it as 00:01:02.000 --> 00:01:05.000, with a blank line before it.",
        ) from None
    except (ValueError, IndexError, AttributeError) as error:
        raise TranscriptError(
            f"cannot be read ({error})", where=path.name, fix="Export it again as WebVTT."
        ) from None
    lines = [
        line
        for cue in cues.captions
        for line in _voices(cue.raw_text, cue.start_time.in_seconds() + cue.start_time.milliseconds / 1000)
    ]
    return _extract(lines, decoded.notices, path)


def read_srt(data: bytes, path: Path) -> Extract:
    """Read a SubRip file.

    Raises:
        TranscriptError: malformed (the line is named), or without a cue.
    """
    import srt

    decoded = decode(data, path)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        cues = list(srt.parse(text.rstrip() + "\n"))
    except srt.SRTParseError as error:
        line = text.count("\n", 0, error.expected_start) + 1
        line += len(text[error.expected_start :]) - len(text[error.expected_start :].lstrip("\n"))
        raise _not_srt(path, line) from None
    except (srt.TimestampParseError, ValueError, OverflowError) as error:
        raise TranscriptError(
            f"cannot be read ({error})", where=path.name, fix="Export it again as SubRip (.srt)."
        ) from None
    swallowed = _SWALLOWED.search("\0".join(cue.content for cue in cues))
    if swallowed:
        # The library takes a broken subtitle for more of the one before.
        line = text.count("\n", 0, text.find(swallowed[0])) + swallowed[0].count("\n") + 1
        raise _not_srt(path, line)
    lines = [line for cue in cues for line in _voices(cue.content, cue.start.total_seconds())]
    return _extract(lines, decoded.notices, path)


def _not_srt(path: Path, line: int) -> TranscriptError:
    return TranscriptError(
        "is not a subtitle",
        where=f"{path.name}, line {line}",
        fix="A subtitle is a number, a line 00:01:02,000 --> 00:01:05,000, its text and a blank line.",
    )


def _bad_vtt_line(text: str, message: str) -> int:
    """Line of the first time line that a block the parser refused holds."""
    strict = re.compile(r"\s*(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}\s*-->\s*(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}(?=\s|$)")
    previous = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if "-->" in line and (not strict.match(line) or previous.count("-->")):
            return number
        previous = line
    quoted = re.search(r"\['([^']+)'", message)
    return text[: max(text.find(quoted[1]), 0)].count("\n") + 1 if quoted else 1


def _voices(raw: str, time: float) -> Iterator[_Line]:
    """What each voice says in one cue, on one line each."""
    parts = _VOICE.split(raw)
    for speaker, said in [(None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]:
        text = " ".join(html.unescape(_TAG.sub("", said)).split())
        if text:
            yield _Line(text, html.unescape(speaker).strip() if speaker else None, time)


def _extract(lines: Iterable[_Line], notices: tuple[Notice, ...], path: Path) -> Extract:
    texts: list[str] = []
    cues: list[Cue] = []
    at = 0
    for line in lines:
        texts.append(line.text)
        cues.append(Cue(at, at + len(line.text), line.speaker, line.time))
        at += len(line.text) + 1
    if not cues:
        raise TranscriptError(
            "holds no subtitle with text", where=path.name, fix="Export it again, or take the file away."
        )
    return Extract("\n".join(texts), notices, cues=tuple(cues))
