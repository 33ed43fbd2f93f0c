"""The Word template's page and styles: ours, or an institution's with what it lacks of ours."""

from __future__ import annotations

from typing import Any

from qualcode.report.word_parts import child_of, element, qualified

BODY_FONT, HEAD_FONT = "Cambria", "Calibri"
INK, SOFT = "1B1F23", "50575E"
TABLE_STYLE = "Rapporttabell"
STYLES = {
    "cell": "Tabelltekst",
    "number": "Tabelltall",
    "head": "Tabellhode",
    "note": "Tabellnote",
    "banner": "Varsel",
    "author": "Forfatter",
    "definition": "Definisjon",
    "attribution": "Sitatkilde",
    "excerpt": "Utdrag",
    "drawing": "Figur",
}
"""Paragraph styles of our own, beside Word's Title, Heading 1-4, Caption, Quote, toc and List Bullet."""
_NORWEGIAN = {
    "title": "tittel",
    "subtitle": "undertittel",
    **{f"heading {level}": f"overskrift {level}" for level in (1, 2, 3, 4)},
    "toc heading": "overskrift for innholdsfortegnelse",
    **{f"toc {level}": f"innh {level}" for level in (1, 2)},
    "caption": "bildetekst",
    "quote": "sitat",
    "body text": "brødtekst",
    "list bullet": "punktliste",
}
"""What Word's own styles are called where somebody has made their own of them under the Norwegian name.

In the file Word's own have English names whatever the language of its menus.
"""


# --- page and styles ---------------------------------------------------------------------------------


def set_page(document: Any) -> None:
    """A4, with 16 cm of text."""
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)


def style_of(document: Any, name: str) -> Any:
    """A paragraph style by its name, Word's own by the Norwegian one too; None where there is none."""
    from docx.enum.style import WD_STYLE_TYPE

    own = {s.name.casefold(): s for s in document.styles if s.type == WD_STYLE_TYPE.PARAGRAPH and s.name}
    wanted = name.casefold()
    return own.get(wanted) or own.get(_NORWEGIAN.get(wanted, ""))


def table_style(document: Any) -> Any:
    """The style for tables: `Rapporttabell`, else the only one an institution has made; None else."""
    from docx.enum.style import WD_STYLE_TYPE

    tables = [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]
    made = [style for style in tables if not style.builtin]
    named = [style for style in made if style.name == TABLE_STYLE]
    return (named or (made if len(made) == 1 else [None]))[0]


def set_styles(document: Any, *, keep: bool = False) -> None:
    """Word's own styles reshaped, ours added; what informants said is Norwegian in every draft.

    Args:
        document: python-docx's.
        keep: leave the styles that are there, and add those that are lacking in the document's own fonts.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    normal = styles.default(WD_STYLE_TYPE.PARAGRAPH)

    def shape(
        name: str, *, font: str, size: float, color: str = INK, base: str | None = None, **more: Any
    ) -> Any:
        """The style as it shall be; None where it is another's and left alone."""
        style = style_of(document, name)
        if style is not None and keep:
            return None
        if style is None:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name not in STYLES.values())
            style.base_style = normal
        if base:
            style.base_style = normal if base == "Normal" else style_of(document, base)
        if keep:
            style.font.size, style.font.bold, style.font.italic = (
                Pt(size),
                more.get("bold"),
                more.get("italic"),
            )
        else:
            _font(style, font, size, color, bold=more.get("bold"), italic=more.get("italic"))
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after = Pt(more.get("before", 0)), Pt(more.get("after", 6))
        spacing.line_spacing = more.get("line", 1.15)
        spacing.keep_with_next = more.get("keep", False)
        spacing.left_indent = Pt(more["indent"]) if "indent" in more else None
        style.quick_style = True
        return style

    if not keep:
        for name in ("Normal", "Body Text"):
            shape(name, font=BODY_FONT, size=11, after=8, line=1.2)
        shape("Header", font=HEAD_FONT, size=8.5, color=SOFT, after=0)
        shape("Footer", font=HEAD_FONT, size=8.5, color=SOFT, after=0)
    _no_border(shape("Title", font=HEAD_FONT, size=26, bold=True, after=6, line=1.0))
    shape("Subtitle", font=HEAD_FONT, size=12, color=SOFT, italic=False, after=14)
    for level, (size, before, after) in enumerate(
        ((18, 28, 8), (14, 20, 6), (11.5, 14, 4), (10.5, 12, 3)), 1
    ):
        _outline(
            shape(
                f"Heading {level}",
                font=HEAD_FONT,
                size=size,
                bold=True,
                before=before,
                after=after,
                keep=True,
                line=1.05,
            )
            or style_of(document, f"Heading {level}"),
            level,
        )
    shape("TOC Heading", font=HEAD_FONT, size=13, bold=True, before=12, after=4, keep=True)
    for level, indent in ((1, 0), (2, 14)):
        _tab(shape(f"toc {level}", font=HEAD_FONT, size=11, after=2, indent=indent, base="Normal"))
    shape("Caption", font=HEAD_FONT, size=9.5, bold=False, before=12, after=4, keep=True)
    shape("Quote", font=BODY_FONT, size=11, italic=False, indent=18, after=2, keep=True, line=1.2)
    _bullet(document, shape("List Bullet", font=BODY_FONT, size=11, after=3, indent=18))
    shape(STYLES["cell"], font=HEAD_FONT, size=9, after=0, line=1.05, base="Normal")
    if number := shape(STYLES["number"], font=HEAD_FONT, size=9, after=0, line=1.05, base=STYLES["cell"]):
        number.paragraph_format.alignment = 2
    shape(
        STYLES["head"], font=HEAD_FONT, size=9, bold=True, after=0, line=1.05, keep=True, base=STYLES["cell"]
    )
    shape(STYLES["note"], font=HEAD_FONT, size=8.5, color=SOFT, before=3, after=10, base="Normal")
    shape(STYLES["definition"], font=BODY_FONT, size=11, color=SOFT, italic=True, base="Normal")
    shape(STYLES["attribution"], font=HEAD_FONT, size=9, color=SOFT, indent=18, after=10, base="Normal")
    _edge(shape(STYLES["author"], font=BODY_FONT, size=11, line=1.2, after=8, base="Normal"), "0B5394", None)
    _edge(shape(STYLES["banner"], font=HEAD_FONT, size=10.5, base="Normal", after=12), "8A5A00", "FFF4D6")
    shape(STYLES["drawing"], font=HEAD_FONT, size=9, before=8, after=2, keep=True, base="Normal")
    shape(STYLES["excerpt"], font=BODY_FONT, size=11, after=8, line=1.2, base="Normal")
    for name in ("Quote", STYLES["excerpt"]):
        _language(style_of(document, name).element.get_or_add_rPr(), "nb-NO")
    if table_style(document) is None:
        _add_table_style(styles)


def set_language(document: Any, locale: str) -> None:
    """Make a language that of all text no style has another for."""
    from docx.enum.style import WD_STYLE_TYPE

    defaults = child_of(document.styles.element, "w:docDefaults", first=True)
    _language(child_of(child_of(defaults, "w:rPrDefault", first=True), "w:rPr"), locale)
    normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    if normal is not None and normal.element.rPr is not None:
        own = normal.element.rPr.find(qualified("w:lang"))
        if own is not None:
            normal.element.rPr.remove(own)


def _language(properties: Any, locale: str) -> None:
    language = child_of(properties, "w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qualified(attribute), locale)


def _font(style: Any, name: str, size: float, color: str, *, bold: bool | None, italic: bool | None) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = name, Pt(size)
    style.font.color.rgb = RGBColor.from_string(color)
    style.font.bold, style.font.italic = bold, italic
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):  # a theme's font would win over the named one
            del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qualified(attribute), name)


def _no_border(style: Any) -> None:
    if style is None or style.element.pPr is None:
        return
    borders = style.element.pPr.find(qualified("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _outline(style: Any, level: int) -> None:
    """Make a style one of the contents; Word's own headings are so by their names."""
    if style.builtin:
        return
    properties = style.element.get_or_add_pPr()
    if properties.find(qualified("w:outlineLvl")) is None:
        properties.append(element("w:outlineLvl", val=str(level - 1)))


def _tab(style: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    if style is None:
        return
    style.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _edge(style: Any, color: str, fill: str | None) -> None:
    """A line at the left, and a shade behind."""
    if style is None:
        return
    properties = style.element.get_or_add_pPr()
    border = element("w:pBdr", element("w:left", val="single", sz="24", space="8", color=color))
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if fill:
        shade = element("w:shd", val="clear", color="auto", fill=fill)
        properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _bullet(document: Any, style: Any) -> None:
    """Give a style of a list its bullets, where none are set."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    if style is None or (style.element.pPr is not None and style.element.pPr.numPr is not None):
        return
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:  # a document that has had no list
        uri, kind = PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING
        part = NumberingPart(uri, kind, element("w:numbering"), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    every = part.element
    taken = [int(n) for n in every.xpath("w:abstractNum/@w:abstractNumId | w:num/@w:numId")]
    number = str(max(taken, default=0) + 1)
    level = element(
        "w:lvl",
        element("w:start", val="1"),
        element("w:numFmt", val="bullet"),
        element("w:lvlText", val="•"),
        element("w:lvlJc", val="left"),
        element("w:pPr", element("w:ind", left="360", hanging="360")),
        ilvl="0",
    )
    kind = element("w:abstractNum", level, abstractNumId=number)
    numbers = every.findall(qualified("w:num"))
    numbers[0].addprevious(kind) if numbers else every.append(kind)
    every.append(element("w:num", element("w:abstractNumId", val=number), numId=number))
    style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = int(number)


def _add_table_style(styles: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = styles.default(WD_STYLE_TYPE.TABLE)  # LibreOffice writes documents without one
    lines = [
        element(f"w:{side}", val="single", sz=size, space="0", color=color)
        for side, size, color in (("top", "8", INK), ("bottom", "8", INK), ("insideH", "4", "C9CED3"))
    ]
    margins = [element(f"w:{side}", w=width, type="dxa") for side, width in (("top", "40"), ("bottom", "40"))]
    properties = element("w:tblPr", element("w:tblBorders", *lines), element("w:tblCellMar", *margins))
    style.element.append(properties)
