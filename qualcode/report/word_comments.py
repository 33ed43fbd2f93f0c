"""The findings of the checks as comments in a Word document, each at the words it is about.

The words are marked before the template is filled in and found again afterwards, so that an institution's
own template needs to know nothing of comments.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.report.context import Bullets, Figure, Paragraph, Table
from qualcode.report.templating import printable

if TYPE_CHECKING:
    from qualcode.report.context import Block, Finding, ReportContext, Section, Sentence

AUTHOR, INITIALS = "qualcode", "q"
# Of the private use area: no text of a study has a meaning there.
_OPEN, _CLOSE = "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


def marked(report: ReportContext) -> ReportContext:
    """The draft with a mark after each text that has findings: their numbers, for `add_comments` to find."""
    return replace(report, chapters=tuple(_section(chapter) for chapter in report.chapters))


def _section(section: Section) -> Section:
    blocks = tuple(_block(block) for block in section.blocks)
    return replace(section, blocks=blocks, sections=tuple(map(_section, section.sections)))


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, sentences=tuple(map(_sentence, block.sentences)))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(map(_sentence, block.items)))
    if isinstance(block, Figure) or not block.notes:
        return block
    if isinstance(block, Table):
        return replace(block, caption=block.caption + _marks(block.notes))
    return replace(block, text=block.text + _marks(block.notes))


def _sentence(sentence: Sentence) -> Sentence:
    return replace(sentence, text=sentence.text + _marks(sentence.notes)) if sentence.notes else sentence


def _marks(notes: tuple[Finding, ...]) -> str:
    return "".join(f"{_OPEN}{note.number}{_CLOSE}" for note in notes)


def add_comments(document: Any, report: ReportContext) -> None:
    """Put a comment in the place of every mark.

    Args:
        document: filled in from `marked(report)`.
        report: whose findings they are.
    """
    from docx.oxml.ns import qn
    from docx.text.run import Run

    findings = {finding.number: finding for finding in report.findings}
    for text in list(document.element.body.iter(qn("w:t"))):
        numbers = _MARK.findall(text.text or "")
        if not numbers:
            continue
        text.text = _MARK.sub("", text.text)
        run = text.getparent()
        for number in numbers:
            if number not in findings:
                continue
            said = printable(f"{findings[number].text}\n{findings[number].fix}")
            comment = document.add_comment(Run(run, document), said, AUTHOR, INITIALS)
            # The hour it was made is no part of the draft: the same input gives the same bytes.
            comment._comment_elm.attrib.pop(qn("w:date"), None)
