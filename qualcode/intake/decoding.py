"""Bytes to text: UTF-8, UTF-16 and the single-byte encodings Norwegian files come in, and never mojibake."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import TranscriptError
from qualcode.intake.refusal import refuse_disguise
from qualcode.model import Notice

if TYPE_CHECKING:
    from pathlib import Path

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# Single-byte encodings a Norwegian file may be in, the likeliest first: Windows, old Mac, DOS.
_SINGLE_BYTE = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp865": "DOS (865)",
    "cp850": "DOS (850)",
}
_SAMPLE = 64 * 1024
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_NORDIC = re.compile("[æøåÆØÅ]")
# What æ, ø, å, é, dashes and quotes become when UTF-8 was once read as Windows-1252 and saved again.
_MOJIBAKE = re.compile("Ã[¦¸¥†˜…©¶¤¼]|â€[“”™œ¦\x9d]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte order mark, and what is worth telling about its encoding."""

    text: str
    notices: tuple[Notice, ...] = ()


def decode(data: bytes, path: Path) -> Decoded:
    """Decode a text file.

    A byte order mark decides; then UTF-8 if it is valid; then UTF-16 by its pattern of zero bytes; then the
    single-byte encoding that gives Norwegian letters. Latin-1 is Windows-1252 without the bytes 80-9F.

    Args:
        data: the file's bytes.
        path: named in errors; its suffix is what the file claims to be.

    Raises:
        TranscriptError: empty or blank, or not text at all.
    """
    if not data.strip():
        raise _blank(path)
    decoded = _by_mark(data, path)
    if decoded is None:
        refuse_disguise(data, path)
        decoded = _by_content(data, path)
    if not decoded.text.strip(" \t\r\n\x0b\x0c\x85\xa0\u200b\u2028\u2029\ufeff"):
        raise _blank(path)
    # Looking for one letter costs next to nothing, for a choice of letters a tenth of all that intake does.
    may_be = "Ã" in decoded.text or "â€" in decoded.text
    if may_be and (garbled := _MOJIBAKE.search(decoded.text)):
        warning = Notice(
            "warning",
            f"the letters look garbled already ({garbled[0]!r}): the file was once saved in a wrong encoding",
            line=decoded.text.count("\n", 0, garbled.start()) + 1,
            fix="Find an earlier copy of the file, or export it anew as UTF-8.",
        )
        return Decoded(decoded.text, (*decoded.notices, warning))
    return decoded


def _blank(path: Path) -> TranscriptError:
    return TranscriptError(
        "is empty", where=path.name, fix="Put the text into it, or move it out of the transcripts folder."
    )


def _not_text(path: Path, why: str) -> TranscriptError:
    return TranscriptError(
        f"is not text ({why})",
        where=path.name,
        fix="If it is a document, give it its right ending; if not, move it out of the transcripts folder.",
    )


def _by_mark(data: bytes, path: Path) -> Decoded | None:
    for mark, encoding, name in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                text = body.decode(encoding)
            except UnicodeDecodeError as error:
                if encoding == "utf-8":
                    return None
                raise TranscriptError(
                    f"starts as {name} but is not valid from byte {error.start + len(mark)} on",
                    where=path.name,
                    fix="The file is cut off or damaged; get a new copy.",
                ) from None
            if "\0" in text:
                raise _not_text(path, "zero bytes")
            return Decoded(text, (Notice("info", f"read as {name}"),))
    return None


def _by_content(data: bytes, path: Path) -> Decoded:
    if b"\0" in data:
        return _utf16_without_mark(data, path)
    sample = data[:_SAMPLE]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if control > max(8, len(sample) // 100):
        raise _not_text(path, "control characters")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _single_byte(data, path)


# Control characters no text has: all but tab, line ends, form feed, and the two Word uses for hyphens.
_CONTROL = bytes(i for i in range(32) if i not in (9, 10, 11, 12, 13, 30, 31))


def _utf16_without_mark(data: bytes, path: Path) -> Decoded:
    sample = data[:_SAMPLE]
    even, odd = sample[::2], sample[1::2]
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) > 0.7 * len(zeros) and others.count(0) == 0:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                break
            if "\0" not in text:
                return Decoded(text, (Notice("info", "read as UTF-16 without a byte order mark"),))
    raise _not_text(path, "zero bytes")


def _damaged_utf8(data: bytes) -> Decoded | None:
    """Text that is UTF-8 but for a few bytes, as when files in two encodings were pasted together."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = [m.start() for m in re.finditer("[\udc80-\udcff]", text)]
    right = sum(1 for _ in re.finditer("[\x80-\ud7ff\ue000-\U0010ffff]", text))
    if right <= len(wrong):
        return None
    line = text.count("\n", 0, wrong[0]) + 1
    text = re.sub("[\udc80-\udcff]", _as_windows, text)
    notice = Notice(
        "doubt",
        f"is UTF-8 but for {len(wrong)} {'byte' if len(wrong) == 1 else 'bytes'}, read as Windows-1252",
        line=line,
        fix="Check the letters there.",
    )
    return Decoded(text, (notice,))


def _as_windows(found: re.Match[str]) -> str:
    return bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace")


def _single_byte(data: bytes, path: Path) -> Decoded:
    from charset_normalizer import from_bytes

    sample = _sample(data)
    likely = {match.encoding for match in from_bytes(sample, cp_isolation=list(_SINGLE_BYTE))}
    scores: dict[str, int] = {}
    for encoding in _SINGLE_BYTE:
        try:
            letters = len(_NORDIC.findall(sample.decode(encoding)))
        except UnicodeDecodeError:
            continue
        scores[encoding] = letters if encoding in likely or not likely else 0
    # max() takes the first of equals, and the order is by likelihood.
    best = max(scores, key=lambda encoding: scores[encoding]) if scores else "mac_roman"
    try:
        text = data.decode(best)
    except UnicodeDecodeError as error:
        if best != "cp1252":
            raise _not_text(path, f"byte {data[error.start]:02X} at {error.start}") from None
        text = data.decode("cp1252", "replace")
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        notice = Notice(
            "doubt",
            f"read as Windows-1252, where {text.count(chr(0xFFFD))} bytes mean nothing",
            line=line,
            fix="Check the letters there, or export the file anew as UTF-8.",
        )
        return Decoded(text, (notice,))
    if best == "cp1252":
        name = (
            "Windows-1252" if re.search(rb"[\x80-\x9f]", data) else "Latin-1, the same here as Windows-1252"
        )
        return Decoded(text, (Notice("info", f"read as {name}"),))
    notice = Notice(
        "doubt",
        f"read as {_SINGLE_BYTE[best]}",
        line=data.count(b"\n", 0, next(_NOT_ASCII.finditer(data)).start()) + 1,
        fix="If æ, ø and å are wrong, save the file as UTF-8.",
    )
    return Decoded(text, (notice,))


def _sample(data: bytes) -> bytes:
    """The stretches around bytes outside ASCII, so that a long file is judged by what matters."""
    if len(data) <= _SAMPLE:
        return data
    pieces: list[bytes] = []
    size = end = 0
    for found in _NOT_ASCII.finditer(data):
        if found.start() < end:
            continue
        piece = data[max(found.start() - 40, end) : found.end() + 40]
        end = found.end() + 40
        pieces.append(piece)
        size += len(piece)
        if size > _SAMPLE:
            break
    return b" ".join(pieces)
