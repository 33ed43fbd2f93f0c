"""Word documents an institution might have: a letterhead of its own styles, made with Norwegian Word."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from pathlib import Path

KEPT = {"Normal", "Title", "Heading 1", "Heading 2", "Header", "Footer", "Normal Table"}
WIDTH = Cm(12)
"""Of its page less the margins."""


def letterhead(path: Path, *text: str) -> Path:
    """Title and Heading 1-2 of Word's own, Overskrift 3, Bildetekst and Sitat made by hand, one table style,
    no lists, a header with the institution's name, and what stands in it.
    """
    document = docx.Document()
    for style in list(document.styles):
        if style.name not in KEPT:
            style.element.getparent().remove(style.element)
    part = document.part
    for number, relation in list(part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            del part.rels[number]
    document.styles["Normal"].font.name = "Georgia"
    document.styles["Heading 1"].font.size = Pt(31)
    for name in ("Overskrift 3", "Bildetekst", "Sitat"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    document.styles.add_style("Instituttets tabell", WD_STYLE_TYPE.TABLE)
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Cm(21), Cm(5), Cm(4)
    section.header.paragraphs[0].text = "Oppdiktet institutt"
    for line in text:
        document.add_paragraph(line)
    document.add_paragraph()
    document.save(str(path))
    return path


def with_text(path: Path, *lines: str) -> Path:
    """An ordinary Word document with these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def retyped(path: Path, source: Path, old: str, new: str) -> Path:
    """A Word document that says it is of another type."""
    out = io.BytesIO()
    with zipfile.ZipFile(source) as parts, zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "[Content_Types].xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            made.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def styles_of(document) -> dict[str, list[str]]:
    """The texts of a document's paragraphs by the name of their style."""
    found: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        found.setdefault(paragraph.style.name, []).append(paragraph.text)
    return found


def instructions(element) -> list[str]:
    """What the fields of an element do."""
    return [(text.text or "").strip() for text in element.iter(qn("w:instrText"))]


def bookmarked(document) -> dict[str, str]:
    """The text of each bookmark that stands within a paragraph."""
    found = {}
    for start in document.element.iter(qn("w:bookmarkStart")):
        text, at = "", start.getnext()
        while at is not None and at.get(qn("w:id")) != start.get(qn("w:id")):
            text += "".join(t.text or "" for t in at.iter(qn("w:t")))
            at = at.getnext()
        found[start.get(qn("w:name"))] = text
    return found
