"""What a study's segments are judged to say for or against, what it rests on, and how far it goes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualcode.analysis.data import records
from qualcode.analysis.question_valence import asked_for
from qualcode.analysis.valence import valence_words, verdict
from qualcode.analysis.valence_judging import Judged, Valences, judge, judged_codings
from tests.small_study import small_study

HERE = Path(__file__).parent


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(text: str, kind: str = "survey", question: str | None = None) -> Judged:
    return judge(text, valence_words([text])[0], kind, question)


# --- how far it goes: labelled before the rules were written; the first scores are in docs/validity.md ---


def test_what_a_question_asks_for_is_read_and_what_it_leaves_open_is_left_open() -> None:
    rows = rows_of("valence_question_probe.csv")
    held = [row for row in rows if row["part"] == "held"]
    read = [(asked_for(row["question"]) or "", row["asks"]) for row in held]
    assert sum(said == true for said, true in read) >= 0.9 * len(held)
    assert sum(said not in ("", true) for said, true in read) == 0


def test_nine_of_ten_judgements_of_survey_answers_are_right() -> None:
    rows = rows_of("valence_answer_probe.csv")
    said = [judged(row["text"], "survey", row["question"]) for row in rows]
    proposed = [(one.valence, row["valence"]) for one, row in zip(said, rows, strict=True)]
    sided = [(mine, true) for mine, true in proposed if mine != "uklar"]
    assert len(sided) >= 0.55 * len(rows)
    assert sum(mine == true for mine, true in sided) >= 0.88 * len(sided)
    assert sum(one.proposal == (row["proposal"] == "ja") for one, row in zip(said, rows, strict=True)) >= 36


def test_of_speech_it_says_hardly_anything_rather_than_something_wrong() -> None:
    rows = rows_of("valence_interview_probe.csv")
    words = valence_words([row["text"] for row in rows])
    pairs = [
        (verdict(row["text"], own, speech=True), row["valence"]) for row, own in zip(rows, words, strict=True)
    ]
    sided = [(mine, true) for mine, true in pairs if mine != "uklar"]
    assert not any({mine, true} == {"positiv", "kritisk"} for mine, true in sided)
    assert len(sided) <= 0.15 * len(rows)


# --- the rules -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "text", "valence", "basis"),
    [
        ("Hva er bra?", "Kaffen på fredager", "positiv", "question"),
        ("Hva er bra?", "At de er så flinke", "positiv", "question and words"),
        ("Hva er bra?", "Vi slipper alt det vanskelige", "positiv", "question"),
        ("Hva er bra?", "Det er altfor lite", "uklar", "question and words"),
        ("Hva er ikke godt nok?", "Kaffen på fredager", "kritisk", "question"),
        ("Hva savner du?", "Kveldsmøter og barnevakt", "kritisk", "question"),
        ("Hva savner du?", "Alt er bra", "uklar", "question and words"),
        ("Har du forslag?", "Start klokka ni, det er lettere", "uklar", ""),
        ("Hvordan går det?", "De er flinke", "positiv", "words"),
        ("Hvordan går det?", "Møtene er på mandager", "uklar", ""),
        ("Hva er ikke godt nok?", "Vet ikke", "uklar", ""),
    ],
)
def test_a_question_decides_for_its_answers_unless_their_words_go_against_it(
    question: str, text: str, valence: str, basis: str
) -> None:
    found = judged(text, "survey", question)
    assert (found.valence, found.basis) == (valence, basis)


@pytest.mark.parametrize(
    ("question", "text", "proposal"),
    [
        ("Har du forslag?", "Start klokka ni", True),
        ("Hva er ikke godt nok?", "Skolen bør være med", True),
        ("Hva savner du?", "Flere møter", True),
        ("Hva er bra?", "Flere møter enn før", False),
        ("Hva er ikke godt nok?", "Kaffen", False),
    ],
)
def test_a_proposal_is_told_beside_the_valence(question: str, text: str, proposal: bool) -> None:
    assert judged(text, "survey", question).proposal is proposal


def test_speech_is_judged_by_plain_verdicts_alone_and_is_never_sure() -> None:
    assert judged("Det er urettferdig.", "interview") == Judged("kritisk", "words", "urettferdig")
    assert judged("De var flinke.", "interview") == Judged()
    assert judged("Jeg var stolt, men det var vanskelig.", "group_interview") == Judged()


@pytest.mark.parametrize("kind", ["notes", "document"])
def test_notes_and_documents_are_nobodys_opinion(kind: str) -> None:
    assert judged("Det er urettferdig.", kind) == Judged()


def test_what_a_coder_has_set_stands_for_the_code_and_its_theme() -> None:
    codings = [
        {"segment_id": "s08", "code": "tidlig_innsats", "origin": "machine", "status": "accepted"},
        {"segment_id": "s08", "code": "tidlig_innsats.lavterskel", "origin": "coder", "status": "accepted"}
        | {"valence": "nøytral"},
    ]
    found = Valences(small_study(codings=codings))
    for code in ("tidlig_innsats", "tidlig_innsats.lavterskel"):
        assert (found.of("s08", code).valence, found.of("s08", code).basis) == ("nøytral", "coder")
    assert found.of("s08", "brukermedvirkning").basis != "coder"


def test_two_sub_codes_spoken_of_each_its_way_leave_their_theme_unclear() -> None:
    codings = [
        {"segment_id": "s08", "code": code, "origin": "coder", "status": "accepted", "valence": valence}
        for code, valence in (("tidlig_innsats", "kritisk"), ("tidlig_innsats.lavterskel", "positiv"))
    ]
    found = Valences(small_study(codings=codings))
    assert found.of("s08", "tidlig_innsats").valence == "uklar"
    assert found.of("s08", "tidlig_innsats.lavterskel").valence == "positiv"


def test_every_coding_is_exported_with_its_valence_and_what_it_rests_on() -> None:
    data = small_study()
    frame = judged_codings(data)
    assert len(frame) == len(data.codings)
    told = {row["segment_id"]: row for row in records(frame)}
    assert (told["s14"]["valence"], told["s14"]["valence_basis"]) == ("positiv", "question")
    assert told["s14"]["valence_evidence"] == "asked for praise"
    assert told["s04"]["valence"] == "uklar"
    assert told["s04"]["valence_basis"] is None
