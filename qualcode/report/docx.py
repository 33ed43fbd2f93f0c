"""A draft as a Word document: the Jinja template filled in, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from qualcode.outfiles import fixed_zip
from qualcode.report.context import Heading
from qualcode.report.templating import environment, printable
from qualcode.report.word_comments import add_comments, marked
from qualcode.report.word_styles import TABLE_STYLE, TEXT_WIDTH
from qualcode.report.word_template import PATH, fix_properties

if TYPE_CHECKING:
    from qualcode.report.context import ReportContext

SHADES = ("F4F5F6", "E3EEF8", "C3DBF0", "9CC4E6", "74ACDB")
"""Of a heat table's cells, as in report.css."""
_WIDEST_NAME, _WIDEST = 28, 44
"""Characters beyond which the first column, and any other, gets no more of the page."""
_PAGE, _MARGIN = 92.0, 2.6
"""Characters of table text across a page, and those a column's margins take."""
_SMALLEST = 7.0
"""Points of the text of a table too wide for the page."""
_SHORT = 6
"""Characters of a text in a cell that is not broken."""
FIGURE_WIDTH = TEXT_WIDTH * 96 // 100
_ONE_PAGE = 25
"""Rows of a table that is kept on one page."""


def escaped(text: str) -> str:
    """A text as XML character data in which docxtpl finds no tag and no control character of its own.

    docxtpl rewrites `{_{` and turns line feeds, form feeds and bells in the finished XML into breaks and
    paragraphs; braces as character references and spaces for white space keep it from either.
    """
    one_line = " ".join(text.replace("\u00a0", "\ue000").split()).replace("\ue000", "\u00a0")
    if text[:1].isspace():
        one_line = f" {one_line}"
    if text[-1:].isspace():
        one_line += " "
    return _xml(one_line)


def _xml(text: str) -> str:
    from markupsafe import escape

    return str(escape(text)).replace("{", "&#123;").replace("}", "&#125;")


def render_docx(report: ReportContext) -> bytes:
    """Render a draft as docx.

    Args:
        report: the draft's content.
    """
    from docxtpl import DocxTemplate, InlineImage
    from markupsafe import Markup

    anchors = [block.anchor for block in report.blocks if isinstance(block, Heading)]
    anchors += [report.appendix.anchor, *(e.anchor for e in report.appendix.quoted)]
    claims = [claim.id for claim in report.claims]
    numbers = {anchor: i for i, anchor in enumerate([*anchors, *claims], start=1)}
    jinja = environment(escaped)
    jinja.filters.update(
        # A claim's bookmark has its name in provenance.csv.
        bookmark=lambda anchor: anchor if anchor.startswith("belegg_") else f"_Toc{numbers[anchor]:09d}",
        bookmark_id=lambda anchor: str(numbers[anchor]),
        fill=lambda shade: SHADES[shade] if shade is not None else "auto",
        # docxtpl makes a line feed in a text a line break
        lines=lambda text: Markup("\n".join(_xml(line.strip()) for line in _lines(text))),  # noqa: S704
    )
    template = DocxTemplate(PATH)
    jinja.filters["drawing"] = lambda block: InlineImage(template, io.BytesIO(block.png), width=FIGURE_WIDTH)
    template.render({"report": marked(report)}, jinja_env=jinja, autoescape=True)
    add_comments(template.docx, report)
    day = dt.date.fromisoformat(report.iso_date) if report.iso_date else None
    fix_properties(template.docx, report.title, day, report.words["locale"])
    for shape, figure in zip(template.docx.inline_shapes, report.figures, strict=True):
        properties = shape._inline.docPr
        properties.set("descr", printable(figure.alt))
        properties.set("name", f"{report.words['figure']} {figure.number}")
    for table in template.docx.tables:
        if table.style is not None and table.style.name == TABLE_STYLE:
            _lay_out(table)
    out = io.BytesIO()
    template.save(out)
    return fixed_zip(out.getvalue())


def _lay_out(table: Any) -> None:
    """Give columns the width their words need, and keep a table that fits a page on one page."""
    from docx.shared import Emu, Pt

    rows = [list(row.cells) for row in table.rows]
    texts = [[cell.text.replace("\u00a0", "_") for cell in column] for column in zip(*rows, strict=True)]
    # No word is broken: a column is as wide as its longest word, and what is left goes to those with more.
    least = [
        _MARGIN + max((len(word) for text in column for word in _words(text)), default=1) for column in texts
    ]
    wish = [
        max(low, min(max(map(len, column)) / (1 if i == 0 else 2), _WIDEST_NAME if i == 0 else _WIDEST))
        for i, (low, column) in enumerate(zip(least, texts, strict=True))
    ]
    room = max(_PAGE - sum(least), 0.0)
    more = sum(wish) - sum(least)
    share = min(room / more, 1.0) if more else 0.0
    needs = [low + share * (want - low) for low, want in zip(least, wish, strict=True)]
    if sum(least) > _PAGE:
        for run in (r for row in rows for cell in row for p in cell.paragraphs for r in p.runs):
            run.font.size = Pt(_SMALLEST if sum(least) > _PAGE * 9 / 8 else 8)
    widths = [Emu(round(TEXT_WIDTH * need / sum(needs))) for need in needs]
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width
    if len(rows) <= _ONE_PAGE:
        for row in rows[:-1]:
            for paragraph in (p for cell in row for p in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True


def _words(text: str) -> list[str]:
    """What a line break must not cut: words, and a whole text that is short."""
    return [text] if len(text) <= _SHORT else text.split()


def _lines(text: str) -> list[str]:
    from qualcode.report.templating import printable

    shown: Any = printable(text)
    return [line for line in str(shown).splitlines() if line.strip()]
