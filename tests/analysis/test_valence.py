"""The valence rule, and how far it goes on sentences written before its word list."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualcode.analysis.valence import suggest_valence, valence_words

PROBE = Path(__file__).parent / "valence_probe.csv"


def test_what_it_says_is_mostly_right_and_it_says_it_of_most() -> None:
    """Precision of what is proposed; coverage of the sentences that readers find positive or critical."""
    with PROBE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 120
    said = suggest_valence([row["text"] for row in rows])
    proposed = [(row["valence"], one) for row, one in zip(rows, said, strict=True) if one != "uklar"]
    sided = [one for row, one in zip(rows, said, strict=True) if row["valence"] in ("positiv", "kritisk")]
    precision = sum(true == one for true, one in proposed) / len(proposed)
    coverage = sum(one != "uklar" for one in sided) / len(sided)
    assert precision >= 0.88
    assert coverage >= 0.60


@pytest.mark.parametrize(
    ("text", "valence"),
    [
        ("De var flinke.", "positiv"),
        ("De var ikke flinke.", "kritisk"),
        ("Det fungerer ikkje.", "kritisk"),
        ("Det var ikke noe problem.", "positiv"),
        ("Ingen var misfornøyde.", "positiv"),
        ("De var flinke, men altfor trege.", "uklar"),
        ("Ikke i dag. De var flinke.", "positiv"),
        ("Vi møtes på tirsdager.", "uklar"),
        ("Det var for lite hjelp.", "kritisk"),
    ],
)
def test_a_negation_turns_what_stands_beside_it_and_two_sides_are_unclear(text: str, valence: str) -> None:
    assert suggest_valence([text]) == [valence]


def test_a_long_story_is_unclear_whatever_its_words() -> None:
    assert suggest_valence(["De var flinke. " + "Vi gikk en tur. " * 10]) == ["uklar"]


def test_the_words_behind_it_can_be_shown() -> None:
    ((one,),) = valence_words(["De var ikke flinke."])
    assert (one.surface, one.side, one.negated) == ("flinke", "kritisk", True)


def test_the_word_list_is_a_sound_codebook() -> None:
    from qualcode.codebook import check_codebook, load_codebook
    from qualcode.matching import Coder

    book = load_codebook(Path(__file__).parents[2] / "qualcode/analysis/valence.yaml")
    assert check_codebook(book, Coder([book])) == []
