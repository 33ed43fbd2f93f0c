"""The Word template's page and styles, and the element maker they share with its body."""

from __future__ import annotations

from typing import Any

BODY_FONT, HEAD_FONT = "Cambria", "Calibri"
INK, SOFT = "1B1F23", "50575E"
TABLE_STYLE = "Rapporttabell"
TEXT_WIDTH = 5_760_000
"""Of the page less its margins, 16 cm, in EMU (360 000 to the centimetre)."""
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
"""Paragraph styles of our own, beside Word's Title, Heading 1-3, Caption, Quote, TOC and List Bullet."""


# --- page and styles ---------------------------------------------------------------------------------


def set_page(document: Any) -> None:
    """A4, with the margins TEXT_WIDTH counts on."""
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)


def set_styles(document: Any) -> None:
    """Word's own styles reshaped, ours added; what informants said is Norwegian in every draft."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles

    def shape(
        name: str, *, font: str, size: float, color: str = INK, base: str | None = None, **more: Any
    ) -> Any:
        known = {style.name for style in styles}
        style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = styles[base]
        _font(style, font, size, color, bold=more.get("bold"), italic=more.get("italic"))
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after = Pt(more.get("before", 0)), Pt(more.get("after", 6))
        spacing.line_spacing = more.get("line", 1.15)
        spacing.keep_with_next = more.get("keep", False)
        spacing.left_indent = Pt(more["indent"]) if "indent" in more else None
        style.quick_style = True
        return style

    shape("Normal", font=BODY_FONT, size=11, after=8, line=1.2)
    shape("Title", font=HEAD_FONT, size=26, bold=True, after=6, line=1.0)
    _no_border(styles["Title"])
    shape("Subtitle", font=HEAD_FONT, size=12, color=SOFT, italic=False, after=14)
    shape("Heading 1", font=HEAD_FONT, size=18, bold=True, before=28, after=8, keep=True, line=1.05)
    shape("Heading 2", font=HEAD_FONT, size=14, bold=True, before=20, after=6, keep=True, line=1.05)
    shape("Heading 3", font=HEAD_FONT, size=11.5, bold=True, before=14, after=4, keep=True, line=1.05)
    shape("Heading 4", font=HEAD_FONT, size=10.5, bold=True, before=12, after=3, keep=True, line=1.05)
    shape("TOC Heading", font=HEAD_FONT, size=13, bold=True, before=12, after=4, keep=True)
    for level, indent in ((1, 0), (2, 14)):
        _tab(shape(f"TOC {level}", font=HEAD_FONT, size=11, after=2, indent=indent, base="Normal"))
    shape("Caption", font=HEAD_FONT, size=9.5, bold=False, before=12, after=4, keep=True)
    shape("Quote", font=BODY_FONT, size=11, italic=False, indent=18, after=2, keep=True, line=1.2)
    shape("List Bullet", font=BODY_FONT, size=11, after=3)
    styles["List Bullet"].paragraph_format.left_indent = Pt(18)
    shape("Header", font=HEAD_FONT, size=8.5, color=SOFT, after=0)
    shape("Footer", font=HEAD_FONT, size=8.5, color=SOFT, after=0)
    shape(STYLES["cell"], font=HEAD_FONT, size=9, after=0, line=1.05, base="Normal")
    shape(STYLES["number"], font=HEAD_FONT, size=9, after=0, line=1.05, base=STYLES["cell"])
    styles[STYLES["number"]].paragraph_format.alignment = 2
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
        styles[name].element.rPr.append(element("w:lang", val="nb-NO"))
    _table_style(styles)


def set_language(document: Any, locale: str) -> None:
    """Make a language that of all text no style has another for."""
    defaults = document.styles.element.find(qualified("w:docDefaults"))
    properties = defaults.find(qualified("w:rPrDefault")).find(qualified("w:rPr"))
    language = properties.find(qualified("w:lang"))
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
    borders = style.element.pPr.find(qualified("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _tab(style: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    style.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _edge(style: Any, color: str, fill: str | None) -> None:
    """A line at the left, and a shade behind."""
    properties = style.element.get_or_add_pPr()
    border = element("w:pBdr", element("w:left", val="single", sz="24", space="8", color=color))
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if fill:
        shade = element("w:shd", val="clear", color="auto", fill=fill)
        properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _table_style(styles: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    lines = [
        element(f"w:{side}", val="single", sz=size, space="0", color=color)
        for side, size, color in (("top", "8", INK), ("bottom", "8", INK), ("insideH", "4", "C9CED3"))
    ]
    margins = [element(f"w:{side}", w=width, type="dxa") for side, width in (("top", "40"), ("bottom", "40"))]
    properties = element("w:tblPr", element("w:tblBorders", *lines), element("w:tblCellMar", *margins))
    style.element.append(properties)


# --- pieces of WordprocessingML (ECMA-376 part 1, section 17) --------------------------------------------


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
