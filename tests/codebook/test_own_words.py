"""A theme's own words: the plain search that the coder is measured against."""

from __future__ import annotations

import pytest

from qualcode.codebook.own_words import own_words
from qualcode.language.lexicon import lexicon
from qualcode.matching import Coder
from qualcode.model import Code, Codebook, Example, Indicator


def book(nb: str, nn: str | None = None) -> Codebook:
    name = {"nb": nb} | ({"nn": nn} if nn else {}) | {"en": "Something else"}
    theme = Code("tema", name, indicators=(Indicator("noe annet", 0.7),))
    sub = Code("tema.sub", {"nb": "Lav terskel"}, parent="tema")
    return Codebook("tema", "1", (theme, sub), written=(Example("x", ("tema",)),))


def words(nb: str, nn: str | None = None) -> list[str]:
    return [i.pattern for i in own_words(book(nb, nn), lexicon()).codes[0].indicators]


@pytest.mark.parametrize(
    ("name", "searched"),
    [
        ("Tidlig innsats", ["tidlig", "innsats"]),
        ("Brukermedvirkning", ["*medvirk*"]),
        ("Tverrfaglighet", ["*tverrfaglig*"]),
        ("Relasjon og tillit", ["relasjon", "tillit"]),
    ],
)
def test_the_content_words_of_a_name_are_searched_nouns_from_endings_by_their_stem(name, searched):
    assert words(name) == searched


def test_both_written_standards_are_searched_and_a_word_they_share_once():
    assert words("Tidlig innsats", "Tidleg innsats") == ["tidlig", "innsats", "tidleg"]


def test_a_word_of_the_name_finds_its_forms_and_compounds_and_nothing_else_does():
    found = Coder([own_words(book("Brukermedvirkning"), lexicon())]).code(
        ["De fikk medvirke.", "Brukermedvirkninga var god.", "Lav terskel, noe annet.", "Brukeren ringte."]
    )
    assert [[s.code for s in suggestions] for suggestions in found] == [["tema"], ["tema"], [], []]
