"""Which module reads which file; each is imported when the first such file is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import TranscriptError
from qualcode.intake.finding import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.intake.extract import Extract
    from qualcode.settings import Settings


def extract_text(data: bytes, path: Path, settings: Settings) -> Extract:
    """Take the text out of a file with the module for its ending.

    Args:
        data: the file's bytes.
        path: its name.
        settings: what they say of survey columns.

    Raises:
        TranscriptError: the file cannot be read, or is of no known kind.
    """
    suffix = path.suffix.lower()
    if not data.strip(b"\0 \t\r\n"):
        raise TranscriptError(
            "is empty", where=path.name, fix="Put the text into it, or move it out of the transcripts folder."
        )
    if suffix in (".txt", ".md"):
        from qualcode.intake.text import read_text as read
    elif suffix == ".docx":
        from qualcode.intake.docx import read_docx as read
    elif suffix == ".odt":
        from qualcode.intake.odt import read_odt as read
    elif suffix == ".rtf":
        from qualcode.intake.rtf import read_rtf as read
    elif suffix == ".pdf":
        from qualcode.intake.pdf import read_pdf as read
    elif suffix == ".vtt":
        from qualcode.intake.subtitles import read_vtt as read
    elif suffix == ".srt":
        from qualcode.intake.subtitles import read_srt as read
    elif suffix == ".json":
        from qualcode.intake.whisper import read_whisper as read
    elif suffix in (".csv", ".xlsx"):
        from qualcode.intake.survey import read_survey

        return read_survey(data, path, settings)
    else:
        raise TranscriptError(
            f"{suffix or 'a file without an ending'} is not a kind of transcript",
            where=path.name,
            fix=f"Known kinds: {' '.join(SUFFIXES)}",
        )
    return read(data, path)
