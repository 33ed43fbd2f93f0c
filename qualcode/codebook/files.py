"""What reading any file of a codebook needs: bytes, text, mistakes gathered, the nearest known word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import CodebookError, Problems

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.errors import QualcodeError


def content(path: Path) -> bytes:
    """The bytes of a file; CodebookError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CodebookError(
            f"cannot be read ({error.strerror or error})",
            where=str(path),
            fix="Check the path and its rights.",
        ) from None


def decoded(data: bytes, path: Path) -> str:
    """UTF-8 text, with or without a byte order mark; CodebookError with the line where it is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            "not UTF-8 text", where=f"{path}, line {line}", fix="Save the file with the encoding UTF-8."
        ) from None


def raise_all(errors: list[QualcodeError]) -> None:
    """Raise the one error, or Problems of several; return if there is none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Problems(errors)


def nearest(text: str, known: tuple[str, ...], label: str) -> str:
    """A hint: the known word that `text` is most like, or all that are known."""
    from rapidfuzz import process

    best = process.extractOne(text, known, score_cutoff=60)
    return f"Did you mean '{best[0]}'?" if best else f"{label}: {', '.join(known)}."
