"""Words for how many, by the stated rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.report.tendency import among, quantity
from qualcode.report.texts import Words

NB = Words("nb")


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        (11, 11, "Alle de elleve informantene"),
        (2, 2, "Begge informantene"),
        (1, 1, "Den ene informanten som ble spurt,"),
        (7, 11, "De fleste, sju av elleve informanter,"),
        (3, 5, "De fleste, tre av fem informanter,"),
        (7, 14, "Halvparten, sju av 14 informanter,"),
        (5, 11, "Om lag halvparten, fem av elleve informanter,"),
        (2, 5, "Om lag halvparten, to av fem informanter,"),
        (10, 27, "Noen, ti av 27 informanter,"),
        (1, 2, "Én av to informanter"),
        (1, 13, "Én av 13 informanter"),
    ],
)
def test_words_follow_the_rules(k, n, words):
    assert quantity(NB, k, n) == words


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        (21, 25, "de fleste, 21 av 25,"),
        (25, 25, "alle 25"),
        (2, 2, "begge"),
        (1, 1, "den ene"),
        (0, 1, "den ene ikke"),
        (1, 7, "én av sju"),
        (0, 7, "ingen av sju"),
    ],
)
def test_words_within_a_layer_stand_before_the_verb(k, n, words):
    assert among(NB, k, n) == words


@given(st.integers(1, 60), st.integers(1, 60))
def test_alle_only_when_none_is_excepted_and_de_fleste_never_for_half_or_less(k, n):
    if k > n:
        with pytest.raises(ValueError, match=f"{k} of {n}"):
            quantity(NB, k, n)
        return
    words = quantity(NB, k, n)
    assert ("Alle" in words or "Begge" in words) == (k == n > 1)
    assert "De fleste" not in words or 2 * k > n
