"""Rich Text Format files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.errors import TranscriptError
from qualcode.intake.extract import Extract
from qualcode.intake.refusal import refusing

if TYPE_CHECKING:
    from pathlib import Path

_ESCAPED = re.compile(rb"\\[\\{}]")


def read_rtf(data: bytes, path: Path) -> Extract:
    """Take the text out of an RTF file, one line per paragraph.

    Raises:
        TranscriptError: not RTF, or cut off.
    """
    from striprtf.striprtf import rtf_to_text

    again = "Open it in Word and save it again, or get a new copy."
    body = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not body.startswith(b"{\\rtf"):
        raise TranscriptError("is not an RTF file", where=path.name, fix="Give it the ending of what it is.")
    plain = _ESCAPED.sub(b"", body)
    if plain.count(b"{") > plain.count(b"}") or b"\0" in body:
        raise TranscriptError("is damaged or cut off", where=path.name, fix=again)
    try:
        # Letters beyond ASCII should be escapes; some programs write them in UTF-8 or their code page.
        source = body.decode("utf-8")
    except UnicodeDecodeError:
        source = body.decode("cp1252", "replace")
    with refusing(path, "is damaged", again):
        text: str = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
        return Extract(text, lines="paragraph")
