"""Which expressions of a text could be an indicator, and how they are written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import syntax
from qualcode.language.lexicon import lexicon
from qualcode.matching.expressions import Expression, Expressions

TEXTS = ["Læreren skriver alt ned.", "Hun skrev det i boka.", "De spurte oss.", "Ingen spør meg."]


def of(*texts: str) -> set[Expression]:
    reader = Expressions(lexicon(), texts)
    return {expression for text in texts for expression in reader.of(text)}


def test_words_stand_by_their_lemma_and_helping_words_not_at_all() -> None:
    words = {e.pattern for e in of(*TEXTS) if e.kind == "word"}
    assert {"lærer", "skrive", "bok", "spørre"} <= words
    assert not words & {"hun", "det", "i", "oss", "alt"}


def test_a_form_of_two_lemmas_is_taken_for_the_one_that_is_said_more() -> None:
    assert "skrev" not in {e.pattern for e in of(*TEXTS)}
    assert Expression("skrive", "word") in of("Hun skrev.", "Hun skriver.")


def test_two_words_side_by_side_are_a_pair_if_one_of_them_says_something() -> None:
    pairs = {e.pattern for e in of("De spør oss om det.") if e.kind == "pair"}
    assert pairs == {"de spørre", "spørre oss"}


def test_a_verb_is_found_with_its_particle_a_few_words_on() -> None:
    particles = {e.pattern for e in of("Hun ringte oss tilbake.", "Vi ble med.") if e.kind == "particle"}
    assert particles == {"ringe ~3 tilbake", "bli ~3 med"}


def test_punctuation_parts_what_belongs_together() -> None:
    found = {e.pattern for e in of("Hun ringte. Tilbake sto bilen.")}
    assert not {"ringe ~3 tilbake", "ringe tilbake"} & found


def test_names_are_not_proposed_and_acronyms_are() -> None:
    patterns = {e.pattern for e in of("Da kom Kåre fra PPT til Brattlia. Kåre var sein.")}
    assert "PPT" in patterns
    assert not [p for p in patterns if "kåre" in p.lower() or "brattli" in p.lower()]


@given(st.text(max_size=80))
def test_every_expression_of_any_text_is_an_indicator(text: str) -> None:
    for expression in of(text):
        assert syntax.parse(expression.pattern, classes=frozenset())
