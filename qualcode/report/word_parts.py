"""Pieces of WordprocessingML (ECMA-376 part 1, section 17) a draft's Word template is put together of."""

from __future__ import annotations

import copy
from typing import Any


def qualified(name: str) -> str:
    """A name such as `w:p` with its namespace written out."""
    from docx.oxml.ns import qn

    return str(qn(name))


def element(name: str, /, *children: Any, **attributes: str) -> Any:
    """An element; attributes are in the w: namespace."""
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qualified(f"w:{attribute}"), value)
    for child in children:
        made.append(child)
    return made


def child_of(parent: Any, name: str, *, first: bool = False) -> Any:
    """An element's child of a name, made where there is none: last, or first."""
    found = parent.find(qualified(name))
    if found is None:
        found = element(name)
        parent.insert(0 if first else len(parent), found)
    return found


def bookmark(name: str, number: str, first: Any, last: Any) -> None:
    """Put a bookmark around a paragraph's runs from the first to the last."""
    first.addprevious(element("w:bookmarkStart", id=number, name=name))
    last.addnext(element("w:bookmarkEnd", id=number))


def link(anchor: str, text: str, color: str | None = None) -> Any:
    """A link to a bookmark."""
    content = element("w:t")
    content.text = text
    look = [element("w:rPr", element("w:color", val=color), element("w:u", val="single"))] if color else []
    return element("w:hyperlink", element("w:r", *look, content), anchor=anchor, history="1")


def field_part(kind: str, **more: str) -> Any:
    """The begin, separate or end of a field."""
    return element("w:fldChar", fldCharType=kind, **more)


def instruction(text: str) -> Any:
    """What a field does."""
    made = element("w:instrText")
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.text = f" {text} "
    return made


def add_field(paragraph: Any, does: str, shown: str, *, bold: bool | None = None) -> list[Any]:
    """A field at a paragraph's end, with what it shows until Word updates it.

    Args:
        paragraph: python-docx's.
        does: its instruction, as `PAGE`.
        shown: its result.
        bold: how the result looks; None is as the paragraph's style has it.

    Returns:
        Its runs.
    """
    runs = []
    for part in (field_part("begin"), instruction(does), field_part("separate")):
        runs.append(paragraph.add_run())
        runs[-1]._r.append(copy.deepcopy(part))
    runs.append(paragraph.add_run(shown))
    runs[-1].bold = bold
    runs.append(paragraph.add_run())
    runs[-1]._r.append(field_part("end"))
    return runs
