"""Plain text and Markdown files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.intake.cleaning import Builder, Cleaned
from qualcode.intake.decoding import decode
from qualcode.intake.extract import Extract
from qualcode.intake.labels import is_known, key_of

if TYPE_CHECKING:
    from pathlib import Path

_HEADING = re.compile(r"^#{1,6}[ \t]+[^\n]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){0,60}?---\n")
_MARK = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}|>)[ \t]+|^[ \t]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$|\*\*|(?<!\w)__|__(?!\w)",
    re.MULTILINE,
)


def read_text(data: bytes, path: Path) -> Extract:
    """Decode a .txt or .md file.

    Raises:
        TranscriptError: empty, blank, or not text.
    """
    decoded = decode(data, path)
    return Extract(decoded.text, decoded.notices, is_markdown=path.suffix.lower() == ".md")


def drop_markdown(text: str, *, keep_headings: bool) -> tuple[Cleaned, int]:
    """Take the marks of Markdown away, and in a transcript the headings with them: nobody said those.

    Returns:
        The text without them, and how many headings were left out.
    """
    cuts = [m.span() for m in _FRONT_MATTER.finditer(text)]
    n_headings = 0
    if not keep_headings:
        # A heading may be a speaker: '### Intervjuer'.
        headings = [m.span() for m in _HEADING.finditer(text) if not is_known(key_of(m[0].strip("# ")))]
        n_headings = len(headings)
        cuts += headings
    cuts += [m.span() for m in _MARK.finditer(text)]
    builder = Builder(text)
    at = 0
    for start, end in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if start < at:
            continue
        builder.keep(at, start)
        at = end
    builder.keep(at, len(text))
    return builder.finish(), n_headings
