"""Drafts in html, docx and md: what they say, that every text is only text, the same bytes each time."""

from __future__ import annotations

import html.parser
import itertools
import re
import time
import zipfile

import docx
import pytest

from qualcode.analysis.data import records
from qualcode.errors import OutputError, StudyError
from qualcode.report import FORMATS, build_context, write_reports
from qualcode.report.markdown import escaped
from qualcode.report.word_template import PATH, build_template
from tests.small_study import small_study

HOSTILE = (
    "{{ 7*7 }} {% raw %} <script>alert('hei')</script> **fet** [lenke](http://x) $x$ # ikke {_{ }_} &amp; "
    "| celle | --- ... {{< include hemmelig.md >}} `kode` og til slutt nok ord til et sitat"
)


class Text(html.parser.HTMLParser):
    """A page's texts and tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


def page_of(data, folder):
    return write_reports(data, folder, ["utkast.html"])[0].read_text("utf-8")


def word_text(path):
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def sections(data, **author):
    context = build_context(data, author)
    return {section.anchor: section for section in (*context.front, *context.themes, *context.back)}


# --- what it says --------------------------------------------------------------------------------------


def test_the_overview_keeps_the_silent_states_apart():
    (table,) = sections(small_study())["oversikt"].tables
    rows = {row[0].text: [cell.text.replace("\u00a0", " ") for cell in row[1:]] for row in table.rows}
    assert rows == {
        "Barneverntjenesten": ["2 av 3", "1 av 3", "ingen utsagn (0 av 3)"],
        "Helsestasjonen": ["ingen utsagn (0 av 1)", "1 av 1", "ingen utsagn (0 av 1)"],
        "Foreldre": ["2 uten å bli spurt", "1 av 3", "ingen utsagn (0 av 3)"],
        "Skolen": ["ingen utsagn (0 av 1)", "ikke spurt", "ingen utsagn (0 av 1)"],
        "Ungdom": ["ikke intervjuet"] * 3,
        "Dokumenter": ["1 av 1 utdrag", "ingen utsagn (0 av 1 utdrag)", "ingen utsagn (0 av 1 utdrag)"],
        "Ukjent taler": ["ingen utsagn (0 av 1 utdrag)", "1 av 1 utdrag", "ingen utsagn (0 av 1 utdrag)"],
        "I alt": ["4 av 6", "3 av 6", "ingen utsagn (0 av 7)"],
    }


def test_the_tendency_has_its_number_volunteers_and_collectives_behind_it():
    found = sections(small_study())
    assert (
        found["tema-tidlig_innsats"].tendency[0].startswith("De fleste, fire av seks informanter, har utsagn")
    )
    assert found["tema-brukermedvirkning"].tendency[0].startswith("Halvparten, tre av seks informanter, har")
    assert found["tema-tverrfaglighet"].tendency == ("Ingen av sju informanter har utsagn om temaet.",)


def test_silence_says_how_it_is_known():
    silence = sections(small_study())["tema-brukermedvirkning"].silence
    assert silence[0] == "Skolen: ikke spurt om temaet. At ingen nevner det, sier derfor ingenting."
    assert silence[1].startswith("Ungdom: ikke intervjuet.")
    assert "ved maskinell lesing" in sections(small_study())["tema-tverrfaglighet"].silence[-1]
    everything = {"people_read": [row["segment_id"] for row in records(small_study().segments)]}
    assert (
        "mennesker har lest alle" in sections(small_study(run=everything))["tema-tverrfaglighet"].silence[-1]
    )


def test_the_banner_says_how_many_are_reviewed_and_goes_when_all_are():
    context = build_context(small_study())
    assert (context.banner, context.warn) == ("Maskinelt forslag, ikke gjennomgått", True)
    assert context.banner_text.startswith("3 av 12 forslag")
    done = [{**row, "status": "accepted"} for row in records(small_study().codings)]
    context = build_context(small_study(codings=done))
    assert not context.warn
    assert context.banner_text.startswith("Alle 12 forslag")


def test_the_method_section_has_true_numbers():
    method = sections(small_study())["metode"]
    text = " ".join(method.paragraphs)
    assert "telefon 4 og til stede 2" in text
    assert "Ungdom (én planlagt) og Dalsund" in text
    assert "ødelagt.docx (filen er skadet)" in text
    assert "Ett utdrag kommer fra talere som ikke er ført" in text
    assert "14 utdrag (replikker)" in text
    assert "bundled 1.2" in text
    assert "3 av 12 forslag" in text
    kinds = {row[0].text: [cell.text for cell in row[1:3]] for row in method.tables[0].rows}
    assert kinds == {
        "Intervju": ["5", "6"],
        "Gruppeintervju": ["1", "3"],
        "Notat": ["1", "1"],
        "Spørreskjema": ["1", "3"],
        "Dokument": ["1", "1"],
        "I alt": ["9", "14"],
    }
    people = {row[0].text: [cell.text for cell in row[1:]] for row in method.tables[1].rows}
    assert people["Barneverntjenesten"] == ["2", "1", "0", "3"]
    assert people["Helsestasjonen"] == ["0", "1", "0", "1"]
    assert people["I alt"] == ["4", "3", "0", "7"]  # the person in two groups counts once
    assert method.tables[2].rows[0][4].text == "cd" * 8


def test_limitations_name_groups_of_none_and_of_one():
    limits = sections(small_study())["begrensninger"].paragraphs
    assert "Ungdom var planlagt, men er ikke intervjuet. Utkastet sier ingenting om hva de mener." in limits
    assert "Én stemme utgjør Helsestasjonen." in limits
    assert (
        "Kodene er satt av en maskin og ikke gjennomgått. Noen utsagn er kodet feil, og noen er oversett."
        in limits
    )


def test_a_date_comes_from_the_settings_only():
    assert build_context(small_study()).date == "21. november 2026"
    assert build_context(small_study(date=None)).date is None


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_language_without_texts_is_refused_with_those_there_are(language):
    with pytest.raises(StudyError, match="Set language to one of: nb"):
        build_context(small_study(language=language))


# --- the author's own text -----------------------------------------------------------------------------


def test_the_authors_text_is_woven_in_and_no_file_of_theirs_is_touched(tmp_path):
    folder = tmp_path / "forfatter"
    folder.mkdir()
    texts = {
        "innledning": "Slik begynte det.\n\nOg slik\ngikk det.",
        "tidlig_innsats": "Min lesning.",
        "noe_annet": "Uten egen plass.",
    }
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    for form in FORMATS:
        write_reports(small_study(tmp_path), tmp_path / "reports", [f"utkast.{form}"])[0]
    page = (tmp_path / "reports" / "utkast.html").read_text("utf-8")
    for said in ("Slik begynte det.", "Og slik gikk det.", "Min lesning.", "Uten egen plass."):
        assert f'<p class="author">{said}</p>' in page
        assert said in word_text(tmp_path / "reports" / "utkast.docx")
    assert {path.stem: path.read_text("utf-8") for path in folder.iterdir()} == texts


def test_an_authors_text_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "forfatter").mkdir()
    (tmp_path / "forfatter" / "metode.md").write_bytes("blåbær".encode("cp1252"))
    with pytest.raises(StudyError, match=r"metode\.md: is not UTF-8 text\. Save it as UTF-8"):
        write_reports(small_study(tmp_path), tmp_path, ["utkast.html"])[0]


# --- text is only text ---------------------------------------------------------------------------------


def hostile_study():
    segments = [{**row, "text": HOSTILE, "source": row["source"]} for row in records(small_study().segments)]
    codebook = [{**row, "definition": HOSTILE} for row in records(small_study().codebook)]
    groups = {"barnevern": HOSTILE, "helsestasjon": "<b>", "foreldre": "{{ 7*7 }}"}
    return small_study(segments=segments, codebook=codebook, title=HOSTILE, groups=groups)


def test_hostile_text_is_only_text_in_html(tmp_path):
    page = Text(page_of(hostile_study(), tmp_path))
    assert "script" not in {tag for tag, _ in page.tags}
    assert HOSTILE in page.texts
    assert f"«{HOSTILE}»" in page.texts
    assert "49" not in "".join(page.texts)


def test_hostile_text_is_only_text_in_docx(tmp_path):
    path = write_reports(hostile_study(), tmp_path, ["utkast.docx"])[0]
    text = word_text(path)
    assert f"«{HOSTILE}»" in text
    assert "49" not in text
    assert docx.Document(str(path)).core_properties.title == HOSTILE


def test_hostile_text_is_escaped_in_markdown(tmp_path):
    page = write_reports(hostile_study(), tmp_path, ["utkast.md"])[0].read_text("utf-8")
    assert "49" not in page
    assert "<script>" not in page
    assert "{{" not in page
    assert "**fet**" not in page
    assert escaped(HOSTILE) in page


def test_markdown_escapes_restore_to_the_text():
    for text in (
        HOSTILE,
        "- punkt",
        "1. ledd",
        "# overskrift",
        "+ pluss",
        "(a) ledd",
        "=lik",
        "a--b ... c",
        "\\n",
    ):
        assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped(text)) == text


def test_control_characters_do_not_stop_a_draft(tmp_path):
    segments = [
        {**row, "text": row["text"] + " \x00\x0c\x1b\x07 slutt"} for row in records(small_study().segments)
    ]
    for form in FORMATS:
        write_reports(small_study(segments=segments, title="Tittel \x01"), tmp_path, [f"utkast.{form}"])[0]
    assert "�" in word_text(tmp_path / "utkast.docx")


def test_paragraphs_of_a_turn_stay_apart_in_the_appendix(tmp_path):
    segments = records(small_study().segments)
    segments[0]["text"] = (
        "Første avsnitt handler om den åpne døra.\n\nAndre avsnitt handler om det som fulgte."
    )
    path = write_reports(small_study(segments=segments), tmp_path, ["utkast.docx"])[0]
    assert "Første avsnitt handler om den åpne døra.\nAndre avsnitt" in word_text(path)


# --- html ----------------------------------------------------------------------------------------------


def test_html_is_self_contained_and_every_link_has_its_target(tmp_path):
    page = Text(page_of(small_study(), tmp_path))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert all(link.startswith("#") for link in links)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    raw = (tmp_path / "utkast.html").read_text("utf-8")
    assert "http" not in raw
    assert "url(" not in raw


def test_html_tables_have_captions_and_scoped_heads_in_norwegian(tmp_path):
    page = Text(page_of(small_study(), tmp_path))
    assert ("html", {"lang": "nb"}) in page.tags
    tags = [tag for tag, _ in page.tags]
    assert tags.count("caption") == tags.count("table") > 5
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in page.tags if tag == "th")
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1, definitions of contrast ratio and relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_keep_the_contrast_of_wcag_aa(tmp_path):
    raw = page_of(small_study(), tmp_path)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", raw))
    for ground in ("s1", "s2", "s3", "s4", "wash", "warn"):
        assert contrast(found["ink"], found[ground]) >= 4.5
    for text in ("ink", "soft", "link", "warn-line"):
        assert contrast(found[text], "#ffffff") >= 4.5
        assert contrast(found[text], found["warn"]) >= 4.5


def test_a_quote_leads_to_its_segment_with_source_and_turn(tmp_path):
    raw = page_of(small_study(), tmp_path)
    anchor = re.search(r"«At vi ble spurt».*?href=\"#(\w+)\"", raw, re.DOTALL)[1]
    entry = re.search(rf'<div id="{anchor}".*?</div>', raw, re.DOTALL)[0]
    assert "skjema, replikk 1" in entry
    assert "s12" in entry
    assert "At vi ble spurt" in entry


def test_a_large_study_shows_only_quoted_segments_in_the_appendix():
    segments, codings = [], []
    for i in range(401):
        base = records(small_study().segments)[3]
        segments.append(
            {**base, "segment_id": f"x{i}", "text": f"Utsagn nummer {i} er sagt på en egen måte {i * 7919}."}
        )
        codings.append(
            {"segment_id": f"x{i}", "code": "tverrfaglighet", "origin": "machine", "status": "suggested"}
        )
    appendix = build_context(small_study(segments=segments, codings=codings)).appendix
    assert len(appendix.entries) == len(appendix.quoted) == 3
    assert "401 i alt" in appendix.intro_all


# --- docx ----------------------------------------------------------------------------------------------


def test_docx_has_real_styles_and_a_contents_field_with_the_headings(tmp_path):
    document = docx.Document(str(write_reports(small_study(), tmp_path, ["utkast.docx"])[0]))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Hjelp i tide"]
    assert by_style["Heading 2"] == ["Tidlig innsats", "Brukermedvirkning", "Tverrfaglighet"]
    assert {"Heading 1", "Heading 3", "Caption", "Quote", "List Bullet"} <= set(by_style)
    shown = [p.text for p in document.paragraphs if p.style.name.lower() in {"toc 1", "toc 2"}]
    listed = [text for name in ("Heading 1", "Heading 2") for text in by_style[name]]
    assert sorted(shown) == sorted(listed)
    assert {table.style.name for table in document.tables} == {"Rapporttabell"}
    xml = document.element.xml
    assert 'TOC \\o "1-2"' in xml
    anchors = set(re.findall(r'w:anchor="([^"]+)"', xml))
    assert anchors
    assert anchors <= set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    assert 'w:val="nb-NO"' in document.styles.element.xml


def test_the_committed_template_is_what_the_script_builds():
    assert build_template() == PATH.read_bytes()


# --- files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_study_gives_the_same_bytes_at_another_hour(tmp_path, form):
    first = write_reports(small_study(), tmp_path, [f"a.{form}"])[0].read_bytes()
    time.sleep(2.1)  # zip files keep times in steps of two seconds
    assert write_reports(small_study(), tmp_path, [f"b.{form}"])[0].read_bytes() == first


def test_docx_entries_have_no_clock(tmp_path):
    with zipfile.ZipFile(write_reports(small_study(), tmp_path, ["utkast.docx"])[0]) as word:
        assert {entry.date_time[0] for entry in word.infolist()} == {1980}
        assert "2026-11-21T00:00:00Z" in word.read("docProps/core.xml").decode()


def test_a_draft_someone_has_gone_on_writing_in_is_not_overwritten(tmp_path):
    path = write_reports(small_study(), tmp_path, ["utkast.docx"])[0]
    document = docx.Document(str(path))
    document.add_paragraph("Min tekst.")
    document.save(str(path))
    with pytest.raises(OutputError, match="Move it or give it another name"):
        write_reports(small_study(), path.parent, [path.name])
    assert "Min tekst." in word_text(path)


def test_a_run_killed_between_record_and_rename_can_run_again(tmp_path):
    path = write_reports(small_study(), tmp_path, ["utkast.md"])[0]
    old = path.read_bytes()
    write_reports(small_study(title="Ny tittel"), path.parent, [path.name])
    record = tmp_path / ".qualcode-files.json"
    finished = record.read_text("utf-8")
    # as it stood when only the first of the two records was written, and the old file was there
    both = finished.replace("[\n", f'[\n  "{__import__("hashlib").sha256(old).hexdigest()}",\n')
    record.write_text(both, "utf-8")
    path.write_bytes(old)
    write_reports(small_study(title="Ny tittel"), path.parent, [path.name])
    assert record.read_text("utf-8") == finished


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(OutputError, match="Choose one of: html, docx, md"):
        write_reports(small_study(), tmp_path, ["utkast.odt"])[0]


@pytest.mark.parametrize("form", FORMATS)
def test_a_study_with_nothing_in_it_still_gives_a_draft(tmp_path, form):
    data = small_study(segments=[], codings=[], informants=[], sources=[], questions=[], run={})
    assert write_reports(data, tmp_path, [f"utkast.{form}"])[0].stat().st_size > 500
