"""Tables and figures are numbered in the order of print, and the text leads to them."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from qualcode.report import build_context, in_language, write_reports
from qualcode.report.context import Reference, Sentence, Table, parts_of
from qualcode.report.references import mark, referred
from qualcode.report.texts import Words
from qualcode.settings_names import LANGUAGES
from qualcode.settings_tables import ReportSettings, Structure
from tests.small_study import small_study

EVERY = ReportSettings(structure=get_args(Structure))


def said(report):
    """Every sentence and cell of a draft."""
    for block in report.blocks:
        yield from getattr(block, "sentences", ()) or getattr(block, "items", ())
        yield from (cell for row in getattr(block, "rows", ()) for cell in row)


def spoken_of(report):
    """The anchors the text leads to, those between the first and the last of a row too."""
    found = set()
    for one in said(report):
        found |= {reference.anchor for reference in one.references}
        for first, last in re.findall(r"(\d+) (?:til|to) \w+\u00a0(\d+)", one.text):
            found |= {f"tabell-{n}" for n in range(int(first), int(last))}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_figure_of_every_structure_is_spoken_of_in_the_text(language):
    report = build_context(in_language(small_study(report=EVERY), language))
    numbered = [*report.tables, *report.figures]
    assert [table.number for table in report.tables] == list(range(1, len(report.tables) + 1))
    assert [figure.number for figure in report.figures] == list(range(1, len(report.figures) + 1))
    assert len(report.tables) > 30
    assert spoken_of(report) == {block.anchor for block in numbered}


@pytest.mark.parametrize(
    ("language", "first", "within"),
    [
        ("nb", "Tabell\u00a015 sier hva", "står i tabell\u00a03 til tabell\u00a06."),
        ("nn", "Tabell\u00a015 seier kva", "står i tabell\u00a03 til tabell\u00a06."),
        ("en", "Table\u00a015 says what", "given in Table\u00a03 to Table\u00a06."),
    ],
)
def test_a_reference_is_written_as_the_language_writes_it(language, first, within):
    texts = [one.text for one in said(build_context(in_language(small_study(), language)))]
    assert any(re.sub(r"\d+", "15", text).startswith(first) for text in texts)
    assert any(
        re.sub(r"\u00a0\d+ ", "\u00a03 ", re.sub(r"\d+\.$", "6.", text)).endswith(within) for text in texts
    )


def test_the_point_of_coreq_on_the_sample_names_the_tables_of_informants():
    report = build_context(small_study())
    tables = {table.anchor: table.caption for table in report.tables}
    point = next(one for one in said(report) if "grupper; se" in one.text)
    assert {tables[reference.anchor] for reference in point.references} <= {
        "Informanter etter gruppe.", "Informanter etter sted.", "Informanter etter gruppe og sted."
    }  # fmt: skip
    assert point.references


def test_a_text_is_cut_where_it_speaks_of_a_table():
    one, two = Reference("tabell 1", "tabell-1"), Reference("tabell 12", "tabell-12")
    assert parts_of("Se tabell 12 og tabell 1.", (two, one)) == (
        Reference("Se "), two, Reference(" og "), one, Reference(".")
    )  # fmt: skip
    assert parts_of("tabell 1", (one,)) == (one,)
    assert parts_of("Ingen.", ()) == (Reference("Ingen."),)


def test_a_table_nothing_speaks_of_gets_its_sentence_where_there_is_text_beside_it():
    from qualcode.report.context import Paragraph, Section

    def table(n):
        return Table(-n, "t", ("a",), ())

    before = Section("a", "A", (Paragraph((Sentence("Slik er det."),)), table(1)))
    after = Section("b", "B", (table(2), Paragraph((Sentence("Slik var det."),))))
    alone = Section("c", "C", (table(3), table(4)))
    own = Section("d", "D", (Paragraph((Sentence("Mine ord."),), "author"), table(5)))
    done = referred([before, after, alone, own], Words("nb"))
    assert [section.texts for section in done] == [
        ("Slik er det. Se tabell\u00a01.",),
        ("Slik var det. Se tabell\u00a02.",),
        ("Se tabell\u00a03 og tabell\u00a04.",),
        ("Mine ord.", "Se tabell\u00a05."),
    ]


def test_many_tables_in_a_row_are_named_by_the_first_and_the_last():
    words = Words("nb")
    tables = [Table(-n, "t", ("a",), ()) for n in range(1, 5)]
    assert mark(words, tables).count("\ue010") == 2
    assert mark(words, tables[:3]).count("\ue010") == 3


def test_html_and_markdown_lead_to_the_table(tmp_path):
    html, md, *_ = write_reports(small_study(), tmp_path, ["a.html", "a.md"])
    page = html.read_text("utf-8")
    anchor = re.search(r'står i <a href="#(tabell-\d+)">tabell\u00a0\d+</a>', page)[1]
    assert f'<caption id="{anchor}">' in page
    assert re.search(r'<a href="#figur-1">figur\u00a01</a>', page)
    assert '<figure class="drawing" id="figur-1">' in page
    text = md.read_text("utf-8")
    links = re.findall(r" \[(?:tabell|figur)\u00a0\d+\]\(#([\w-]+)\)[ .]", text)
    assert len(links) > 5
    for link in links:
        assert re.search(rf"\{{#{link}[ }}]", text), link
