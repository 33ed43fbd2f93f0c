"""Drafts in html, docx and md: what they say, that every text is only text, the same bytes each time."""

from __future__ import annotations

import html.parser
import itertools
import re
import time
import zipfile

import docx
import pytest

from qualcode.analysis.data import records, study_data
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
    return build_context(data, author).sections


def tendency(found, code):
    """What a theme's section says of the whole study, after its definition."""
    return found[f"tema-{code}"].texts[1]


def silence_of(found, code):
    return found[f"tema-{code}-stille"].texts


# --- what it says --------------------------------------------------------------------------------------


def test_the_overview_keeps_the_silent_states_apart():
    talk, forms = (
        {row[0].text: [cell.text.replace("\u00a0", " ") for cell in row[1:]] for row in table.rows}
        for table in sections(small_study())["oversikt"].tables
    )
    assert talk == {
        "Barneverntjenesten": ["2 av 3", "1 av 3", "ingen utsagn (0 av 3)"],
        "Helsestasjonen": ["ingen utsagn (0 av 1)", "1 av 1", "ingen utsagn (0 av 1)"],
        "Foreldre": ["1 uten å bli spurt", "ingen utsagn (0 av 1)", "ingen utsagn (0 av 1)"],
        "Skolen": ["ingen utsagn (0 av 1)", "ikke spurt", "ingen utsagn (0 av 1)"],
        "Ungdom": ["ikke intervjuet"] * 3,
        "Dokumenter": ["1 av 1 utdrag", "ingen utsagn (0 av 1 utdrag)", "ingen utsagn (0 av 1 utdrag)"],
        "Ukjent taler": ["ingen utsagn (0 av 1 utdrag)", "1 av 1 utdrag", "ingen utsagn (0 av 1 utdrag)"],
        "I alt": ["2 av 4 (+1)", "2 av 4", "ingen utsagn (0 av 5)"],
    }
    assert forms == {
        "Foreldre": ["1 uten å bli spurt", "1 av 2", "ingen utsagn (0 av 2)"],
        "I alt": ["1 uten å bli spurt", "1 av 2", "ingen utsagn (0 av 2)"],
    }


def test_the_tendency_has_its_number_volunteers_and_collectives_behind_it():
    found = sections(small_study())
    early = tendency(found, "tidlig_innsats")
    assert early.startswith(
        "Av de intervjuede som ble spurt, har halvparten, to av fire, sagt noe om temaet. Én av"
    )
    assert "Én av dem er et kollektiv" in early
    shared = tendency(found, "brukermedvirkning")
    assert shared.startswith(
        "Av de intervjuede som ble spurt, har halvparten, to av fire, sagt noe om temaet; "
        "av dem som svarte på spørreskjema, én av to. "
    )
    assert tendency(found, "tverrfaglighet").startswith(
        "Av de intervjuede har ingen av fem sagt noe om temaet; av dem som svarte på spørreskjema, ingen av to."
    )


def test_a_study_without_a_survey_speaks_of_informants():
    segments = [row for row in records(small_study().segments) if row["kind"] != "survey"]
    kept = {row["segment_id"] for row in segments}
    codings = [row for row in records(small_study().codings) if row["segment_id"] in kept]
    found = sections(small_study(segments=segments, codings=codings))
    assert tendency(found, "tverrfaglighet").startswith("Ingen av fem informanter har utsagn om temaet.")
    assert tendency(found, "tidlig_innsats").startswith("Halvparten, to av fire informanter, har")
    assert "spørreskjema" not in " ".join(found["begrensninger"].texts)


def test_who_was_not_asked_is_named_and_kept_out_of_groups_and_numbers():
    early = sections(small_study())
    assert "er det utsagn i én av tre grupper og på ett av to steder." in tendency(early, "tidlig_innsats")
    assert "Ikke spurt om temaet: Foreldre." in tendency(early, "tidlig_innsats")
    doubt = "Foreldre: ikke spurt om temaet. To kan ha tatt det opp selv (maskinelt forslag som bør leses)."
    assert doubt in silence_of(early, "tidlig_innsats")
    everyone = [
        {"segment_id": s, "code": "tverrfaglighet", "origin": "machine", "status": "accepted", "score": 0.9}
        for s in ("s04", "s07", "s08", "s09")
    ]
    found = tendency(sections(small_study(codings=everyone)), "tverrfaglighet")
    assert "i alle de fire gruppene og på begge stedene." in found


def test_those_who_seem_to_have_brought_it_up_are_hedged_until_somebody_has_read_it():
    hedged = "I tillegg kan to som ikke ble spurt, ha tatt det opp selv (maskinelt forslag som bør leses)."
    assert hedged in tendency(sections(small_study()), "tidlig_innsats")
    read = [
        {**row, "status": "accepted" if row["segment_id"] in ("s08", "s14") else row["status"]}
        for row in records(small_study().codings)
    ]
    text = tendency(sections(small_study(codings=read)), "tidlig_innsats")
    assert "I tillegg tok to som ikke ble spurt, det opp selv." in text
    assert "kan ha" not in text


def test_one_of_a_group_who_was_not_asked_is_told():
    questions = [
        {"question": "Hvem?", "theme": "tverrfaglighet", "source": source, "asked": asked}
        for source, asked in ((None, True), ("int_1", False), ("notat_1", False))
    ]
    silence = silence_of(sections(small_study(questions=questions)), "tverrfaglighet")
    assert "Barneverntjenesten: én av tre ble ikke spurt om temaet." in silence


def test_an_empty_sub_theme_is_among_what_is_not_said():
    codings = [
        {
            "segment_id": "s04",
            "code": "tidlig_innsats",
            "origin": "machine",
            "status": "suggested",
            "score": 0.9,
        }
    ]
    silence = silence_of(sections(small_study(codings=codings)), "tidlig_innsats")
    assert (
        "Undertemaet «Lav terskel»: ingen utsagn er funnet hos informantene (fire informanter er spurt)."
        in silence
    )
    assert "ved maskinell lesing" in silence[-1]
    assert not any("Undertemaet" in line for line in silence_of(sections(small_study()), "tidlig_innsats"))


def test_a_group_that_was_not_asked_has_no_share():
    found = sections(small_study())
    table = found["tema-brukermedvirkning-grupper"].tables[0]
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert rows["Skolen"] == ["–", "–", "–", "–", "ikke spurt"]
    assert "En person med roller i flere grupper" in table.note
    early = found["tema-tidlig_innsats-grupper"].tables[0]
    rows = {row[0].text: [cell.text.replace("\u00a0", " ") for cell in row[1:]] for row in early.rows}
    assert rows["Foreldre"] == [
        "1 uten å bli spurt",
        "1 av 1",
        "1 uten å bli spurt",
        "1 av 3",
        "utsagn, ikke spurt",
    ]
    assert rows["I alt"][:2] == ["2 av 4 (+1)", "5 av 11"]
    assert "De er ikke med i tallene foran" in early.note


def undivided_study():
    """The small study when the interview int_1 is a recogniser's text without speakers."""
    segments = [
        {**row, "speaker": None if row["source"] == "int_1" else row["speaker"] or "X"}
        for row in records(small_study().segments)
    ]
    sources = [{**row, "path": f"transcripts/{row['path']}"} for row in records(small_study().sources)]
    return small_study(segments=segments, sources=sources)


def test_an_interview_that_does_not_tell_its_speakers_apart_is_a_limitation_by_file_name():
    found = sections(undivided_study())
    limits = found["begrensninger"].texts
    assert any(line.startswith("int_1.txt: Her er tekst uten talere") for line in limits)
    method = " ".join(found["metode"].texts)
    assert "biter av tekst uten talere fra intervjuer (2)" in method
    assert "aldri kodet" not in method
    assert "der det er kjent hvem som taler" in found["metode"].tables[0].note


def test_the_interviewers_words_are_never_counted_only_where_speakers_are_known():
    segments = [{**row, "speaker": row["speaker"] or "X"} for row in records(small_study().segments)]
    found = sections(small_study(segments=segments))
    assert "Intervjuerens ord er aldri kodet eller talt." in " ".join(found["metode"].texts)
    assert not any("uten talere" in line for line in found["begrensninger"].texts)


def test_a_theme_only_the_unasked_speak_of_is_hedged_and_a_limitation():
    questions = [{"question": "Når?", "theme": "tidlig_innsats", "asked": False}]
    found = sections(small_study(questions=questions))
    assert tendency(found, "tidlig_innsats").startswith(
        "Temaet ble ikke tatt opp med noen; fire kan ha tatt det opp selv (maskinelt forslag som bør leses)."
    )
    assert "Ingen ble spurt om «Tidlig innsats»." in found["begrensninger"].texts


def test_words_are_those_of_the_segments():
    sources = [{**row, "n_words": 10_000} for row in records(small_study().sources)]  # with the interviewer's
    rows = sections(small_study(sources=sources))["metode"].tables[0].rows
    said = sum(len(row["text"].split()) for row in records(small_study().segments))
    assert rows[-1][3].text == str(said)


def test_the_bundled_pipeline_has_its_name():
    text = " ".join(sections(small_study())["metode"].texts)
    assert "med språkmodellen som følger med qualcode (nb_qualcode_sm 1.2)." in text
    run = {"version": "0.1.0", "pipeline": {"name": "nb_core_news_lg", "version": "3.8"}}
    text = " ".join(sections(small_study(run=run))["metode"].texts)
    assert "med språkmodellen nb_core_news_lg 3.8." in text


def test_after_the_quotes_there_is_a_place_for_the_authors_reading_until_it_is_written(tmp_path):
    def drafts():
        page, word, mark, *_ = write_reports(
            small_study(tmp_path), tmp_path, [f"u.{f}" for f in ("html", "docx", "md")]
        )
        return page.read_text("utf-8"), word_text(word), mark.read_text("utf-8").replace("\\", "")

    for draft in drafts():
        for code in ("tidlig_innsats", "brukermedvirkning", "tverrfaglighet"):
            assert f"forfatter/{code}.md" in draft
        assert draft.index("Hun ringte oss før") < draft.index("forfatter/tidlig_innsats.md")
        assert "På spørsmålet «Hva fungerer bra?»:" in draft
    (tmp_path / "forfatter").mkdir()
    (tmp_path / "forfatter" / "tidlig_innsats.md").write_text("Slik leser jeg det.", "utf-8")
    for draft in drafts():
        assert "forfatter/tidlig_innsats.md" not in draft
        assert "forfatter/brukermedvirkning.md" in draft
        assert "Slik leser jeg det." in draft


def test_wide_tables_say_that_they_scroll(tmp_path):
    page = page_of(small_study(), tmp_path)
    cues = page.count('<p class="cue" aria-hidden="true">Tabellen')
    tables = page.split("<table")[1:]
    wide = [
        len(re.findall(r'<th scope="col"', t)) > 3 or re.search(r'<td class="[^"]*long', t) for t in tables
    ]
    assert 0 < cues == sum(map(bool, wide)) < len(wide)
    css = page[: page.index("</style>")]
    assert ".cue { display: none; }" in css
    assert ".cue { display: block;" in css[css.index("@media (max-width: 30rem)") :]


def test_the_appendix_heading_says_how_many_segments(tmp_path):
    appendix = build_context(small_study()).appendix
    assert appendix.title == f"Vedlegg: utdragene bak utkastet ({len(appendix.entries)} i alt)"
    assert f"utdragene ({len(appendix.entries) - len(appendix.quoted)}) ligger" in appendix.intro_quotes


def test_silence_says_how_it_is_known():
    silence = silence_of(sections(small_study()), "brukermedvirkning")
    assert silence[0] == "Skolen: ikke spurt om temaet. At ingen nevner det, sier derfor ingenting."
    assert silence[1].startswith("Ungdom: ikke intervjuet.")
    assert "ved maskinell lesing" in silence_of(sections(small_study()), "tverrfaglighet")[-1]
    everything = {"people_read": [row["segment_id"] for row in records(small_study().segments)]}
    assert (
        "mennesker har lest alle" in silence_of(sections(small_study(run=everything)), "tverrfaglighet")[-1]
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
    text = " ".join(method.texts)
    assert "telefon 4 og til stede 2" in text
    assert "Ungdom (én planlagt) og Dalsund" in text
    assert "ødelagt.docx (filen er skadet)" in text
    assert "Ett utdrag kommer fra talere som ikke er ført" in text
    assert "14 utdrag: replikker fra intervjuer (8), svar fra spørreskjemaer (3), avsnitt fra notater" in text
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
    people = {row[0].text: row[1].text for row in method.tables[1].rows}
    assert people["Barneverntjenesten"] == "3"
    assert people["Ungdom"] == "ikke intervjuet"
    assert people["I alt"] == "7"  # the person in two groups counts once
    places = {row[0].text: row[1].text for row in method.tables[2].rows}
    assert places == {"Åsheim": "4", "Bjørkvik": "3", "Dalsund": "ikke intervjuet", "I alt": "7"}
    assert method.tables[3].rows[0][4].text == "cd" * 8


def test_group_and_site_are_not_crossed_where_a_cell_would_be_one_person():
    assert len(sections(small_study())["metode"].tables) == 4
    chosen = sections(small_study(attribution="rolle_sted"))["metode"].tables[1]
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in chosen.rows}
    assert rows["Barneverntjenesten"] == ["2", "1", "0", "3"]
    assert rows["Ungdom"] == ["–", "–", "–", "ikke intervjuet"]
    assert rows["I alt"] == ["4", "3", "0", "7"]


def test_limitations_name_groups_of_none_and_of_one():
    limits = sections(small_study())["begrensninger"].texts
    assert "Ungdom var planlagt, men er ikke intervjuet. Utkastet sier ingenting om hva de mener." in limits
    assert "Én stemme utgjør Helsestasjonen." in limits
    assert (
        "Kodene er satt av en maskin og ikke gjennomgått. Noen utsagn er kodet feil, og noen er oversett."
        in limits
    )


def test_a_date_comes_from_the_settings_only():
    assert build_context(small_study()).date == "21. november 2026"
    assert build_context(small_study(date=None)).date is None


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
    assert not re.search(r"url\((?!#)", raw)


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
    assert "skjema, Hva fungerer bra?" in entry
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
    assert len(appendix.entries) == len(appendix.quoted) == 2  # one voice, quoted once more than it counts
    assert "(399)" in appendix.intro_all
    assert "401 i alt" in appendix.title


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


def test_a_study_of_documents_alone_claims_nothing_of_informants(tmp_path):
    study = small_study()
    documents = study.segments[study.segments.kind == "document"].reset_index(drop=True)
    assert len(documents)
    alone = study_data(
        segments=documents,
        codings=study.codings[study.codings.segment_id.isin(documents.segment_id)],
        informants=[],
        sources=study.sources,
        codebook=study.codebook,
        settings=study.settings,
    )
    draft = write_reports(alone, tmp_path, ["utkast.md"])[0].read_text("utf-8")
    assert "Det finnes ingen informanter i dataene." in draft
    assert "Alle grupper og steder har utsagn" not in draft


# --- what carries the numbers --------------------------------------------------------------------------


def test_every_structure_of_the_settings_can_be_built():
    from qualcode.report.structures import STRUCTURES
    from qualcode.settings import ReportSettings

    report = build_context(small_study(report=ReportSettings(structure=STRUCTURES)))
    anchors = [section.anchor for chapter in report.chapters for section in chapter.every()]
    assert len(anchors) == len(set(anchors))
    assert {"temaer", "grupper", "steder", "kilder", "svar", "faser"} <= set(anchors)


def test_a_relayed_code_that_no_codebook_has_is_refused():
    from qualcode.settings import ReportSettings

    with pytest.raises(StudyError, match="names the code 'borte' for 'ungdom', which no codebook has"):
        build_context(small_study(report=ReportSettings(relayed={"ungdom": "borte"})))


def test_a_number_in_html_is_a_click_from_its_segments(tmp_path):
    page = page_of(small_study(), tmp_path)
    claim = re.search(r'href="#(belegg_\d+)"[^>]*>2\u00a0av\u00a03<', page)[1]
    row = re.search(rf'<li id="{claim}".*?</li>', page, re.DOTALL)[0]
    entries = [
        re.search(rf'<div id="{anchor}".*?</div>', page, re.DOTALL)[0]
        for anchor in re.findall(r"#(utdrag_\d+)", row)
    ]
    found = [re.search(r'class="id">(\w+)<', entry)[1] for entry in entries]
    assert found == ["s01", "s04", "s05"]  # what the two of three in child welfare say


def test_every_claim_of_the_provenance_is_a_bookmark_in_word(tmp_path):
    word, table = write_reports(small_study(), tmp_path, ["utkast.docx"])
    names = re.findall(r'w:bookmarkStart [^>]*w:name="(belegg_\d+)"', docx.Document(str(word)).element.xml)
    claims = [line.split(",")[0] for line in table.read_text("utf-8").splitlines()[1:]]
    assert sorted(names) == sorted(claims)
    ids = re.findall(r'w:bookmarkStart [^>]*w:id="(\d+)"', docx.Document(str(word)).element.xml)
    assert len(ids) == len(set(ids))


def test_each_group_of_a_theme_says_who_was_asked_or_why_it_is_silent():
    found = sections(small_study())
    said = {
        group: found[f"tema-tidlig_innsats-{group}"].texts[0] for group in ("barnevern", "skole", "ungdom")
    }
    assert said["barnevern"].startswith("Spurt: tre i intervju. Én av dem er et kollektiv")
    assert "De fleste, to av tre informanter, har utsagn om temaet." in said["barnevern"]
    assert "Utsagnene kommer fra Åsheim; ingen fra Bjørkvik." in said["barnevern"]
    assert "ved maskinell lesing" in said["skole"]
    assert said["ungdom"].startswith("Ungdom: ikke intervjuet.")
    quotes = found["tema-tidlig_innsats-barnevern"].quotes
    assert quotes[0].lead == "Om «Lav terskel»:"


def test_the_authors_reading_of_a_cell_takes_the_place_of_its_mark(tmp_path):
    own = {"tidlig_innsats.barnevern": ("Slik leser jeg barnevernet.",)}
    cell = build_context(small_study(), own).sections["tema-tidlig_innsats-barnevern"]
    assert cell.texts[-1] == "Slik leser jeg barnevernet."
    assert (
        "forfatter/tidlig_innsats.barnevern.md"
        in sections(small_study())["tema-tidlig_innsats-barnevern"].texts[-1]
    )
