"""A draft as a Word document: our Jinja template or an institution's, filled in; the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from qualcode.outfiles import fixed_zip
from qualcode.report.context import Figure, Heading, Table
from qualcode.report.templating import environment, printable
from qualcode.report.word_comments import add_comments, marked
from qualcode.report.word_own import opened_template
from qualcode.report.word_template import fix_properties

if TYPE_CHECKING:
    from qualcode.report.context import ReportContext

SHADES = ("F4F5F6", "E3EEF8", "C3DBF0", "9CC4E6", "74ACDB")
"""Of a heat table's cells, as in report.css."""
_WIDEST_NAME, _WIDEST = 28, 44
"""Characters beyond which the first column, and any other, gets no more of the page."""
_PAGE, _MARGIN = 92.0, 2.6
"""Characters of table text across a page, and those a column's margins take."""
_WIDER = 0.8
"""What a page holds of that in an institution's font, which may be wider than ours."""
_SMALLEST = 7.0
"""Points of the text of a table too wide for the page."""
_SHORT = 6
"""Characters of a text in a cell that is not broken."""
_PAGE_WIDTH = 5_760_000
"""Of the text the numbers above are for, 16 cm, in EMU (360 000 to the centimetre)."""
_FIGURE_WIDTH = _PAGE_WIDTH * 96 // 100
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
        report: the draft's content, with the institution's own Word template, where it has one.

    Raises:
        StudyError: the institution's template cannot be read or filled in.
    """
    from markupsafe import Markup

    source = opened_template(report.word_template)
    template = source.opened()
    template.init_docx()
    width = _text_width(template.docx)
    room = _PAGE * width / _PAGE_WIDTH * (_WIDER if source.path else 1)
    anchors = [block.anchor for block in report.blocks if isinstance(block, Heading | Table | Figure)]
    anchors += [report.appendix.anchor, *(e.anchor for e in report.appendix.quoted)]
    claims = [claim.id for claim in report.claims]
    numbers = {anchor: i for i, anchor in enumerate([*anchors, *claims], start=1)}
    captioned = {table.anchor for table in report.tables} | {figure.anchor for figure in report.figures}

    def bookmark(anchor: str) -> str:
        if anchor.startswith("belegg_"):
            return anchor  # a claim's bookmark has its name in provenance.csv
        return f"{'_Ref' if anchor in captioned else '_Toc'}{numbers[anchor]:09d}"

    def drawing(figure: Figure) -> Markup:
        size = min(_FIGURE_WIDTH, width)
        inline = template.current_rendering_part.new_pic_inline(io.BytesIO(figure.png), width=size)
        inline.docPr.set("descr", printable(figure.alt))
        inline.docPr.set("name", f"{report.words['figure']} {figure.number}")
        return Markup(f"</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r><w:t>")  # noqa: S704

    jinja = environment(escaped, sandboxed=True)
    jinja.filters.update(
        bookmark=bookmark,
        bookmark_id=lambda anchor: str(numbers[anchor]),
        drawing=drawing,
        fill=lambda shade: SHADES[shade] if shade is not None else "auto",
        # docxtpl makes a line feed in a text a line break
        lines=lambda text: Markup("\n".join(_xml(line.strip()) for line in _lines(text))),  # noqa: S704
    )
    with source.mistakes():
        template.render({"report": marked(report)}, jinja_env=jinja, autoescape=True)
    add_comments(template.docx, report)
    day = dt.date.fromisoformat(report.iso_date) if report.iso_date else None
    fix_properties(template.docx, report.title, day, report.words["locale"])
    captions = {printable(table.caption) for table in report.tables}
    for table in template.docx.tables:
        if table._tbl.tblPr.xpath("string(w:tblCaption/@w:val)") in captions:
            _lay_out(table, width, room)
    out = io.BytesIO()
    template.save(out)
    return fixed_zip(out.getvalue())


def _text_width(document: Any) -> int:
    """Of the page less its margins, in EMU; a page that says nothing is as ours."""
    page = document.sections[-1]
    if page.page_width is None or page.left_margin is None or page.right_margin is None:
        return _PAGE_WIDTH
    return int(page.page_width - page.left_margin - page.right_margin - (page.gutter or 0))


def _lay_out(table: Any, width: int, page: float) -> None:
    """Give columns the width their words need, and keep a table that fits a page on one page.

    Args:
        table: python-docx's.
        width: of the page's text, in EMU.
        page: characters of table text across it.
    """
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
    room = max(page - sum(least), 0.0)
    more = sum(wish) - sum(least)
    share = min(room / more, 1.0) if more else 0.0
    needs = [low + share * (want - low) for low, want in zip(least, wish, strict=True)]
    if sum(least) > page:
        for run in (r for row in rows for cell in row for p in cell.paragraphs for r in p.runs):
            run.font.size = Pt(_SMALLEST if sum(least) > page * 9 / 8 else 8)
    widths = [Emu(round(width * need / sum(needs))) for need in needs]
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for row in rows:
        for cell, wide in zip(row, widths, strict=True):
            cell.width = wide
    if len(rows) <= _ONE_PAGE:
        note = table._tbl.getnext()
        has_note = note is not None and bool("".join(note.itertext()))
        for row in rows if has_note else rows[:-1]:
            for paragraph in (p for cell in row for p in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True


def _words(text: str) -> list[str]:
    """What a line break must not cut: words, and a whole text that is short."""
    return [text] if len(text) <= _SHORT else text.split()


def _lines(text: str) -> list[str]:
    from qualcode.report.templating import printable

    shown: Any = printable(text)
    return [line for line in str(shown).splitlines() if line.strip()]
