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
from qualcode.report.word_styles import (
    STYLES,
    TABLE_STYLE,
    element,
    qualified,
    set_language,
    set_page,
    set_styles,
)

if TYPE_CHECKING:
    import datetime as dt

LEVELS = (1, 2, 3, 4)
PARAGRAPHS = {
    "text": None,
    "author": STYLES["author"],
    "reading": STYLES["author"],
    "definition": STYLES["definition"],
    "warning": STYLES["banner"],
}
"""The Word style of each kind of paragraph."""
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


def fix_properties(document: Any, title: str, day: dt.date | None, locale: str = "nb-NO") -> None:
    """Give a document core properties that do not depend on the hour, and the language of its text.

    Args:
        document: python-docx's.
        title: of the draft.
        day: of the draft, None for Word's first.
        locale: `nb-NO`, `nn-NO` or `en-GB`.
    """
    import datetime as dt

    properties = document.core_properties
    moment = dt.datetime(day.year, day.month, day.day) if day else dt.datetime(1980, 1, 1)  # noqa: DTZ001  Word's own
    properties.title = printable(title)[:255]  # all that Word's own field holds
    properties.author = properties.last_modified_by = "qualcode"
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.language = locale
    set_language(document, locale)
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
    line("{%p if report.words.checks_line %}")
    line("{{ report.words.checks }}: {{ report.words.checks_line }}", STYLES["note"])
    line("{%p endif %}")
    _contents(document)
    line("{%p for b in report.blocks %}")
    _blocks(document)
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


def _blocks(document: Any) -> None:
    """What is printed for each kind of block, one choice after the other."""

    def line(text: str, style: str | None = None) -> Any:
        return document.add_paragraph(text, style)

    line("{%p if b.kind == 'heading' %}")
    for level in LEVELS:
        line(f"{{%p {'if' if level == 1 else 'elif'} b.level == {level} %}}")
        _heading(
            document,
            level,
            "{{ b.title }}",
            "{{ b.anchor | bookmark }}",
            number="{{ b.anchor | bookmark_id }}",
        )
    line("{%p endif %}")
    line("{%p elif b.kind == 'paragraph' %}")
    for i, (style, name) in enumerate(PARAGRAPHS.items()):
        line(f"{{%p {'elif' if i else 'if'} b.style == '{style}' %}}")
        _sentences(line("", name), "b.sentences")
    line("{%p endif %}")
    line("{%p elif b.kind == 'bullets' %}")
    line("{%p for item in b['items'] %}")
    _sentences(line("", "List Bullet"), "[item]")
    line("{%p endfor %}")
    line("{%p elif b.kind == 'table' %}")
    line("{{p table(b) }}")
    line("{%p elif b.kind == 'figure' %}")
    line("{{ b | drawing }}", STYLES["drawing"])
    caption = line("", "Caption")
    caption.add_run("{{ report.words.figure }} {{ b.number }}. ").bold = True
    caption.add_run("{{ b.caption }}")
    line("{%p else %}")
    line("{%p if b.lead %}")
    line("{{ b.lead }}", STYLES["attribution"]).paragraph_format.keep_with_next = True
    line("{%p endif %}")
    quote = line("{{ report.words.quote_open }}{{ b.text }}{{ report.words.quote_close }}", "Quote")
    _bookmark(quote, "{{ b.claim | bookmark }}", "{{ b.claim | bookmark_id }}")
    source = line("({{ b.attribution }}) ", STYLES["attribution"])
    source._p.append(_link("{{ b.entry | bookmark }}", "{{ report.words.to_source }}", color="0B5394"))
    source.add_run("{% if b.pinned %} {{ b.pinned }}{% endif %}").italic = True
    line("{%p endif %}")


def _sentences(paragraph: Any, sentences: str) -> None:
    """The sentences of a paragraph, those that segments carry with a bookmark of their claim's name."""

    def run(text: str) -> Any:
        return paragraph.add_run(text)

    run(f"{{%r for s in {sentences} %}}")
    run("{%r if s.claim %}")
    said = run("{{ s.text }}{% if not loop.last %} {% endif %}")
    said._r.addprevious(
        element("w:bookmarkStart", id="{{ s.claim | bookmark_id }}", name="{{ s.claim | bookmark }}")
    )
    said._r.addnext(element("w:bookmarkEnd", id="{{ s.claim | bookmark_id }}"))
    run("{%r else %}")
    run("{{ s.text }}{% if not loop.last %} {% endif %}")
    run("{%r endif %}")
    run("{%r endfor %}")


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
            paragraph.add_run("{%r if cell.claim %}")
            mark = paragraph.add_run("")
            mark._r.addprevious(
                element(
                    "w:bookmarkStart", id="{{ cell.claim | bookmark_id }}", name="{{ cell.claim | bookmark }}"
                )
            )
            mark._r.addnext(element("w:bookmarkEnd", id="{{ cell.claim | bookmark_id }}"))
            paragraph.add_run("{%r endif %}")
            paragraph.add_run(f"{{%r if {bold} %}}")
            paragraph.add_run(text).bold = True
            paragraph.add_run("{%r else %}")
            paragraph.add_run(text)
            paragraph.add_run("{%r endif %}")
        else:
            paragraph.add_run(text)
        cell.add_paragraph(tag)


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
    line("{{ e.text | lines }}", STYLES["excerpt"])
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
