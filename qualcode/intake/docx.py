"""Word documents: paragraphs and tables in order, tracked changes as accepted."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.intake.extract import Extract
from qualcode.intake.refusal import check_zip, refusing
from qualcode.model import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr", _FALLBACK})
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "\u00ad",
}


def read_docx(data: bytes, path: Path) -> Extract:
    """Take the text out of a Word document, one line per paragraph, a table's row on a line with tabs.

    Raises:
        TranscriptError: locked, damaged, a bomb, or without text.
    """
    from docx import Document

    check_zip(data, path, "Word")
    with refusing(path, "is damaged", "Open it in Word and save it again, or get a new copy."):
        body = Document(BytesIO(data)).element.body
        lines = list(_lines(body))
        changed = next(body.iter(f"{_W}del", f"{_W}ins"), None) is not None
    notices = (Notice("info", "has tracked changes; read as if all were accepted"),) if changed else ()
    return Extract("\n".join(lines), notices, lines="paragraph")


def _lines(element: Any) -> Iterator[str]:
    """Lines of the paragraphs and tables below an element, content controls and insertions included."""
    for child in element:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _lines(child)


def _table(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = ["\n".join(_lines(cell)).strip() for cell in row.iter(f"{_W}tc") if _row_of(cell) is row]
        yield from "\t".join(cell for cell in cells if cell).split("\n")


def _row_of(cell: Any) -> Any:
    parent = cell.getparent()
    while parent is not None and parent.tag != f"{_W}tr":
        parent = parent.getparent()
    return parent


def _paragraph(paragraph: Any) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_signs(paragraph, boxes))
    yield from text.split("\n")
    for box in boxes:
        yield from _lines(box)


def _signs(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _signs(child, boxes)
