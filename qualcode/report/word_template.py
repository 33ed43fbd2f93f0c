"""Builds the Word template of a draft: `python -m qualcode.report.word_template` writes it.

The result is an ordinary Word document with Jinja tags (docxtpl) that an institution may restyle; styles,
header, margins and the order of parts are its to change.
"""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.outfiles import fixed_zip
from qualcode.report.templating import printable
from qualcode.report.word_styles import STYLES, TABLE_STYLE, element, qualified, set_page, set_styles

if TYPE_CHECKING:
    import datetime as dt

PATH = Path(__file__).parent / "templates" / "report.docx"


def build_template() -> bytes:
    """The template's bytes, the same each time."""
    import docx

    document = docx.Document()
    set_page(document)
    set_styles(document)
    _head_and_foot(document)
    _body(document)
    fix_properties(document, "qualcode", None)
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


def fix_properties(document: Any, title: str, day: dt.date | None) -> None:
    """Give a document core properties that do not depend on the hour."""
    import datetime as dt

    properties = document.core_properties
    moment = dt.datetime(day.year, day.month, day.day) if day else dt.datetime(1980, 1, 1)  # noqa: DTZ001  Word's own
    properties.title = printable(title)[:255]  # all that Word's own field holds
    properties.author = properties.last_modified_by = "qualcode"
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.language = "nb-NO"
    properties.created = properties.modified = moment
    properties.revision = 1


def _head_and_foot(document: Any) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "{% if report.warn %}{{ report.banner }}{% endif %}"
    section.header.paragraphs[0].alignment = 2
    foot = section.footer.paragraphs[0]
    foot.alignment = 2
    _field(foot, "PAGE", "1")


# --- the body ----------------------------------------------------------------------------------------


def _body(document: Any) -> None:
    def line(text: str, style: str | None = None) -> Any:
        return document.add_paragraph(text, style)

    _macros(document)
    line("{{ report.title }}", "Title")
    line("{{ report.draft }}{% if report.date %} · {{ report.date }}{% endif %}", "Subtitle")
    banner = line("", STYLES["banner"])
    banner.add_run("{{ report.banner }}. ").bold = True
    banner.add_run("{{ report.banner_text }}")
    _contents(document)
    line("{%p for s in report.front %}")
    line("{{p section(s) }}")
    line("{%p endfor %}")
    _heading(document, 1, "{{ report.themes_title }}", "temaer")
    line("{%p for theme in report.themes %}")
    _theme(document)
    line("{%p endfor %}")
    line("{%p for s in report.back %}")
    line("{{p section(s) }}")
    line("{%p endfor %}")
    _appendix(document)


def _macros(document: Any) -> None:
    def line(text: str, style: str | None = None) -> Any:
        return document.add_paragraph(text, style)

    line("{%p macro table(t) %}")
    caption = line("", "Caption")
    caption.add_run("{{ report.words.table }} {{ t.number }}. ").bold = True
    caption.add_run("{{ t.caption }}")
    _table(document)
    line("{%p if t.note %}")
    line("{{ t.note }}", STYLES["note"])
    line("{%p else %}")
    line("", STYLES["note"])
    line("{%p endif %}")
    line("{%p endmacro %}")
    line("{%p macro section(s) %}")
    _heading(document, 1, "{{ s.title }}", "{{ s.anchor | bookmark }}", number="{{ s.anchor | bookmark_id }}")
    _each(document, "s.author", STYLES["author"])
    _each(document, "s.paragraphs", None)
    _tables(document, "s.tables")
    line("{%p endmacro %}")


def _each(document: Any, texts: str, style: str | None) -> None:
    document.add_paragraph(f"{{%p for text in {texts} %}}")
    document.add_paragraph("{{ text }}", style)
    document.add_paragraph("{%p endfor %}")


def _tables(document: Any, tables: str) -> None:
    document.add_paragraph(f"{{%p for t in {tables} %}}")
    document.add_paragraph("{{p table(t) }}")
    document.add_paragraph("{%p endfor %}")


def _table(document: Any) -> None:
    table = document.add_table(rows=4, cols=3)
    table.style = TABLE_STYLE
    table.autofit = True
    for cell in table._cells:
        width = cell._tc.get_or_add_tcPr().get_or_add_tcW()
        width.set(qualified("w:w"), "0")
        width.set(qualified("w:type"), "auto")
    head, start, body, end = table.rows
    for cell, tag in zip(
        head.cells, ("{%tc for name in t.head %}", "{{ name }}", "{%tc endfor %}"), strict=True
    ):
        cell.paragraphs[0].text = tag
    # The head of a column of numbers stands over its numbers.
    _either(
        head.cells[1], "not loop.first and t.rows and t.rows[0][loop.index0].numeric", "{{ name }}", head=True
    )
    head._tr.get_or_add_trPr().append(element("w:cantSplit"))
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    start.cells[0].paragraphs[0].text = "{%tr for row in t.rows %}"
    for cell, tag in zip(body.cells, ("{%tc for cell in row %}", "", "{%tc endfor %}"), strict=True):
        cell.paragraphs[0].text = tag
    shade = element("w:shd", val="clear", color="auto", fill="{{ cell.shade | fill }}")
    body.cells[1]._tc.get_or_add_tcPr().append(shade)
    value = "{{ cell.text }}"
    _either(body.cells[1], "cell.numeric", value, bold="loop.first or (t.has_total and row == t.rows[-1])")
    body._tr.get_or_add_trPr().append(element("w:cantSplit"))
    end.cells[0].paragraphs[0].text = "{%tr endfor %}"


def _either(cell: Any, condition: str, text: str, *, head: bool = False, bold: str | None = None) -> None:
    """A cell whose paragraph is set right or left."""
    cell.paragraphs[0].text = f"{{%p if {condition} %}}"
    for style, tag in ((STYLES["number"], "{%p else %}"), (STYLES["cell"], "{%p endif %}")):
        paragraph = cell.add_paragraph("", STYLES["head"] if head else style)
        if head and style == STYLES["number"]:
            paragraph.alignment = 2
        if bold:
            paragraph.add_run(f"{{%r if {bold} %}}")
            paragraph.add_run(text).bold = True
            paragraph.add_run("{%r else %}")
            paragraph.add_run(text)
            paragraph.add_run("{%r endif %}")
        else:
            paragraph.add_run(text)
        cell.add_paragraph(tag)


def _theme(document: Any) -> None:
    def line(text: str, style: str | None = None) -> Any:
        return document.add_paragraph(text, style)

    _heading(
        document,
        2,
        "{{ theme.title }}",
        "{{ theme.anchor | bookmark }}",
        number="{{ theme.anchor | bookmark_id }}",
    )
    line("{%p if theme.definition %}")
    line("{{ theme.definition }}", STYLES["definition"])
    line("{%p endif %}")
    _each(document, "theme.tendency", None)
    _tables(document, "theme.tables")
    line("{{ report.words.quotes }}", "Heading 3")
    line("{%p for q in theme.quotes %}")
    line("{%p if q.asked %}")
    line("{{ q.asked }}", STYLES["attribution"]).paragraph_format.keep_with_next = True
    line("{%p endif %}")
    line("«{{ q.text }}»", "Quote")
    source = line("({{ q.attribution }}) ", STYLES["attribution"])
    source._p.append(_link("{{ q.entry | bookmark }}", "{{ report.words.to_source }}", color="0B5394"))
    line("{%p endfor %}")
    line("{%p if theme.no_quotes %}")
    line("{{ theme.no_quotes }}")
    line("{%p endif %}")
    line("{{ report.words.own_reading }}", "Heading 3")
    _each(document, "theme.author", STYLES["author"])
    line("{%p if theme.reading %}")
    line("[{{ theme.reading }}]", STYLES["author"])
    line("{%p endif %}")
    line("{%p if theme.sub_themes %}")
    line("{{ report.words.sub_themes }}", "Heading 3")
    line("{{p table(theme.sub_themes) }}")
    line("{%p endif %}")
    line("{{ report.words.silence }}", "Heading 3")
    _each(document, "theme.silence", "List Bullet")


def _appendix(document: Any) -> None:
    def line(text: str, style: str | None = None) -> Any:
        return document.add_paragraph(text, style)

    anchor = "report.appendix.anchor"
    heading = _heading(
        document,
        1,
        "{{ report.appendix.title }}",
        f"{{{{ {anchor} | bookmark }}}}",
        number=f"{{{{ {anchor} | bookmark_id }}}}",
    )
    heading.paragraph_format.page_break_before = True
    line("{{ report.appendix.warning }}", STYLES["banner"])
    line("{{ report.appendix.intro_quotes }}")
    line("{%p for e in report.appendix.quoted %}")
    source = line("", STYLES["note"])
    source.paragraph_format.keep_with_next = True
    source.add_run("{{ e.source }}{% if e.place %}, {{ e.place }}{% endif %}").bold = True
    source.add_run(" · {{ e.segment_id }} · {{ e.codes }}")
    _bookmark(source, "{{ e.anchor | bookmark }}", "{{ e.anchor | bookmark_id }}")
    line("{{ e.text | lines }}")
    line("{%p endfor %}")


def _contents(document: Any) -> None:
    """A contents field whose result is filled in already; Word adds the page numbers when it updates it."""
    document.add_paragraph("{{ report.words.contents }}", "TOC Heading")
    first = document.add_paragraph("", "TOC 1")
    for part in (_char("begin", dirty="true"), _instruction('TOC \\o "1-2" \\h \\z \\u'), _char("separate")):
        first.add_run()._r.append(part)
    first._p.append(_link("{{ report.contents[0].anchor | bookmark }}", "{{ report.contents[0].title }}"))
    document.add_paragraph("{%p for h in report.contents[1:] %}")
    document.add_paragraph("{%p if h.level == 1 %}")
    for level, tag in ((1, "{%p else %}"), (2, "{%p endif %}")):
        entry = document.add_paragraph("", f"TOC {level}")
        entry._p.append(_link("{{ h.anchor | bookmark }}", "{{ h.title }}"))
        document.add_paragraph(tag)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("").add_run()._r.append(_char("end"))


def _heading(document: Any, level: int, text: str, anchor: str, *, number: str | None = None) -> Any:
    paragraph = document.add_paragraph(text, f"Heading {level}")
    if number is None:
        number, anchor = f"{{{{ '{anchor}' | bookmark_id }}}}", f"{{{{ '{anchor}' | bookmark }}}}"
    _bookmark(paragraph, anchor, number)
    return paragraph


# --- pieces of WordprocessingML (ECMA-376 part 1, section 17) ----------------------------------------


def _bookmark(paragraph: Any, name: str, number: str) -> None:
    start = element("w:bookmarkStart", id=number, name=name)
    runs = paragraph._p.r_lst
    runs[0].addprevious(start)
    runs[-1].addnext(element("w:bookmarkEnd", id=number))


def _link(anchor: str, text: str, color: str | None = None) -> Any:
    content = element("w:t")
    content.text = text
    look = [element("w:rPr", element("w:color", val=color), element("w:u", val="single"))] if color else []
    return element("w:hyperlink", element("w:r", *look, content), anchor=anchor, history="1")


def _char(kind: str, **more: str) -> Any:
    return element("w:fldChar", fldCharType=kind, **more)


def _instruction(text: str) -> Any:
    instruction = element("w:instrText")
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    instruction.text = f" {text} "
    return instruction


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    for part in (_char("begin"), _instruction(instruction), _char("separate")):
        paragraph.add_run()._r.append(copy.deepcopy(part))
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(_char("end"))


if __name__ == "__main__":
    PATH.write_bytes(build_template())
