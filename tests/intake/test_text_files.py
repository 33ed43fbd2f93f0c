"""Text files: every encoding and line end gives the same words, and what is not text is refused."""

from __future__ import annotations

import pytest

TALK = (
    "I: Hvordan går det på skolen?\nMor: Æsj, nå må vi få ro på våren – så får vi se. «Søster» sier: é.\n" * 3
)
LATIN = TALK.replace("–", "-")


def words(text: str) -> list[str]:
    return text.replace("I:", "").replace("Mor:", "").split()


@pytest.mark.parametrize(
    ("encoding", "text", "told"),
    [
        ("utf-8", TALK, ""),
        ("utf-8-sig", TALK, "BOM"),
        ("utf-16", TALK, "UTF-16"),
        ("utf-16-le", TALK, "UTF-16"),
        ("utf-16-be", TALK, "UTF-16"),
        ("utf-32", TALK, "UTF-32"),
        ("cp1252", TALK, "Windows-1252"),
        ("latin-1", LATIN, "Latin-1"),
        ("mac_roman", TALK, "Mac Roman"),
        (
            "cp865",
            "I: Hvordan går det på skolen?\nMor: Nå må vi få ro på våren, så får vi se. Æ trur øya.\n",
            "DOS",
        ),
    ],
)
def test_norwegian_letters_survive_every_encoding(study, notices, encoding, text, told) -> None:
    reading = study.read("samtale.txt", text.encode(encoding))
    assert reading.source.text.split() == words(text)
    assert told in notices(reading)
    if encoding == "utf-8":
        assert "read as" not in notices(reading)


@pytest.mark.parametrize("word", ["blåbær", "søster", "på", "Åse", "ære", "kjøkken", "nå", "før"])
def test_one_norwegian_word_is_enough_to_know_latin_1(study, word) -> None:
    reading = study.read("kort.txt", f"Vi snakket om {word} i dag.".encode("latin-1"))
    assert word in reading.source.text


def test_the_encoding_of_a_long_file_is_judged_by_the_letters_far_down(study) -> None:
    reading = study.read(
        "lang.txt", ("Vi venta lenge.\n" * 20_000 + "Så gikk vi på møte.\n").encode("latin-1")
    )
    assert reading.source.text.endswith("Så gikk vi på møte.")


def test_a_bom_is_not_part_of_the_text(study) -> None:
    assert study.read("a.txt", "\ufeffMor: Hei.\nI: Ja?\n".encode()).source.text == "Hei.\nJa?"


def test_two_encodings_in_one_file_are_both_read_and_the_line_is_named(study, notices) -> None:
    data = "Vi går på tur så ofte vi får lov.\n".encode() * 4 + "Så fint på øya.\n".encode("cp1252")
    reading = study.read("lappet.txt", data)
    assert reading.source.text.endswith("Så fint på øya.")
    assert "5: is UTF-8 but for 3 bytes" in notices(reading, "doubt")


def test_letters_garbled_before_are_reported_with_their_line(study, notices) -> None:
    reading = study.read("rot.txt", "Hei du.\nVi gÃ¥r pÃ¥ tur.\n")
    assert notices(reading, "warning").startswith("2: the letters look garbled already")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_every_line_end_parts_turns_alike(study, said, end) -> None:
    reading = study.read("a.txt", TALK.replace("\n", end))
    assert len(said(reading)) == 6
    assert "\r" not in reading.source.text


def test_a_line_number_counts_old_mac_lines(study, notices) -> None:
    reading = study.read("mac.txt", "I: Ja?\rMor: Nei.\rI: Og?\rMor: Nei.\rBråk hjemme: da gikk vi.\r")
    assert "5: 'Bråk hjemme' looks a little like a speaker" in notices(reading, "doubt")


def test_typing_errors_and_combining_letters_are_kept_as_written(study) -> None:
    text = "Vi sammarbeide med skol\u0065\u0301n  og 👩‍👧 der.\u00a0Ja."
    assert study.read("a.txt", text).source.text == text


def test_soft_hyphens_and_zero_width_characters_are_dropped(study) -> None:
    reading = study.read("a.txt", "sam\u00adarbeid og bruker\u200bmed\u00ad\nvirkning\u2060.")
    assert reading.source.text == "samarbeid og brukermedvirkning."


def test_markdown_marks_are_no_words_and_headings_no_utterances(study, said) -> None:
    text = "---\ntitle: x\n---\n# Intervju 3\n\n**I:** Hva er **viktig**?\n\n**Mor:** Ro.\n\n"
    text += "## Del to\n\n**I:** Og?\n\n**Mor:** Tid.\n"
    assert said(study.read("a.md", text)) == [
        ("I", "Hva er viktig?"),
        ("Mor", "Ro."),
        ("I", "Og?"),
        ("Mor", "Tid."),
    ]


def test_a_note_keeps_its_headings_and_paragraphs(study) -> None:
    reading = study.read("notat_3.md", "# Møte\n\nKari: kom sent.\n\n- Ro\n- Tid\n")
    assert (reading.source.kind, reading.source.fidelity) == ("notes", "notes")
    assert reading.source.text == "Møte\n\nKari: kom sent.\n\n- Ro\n- Tid"


@pytest.mark.parametrize(
    "data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe", "\u200b\n\u00a0".encode()]
)
def test_an_empty_or_blank_file_is_refused(study, data) -> None:
    assert "is empty" in study.refused("tom.txt", data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "picture"),
        (b"%PDF-1.7\n", ".pdf"),
        (b"PK\x03\x04rest", ".docx"),
        (b"{\\rtf1 Hei}", ".rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "old Office"),
        (b"Hei\0du\0der\0", "zero bytes"),
        (bytes(range(1, 32)) * 40, "control characters"),
        (b"\xff\xfeH\0e", "cut off"),
    ],
)
def test_a_file_that_is_not_text_is_refused_with_what_it_is(study, data, told) -> None:
    assert told in study.refused("fil.txt", data)


def test_a_very_long_line_is_one_turn(study, said) -> None:
    reading = study.read("lang.txt", "I: Ja?\nMor: " + "vi venta og venta " * 100_000)
    assert len(said(reading)) == 2
    assert len(said(reading)[1][1]) == 1_799_999


@pytest.mark.parametrize(
    "piece", [" ", ": ", "[(*", "Mor", "**", "00:", "a\u00ad", "- ", "#1:", "I:\t", "Mor (", "ja\n"]
)
def test_odd_text_of_a_megabyte_is_read_in_linear_time(study, piece) -> None:
    import time

    start = time.process_time()
    study.read("rart.txt", "Mor: ja " + piece * (1_000_000 // len(piece)) + "\n")
    assert time.process_time() - start < 20


def test_hard_wrapped_lines_become_paragraphs(study, said, notices) -> None:
    text = """I: Hva tenker du om det samarbeidet dere har hatt med helsestasjonen
og med skolen det siste året?

Mor: Det har gått opp og ned, og jeg vet ikke helt hvorfor. Vi hadde samar-
beid om barne- og ungdomstida hans, men så sluttet hun vi kjente, og da
ble det en ny igjen. For 3-
klassingen min var det verst.

Men nå har vi en fast, og det er noe annet når du slipper å forklare alt
på nytt hver gang noen ringer.

I: Og hva skulle dere ønske at noen hadde gjort annerledes den gangen,
tenker du?
Mor: At noen ringte.
"""
    reading = study.read("brutt.txt", text)
    turns = [words for _, words in said(reading)]
    assert turns[1] == (
        "Det har gått opp og ned, og jeg vet ikke helt hvorfor. Vi hadde samarbeid om barne- og "
        "ungdomstida hans, men så sluttet hun vi kjente, og da ble det en ny igjen. For 3-klassingen min "
        "var det verst.\n\n"
        "Men nå har vi en fast, og det er noe annet når du slipper å forklare alt på nytt hver "
        "gang noen ringer."
    )
    assert "broken lines joined" in notices(reading)


def test_lines_of_speech_that_are_not_wrapped_stay_lines(study, said) -> None:
    text = "Mor: ja\nvet ikke\nnei\nda blir det sånn\nI: hva\nMor: nei\nI: ja\n"
    assert said(study.read("a.txt", text))[0] == ("Mor", "ja\nvet ikke\nnei\nda blir det sånn")
