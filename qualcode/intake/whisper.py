"""Recognised speech: json with segments, as Whisper and its relatives write it."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from qualcode.errors import TranscriptError
from qualcode.intake.decoding import decode
from qualcode.intake.extract import Cue, Extract

if TYPE_CHECKING:
    from pathlib import Path

_SHAPE = 'It must be {"segments": [{"start": 0.0, "end": 2.5, "text": "..."}]}, or the list alone.'


def read_whisper(data: bytes, path: Path) -> Extract:
    """Read `{"segments": [{start, end, text, speaker?}]}` or the list alone, a segment on a line.

    Raises:
        TranscriptError: not json (the line is named), of another shape, or without text.
    """
    decoded = decode(data, path)
    try:
        content = json.loads(decoded.text)
    except json.JSONDecodeError as error:
        raise TranscriptError(
            f"is not valid json ({error.msg[:1].lower()}{error.msg[1:]})",
            where=f"{path.name}, line {error.lineno}",
            fix="Export it again from the speech recogniser.",
        ) from None
    except (RecursionError, ValueError):
        raise TranscriptError("is not a transcript", where=path.name, fix=_SHAPE) from None
    segments = content.get("segments", content.get("transcription")) if isinstance(content, dict) else content
    if not segments and isinstance(content, dict) and isinstance(content.get("text"), str):
        segments = [{"text": content["text"]}]
    if not isinstance(segments, list):
        raise TranscriptError("has no list of segments", where=path.name, fix=_SHAPE)
    texts: list[str] = []
    cues: list[Cue] = []
    at = 0
    for number, segment in enumerate(segments):
        text, speaker, time = _segment(segment, decoded.text, number, path)
        if text:
            texts.append(text)
            cues.append(Cue(at, at + len(text), speaker, time))
            at += len(text) + 1
    if not cues:
        raise TranscriptError("holds no segment with text", where=path.name, fix=_SHAPE)
    return Extract("\n".join(texts), decoded.notices, cues=tuple(cues))


def _segment(segment: Any, source: str, number: int, path: Path) -> tuple[str, str | None, float | None]:
    what = None
    if not isinstance(segment, dict):
        what = f"segment {number + 1} is not an object"
    elif not isinstance(segment.get("text"), str):
        what = f"segment {number + 1} has no text"
    elif not isinstance(segment.get("speaker"), str | None):
        what = f"the speaker of segment {number + 1} is not a text"
    if what is None:
        time = segment.get("start")
        if time is None and isinstance(segment.get("offsets"), dict):
            time = segment["offsets"].get("from")
            time = time / 1000 if isinstance(time, int) else time
        if time is None or (
            isinstance(time, int | float) and not isinstance(time, bool) and math.isfinite(time) and time >= 0
        ):
            text = " ".join(segment["text"].split())
            speaker = (segment.get("speaker") or "").strip() or None
            return text, speaker, None if time is None else float(time)
        what = f"the start of segment {number + 1} is not a number of seconds"
    raise TranscriptError(what, where=f"{path.name}, line {_line_of(source, number)}", fix=_SHAPE)


def _line_of(source: str, number: int) -> int:
    """1-based line where the segment of that 0-based number begins."""
    opening = re.search(r'"(?:segments|transcription)"\s*:\s*\[', source) or re.search(r"\[", source)
    at = opening.end() if opening else 0
    decoder = json.JSONDecoder()
    skip = re.compile(r"[\s,]*")
    for i in range(number + 1):
        found = skip.match(source, at)
        at = found.end() if found else at
        if i < number:
            _, at = decoder.raw_decode(source, at)
    return source.count("\n", 0, at) + 1
