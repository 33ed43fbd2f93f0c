"""Promises of the matcher for any text: true positions, the same answer every time, nothing lost by speed."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook.patterns import sample_texts
from qualcode.codebook.syntax import Exact, Near, Word, either, gap, phrase
from qualcode.language.lexicon import lexicon
from qualcode.matching.matcher import Matcher
from qualcode.model import Code, Codebook, Indicator

INDICATORS = (
    "lav terskel",
    "samarbeidsmøte",
    "barnehage",
    "medvirkning",
    "ringe .. uten",
    "tidlig ~4 hjelp",
    "*møte",
    "samarbeid*",
    "(få|gi) * hjelp",
    '"på den måten"',
    "@tjeneste .. @tjeneste",
    "@tjeneste",
    "ikke",
    "komme inn tidlig",
)
CLASSES = {"tjeneste": ("helsestasjon", "PPT", "psykisk helsevern")}


def _matcher(*patterns: str, classes=None) -> Matcher:
    indicators = tuple(Indicator(pattern, 0.7) for pattern in patterns)
    code = Code("tema", {"nb": "Tema"}, indicators=indicators)
    return Matcher([Codebook("tema", "1", (code,), classes=classes or {})], lexicon())


@pytest.fixture(scope="module")
def matcher():
    return _matcher(*INDICATORS, classes=CLASSES)


WORDS = (
    "lav terskelen Terskel samarbeids samarbeids-møter barne hagen barnehager "
    "brukermedvirkning ringte uten tidlig hjelpen hjelp få fikk god på den måten PPT "
    "helsestasjonen psykisk helsevern ikke ikkje komme inn eh ehm lavterskel medvirkninng og "
    ", . ! – … « » ( ) - kl. 10.30 3. \u2014 😀 a\u030a å \u00ad sam\u00adarbeid"
).split(" ")
texts = st.lists(st.sampled_from(WORDS), max_size=25).flatmap(
    lambda words: st.lists(
        st.sampled_from([" ", " ", " ", "", "\n", "\n\n", "\t", "\u00a0", "  "]), min_size=len(words)
    ).map(lambda gaps: "".join(word + space for word, space in zip(words, gaps, strict=False)))
)


@given(texts | st.text(max_size=60))
def test_every_position_is_true(matcher, text):
    for hit in matcher.find_many([text])[0]:
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end].strip() == text[hit.start : hit.end]
        assert all(hit.start <= start < end <= hit.end for start, end, _ in hit.pieces)


@given(st.lists(texts, max_size=4))
def test_texts_coded_together_give_what_each_gives_alone(matcher, several):
    fresh = _matcher(*INDICATORS, classes=CLASSES)
    assert matcher.find_many(several) == [fresh.find_many([text])[0] for text in several]


@given(texts, st.lists(st.integers(0, 200), max_size=6))
def test_ranges_of_a_text_give_what_the_ranges_give_alone(matcher, text, cuts):
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    # A range may begin or end inside a word; only there does what stands outside make a difference.
    bounds = [
        (a, b)
        for a, b in pairwise(edges)
        if (a == 0 or text[a - 1].isspace()) and (b == len(text) or text[b - 1].isspace())
    ]
    alone = [[hit.moved(a) for hit in matcher.find_many([text[a:b]])[0]] for a, b in bounds]
    assert matcher.find_in(text, bounds) == alone


def test_blocks_are_cut_between_sentences(monkeypatch, matcher):
    sentence = "Vi kunne ringe dit uten henvisning, og det var lav terskel. "
    text = sentence * 200
    bounds = [(0, len(text))]
    whole = matcher.find_in(text, bounds)
    monkeypatch.setattr("qualcode.matching.matcher.BLOCK", 100)
    assert matcher.find_in(text, bounds) == whole
    assert len(whole[0]) == 400


letters = st.text("abdefghijklmnoprstuvyæøå", min_size=4, max_size=9)
lemmas = st.builds(
    Word,
    st.sampled_from("hjelp møte ringe tidlig barnehage oppfølging terskel snakke trygg".split()) | letters,
)
atoms = lemmas | st.builds(lambda w: Exact((w,)), letters) | st.builds(lambda w: Word(w + "*"), letters)
patterns = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: phrase(*parts))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: gap(*parts))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: either(*parts))
        | st.builds(Near, inner, st.integers(1, 6), inner)
    ),
    max_leaves=5,
)


@given(patterns)
@settings(max_examples=150, deadline=None)
def test_a_pattern_finds_the_texts_it_was_written_for(node):
    matcher = _matcher(str(node))
    for sample in sample_texts(node, {}):
        hits = matcher.find_many([f"Og {sample}"])[0]
        assert hits, sample


def test_the_cache_changes_nothing(matcher):
    forms = matcher.compiled.forms
    for word in WORDS:
        form = word.lower()
        assert forms.find(form) == forms.classify(form) == forms.find(form)


def test_asking_the_lexicon_about_few_forms_changes_nothing():
    matcher = _matcher(*INDICATORS, "hjem", "skole", "sykehus", "deltakelse", "høre", "bok", classes=CLASSES)
    forms = matcher.compiled.forms
    here = Path(__file__).parents[2] / "codebooks" / "examples.jsonl"
    lines = here.read_text(encoding="utf-8").splitlines()[:300] if here.exists() else []
    words = {w.lower() for line in lines for w in re.findall(r"[^\W\d_]+", json.loads(line)["text"])}
    words |= set(
        "hørde høyrde høyrt heimen heimebesøk skulen folkeskule sjukehus sjukehuset deltakinga deltok bøker "
        "lærebøker gikk fekk ikkje itte hjelper hjalp hjelpetiltak barnehagane tidlegare".split()
    )
    assert {w: forms.find(w) for w in words} == {w: forms.classify(w, sieve=False) for w in words}


def test_terms_that_occur_nowhere_change_nothing(matcher):
    more = _matcher(*INDICATORS, *(f"xyzq{i} zzz{i}" for i in range(50)), classes=CLASSES)
    text = "Det var lav terskel, og PPT kunne ringe helsestasjonen uten å vente."
    assert more.find_many([text]) == matcher.find_many([text])
