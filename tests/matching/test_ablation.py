"""What is left when a witness is left out."""

from __future__ import annotations

import pytest

from qualcode.errors import QualcodeError
from qualcode.matching import Coder
from qualcode.matching.ablation import ablated
from qualcode.model import Example

WRITTEN = tuple(
    Example(f"{who} {verb} {when}.", ("tema",) if verb != "snekret" else ())
    for verb in ("kom innom", "snekret")
    for who in ("De", "Vi", "Far", "Mor", "Hun", "Naboen")
    for when in ("i går", "i dag", "på mandag", "om kvelden", "alltid", "ofte")
)


@pytest.fixture(scope="module")
def books(book):
    return [book("ringe", ("vente", 0.5), written=WRITTEN)]


def codes(coder, text):
    return [s.code for s in coder.code([text])[0]]


def test_without_the_classifier_only_what_indicators_carry_alone_is_suggested(books):
    left = ablated(books, ["classifier"])
    assert codes(Coder(books), "De kom innom i går.") == ["tema"]
    assert codes(left, "De kom innom i går.") == []
    assert codes(left, "Ringte de?") == ["tema"]
    assert codes(left, "Ventet de?") == []


def test_without_indicators_the_classifier_counts_from_even_odds(books):
    left = ablated(books, ["indicators"])
    odds = {}
    for text in (
        "De kom innom i går.",
        "Naboen satt lenge ute og kom hjem.",
        "De snekret i går.",
        "Ringte de?",
    ):
        odds[text] = Coder(books).classifier.scores(text)["tema"]
        assert (codes(left, text) == ["tema"]) == (odds[text] >= 0)
    assert any(0 <= value < 1 for value in odds.values())
    assert any(value < 0 for value in odds.values())


def test_what_is_not_there_cannot_be_left_out(books, book):
    with pytest.raises(QualcodeError, match="nothing is left"):
        ablated(books, ["indicators", "classifier"])
    with pytest.raises(QualcodeError, match="no classifier to leave out"):
        ablated([book("ringe")], ["classifier"])
    with pytest.raises(QualcodeError, match="no sentence embeddings"):
        ablated(books, ["semantic"])
