"""OpenDocument texts: paragraphs, headings and tables in order."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.errors import TranscriptError
from qualcode.intake.extract import Extract
from qualcode.intake.refusal import check_zip, refusing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Deleted text under tracked changes, comments and notes: not part of what the document says.
_LEFT_OUT = frozenset(
    {"text:tracked-changes", "office:annotation", "text:note", "office:forms", "text:sequence-decls"}
)
_SIGNS = {"text:tab": "\t", "text:line-break": "\n", "text:soft-page-break": ""}


def read_odt(data: bytes, path: Path) -> Extract:
    """Take the text out of an OpenDocument text, one line per paragraph, a table's row on a line with tabs.

    Raises:
        TranscriptError: locked, damaged or a bomb.
    """
    from odf.opendocument import load

    again = "Open it in LibreOffice and save it again, or get a new copy."
    check_zip(data, path, "LibreOffice")
    with refusing(path, "is damaged", again):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise TranscriptError(
                    "is protected with a password",
                    where=path.name,
                    fix="Open it in LibreOffice and save it without a password.",
                )
        document = load(BytesIO(data))
        text = getattr(document, "text", None)
        if text is None:
            raise TranscriptError("is not a text document", where=path.name, fix="Save it as an .odt text.")
        return Extract("\n".join(_lines(text)), lines="paragraph")


def _lines(node: Any) -> Iterator[str]:
    for child in node.childNodes:
        name = getattr(child, "tagName", None)
        if name in ("text:p", "text:h"):
            yield from "".join(_signs(child)).split("\n")
        elif name == "table:table-row":
            cells = ["\n".join(_lines(cell)).strip() for cell in child.childNodes]
            yield from "\t".join(cell for cell in cells if cell).split("\n")
        elif name is not None and name not in _LEFT_OUT:
            yield from _lines(child)


def _signs(node: Any) -> Iterator[str]:
    for child in node.childNodes:
        name = getattr(child, "tagName", None)
        if child.nodeType in (child.TEXT_NODE, child.CDATA_SECTION_NODE):
            yield str(child.data)
        elif name == "text:s":
            yield " " * min(int(child.getAttribute("c") or 1), 100)
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _LEFT_OUT:
            yield from _signs(child)
