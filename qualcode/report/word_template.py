"""Builds the Word template of a draft, ours or upon an institution's letterhead.

The result is an ordinary Word document with Jinja tags (docxtpl) that an institution may restyle; styles,
header, margins and the order of parts are its to change. `python -m qualcode.report.word_template` writes
ours.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.outfiles import fixed_zip
from qualcode.report.templating import printable
from qualcode.report.word_parts import add_field, bookmark, element, field_part, instruction, link, qualified
from qualcode.report.word_styles import (
    STYLES,
    set_language,
    set_page,
    set_styles,
    style_of,
    table_style,
)

if TYPE_CHECKING:
    import datetime as dt

LEVELS = (1, 2, 3, 4)
PARAGRAPHS = {
    "text": "Body Text",
    "author": STYLES["author"],
    "reading": STYLES["author"],
    "definition": STYLES["definition"],
    "warning": STYLES["banner"],
}
"""The Word style of each kind of paragraph; a letterhead without Body Text has its text in Normal."""
PATH = Path(__file__).parent / "templates" / "report.docx"


def build_template(letterhead: Any = None) -> bytes:
    """The template's bytes, the same each time.

    Args:
        letterhead: an institution's document (python-docx's) to put the draft into: its page, header, footer
            and styles are kept, styles it lacks are added, and the draft follows what stands in it. None is
            a page and styles of our own.
    """
    import docx

    document = letterhead or docx.Document()
    if letterhead is None:
        set_page(document)
        _head_and_foot(document)
    else:
        _without_empty_end(document)
    set_styles(document, keep=letterhead is not None)
    _body(document)
    fix_properties(document, "qualcode", None)
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


def _without_empty_end(document: Any) -> None:
    """Take away the empty paragraphs a document ends with, at least the one Word gives every document."""
    for block in reversed(list(document.element.body)):
        if block.tag == qualified("w:sectPr"):
            continue
        properties = block.find(qualified("w:pPr"))
        rest = [child for child in block if child is not properties]
        breaks = properties is not None and properties.find(qualified("w:sectPr")) is not None
        if block.tag != qualified("w:p") or rest or breaks:
            break
        document.element.body.remove(block)


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
    add_field(foot, "PAGE", "1")


# --- the body ----------------------------------------------------------------------------------------


def _line(document: Any, text: str, style: str | None = None) -> Any:
    return document.add_paragraph(text, style_of(document, style) if style else None)


def _caption(document: Any, label: str, block: str) -> Any:
    """A caption Word counts, so that the author's own tables and figures come in the same row."""
    caption = _line(document, "", "Caption")
    first = caption.add_run(f"{{{{ {label} }}}}\u00a0")
    first.bold = True
    runs = add_field(caption, f"SEQ {{{{ {label} }}}} \\* ARABIC", f"{{{{ {block}.number }}}}", bold=True)
    anchor = f"{block}.anchor"
    bookmark(f"{{{{ {anchor} | bookmark }}}}", f"{{{{ {anchor} | bookmark_id }}}}", first._r, runs[-1]._r)
    caption.add_run(". ").bold = True
    caption.add_run(f"{{{{ {block}.caption }}}}")
    return caption


def _body(document: Any) -> None:
    _macros(document)
    _line(document, "{{ report.title }}", "Title")
    _line(document, "{{ report.draft }}{% if report.date %} · {{ report.date }}{% endif %}", "Subtitle")
    banner = _line(document, "", STYLES["banner"])
    banner.add_run("{{ report.banner }}. ").bold = True
    banner.add_run("{{ report.banner_text }}")
    _line(document, "{%p if report.words.checks_line %}")
    _line(document, "{{ report.words.checks }}: {{ report.words.checks_line }}", STYLES["note"])
    _line(document, "{%p endif %}")
    _contents(document)
    _line(document, "{%p for b in report.blocks %}")
    _blocks(document)
    _line(document, "{%p endfor %}")
    _appendix(document)


def _macros(document: Any) -> None:
    _line(document, "{%p macro table(t) %}")
    _caption(document, "report.words.table", "t").paragraph_format.keep_with_next = True
    _table(document)
    _line(document, "{%p if t.note %}")
    _line(document, "{{ t.note }}", STYLES["note"])
    _line(document, "{%p else %}")
    _line(document, "", STYLES["note"])
    _line(document, "{%p endif %}")
    _line(document, "{%p endmacro %}")


def _blocks(document: Any) -> None:
    """What is printed for each kind of block, one choice after the other."""
    _line(document, "{%p if b.kind == 'heading' %}")
    for level in LEVELS:
        _line(document, f"{{%p {'if' if level == 1 else 'elif'} b.level == {level} %}}")
        _heading(document, level, "{{ b.title }}", "b.anchor")
    _line(document, "{%p endif %}")
    _line(document, "{%p elif b.kind == 'paragraph' %}")
    for i, (style, name) in enumerate(PARAGRAPHS.items()):
        _line(document, f"{{%p {'elif' if i else 'if'} b.style == '{style}' %}}")
        _sentences(_line(document, "", name), "b.sentences")
    _line(document, "{%p endif %}")
    _line(document, "{%p elif b.kind == 'bullets' %}")
    _line(document, "{%p for item in b['items'] %}")
    _sentences(_line(document, "", "List Bullet"), "[item]")
    _line(document, "{%p endfor %}")
    _line(document, "{%p elif b.kind == 'table' %}")
    _line(document, "{{p table(b) }}")
    _line(document, "{%p elif b.kind == 'figure' %}")
    _line(document, "{{ b | drawing }}", STYLES["drawing"]).paragraph_format.keep_with_next = True
    _caption(document, "report.words.figure", "b").paragraph_format.keep_with_next = False
    _line(document, "{%p else %}")
    _line(document, "{%p if b.lead %}")
    _line(document, "{{ b.lead }}", STYLES["attribution"]).paragraph_format.keep_with_next = True
    _line(document, "{%p endif %}")
    quote = _line(
        document, "{{ report.words.quote_open }}{{ b.text }}{{ report.words.quote_close }}", "Quote"
    )
    quote.paragraph_format.keep_with_next = True
    _around(quote, "b.claim")
    source = _line(document, "({{ b.attribution }}) ", STYLES["attribution"])
    source._p.append(link("{{ b.entry | bookmark }}", "{{ report.words.to_source }}", color="0B5394"))
    source.add_run("{% if b.pinned %} {{ b.pinned }}{% endif %}").italic = True
    _line(document, "{%p endif %}")


def _sentences(paragraph: Any, sentences: str) -> None:
    """The sentences of a paragraph, those that segments carry with a bookmark of their claim's name."""
    paragraph.add_run(f"{{%r for s in {sentences} %}}")
    _claimed(paragraph, "s", "w:bookmarkStart", name="{{ s.claim | bookmark }}")
    _told(paragraph, "s")
    paragraph.add_run("{% if not loop.last %} {% endif %}")
    _claimed(paragraph, "s", "w:bookmarkEnd")
    paragraph.add_run("{%r endfor %}")


def _claimed(paragraph: Any, said: str, end: str, **attributes: str) -> None:
    """An end of the bookmark of a claim, where there is one."""
    paragraph.add_run(f"{{%r if {said}.claim %}}")
    paragraph._p.append(element(end, id=f"{{{{ {said}.claim | bookmark_id }}}}", **attributes))
    paragraph.add_run("{%r endif %}")


def _told(paragraph: Any, said: str) -> None:
    """A sentence's or cell's text, where it speaks of a table or figure a cross reference to it."""
    paragraph.add_run(f"{{%r for p in {said}.parts %}}")
    paragraph.add_run("{%r if p.anchor %}")
    # What it refers to begins with a capital and is bold; the reference is as the words around it.
    lower = "{% if p.text[0].islower() %} \\* Lower{% endif %}"
    add_field(paragraph, f"REF {{{{ p.anchor | bookmark }}}} \\h{lower} \\* MERGEFORMAT", "{{ p.text }}")
    paragraph.add_run("{%r else %}")
    paragraph.add_run("{{ p.text }}")
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("{%r endfor %}")


def _table(document: Any) -> None:
    table = document.add_table(rows=4, cols=3)
    table.style = table_style(document)
    # Read aloud before the table, and how it is known again when it is filled in.
    table._tbl.tblPr.append(element("w:tblCaption", val="{{ t.caption }}"))
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
        document,
        head.cells[1],
        "not loop.first and t.rows and t.rows[0][loop.index0].numeric",
        "{{ name }}",
        head=True,
    )
    head._tr.get_or_add_trPr().append(element("w:cantSplit"))
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    start.cells[0].paragraphs[0].text = "{%tr for row in t.rows %}"
    for cell, tag in zip(body.cells, ("{%tc for cell in row %}", "", "{%tc endfor %}"), strict=True):
        cell.paragraphs[0].text = tag
    shade = element("w:shd", val="clear", color="auto", fill="{{ cell.shade | fill }}")
    body.cells[1]._tc.get_or_add_tcPr().append(shade)
    _either(
        document,
        body.cells[1],
        "cell.numeric",
        "{{ cell.text }}",
        bold="loop.first or (t.has_total and row == t.rows[-1])",
    )
    body._tr.get_or_add_trPr().append(element("w:cantSplit"))
    end.cells[0].paragraphs[0].text = "{%tr endfor %}"


def _either(
    document: Any, cell: Any, condition: str, text: str, *, head: bool = False, bold: str | None = None
) -> None:
    """A cell whose paragraph is set right or left."""
    cell.paragraphs[0].text = f"{{%p if {condition} %}}"
    for style, tag in ((STYLES["number"], "{%p else %}"), (STYLES["cell"], "{%p endif %}")):
        paragraph = cell.add_paragraph("", style_of(document, STYLES["head"] if head else style))
        if head and style == STYLES["number"]:
            paragraph.alignment = 2
        if bold:
            _claimed(paragraph, "cell", "w:bookmarkStart", name="{{ cell.claim | bookmark }}")
            _claimed(paragraph, "cell", "w:bookmarkEnd")
            paragraph.add_run(f"{{%r if {bold} %}}")
            paragraph.add_run(text).bold = True
            paragraph.add_run("{%r else %}")
            _told(paragraph, "cell")
            paragraph.add_run("{%r endif %}")
        else:
            paragraph.add_run(text)
        cell.add_paragraph(tag)


def _appendix(document: Any) -> None:
    heading = _heading(document, 1, "{{ report.appendix.title }}", "report.appendix.anchor")
    heading.paragraph_format.page_break_before = True
    _line(document, "{{ report.appendix.warning }}", STYLES["banner"])
    _line(document, "{{ report.appendix.intro_quotes }}", "Body Text")
    _line(document, "{%p for e in report.appendix.quoted %}")
    source = _line(document, "", STYLES["note"])
    source.paragraph_format.keep_with_next = True
    source.add_run("{{ e.source }}{% if e.place %}, {{ e.place }}{% endif %}").bold = True
    source.add_run(" · {{ e.segment_id }} · {{ e.codes }}")
    _around(source, "e.anchor")
    _line(document, "{{ e.text | lines }}", STYLES["excerpt"])
    _line(document, "{%p endfor %}")


def _contents(document: Any) -> None:
    """A contents field whose result is filled in already; Word adds the page numbers when it updates it."""
    _line(document, "{{ report.words.contents }}", "TOC Heading").paragraph_format.keep_with_next = True
    first = _line(document, "", "TOC 1")
    for part in (
        field_part("begin", dirty="true"),
        instruction('TOC \\o "1-2" \\h \\z \\u'),
        field_part("separate"),
    ):
        first.add_run()._r.append(part)
    first._p.append(link("{{ report.contents[0].anchor | bookmark }}", "{{ report.contents[0].title }}"))
    _line(document, "{%p for h in report.contents[1:] %}")
    _line(document, "{%p if h.level == 1 %}")
    for level, tag in ((1, "{%p else %}"), (2, "{%p endif %}")):
        entry = _line(document, "", f"TOC {level}")
        entry._p.append(link("{{ h.anchor | bookmark }}", "{{ h.title }}"))
        _line(document, tag)
    _line(document, "{%p endfor %}")
    _line(document, "").add_run()._r.append(field_part("end"))


def _heading(document: Any, level: int, text: str, anchor: str) -> Any:
    paragraph = _line(document, text, f"Heading {level}")
    paragraph.paragraph_format.keep_with_next = True
    _around(paragraph, anchor)
    return paragraph


def _around(paragraph: Any, anchor: str) -> None:
    """A bookmark around a whole paragraph; anchor: the name that holds its own."""
    runs = paragraph._p.r_lst
    name, number = f"{{{{ {anchor} | bookmark }}}}", f"{{{{ {anchor} | bookmark_id }}}}"
    bookmark(name, number, runs[0], runs[-1])


if __name__ == "__main__":
    PATH.write_bytes(build_template())
