"""The author's own texts, `forfatter/<section>.md` in the study folder: read, never written."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from qualcode.errors import StudyError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "forfatter"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"\A\s*# [^\n]*")


def author_folder(language: str, suffix: str) -> str:
    """Where the author's texts of a draft lie: those of a further language in a folder of their own.

    Args:
        language: of the draft.
        suffix: of its files; nothing in the study's main language.
    """
    return f"{FOLDER}/{language}" if suffix else FOLDER


def read_author_texts(study: Path, folder: str = FOLDER) -> dict[str, tuple[str, ...]]:
    """Read the author's texts.

    Args:
        study: the study folder.
        folder: within it, as `author_folder` gives it.

    Returns:
        Paragraphs by section (the file's stem), sections by name; empty files are left out. Line ends
        within a paragraph are spaces: the text is plain, and shows in every format as it is written. A
        heading on the first line and comments (`<!-- ... -->`) are not text: they are there for the writer.

    Raises:
        StudyError: a file that is not UTF-8 or cannot be read.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((study / folder).glob("*.md")):
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise StudyError("is not UTF-8 text", where=str(path), fix="Save it as UTF-8.") from None
        except OSError as error:
            raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
        text = _HEADING.sub("", _COMMENT.sub("", text))
        paragraphs = tuple(" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip())
        if paragraphs:
            found[unicodedata.normalize("NFC", path.stem)] = paragraphs
    return found
