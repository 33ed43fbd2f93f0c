"""The indicator grammar: what may be written, what it means as a tree, and what is said of a wrong line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook.patterns import class_names, needs_pipeline, sample_texts
from qualcode.codebook.syntax import (
    WORD_CLASSES,
    ClassName,
    Exact,
    Gap,
    Near,
    Phrase,
    Word,
    either,
    gap,
    parse,
    phrase,
)
from qualcode.errors import CodebookError

letters = st.text("abdefghijklmnoprstuvyæøå", min_size=1, max_size=8)
tags = st.lists(st.sampled_from([*WORD_CLASSES, "Tense=Past", "Number=Plur"]), max_size=2).map(tuple)
words = st.builds(Word, letters | st.builds("{}-{}".format, letters, letters), tags)
wildcards = st.builds(Word, st.sampled_from(["{}*", "*{}", "*{}*"]).flatmap(lambda f: letters.map(f.format)))
exact = st.lists(letters, min_size=1, max_size=3).map(lambda found: Exact(tuple(found)))
atoms = words | wildcards | exact | st.builds(ClassName, letters)


def _compound(inner: st.SearchStrategy) -> st.SearchStrategy:
    several = st.lists(inner, min_size=2, max_size=3)
    return (
        several.map(lambda parts: phrase(*parts))
        | several.map(lambda parts: gap(*parts))
        | several.map(lambda parts: either(*parts))
        | st.builds(Near, inner, st.integers(1, 50), inner)
    )


patterns = st.recursive(atoms, _compound, max_leaves=8)


@given(patterns)
def test_a_pattern_prints_as_it_can_be_read_again(node):
    assert parse(str(node)) == node


def test_words_side_by_side_are_a_phrase_and_bind_closest():
    assert parse("komme inn .. før ~3 smelle") == Gap(
        (Phrase((Word("komme"), Word("inn"))), Near(Word("før"), 3, Word("smelle")))
    )


def test_a_gap_may_have_more_than_two_parts():
    assert parse("ringe .. uten .. henvisning") == Gap((Word("ringe"), Word("uten"), Word("henvisning")))


def test_quotation_marks_may_be_the_norwegian_ones():
    assert parse("«på den måten»") == parse('"på den måten"') == Exact(("på", "den", "måten"))


def test_alternatives_may_be_phrases():
    assert str(parse("få ( hjelp | litt  støtte )")) == "få (hjelp|litt støtte)"


def test_brackets_around_one_thing_change_nothing():
    assert parse("((lav) terskel)") == parse("lav terskel")


def test_a_word_may_name_its_word_class_and_features():
    assert parse("bruker/NOUN") == Word("bruker", ("NOUN",))
    assert parse("få/VERB/Tense=Past") == Word("få", ("VERB", "Tense=Past"))
    assert needs_pipeline(parse("lav (terskel|bruker/NOUN)"))
    assert not needs_pipeline(parse("lav terskel"))


def test_the_classes_a_pattern_names_are_known():
    assert class_names(parse("@tjeneste .. (@yrke|BUP)")) == {"tjeneste", "yrke"}


@pytest.mark.parametrize(
    ("pattern", "column", "says"),
    [
        ("", 1, "empty"),
        ("   ", 1, "empty"),
        ("ringe ..", 9, "ends too early"),
        (".. ringe", 1, "unexpected '..'"),
        ("(hjelp", 1, "without its ')'"),
        ("hjelp)", 6, "without its '('"),
        ("(hjelp|)", 8, "unexpected ')'"),
        ("hjelp, støtte", 6, "unexpected ','"),
        ("bruker/NOUM", 7, "neither a word class nor a feature"),
        ("bruker / NOUN", 8, "directly after a word"),
        ("tidlig ~ hjelp", 8, "needs a distance"),
        ("tidlig ~99 hjelp", 8, "needs a distance"),
        ("tidlig ... hjelp", 8, "A gap is written '..'"),
        ("tidlig … hjelp", 8, "A gap is written '..'"),
        ("*", 1, "only '*'"),
        ("* .. *", 1, "only '*'"),
        ("sam**arbeid", 1, "two '*' together"),
        ("hjelp ! støtte", 7, "only first"),
        ("@", 1, "without a name"),
        ('"aldri lukket', 1, "never closed"),
        ('""', 1, "around nothing"),
        ("ha'kke", 3, "apostrophe"),
        ("a" * 2000, 1, "longer than"),
        ("(" * 40 + "a" + ")" * 40, 13, "too deep"),
    ],
)
def test_a_wrong_pattern_is_refused_with_the_column_and_what_was_expected(pattern, column, says):
    with pytest.raises(CodebookError) as error:
        parse(pattern, file="bok.yaml", line=7, column=1)
    assert error.value.where == f"bok.yaml, line 7, column {column}"
    assert says in str(error.value)
    assert error.value.fix


def test_an_unknown_class_is_refused_with_those_that_exist():
    with pytest.raises(CodebookError, match=r"unknown class '@tjenste'.*@tjeneste, @yrke"):
        parse("@tjenste møte", classes=frozenset({"yrke", "tjeneste"}))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_never_a_crash(text):
    try:
        node = parse(text)
    except CodebookError:
        return
    assert parse(str(node)) == node


def test_samples_show_every_alternative_and_leave_open_what_the_pattern_leaves_open():
    members = {"tjeneste": (Word("BUP"), Word("PPT"))}
    assert sample_texts(parse("(lav|høy) terskel"), {}) == ["lav terskel", "høy terskel"]
    assert sample_texts(parse("@tjeneste .. @tjeneste"), members) == ["BUP qxqx PPT", "PPT qxqx BUP"]
    assert sample_texts(parse("a ~3 b"), {}) == ["a qxqx qxqx b", "b qxqx qxqx a"]
