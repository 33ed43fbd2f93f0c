"""The draft in Word: captions it counts, references it follows, and an institution's own template."""

from __future__ import annotations

import re
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from qualcode.errors import StudyError
from qualcode.flow import run_study, verify_study
from qualcode.report import in_language, write_reports
from qualcode.report.word_own import opened_template
from qualcode.report.word_template import PATH
from qualcode.settings_tables import ReportSettings
from qualcode.study import open_study
from tests import studies
from tests.report.letterheads import (
    WIDTH,
    bookmarked,
    instructions,
    letterhead,
    retyped,
    styles_of,
    with_text,
)
from tests.small_study import small_study

DOCUMENT = "wordprocessingml.document.main+xml"


def word(data, folder, name="utkast.docx"):
    return docx.Document(str(write_reports(data, folder, [name])[0]))


def in_template(folder, language="nb", **changes):
    report = ReportSettings(word_template="mal.docx", **changes)
    return word(in_language(small_study(folder, report=report), language), folder / "reports")


# --- captions, references, contents ----------------------------------------------------------------------


@pytest.mark.parametrize(("language", "labels"), [("nb", "Tabell Figur"), ("nn", "Tabell Figur"), ("en", "Table Figure")])  # fmt: skip
def test_a_caption_is_one_that_word_counts_and_reads_right_before_it_does(tmp_path, language, labels):
    document = word(in_language(small_study(), language), tmp_path)
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    for label, least in zip(labels.split(), (5, 1), strict=True):
        own = [p for p in captions if p.text.startswith(label)]
        assert [p.text.split(". ")[0] for p in own] == [f"{label}\u00a0{n}" for n in range(1, len(own) + 1)]
        assert {tuple(instructions(p._p)) for p in own} == {(f"SEQ {label} \\* ARABIC",)}
        assert len(own) >= least


def test_a_reference_in_the_text_leads_to_the_caption_it_names(tmp_path):
    document = word(small_study(), tmp_path)
    marks = bookmarked(document)
    found = 0
    for paragraph in [
        *document.paragraphs,
        *(p for t in document.tables for c in t._cells for p in c.paragraphs),
    ]:
        for does in instructions(paragraph._p):
            if does.startswith("REF "):
                name = does.split()[1]
                assert marks[name].casefold() in paragraph.text.casefold()
                assert ("Lower" in does) == (marks[name] not in paragraph.text)
                assert "\\h" in does
                found += 1
    assert found > 8
    assert "se tabell\u00a0" in "\n".join(cell.text for table in document.tables for cell in table._cells)


def test_a_field_has_its_beginning_its_result_and_its_end(tmp_path):
    document = word(small_study(), tmp_path)
    kinds = [mark.get(qn("w:fldCharType")) for mark in document.element.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)


def test_a_table_is_named_for_those_who_hear_it_and_a_figure_told(tmp_path):
    document = word(small_study(), tmp_path)
    for table in document.tables:
        assert table._tbl.tblPr.xpath("string(w:tblCaption/@w:val)")
    assert all(len(shape._inline.docPr.get("descr")) > 20 for shape in document.inline_shapes)
    assert document.inline_shapes[0]._inline.docPr.get("name") == "Figur 1"


def test_the_rows_of_a_short_table_hold_on_to_each_other_and_to_the_note_under_it(tmp_path):
    document = word(small_study(), tmp_path)
    table = document.tables[0]
    assert table._tbl.getnext().xpath("string(.)").startswith("Mørkere felt")
    assert all(p.paragraph_format.keep_with_next for cell in table._cells for p in cell.paragraphs)


# --- a letterhead ----------------------------------------------------------------------------------------


def test_a_draft_is_put_into_a_letterhead_in_its_own_styles(tmp_path):
    letterhead(tmp_path / "mal.docx", "Forord fra instituttet")
    document = in_template(tmp_path)
    by_style = styles_of(document)
    assert document.paragraphs[0].text == "Forord fra instituttet"
    assert document.paragraphs[1].text == "Hjelp i tide"
    assert document.sections[0].header.paragraphs[0].text == "Oppdiktet institutt"
    assert document.styles["Heading 1"].font.size == Pt(31)
    assert "Barneverntjenesten" in by_style["Overskrift 3"]
    assert by_style["Bildetekst"][0].startswith("Tabell\u00a01. ")
    assert any("«" in text for text in by_style["Sitat"])
    assert {table.style.name for table in document.tables} == {"Instituttets tabell"}
    assert not {"Heading 3", "Caption", "Quote"} & set(by_style)


def test_text_is_in_the_letterheads_body_text_if_it_has_one(tmp_path):
    def styles_of_text():
        by_style = styles_of(in_template(tmp_path))
        return {
            name for name, own in by_style.items() if any(t.startswith("Tallene for temaet") for t in own)
        }

    path = letterhead(tmp_path / "mal.docx")
    assert styles_of_text() == {"Normal"}
    document = docx.Document(str(path))
    document.styles.add_style("Brødtekst", WD_STYLE_TYPE.PARAGRAPH)
    document.save(str(path))
    assert styles_of_text() == {"Brødtekst"}


def test_a_letterhead_gets_the_styles_it_lacks_in_its_own_font(tmp_path):
    letterhead(tmp_path / "mal.docx")
    document = in_template(tmp_path)
    for name in ("toc 1", "Subtitle", "Tabelltekst", "Sitatkilde", "Varsel"):
        style = document.styles[name]
        assert style.font.name is None, name
        assert style.base_style.name in {"Normal", "Tabelltekst"}
    bullets = document.styles["List Bullet"].element.pPr.numPr.numId.val
    numbering = document.part.numbering_part.element
    assert numbering.xpath(f"w:num[@w:numId='{bullets}']")
    assert 'w:val="•"' in numbering.xml
    levels = document.styles["Overskrift 3"].element.pPr.xpath("w:outlineLvl/@w:val")
    assert levels == ["2"]
    known = {style.style_id for style in document.styles}
    used = set(document.element.xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val"))
    assert used <= known


def test_tables_and_figures_fit_the_letterheads_page(tmp_path):
    letterhead(tmp_path / "mal.docx")
    document = in_template(tmp_path)
    assert all(shape.width <= WIDTH for shape in document.inline_shapes)
    for table in document.tables:
        widths = [column.width for column in table.columns]
        assert abs(sum(widths) - WIDTH) <= 635 * len(widths)  # Word counts in twentieths of a point


def test_a_letterhead_without_a_table_style_or_with_several_gets_ours(tmp_path):
    path = letterhead(tmp_path / "mal.docx")
    document = docx.Document(str(path))
    document.styles.add_style("En til", WD_STYLE_TYPE.TABLE)
    document.save(str(path))
    assert {table.style.name for table in in_template(tmp_path).tables} == {"Rapporttabell"}
    document = docx.Document(str(with_text(path, "Et dokument fra et annet program enn Word")))
    for name in ("Normal Table", "Heading 1", "List Bullet"):
        style = document.styles[name].element
        style.getparent().remove(style)
    document.save(str(path))
    assert {table.style.name for table in in_template(tmp_path).tables} == {"Rapporttabell"}


def test_a_letterhead_has_the_language_of_the_draft(tmp_path):
    letterhead(tmp_path / "mal.docx")
    document = in_template(tmp_path, "en")
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [lang.get(qn("w:val")) for lang in defaults.iter(qn("w:lang"))] == ["en-GB"]
    assert document.styles["Sitat"].element.xpath("string(w:rPr/w:lang/@w:val)") == "nb-NO"


def test_a_word_template_file_is_taken_as_a_document(tmp_path):
    own = letterhead(tmp_path / "brev.docx")
    retyped(tmp_path / "mal.docx", own, DOCUMENT, "wordprocessingml.template.main+xml")
    written = tmp_path / "reports" / "utkast.docx"
    assert "Overskrift 3" in styles_of(in_template(tmp_path))
    with zipfile.ZipFile(written) as parts:
        assert DOCUMENT in parts.read("[Content_Types].xml").decode()


def test_the_same_letterhead_gives_the_same_bytes(tmp_path):
    letterhead(tmp_path / "mal.docx")
    in_template(tmp_path)
    first = (tmp_path / "reports" / "utkast.docx").read_bytes()
    in_template(tmp_path)
    assert (tmp_path / "reports" / "utkast.docx").read_bytes() == first


def test_the_notes_of_the_checks_stand_in_a_letterhead_too(tmp_path):
    letterhead(tmp_path / "mal.docx")
    assert len(list(in_template(tmp_path).comments)) == len(list(word(small_study(), tmp_path).comments)) > 0


# --- a template with tags --------------------------------------------------------------------------------


def test_our_template_can_be_written_out_changed_and_used(tmp_path):
    mal = tmp_path / "mal.docx"
    assert studies.qualcode("template", mal).stdout == f"Template: {mal}\n"
    assert mal.read_bytes() == PATH.read_bytes()
    document = docx.Document(str(mal))
    document.paragraphs[0].insert_paragraph_before("{{ report.title }} fra {{ report.date }}")
    document.save(str(mal))
    assert in_template(tmp_path).paragraphs[0].text == "Hjelp i tide fra 21. november 2026"


def test_a_letterhead_can_be_written_out_with_its_tags(tmp_path):
    letterhead(tmp_path / "brev.docx", "Forord")
    studies.qualcode("template", tmp_path / "mal.docx", "--letterhead", tmp_path / "brev.docx")
    tagged = docx.Document(str(tmp_path / "mal.docx"))
    assert tagged.paragraphs[0].text == "Forord"
    assert "{%p for b in report.blocks %}" in [p.text for p in tagged.paragraphs]
    assert styles_of(in_template(tmp_path))["Bildetekst"][0].startswith("Tabell\u00a01. ")


def test_a_template_that_is_there_is_not_overwritten(tmp_path):
    (tmp_path / "mal.docx").write_text("min", "utf-8")
    done = studies.qualcode("template", tmp_path / "mal.docx")
    assert done.returncode == 2
    assert (
        done.stderr
        == f"{tmp_path / 'mal.docx'}: is there already, and is not overwritten. Give it another name.\n"
    )
    assert (tmp_path / "mal.docx").read_text("utf-8") == "min"


def test_a_tag_in_a_letterheads_header_is_filled_in(tmp_path):
    path = letterhead(tmp_path / "mal.docx")
    document = docx.Document(str(path))
    document.sections[0].header.paragraphs[0].text = "{{ report.banner }}"
    document.save(str(path))
    assert (
        in_template(tmp_path).sections[0].header.paragraphs[0].text == "Maskinelt forslag, ikke gjennomgått"
    )


BODY = "{%p for b in report.blocks %}", "{{ b.kind }}", "{%p endfor %}"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("{{ report.title }}",), "prints nothing of the draft: no tag in it asks for report.blocks"),
        (BODY[:2], "has a tag that cannot be read (Unexpected end of template"),
        ((*BODY, "{{ report.tittel }}"), "asks for what a draft does not have (ReportContext has no attribute 'tittel')"),
        ((*BODY, "{{ rapport.title }}"), "asks for what a draft does not have ('rapport' is undefined)"),
        ((*BODY, "{{ report.title | stor }}"), "has a tag that cannot be read (No filter named 'stor'.)"),
        ((*BODY, "{{ report.title.__class__ }}"), "asks for what a template may not do"),
        ((*BODY, "{{ report.title + 1 }}"), "has a tag that cannot be worked out"),
        ((*BODY, "{{ 1 // 0 }}"), "has a tag that cannot be worked out"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_filled_in_is_told_in_one_line(tmp_path, lines, said):
    with_text(tmp_path / "mal.docx", *lines)
    with pytest.raises(StudyError) as told:
        in_template(tmp_path)
    line = str(told.value)
    assert line.startswith(f"{tmp_path / 'mal.docx'}: {said}")
    assert "qualcode template" in line
    assert "\n" not in line
    assert not (tmp_path / "reports").exists()


def test_a_template_whose_tag_begins_in_one_part_and_ends_in_another_is_told(tmp_path):
    document = docx.Document()
    document.add_paragraph("{%p for b in report.blocks %}")
    document.add_table(1, 1).cell(0, 0).text = "{% endfor %}"
    document.save(str(tmp_path / "mal.docx"))
    with pytest.raises(StudyError, match="a tag begins and ends in different parts of it"):
        in_template(tmp_path)


def test_a_file_that_is_no_word_document_is_told_in_one_line(tmp_path):
    with pytest.raises(StudyError, match=r"mal\.docx: is not there\. Correct word_template under \[report\]"):
        in_template(tmp_path)
    (tmp_path / "mal.docx").write_text("Bare tekst.", "utf-8")
    with pytest.raises(StudyError, match=r"is not a Word document\. Save it from Word"):
        in_template(tmp_path)
    own = letterhead(tmp_path / "brev.docx")
    macros = "application/vnd.ms-word.document.macroEnabled.main+xml"
    retyped(tmp_path / "mal.docx", own, f"application/vnd.openxmlformats-officedocument.{DOCUMENT}", macros)
    with pytest.raises(StudyError, match="is a Word document with macros"):
        in_template(tmp_path)
    retyped(tmp_path / "mal.docx", own, DOCUMENT, "spreadsheetml.sheet.main+xml")
    with pytest.raises(StudyError, match="is not a Word document"):
        in_template(tmp_path)
    (tmp_path / "mal.docx").unlink()
    (tmp_path / "mal.docx").mkdir()
    with pytest.raises(StudyError, match="cannot be read"):
        opened_template(tmp_path / "mal.docx")


# --- in a study ------------------------------------------------------------------------------------------


def test_a_run_with_a_template_that_is_not_there_stops_before_anything_is_stored(tmp_path):
    study = studies.small_study(tmp_path / "studie")
    settings = study / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[report]\nword_template = "mal.docx"\n', "utf-8")
    done = studies.qualcode("run", study)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"{study / 'mal.docx'}: is not there." in done.stderr
    assert not (study / "qualcode.db").exists()
    assert not (study / "reports").exists()


def test_verify_names_a_template_that_has_changed(tmp_path):
    study = studies.small_study(tmp_path / "studie")
    settings = study / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[report]\nword_template = "mal.docx"\n', "utf-8")
    letterhead(study / "mal.docx")
    run_study(open_study(study), formats=["docx"])
    assert verify_study(open_study(study)).differences == ()
    letterhead(study / "mal.docx", "Nytt forord")
    assert verify_study(open_study(study)).differences == ("mal.docx: has changed since the last run",)


def test_the_templates_path_must_be_a_text(tmp_path):
    study = studies.small_study(tmp_path / "studie")
    settings = study / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[report]\nword_template = 3\n", "utf-8")
    with pytest.raises(StudyError, match=re.escape("line 5: 'word_template' must be a text in quotes")):
        open_study(study)
