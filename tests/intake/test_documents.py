"""Word, OpenDocument, RTF and PDF files: their text in order, and every broken or dangerous one refused."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest

from tests.intake.conftest import pdf_of, saved

TALK = ("I: Hvordan går det?", "Mor: Det går på et vis.", "I: Hvorfor?", "Mor: Æ vet ikke.")
TURNS = [
    ("I", "Hvordan går det?"),
    ("Mor", "Det går på et vis."),
    ("I", "Hvorfor?"),
    ("Mor", "Æ vet ikke."),
]


def odt_of(*paragraphs: str) -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    document = OpenDocumentText()
    for paragraph in paragraphs:
        document.text.addElement(P(text=paragraph))
    return saved(document)


def rtf_of(*paragraphs: str) -> bytes:
    escaped = ["".join(c if c.isascii() else f"\\'{c.encode('cp1252').hex()}" for c in p) for p in paragraphs]
    body = "\\par\n".join(escaped)
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 " + body + "\\par}").encode("ascii")


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, content if item.filename == name else old.read(item))
    return out.getvalue()


# --- Word -----------------------------------------------------------------------------------------------


def test_a_word_document_is_read_paragraph_by_paragraph(study, said, docx) -> None:
    assert said(study.read("a.docx", docx(*TALK))) == TURNS


def test_paragraphs_of_one_speaker_are_parted_by_a_blank_line(study, said, docx) -> None:
    reading = study.read("a.docx", docx(TALK[0], TALK[1], "Og mer.", "", "Til slutt.", TALK[2], TALK[3]))
    assert said(reading)[1] == ("Mor", "Det går på et vis.\n\nOg mer.\n\nTil slutt.")


def test_a_doubt_in_a_word_document_names_the_paragraph(study, notices, docx) -> None:
    reading = study.read("a.docx", docx(*TALK, "Mer.", "Turid: hei.", "Mer.", "Enda mer."))
    assert "6: 'Turid'" in notices(reading, "doubt")


def test_tables_come_in_order_and_may_hold_the_conversation(study, said) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("Intervju, Åsheim")
    table = document.add_table(rows=0, cols=3)
    for time, label, words in [
        ("00:00:01", "I", "Hva?"),
        ("00:00:04", "Mor", "Ja."),
        ("00:00:09", "I", "Når?"),
        ("00:00:12", "Mor", "Nå."),
    ]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = time, label, words
    reading = study.read("a.docx", saved(document))
    assert said(reading) == [("I", "Hva?"), ("Mor", "Ja."), ("I", "Når?"), ("Mor", "Nå.")]
    assert [turn.time for turn in reading.source.turns] == [1, 4, 9, 12]


def test_bold_labels_line_breaks_and_tabs_in_one_paragraph_are_understood(study, said) -> None:
    from docx import Document

    document = Document()
    paragraph = document.add_paragraph()
    for label, words in TURNS:
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f"\t{words}")
        paragraph.add_run().add_break()
    assert said(study.read("a.docx", saved(document))) == TURNS


def test_tracked_changes_count_as_accepted(study, said, notices, docx) -> None:
    data = docx(TALK[0], "Mor: Det går XXX på et vis.", *TALK[2:])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    changed = xml.replace(
        "Det går XXX på et vis.</w:t></w:r>",
        "Det går</w:t></w:r><w:del w:id='1'><w:r><w:delText>ikke</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t xml:space='preserve'> på et</w:t></w:r></w:ins>"
        "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> vis.</w:t></w:r></w:sdtContent></w:sdt>",
    )
    assert changed != xml
    reading = study.read("a.docx", replaced(data, "word/document.xml", changed.encode()))
    assert said(reading) == TURNS
    assert "tracked changes" in notices(reading, "info")


def test_a_word_document_without_text_is_refused(study, docx) -> None:
    assert "is empty" in study.refused("tom.docx", docx("", " "))


def test_damaged_locked_and_false_word_documents_are_refused(study, docx) -> None:
    data = docx(*TALK)
    assert "cut off" in study.refused("a.docx", data[: len(data) // 2])
    assert "password" in study.refused("b.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "is not a .docx file" in study.refused("c.docx", b"Bare tekst.")
    assert "damaged" in study.refused("d.docx", replaced(data, "word/document.xml", b"<w:document><w:body>"))
    assert "damaged" in study.refused("e.docx", replaced(data, "[Content_Types].xml", b"<x/>"))
    assert "damaged" in study.refused("f.docx", b"PK\x05\x06" + b"\0" * 18)


@pytest.mark.parametrize("step", range(60))
def test_a_word_document_with_flipped_bytes_never_gives_a_foreign_error(study, docx, step) -> None:
    from qualcode.errors import TranscriptError

    data = bytearray(docx(*TALK))
    for i in range(step, len(data), 61 + step):
        data[i] ^= 1 << step % 8
    # Either the damage is harmless or it is reported as the file's own.
    with suppress(TranscriptError):
        study.read("a.docx", bytes(data))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(study, docx) -> None:
    bomb = replaced(docx(*TALK), "word/document.xml", b" " * 60_000_000)
    assert len(bomb) < 200_000
    assert "zip bomb" in study.refused("bombe.docx", bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_an_entity_bomb_is_refused(study, docx, name, encoding) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "ha">'
    bomb += '<!ENTITY b "&a;&a;">]><x>&b;</x>'
    part, data = ("word/document.xml", docx(*TALK)) if name == "a.docx" else ("content.xml", odt_of(*TALK))
    assert "document type" in study.refused(name, replaced(data, part, bomb.encode(encoding)))


# --- OpenDocument and RTF -------------------------------------------------------------------------------


def test_an_opendocument_text_is_read(study, said) -> None:
    assert said(study.read("a.odt", odt_of(*TALK))) == TURNS


def test_damaged_and_locked_opendocument_texts_are_refused(study) -> None:
    data = odt_of(*TALK)
    assert "cut off" in study.refused("a.odt", data[:-200])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = archive.read("META-INF/manifest.xml").decode()
    locked = manifest.replace("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>")
    assert "password" in study.refused("b.odt", replaced(data, "META-INF/manifest.xml", locked.encode()))
    assert "is not a .odt file" in study.refused("c.odt", b"tekst")


def test_comments_and_deleted_text_of_an_opendocument_text_are_left_out(study, said) -> None:
    data = odt_of(TALK[0], "Mor: Det går på et vis.", *TALK[2:])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("content.xml").decode()
    xml = xml.replace(
        "Det går på et vis.",
        "Det går<office:annotation><text:p>sjekk</text:p></office:annotation><text:s/>på et<text:tab/>vis.",
    )
    xml = xml.replace(
        "<office:text>",
        "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>Borte</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>",
    )
    reading = study.read("a.odt", replaced(data, "content.xml", xml.encode()))
    assert "Borte" not in reading.source.text
    assert said(reading)[1] == ("Mor", "Det går på et\tvis.")


def test_an_rtf_file_is_read(study, said) -> None:
    assert said(study.read("a.rtf", rtf_of(*TALK))) == TURNS


def test_an_rtf_file_with_unicode_escapes_and_raw_letters_is_read(study) -> None:
    reading = study.read(
        "a.rtf",
        "{\\rtf1\\ansi\\uc1 Vi g\\u229?r p\\'e5 \\u8222?tur\\u8221? i \xf8sten.\\par}".encode("cp1252"),
    )
    assert reading.source.text == "Vi går på „tur” i østen."


def test_a_false_or_cut_rtf_file_is_refused(study) -> None:
    assert "is not an RTF file" in study.refused("a.rtf", b"Bare tekst.")
    assert "cut off" in study.refused("b.rtf", rtf_of(*TALK)[:-20])
    assert "is empty" in study.refused("c.rtf", b"{\\rtf1\\ansi \\par}")


# --- PDF ------------------------------------------------------------------------------------------------


def test_a_pdf_is_read_with_its_speakers(study, said, pdf) -> None:
    assert said(study.read("a.pdf", pdf([TALK[:2], TALK[2:]]))) == TURNS


REPORT = [
    "Kommunen har hatt et samarbeid med de andre tjenestene i flere år, og det",
    "har gitt resultater. Når helsestasjonen og barneverntjenesten får til samar-",
    "beid om barne- og ungdomsvern, går det bedre. Det gjelder særlig for 3-",
    "klassingen, og for barn i Nord-",
    "Norge som har fått hjelp av BUP-",
    "kontoret. En av de vi snakket med sa at hun ikke visste hvor hun skulle",
]
MORE = [
    "henvende seg, og at det tok tid før noen ringte. Det var først da læreren",
    "tok kontakt at noe skjedde.",
    "Neste avsnitt handler om noe annet, og begynner på en ny linje der det",
    "forrige sluttet tidlig. Det er også slik i resten av rapporten, side etter",
    "side, fordi linjene er brutt der spalten tok slutt og ikke der setningen",
    "gjorde det.",
]


def test_a_printed_report_gets_its_paragraphs_back(study, pdf, notices) -> None:
    pages = [["Rapport 2026", *REPORT, "7"], ["Rapport 2026", *MORE, "8"], ["Rapport 2026", *MORE, "9"]]
    reading = study.read("dokument_1.pdf", pdf(pages))
    text = reading.source.text
    assert "Rapport 2026" not in text
    assert not set(text) & set("789")
    assert "får til samarbeid om barne- og ungdomsvern" in text
    assert "for 3-klassingen, og for barn i Nord-Norge som har fått hjelp av BUP-kontoret." in text
    assert "hvor hun skulle henvende seg" in text
    assert "tok kontakt at noe skjedde.\n\nNeste avsnitt" in text
    assert "3 page numbers and 3 running headers left out" in notices(reading)
    for i, character in enumerate(text):
        if character not in " \n":
            assert reading.original[reading.source.offsets.to_original(i)] == character


def test_a_blank_line_after_every_line_is_no_paragraph(study, pdf) -> None:
    doubled = [line for text in (*REPORT, *MORE) for line in (text, " ")]
    text = study.read("dokument_1.pdf", pdf([doubled])).source.text
    assert "det har gitt resultater" in text
    assert text.count("\n\n") == 1


def test_a_number_in_the_text_is_not_a_page_number(study, pdf) -> None:
    reading = study.read(
        "dokument_1.pdf", pdf([["Vi var mange.", "12", "Det var fint."], ["Og så gikk vi.", "1984"]])
    )
    assert "12" in reading.source.text
    assert "1984" in reading.source.text


def test_a_quote_that_crosses_a_page_is_one_paragraph(study, said, pdf) -> None:
    pages = [["I: Hva?", f"Mor: {REPORT[5]}", "1"], [*MORE[:2], "I: Når?", "Mor: Nå.", "2"]]
    pages += [[*REPORT, "3"], [*MORE, "4"]]
    turns = said(study.read("a.pdf", pdf(pages)))
    assert "ikke visste hvor hun skulle henvende seg, og at" in turns[1][1]
    assert turns[2] == ("I", "Når?")


def test_locked_scanned_and_damaged_pdfs_are_refused(study, pdf) -> None:
    assert "password" in study.refused("a.pdf", pdf_of([TALK], password="hemmelig"))
    assert "pictures of pages" in study.refused("b.pdf", pdf([[], []]))
    assert "damaged" in study.refused("c.pdf", b"%PDF-1.4\nikke noe\n%%EOF")
    assert "is not a PDF" in study.refused("d.pdf", b"Bare tekst")
    assert "damaged" in study.refused("e.pdf", pdf([TALK])[:300])


def test_a_pdf_with_a_page_without_text_says_which(study, pdf, notices) -> None:
    assert "no text on page 2" in notices(study.read("a.pdf", pdf([TALK, []])), "warning")


def test_a_file_that_is_gone_or_may_not_be_read_is_named(study) -> None:
    from qualcode.errors import TranscriptError
    from qualcode.intake import Register, read_source
    from qualcode.settings import read_settings

    with pytest.raises(TranscriptError, match=r"borte\.txt: cannot be read"):
        read_source(
            study.transcripts / "borte.txt",
            read_settings(study.folder),
            Register(),
            root=study.transcripts,
        )
