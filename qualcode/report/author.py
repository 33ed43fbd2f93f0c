"""The author's own texts, `forfatter/<section>.md` in the study folder: read, never written."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from qualcode.errors import StudyError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "forfatter"
SECTIONS = ("sammendrag", "innledning", "oversikt", "sammenfall", "spredning", "metode", "begrensninger")
"""Names of the fixed sections; a theme's section has the theme's code for name."""


def read_author_texts(study: Path) -> dict[str, tuple[str, ...]]:
    """Read the author's texts.

    Args:
        study: the study folder.

    Returns:
        Paragraphs by section (the file's stem), sections by name; empty files are left out. Line ends
        within a paragraph are spaces: the text is plain, and shows in every format as it is written.

    Raises:
        StudyError: a file that is not UTF-8 or cannot be read.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((study / FOLDER).glob("*.md")):
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise StudyError("is not UTF-8 text", where=str(path), fix="Save it as UTF-8.") from None
        except OSError as error:
            raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
        paragraphs = tuple(" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip())
        if paragraphs:
            found[unicodedata.normalize("NFC", path.stem)] = paragraphs
    return found
