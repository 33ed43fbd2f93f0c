"""Which files are sources, what they are called, and what kind they are."""

from __future__ import annotations

import unicodedata

import pytest

from qualcode.errors import Problems, StudyError
from qualcode.intake import find_sources, find_transcripts, ignored_files
from qualcode.settings import read_settings


def names(study) -> list[str]:
    return [
        path.relative_to(study.transcripts).as_posix() for path in find_sources(read_settings(study.folder))
    ]


def test_sources_are_found_in_sub_folders_in_one_order_and_others_passed_over(study) -> None:
    for name in (
        "b.txt",
        "a.docx",
        "under/c.VTT",
        ".skjult.txt",
        "~$a.docx",
        "Thumbs.db",
        "under/.x/d.txt",
        "lyd.mp3",
        "LES",
    ):
        study.put(name, "x")
    assert names(study) == ["a.docx", "b.txt", "under/c.VTT"]
    told = [notice.text for notice in ignored_files(read_settings(study.folder))]
    assert len(told) == 2
    assert "LES passed over" in told[0]
    assert "lyd.mp3 passed over" in told[1]


def test_a_study_in_one_folder_does_not_read_its_own_files(study) -> None:
    study.settings('transcripts = "."\nreports = "rapporter"\n')
    for name in (
        "informants.csv",
        "questions.csv",
        "transcripts/a.txt",
        "codebooks/x.json",
        "forfatter/a.md",
        "rapporter/r.md",
    ):
        path = study.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = find_sources(read_settings(study.folder))
    assert [path.name for path in found] == ["a.txt"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.txt", "under/a.txt"), ("A.txt", "a.docx"), ("blå.txt", unicodedata.normalize("NFD", "blå.vtt"))],
)
def test_two_sources_of_one_name_are_refused_and_both_named(study, one, other) -> None:
    study.put(one, "x")
    study.put(other, "x")
    with pytest.raises(StudyError) as caught:
        names(study)
    assert one in str(caught.value)
    assert other in str(caught.value)


def test_every_pair_of_one_name_is_named(study) -> None:
    for name in ("a.txt", "a.md", "b.txt", "b.md"):
        study.put(name, "x")
    with pytest.raises(Problems) as caught:
        names(study)
    assert len(caught.value.errors) == 2


def test_a_missing_folder_is_named(study) -> None:
    study.settings('transcripts = "utskrifter"\n')
    with pytest.raises(StudyError, match="utskrifter"):
        names(study)
    with pytest.raises(StudyError):
        find_transcripts(study.folder / "borte")


def test_an_id_is_the_same_on_a_mac(study) -> None:
    reading = study.read(unicodedata.normalize("NFD", "måned_å.txt"), "Vi gikk.")
    assert reading.source.id == "måned_å"


@pytest.mark.parametrize(
    ("name", "kind", "fidelity"),
    [
        ("notat_3.txt", "notes", "notes"),
        ("Feltnotater.txt", "notes", "notes"),
        ("saksdokument_8.txt", "document", "edited"),
        ("dokument.txt", "document", "edited"),
        ("intervju_notat.txt", "interview", "verbatim"),
        ("notabene.txt", "interview", "verbatim"),
    ],
)
def test_the_kind_is_guessed_from_the_name(study, notices, name, kind, fidelity) -> None:
    source = study.read(name, "Mor: Vi gikk.\nFar: Ja.\n").source
    assert source.fidelity == fidelity
    assert source.kind == (kind if kind != "interview" else "group_interview")


def test_the_settings_say_what_a_source_is(study) -> None:
    study.settings(
        '[sources."n*"]\nkind = "notes"\nsite = "aasheim"\nmode = "telefon"\n'
        '[sources."n1"]\nfidelity = "edited"\n'
    )
    source = study.read("n1.txt", "Mor: Vi gikk.").source
    assert (source.kind, source.fidelity, source.site) == ("notes", "edited", "aasheim")
    assert source.attributes == {"mode": "telefon"}
    assert source.text == "Mor: Vi gikk."


def test_a_note_is_its_informants_and_a_document_nobodys(study) -> None:
    study.informants("id,group,source,label\ni1,a,notat_1,\ni2,a,dokument_1,\n")
    assert study.read("notat_1.txt", "Vi gikk.\n\nVi kom.").source.turns[0].informant == "i1"
    document = study.read("dokument_1.txt", "Saken gjelder.")
    assert document.source.turns[0].informant is None
    assert not document.source.notices[1:]


def test_the_same_bytes_give_the_same_source(study) -> None:
    text = "I: Hva?\nMor: Ja.\n"
    assert study.read("a.txt", text) == study.read("a.txt", text)
