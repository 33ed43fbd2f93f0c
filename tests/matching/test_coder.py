"""From matches to suggestions: strengths, counter-indicators, sub-codes, thresholds, explanations."""

from __future__ import annotations

import pytest

from qualcode.codebook import STRONG, WEAK
from qualcode.errors import CodebookError
from qualcode.matching import Coder


def _codes(coder, text, **rest):
    return {s.code: s.score for s in coder.code([text], **rest)[0]}


def test_one_strong_indicator_is_enough(coder):
    assert _codes(coder("lav terskel"), "Det er lav terskel.") == {"tema": STRONG}


def test_a_text_where_nothing_is_found_gets_nothing(coder):
    assert coder("lav terskel").code(["", "Det regner."]) == [[], []]


def test_a_weak_indicator_needs_two_others(coder):
    weak = coder(("ringe", WEAK), ("dør", WEAK), ("åpen", WEAK))
    assert _codes(weak, "Vi ringte.") == {}
    assert _codes(weak, "Vi ringte på døra.") == {}
    assert _codes(weak, "Vi ringte på den åpne døra.") == {"tema": 0.6}


def test_any_number_of_weak_indicators_stays_below_a_strong_one(coder):
    weak = coder(*((word, WEAK) for word in ("ringe", "dør", "åpen", "gate", "hus", "bil")))
    assert _codes(weak, "ringe dør åpen gate hus bil") == {"tema": 0.6}


def test_an_indicator_counts_once_however_often_it_is_found(coder):
    assert _codes(coder(("ringe", 0.4), threshold=0.3), "ringe ringe ringe") == {"tema": 0.4}


def test_of_matches_on_the_same_words_only_the_strongest_counts(coder):
    two = coder(("lav terskel", 0.7), ("terskel", 0.65))
    assert _codes(two, "Det er lav terskel.") == {"tema": 0.7}
    assert len(two.code(["Det er lav terskel."])[0][0].matches) == 2


def test_a_counter_indicator_removes_what_it_covers_and_nothing_else(coder):
    own = coder("terskel", "! terskelen til stua")
    assert _codes(own, "Hun snublet i terskelen til stua.") == {}
    assert "tema" in _codes(own, "Hun snublet i terskelen til stua, men terskelen hos dem er lav.")


def test_a_longer_indicator_that_writes_out_the_counter_indicators_words_stands(coder):
    own = coder("tidlig hjelp", "komme tidligere inn", "! tidligere")
    assert _codes(own, "Vi skulle komme tidligere inn.") == {"tema": STRONG}
    assert _codes(own, "Det var den tidligere hjelpen.") == {}


def test_a_counter_indicator_of_a_code_holds_for_its_sub_codes_and_not_the_other_way(coder):
    above = coder("! terskelen til stua", codes={"lav": ["terskel"]})
    assert _codes(above, "terskelen til stua") == {}
    below = coder("terskel", codes={"lav": ["lav", "! terskelen til stua"]})
    assert "tema" in _codes(below, "terskelen til stua")


def test_a_sub_code_implies_its_parents(coder):
    own = coder(codes={"lav": [], "lav.dør": ["åpen dør"]})
    assert _codes(own, "De har åpen dør.") == {"tema": STRONG, "tema.lav": STRONG, "tema.lav.dør": STRONG}


def test_a_parent_is_at_least_as_sure_as_each_sub_code(coder):
    own = coder(
        ("ringe", WEAK), codes={"a": [("dør", WEAK), ("åpen", WEAK)], "b": [("hus", 0.65)]}, threshold=0.1
    )
    scores = _codes(own, "ringe på den åpne døra i huset")
    assert scores["tema"] >= max(scores["tema.a"], scores["tema.b"])


def test_hints_of_several_sub_codes_add_up_for_the_parent(coder):
    own = coder(codes={"a": [("dør", WEAK)], "b": [("åpen", WEAK)], "c": [("ringe", WEAK)]})
    assert _codes(own, "Vi ringte på den åpne døra.") == {"tema": 0.6}


def test_the_threshold_is_the_codebooks_unless_set_for_a_code(book):
    own = book(("ringe", 0.5), codes={"a": [("dør", 0.5)]}, threshold=0.5)
    assert set(_codes(Coder([own]), "ringe dør")) == {"tema", "tema.a"}
    assert set(_codes(Coder([own], thresholds={"tema.a": 0.8}), "ringe")) == {"tema"}
    assert set(_codes(Coder([own], thresholds={"tema.a": 0.8}), "dør")) == {"tema"}
    assert set(_codes(Coder([own], thresholds={"tema": 0.9}), "dør")) == {"tema", "tema.a"}, "implied"
    with pytest.raises(CodebookError, match="threshold for the unknown code 'annet'"):
        Coder([own], thresholds={"annet": 0.5})


def test_suggestions_are_at_or_above_their_threshold_and_sorted(book):
    books = [book("dør", book_id="b", codes={"x": [("hus", 0.6)]}), book("hus", book_id="a")]
    suggestions = Coder(books).code(["Døra i huset."])[0]
    assert [s.code for s in suggestions] == ["a", "b", "b.x"]
    assert all(s.score >= s.threshold for s in suggestions)


def test_every_suggestion_carries_its_matches(coder):
    text = "Jo, det er lave terskler her."
    (suggestion,) = coder("lav terskel").code([text])[0]
    (match,) = suggestion.matches
    assert text[match.start : match.end] == match.surface == "lave terskler"
    assert (match.code, match.indicator, match.how, match.strength) == (
        "tema",
        "lav terskel",
        "lemma",
        STRONG,
    )
    assert suggestion.evidence == {"indicators": STRONG}


def test_segments_of_a_source_are_coded_in_place(coder):
    text = "Det regner. Lav terskel. Det er lav terskel."
    found = coder("lav terskel").code_in(text, [(0, 11), (12, 24), (25, len(text))])
    assert [len(own) for own in found] == [0, 1, 1]
    for own in found[1:]:
        match = own[0].matches[0]
        assert text[match.start : match.end] == match.surface


def test_a_question_never_codes_an_answer(coder):
    own = coder("terskel", ("ringe", WEAK))
    assert own.code(["Ja, det gjør vi."], ["Er terskelen lav?"]) == [[]]


def test_a_question_about_the_code_adds_to_an_answer_that_speaks_of_it(coder):
    own = coder("terskel", ("ringe", WEAK), ("dør", WEAK))
    answer = "De ringer på døra."
    assert own.code([answer], [None]) == [[]]
    assert own.code([answer], ["Hva spiste du?"]) == [[]]
    (suggestion,) = own.code([answer], ["Er terskelen lav?"])[0]
    assert suggestion.score == 0.6
    assert suggestion.evidence["context"] > 0


def test_an_explanation_says_where_how_and_how_much(coder):
    (explanation,) = coder("lav terskel").explain("Lave terskler.")
    assert explanation.suggested
    assert explanation.missing == 0
    assert explanation.lines() == [
        "tema: score 0.70, threshold 0.60: suggested",
        "  indicators  +0.70  'Lave terskler' (0-13) by `lav terskel` (another form of the word)",
    ]


def test_an_explanation_says_what_is_missing(coder):
    (explanation,) = coder(("ringe", WEAK), ("dør", WEAK)).explain("Vi ringte.")
    assert not explanation.suggested
    assert explanation.missing == pytest.approx(0.3)
    assert explanation.lines()[-1] == ("  missing     0.30: a strong indicator or 2 more weak ones would do")


def test_an_explanation_names_the_counter_indicator_that_spoke(coder):
    (explanation,) = coder("terskel", "! terskelen til stua").explain("Det var terskelen til stua.")
    assert explanation.score == 0
    assert "taken away by `! terskelen til stua` at 'terskelen til stua'" in "\n".join(explanation.lines())


def test_the_hash_follows_what_decides_the_outcome(book):
    one = Coder([book("terskel", sha256="a")])
    assert one.sha256 == Coder([book("terskel", sha256="a")]).sha256
    assert one.sha256 != Coder([book("terskel", sha256="b")]).sha256
    assert one.sha256 != Coder([book("terskel", sha256="a")], thresholds={"tema": 0.5}).sha256


def test_a_code_defined_twice_is_refused(book):
    with pytest.raises(CodebookError, match="the code 'tema' is defined twice"):
        Coder([book("a"), book("b")])


def test_the_same_texts_give_the_same_suggestions(book):
    own = book("lav terskel", ("ringe .. uten", WEAK), "@a .. @a", classes={"a": ("hus", "dør")})
    texts = ["Lav terskel, vi ringer uten videre.", "Huset hadde en dør."]
    assert Coder([own]).code(texts) == Coder([own]).code(texts)


def test_no_pipeline_is_loaded_where_no_indicator_asks_for_one(book):
    own = Coder([book("terskel")], pipeline="finnes_ikke")
    assert not own.needs_pipeline
    assert own.sha256
    assert own.code(["Lav terskel."])[0]


def test_a_pipeline_is_loaded_only_when_a_candidate_occurs(book):
    from qualcode.errors import PipelineError

    own = Coder([book("bruker/NOUN")], pipeline="finnes_ikke")
    assert own.needs_pipeline
    assert own.code(["Det regner."]) == [[]]
    with pytest.raises(PipelineError):
        own.code(["Hver bruker får plan."])


@pytest.mark.slow
def test_a_word_class_is_asked_of_the_pipeline(coder):
    own = coder("bruker/NOUN")
    assert own.code(["Hver bruker får en egen plan."])[0]
    assert own.code(["Vi bruker mye tid på det."]) == [[]]
    both = "Vi bruker mye tid. Det gjelder hver eneste bruker i kommunen."
    assert [m.start for m in own.code([both])[0][0].matches] == [both.rindex("bruker")]


@pytest.mark.slow
def test_a_feature_is_asked_of_the_pipeline(coder):
    own = coder("ringe/Tense=Past")
    assert own.code(["De ringte meg."])[0]
    assert own.code(["De ringer meg."]) == [[]]
