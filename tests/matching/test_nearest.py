"""The written examples most like a text."""

from __future__ import annotations

import pytest

from qualcode.matching.nearest import Neighbours
from qualcode.model import Example

EXAMPLES = [
    Example("Ingen spurte mor hva hun ville.", ("tema",)),
    Example("Bussen var full i dag.", ()),
    Example("Hvem spurte mor?", ("tema",)),
    Example("Bussen var tom i går.", ()),
]


def test_the_same_text_is_wholly_like_and_comes_first():
    near = Neighbours(EXAMPLES).nearest(EXAMPLES[0].text)
    assert near[0].example == EXAMPLES[0]
    assert near[0].likeness == pytest.approx(1)


def test_nearest_are_those_that_share_words_letters_and_pairs():
    near = Neighbours(EXAMPLES).nearest("Bussene var sene.", 2)
    assert {n.example.text for n in near} == {EXAMPLES[1].text, EXAMPLES[3].text}
    assert all(0 < n.likeness < 1 for n in near)


def test_a_text_that_shares_nothing_has_no_neighbours():
    assert Neighbours(EXAMPLES).nearest("Xyz") == []
    assert Neighbours([]).nearest("Bussen") == []
