"""PDF files: the text of each page; headers, page numbers and broken words are mended in `layout`."""

from __future__ import annotations

import logging
import re
from io import BytesIO
from typing import TYPE_CHECKING

from qualcode.errors import TranscriptError
from qualcode.intake.extract import Extract
from qualcode.intake.refusal import refusing
from qualcode.model import Notice

if TYPE_CHECKING:
    from pathlib import Path


def read_pdf(data: bytes, path: Path) -> Extract:
    """Take the text out of a PDF, page by page.

    Raises:
        TranscriptError: locked, damaged, or without text (scanned).
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    again = "Open it in a PDF reader and print it to a new PDF, or get a new copy."
    if b"%PDF-" not in data[:1024]:
        raise TranscriptError("is not a PDF file", where=path.name, fix="Give it the ending of what it is.")
    # pypdf logs what it repairs; the person is told what matters through notices.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    locked = TranscriptError(
        "is protected with a password", where=path.name, fix="Save a copy without a password in a PDF reader."
    )
    with refusing(path, "is damaged or cut off", again):
        try:
            reader = PdfReader(BytesIO(data), strict=False)
            # Many files are locked for editing with an empty password, which any reader opens.
            if reader.is_encrypted and not reader.decrypt(""):
                raise locked
            pages = [page.extract_text() or "" for page in reader.pages]
        except (FileNotDecryptedError, DependencyError):
            raise locked from None
    if not pages:
        raise TranscriptError("is damaged or cut off: it has no pages", where=path.name, fix=again)
    empty = [number for number, page in enumerate(pages, start=1) if not re.search(r"\w", page)]
    if len(empty) == len(pages):
        raise TranscriptError(
            "holds pictures of pages, no text",
            where=path.name,
            fix="Run text recognition (OCR) on it first, and save the result.",
        )
    starts: list[int] = []
    at = 0
    for page in pages:
        starts.append(at)
        at += len(page) + 1
    notices: tuple[Notice, ...] = ()
    if empty:
        numbers = ", ".join(str(number) for number in empty[:10]) + (" ..." if len(empty) > 10 else "")
        fix = "If these are scanned, run text recognition (OCR)."
        notices = (Notice("warning", f"no text on page {numbers}", fix=fix),)
    return Extract("\n".join(pages), notices, lines="page", pages=tuple(starts))
