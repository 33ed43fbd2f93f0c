"""The check of a codebook names indicators that add nothing and examples that fail."""

from __future__ import annotations

import pytest

from qualcode.codebook import check_codebook, load_codebook
from qualcode.matching import Coder


@pytest.fixture
def findings(tmp_path):
    def _findings(body: str, texts=()):
        path = tmp_path / "tema.yaml"
        path.write_text("id: tema\nname: Tema\n" + body, encoding="utf-8")
        book = load_codebook(path)
        return [(f.kind, f.what) for f in check_codebook(book, Coder([book]), texts)]

    return _findings


def _kinds(findings):
    return [kind for kind, _ in findings]


def test_a_sound_codebook_has_no_findings(findings):
    body = """
classes: {sted: [hus, gate]}
indicators: [lav terskel, "ringe .. uten", "@sted ~3 åpen", "samarbeid*", "! terskelen til stua"]
examples: [{text: Det er lav terskel., codes: [tema]}]
counter_examples: [Hun sto på terskelen til stua.]
"""
    assert findings(body) == []


def test_indicators_that_find_the_same_are_duplicates_whatever_the_spelling(findings):
    body = 'indicators: [deltakelse, deltagelse, lav  terskel, "lav terskel"]\n'
    assert _kinds(findings(body)) == ["duplicate", "duplicate"]


def test_an_indicator_that_a_shorter_one_covers_is_dead(findings):
    ((kind, what),) = findings("indicators: [svært lav terskel, lav terskel]\n")
    assert kind == "dead"
    assert what == "the indicator 'svært lav terskel' adds nothing to 'lav terskel'"


def test_a_longer_indicator_that_is_stronger_is_not_dead(findings):
    assert findings("indicators: [{match: terskel, strength: weak}, lav terskel]\n") == []


def test_an_exact_form_does_not_make_the_lemma_dead(findings):
    assert _kinds(findings("indicators: ['«samarbeidet»', samarbeide]\n")) == ["dead"]
    assert findings("indicators: ['«samarbeidet» godt', samarbeide lett]\n") == []


def test_a_narrower_distance_does_not_make_a_wider_one_dead(findings):
    ((kind, what),) = findings("indicators: [dør ~2 åpen, dør ~5 åpen]\n")
    assert (kind, "'dør ~2 åpen' adds nothing to 'dør ~5 åpen'" in what) == ("dead", True)


def test_the_same_indicator_in_two_codes_is_named(findings):
    body = "indicators: [lav terskel]\ncodes: [{id: a, name: A, indicators: [Lav terskel]}]\n"
    assert _kinds(findings(body)) == ["shared"]


def test_a_class_nobody_names_is_named(findings):
    assert _kinds(findings("classes: {sted: [hus]}\nindicators: [dør]\n")) == ["unused"]


def test_examples_that_the_codebook_gets_wrong_are_named(findings):
    body = """
indicators: [terskel]
examples: [{text: Døra er åpen., codes: [tema]}]
counter_examples: [Hun sto på terskelen.]
"""
    assert findings(body) == [
        ("example", "the code 'tema' is not found in its example"),
        ("counter_example", "the code 'tema' is found in a counter-example, by 'terskel'"),
    ]


def test_indicators_that_fire_in_none_of_the_texts_are_named(findings):
    ((kind, what),) = findings("indicators: [terskel, dør]\n", texts=["En terskel."])
    assert (kind, what) == ("never", "the indicator 'dør' is found nowhere in the texts")


def test_indicators_that_only_fire_where_a_stronger_one_does_are_named(findings):
    texts = ["Det er en høy terskel.", "For høy terskel!", "Høy terskel her."]
    body = "indicators: [{match: høy terskel, strength: 0.8}, {match: terskel, strength: weak}]\n"
    ((kind, what),) = findings(body, texts=texts)
    assert kind == "overlap"
    assert what == (
        "the indicator 'terskel' never counts in the texts: each of its 3 finds lies over one of 'høy terskel'"
    )
    assert findings(body, texts=[*texts, "En terskel."]) == []
    assert findings(body, texts=texts[:2]) == []  # too few to tell
