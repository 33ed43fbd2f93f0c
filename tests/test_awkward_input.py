"""Awkward files are read, with a line that says what was done; bad ones are refused, one clear line each."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from qualcode.study import open_study
from tests.studies import CODEBOOK, INFORMANTS, INTERVIEW_1, qualcode, refused, small_study

NORWEGIAN = (
    "I: Hvordan går det?\nMor: Nå går det bedre, så får vi se på våren. Æsj, så mye søl på gølvet!\n" * 3
)


def run_with(tmp_path: Path, name: str, data: bytes) -> tuple[Path, str]:
    """Run a small study with one more transcript; returns the study and what was said on standard error."""
    study = small_study(tmp_path)
    (study / "transcripts" / name).write_bytes(data)
    done = qualcode("run", study, "--format", "md")
    assert done.returncode == 0, done.stderr
    return study, done.stderr


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", "BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("latin-1", "Windows-1252"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
    ],
)
def test_every_encoding_gives_the_same_words_and_says_what_was_done(
    tmp_path: Path, encoding: str, said: str
) -> None:
    study, lines = run_with(tmp_path, "ekstra.txt", NORWEGIAN.encode(encoding))
    assert "gølvet!" in open_study(study).source("ekstra").text
    assert any("ekstra.txt" in line and said in line for line in lines.splitlines()), lines


@pytest.mark.parametrize("ends", ["\r\n", "\r", "mixed"])
def test_line_ends_of_every_system_give_the_same_turns(tmp_path: Path, ends: str) -> None:
    text = NORWEGIAN.replace("\n", ends) if ends != "mixed" else NORWEGIAN.replace("?\n", "?\r\n", 1)
    study, _ = run_with(tmp_path, "ekstra.txt", text.encode())
    source = open_study(study).source("ekstra")
    assert len(source.turns) == 6
    assert "\r" not in source.text


def test_an_unknown_speaker_counts_as_ukjent_and_the_line_says_how_to_mend_it(tmp_path: Path) -> None:
    study, said = run_with(tmp_path, "ekstra.txt", NORWEGIAN.replace("Mor:", "Tante:").encode())
    line = next(line for line in said.splitlines() if "Tante" in line)
    assert "informants.csv" in line
    segments = open_study(study).data().segments
    assert set(segments[segments.source == "ekstra"].group) == {"ukjent"}


def test_a_text_without_speakers_is_one_unknown_turn(tmp_path: Path) -> None:
    study, said = run_with(tmp_path, "ekstra.txt", b"Her snakker ingen bestemt. Det er bare tekst.\n")
    turns = open_study(study).source("ekstra").turns
    assert [(t.speaker, t.is_interviewer, t.informant) for t in turns] == [(None, False, None)]
    assert "ekstra.txt" in said


def test_a_very_long_line_is_read(tmp_path: Path) -> None:
    study, _ = run_with(tmp_path, "ekstra.txt", b"I: Ja?\nMor: " + b"vi venta og venta " * 50_000 + b"\n")
    assert max(len(s.text) for s in open_study(study).segments("ekstra")) > 800_000


# --- refused ---------------------------------------------------------------------------------------


def zipped(**members: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("CT", "[Content_Types]"), data)
    return held.getvalue()


def docx_bytes() -> bytes:
    import docx

    held = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("I: Hva?")
    document.save(held)
    return held.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, content if item.filename == name else old.read(item.filename))
    return held.getvalue()


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    b"<w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)
BAD_FILES = {
    "empty": ("tom.txt", b""),
    "blank": ("blank.txt", b" \n\t\n"),
    "binary renamed .txt": ("bilde.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "corrupt docx": ("feil.docx", b"PK\x03\x04" + b"\x00" * 200),
    "truncated docx": ("kort.docx", docx_bytes()[:3000]),
    "text renamed .docx": ("tekst.docx", b"Dette er bare tekst."),
    "password-protected docx": ("laast.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000),
    "corrupt pdf": ("feil.pdf", b"%PDF-1.4\nnothing here\n"),
    "truncated xlsx": ("kort.xlsx", zipped(xl__workbook="<x")),
    "password-protected xlsx": ("laast.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000),
    "zip bomb docx": ("bombe.docx", with_member(docx_bytes(), "word/document.xml", b" " * 600_000_000)),
    "entity bomb docx": ("enheter.docx", with_member(docx_bytes(), "word/document.xml", ENTITY_BOMB)),
    "malformed json": ("feil.json", b'{"segments": [{"start": 0, "text": "hei"'),
    "json of something else": ("annet.json", b'{"navn": "Kari"}'),
    "malformed vtt": ("feil.vtt", b"00:00:01 --> dette er ikke en vtt\nhei\n"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_refused_in_one_line_and_the_study_is_as_before(tmp_path: Path, case: str) -> None:
    name, data = BAD_FILES[case]
    study = small_study(tmp_path)
    (study / "transcripts" / name).write_bytes(data)
    done = qualcode("run", study)
    refused(done, name)
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not (study / "reports").exists()


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    study = small_study(tmp_path)
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("hemmelig")
    with (study / "transcripts/laast.pdf").open("wb") as file:
        writer.write(file)
    refused(qualcode("run", study), "laast.pdf", "password")


@pytest.mark.parametrize(
    ("informants", "said"),
    [
        (INFORMANTS + "m1,,intervju_2,C,far,foreldre,nordby,nei,\n", ("line 4", "line 2", "m1")),
        ("id,source,label\nm1,intervju_1,Mor\n", ("group",)),
    ],
)
def test_a_bad_register_is_refused_with_its_line(
    tmp_path: Path, informants: str, said: tuple[str, ...]
) -> None:
    study = small_study(tmp_path)
    (study / "informants.csv").write_text(informants, encoding="utf-8")
    refused(qualcode("run", study), "informants.csv", *said)


def test_a_mistake_in_the_register_is_told_once_not_once_a_file(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    (study / "informants.csv").write_text("id,source\nm1,intervju_1\n", encoding="utf-8")
    assert len(qualcode("run", study).stderr.splitlines()) == 1


def test_a_label_that_nobody_has_is_told(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    (study / "informants.csv").write_text(INFORMANTS.replace("Mor,mor", "Moor,mor"), encoding="utf-8")
    said = qualcode("run", study, "--format", "md").stderr
    assert "'m1' does not speak in intervju_1.txt: nobody is called 'Moor'" in said


def test_a_question_put_in_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    questions = "question,theme,group,site,source,asked\nHva?,hjelp,,,intervju_9,nei\n"
    (study / "questions.csv").write_text(questions, encoding="utf-8")
    refused(qualcode("run", study), "questions.csv, line 2", "intervju_9")


def test_a_new_study_with_two_files_of_one_name_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    for name in ("a.txt", "b/A.md"):
        (tmp_path / "filer" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "filer" / name).write_text(INTERVIEW_1, encoding="utf-8")
    refused(qualcode("new", tmp_path / "studie", "--from", tmp_path / "filer"), "a.txt", "A.md")
    assert not (tmp_path / "studie").exists()


def test_a_group_that_is_not_in_the_settings_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    with (study / "qualcode.toml").open("a") as file:
        file.write('[groups]\nforeldre = "Foreldre"\nhelsestasjonen = "Helsestasjonen"\n')
    refused(qualcode("run", study), "informants.csv, line 3", "'helsestasjon'", "elsestasjonen")


@pytest.mark.parametrize(
    ("codebook", "said"),
    [
        (CODEBOOK.replace("- ringe", "- ringe .."), ("hjelp.yaml, line 14",)),
        (CODEBOOK.replace("id: telefon", "id: soevn"), ("hjelp.yaml", "soevn")),
        ("a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n", ("hjelp.yaml",)),
        (CODEBOOK.replace("definition", "definisjon"), ("line 4", "definition")),
    ],
)
def test_a_bad_codebook_is_refused_with_its_line(
    tmp_path: Path, codebook: str, said: tuple[str, ...]
) -> None:
    study = small_study(tmp_path)
    (study / "codebooks/hjelp.yaml").write_text(codebook, encoding="utf-8")
    refused(qualcode("run", study), *said)
    assert not (study / "reports").exists()


def test_two_sources_with_the_same_name_are_refused_and_both_named(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    (study / "transcripts/mappe").mkdir()
    (study / "transcripts/mappe/Intervju_1.md").write_text(INTERVIEW_1, encoding="utf-8")
    refused(qualcode("run", study), "intervju_1.txt", "Intervju_1.md")


def test_an_option_that_would_be_ignored_is_refused(tmp_path: Path) -> None:
    study = small_study(tmp_path / "s")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "1", "text": "x", "codes": []}\n')
    refused(qualcode("evaluate", study, "--codebook", study / "codebooks"), "its own codebooks")
    refused(qualcode("evaluate", gold, "--gold", gold), "--gold goes with a study")


def test_a_wrong_command_names_the_nearest_one() -> None:
    refused(qualcode("eksplain"), "Did you mean 'explain'?")


def test_answers_in_a_spreadsheet_run_without_editing(tmp_path: Path) -> None:
    answers = "id;gruppe;Hva var bra?\n" + "".join(
        f"r{i};foreldre;De ringte oss {i} ganger.\n" for i in range(9)
    )
    (tmp_path / "filer").mkdir()
    (tmp_path / "filer/svar.csv").write_text(answers, encoding="cp1252")
    made = qualcode("new", tmp_path / "studie", "--from", tmp_path / "filer")
    assert made.returncode == 0, made.stderr
    done = qualcode("run", tmp_path / "studie", "--format", "md")
    assert done.returncode == 0, done.stderr
    data = open_study(tmp_path / "studie").data()
    assert (len(data.segments), set(data.segments.group), len(set(data.segments.person))) == (
        9,
        {"foreldre"},
        9,
    )


def test_the_gold_file_as_a_survey_runs_without_editing(tmp_path: Path) -> None:
    import csv
    import os

    if "QUALCODE_GOLD" not in os.environ:
        pytest.skip("QUALCODE_GOLD does not name the gold file")
    units = [json.loads(line) for line in Path(os.environ["QUALCODE_GOLD"]).read_text("utf-8").splitlines()]
    (tmp_path / "filer").mkdir()
    with (tmp_path / "filer/gold.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "group", "text"])
        writer.writerows([unit["id"], unit["group"], unit["text"]] for unit in units)
    assert qualcode("new", tmp_path / "studie", "--from", tmp_path / "filer").returncode == 0
    done = qualcode("run", tmp_path / "studie", "--format", "html")
    assert done.returncode == 0, done.stderr
    assert len(open_study(tmp_path / "studie").data().segments) == len(units)
