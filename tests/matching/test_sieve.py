"""Quick answers are the slow ones: the sieve, parsing on demand, and the shortcuts of the lexicon."""

import gzip
import random
import re
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import load_codebooks
from qualcode.language import normal_forms
from qualcode.language.lexicon import lexicon
from qualcode.language.pipelines import load_pipeline
from qualcode.matching.blocks import blocks
from qualcode.matching.forms import Forms
from qualcode.matching.matcher import Matcher
from qualcode.matching.rows import Hit, Reading, hits_in, reader, row_of
from qualcode.model import Indicator
from qualcode.segmenting import sentences
from tests.studies import ROOT, SAMPLE

sys.path += [str(ROOT / "benchmarks"), str(ROOT / "tools" / "lexicon")]

import corpus
from spellings import spellings as compiled_spellings

BOOKS = {
    "default": load_codebooks(sorted((ROOT / "codebooks").glob("*.yaml"))),
    "bench": load_codebooks(sorted((ROOT / "benchmarks" / "codebook").glob("*.yaml"))),
}


def words_of(*paths: Path) -> list[str]:
    texts = [path.read_text("utf-8", "replace").lower() for path in paths]
    return sorted({word for text in texts for word in re.findall(r"[^\W_]+", text)})


def lost(forms: Forms, words: list[str]) -> list[str]:
    """Words that mean something to the codebook and that the sieve keeps from it; it may never add anything."""
    forms.learn(words)
    found = {word: (forms.find(word), forms.classify(word, sieve=False)) for word in words}
    assert not [word for word, (quick, full) in found.items() if not set(dict(quick)) <= set(dict(full))]
    return [word for word, (quick, full) in found.items() if quick != full]


@pytest.mark.parametrize("book", BOOKS)
def test_the_sieve_loses_at_most_one_word_in_a_thousand_of_the_sample_study(book: str) -> None:
    forms = Matcher(BOOKS[book], lexicon()).compiled.forms
    words = words_of(*sorted((SAMPLE / "transcripts").glob("*.txt")))
    assert len(words) > 1500
    assert len(lost(forms, words)) <= 0.001 * len(words)


@pytest.mark.parametrize("book", BOOKS)
def test_the_sieve_loses_hardly_anything_of_words_that_no_dictionary_has(book: str) -> None:
    forms = Matcher(BOOKS[book], lexicon()).compiled.forms
    new = corpus.new_words(random.Random(3))
    words = sorted({next(new) for _ in range(1500)})
    assert len(lost(forms, words)) <= 0.01 * len(words)


@pytest.mark.parametrize("book", BOOKS)
def test_forms_looked_up_together_mean_what_they_mean_one_by_one(book: str) -> None:
    together = Matcher(BOOKS[book], lexicon()).compiled.forms
    alone = Matcher(BOOKS[book], lexicon()).compiled.forms
    words = [
        *words_of(SAMPLE / "transcripts" / "intervju_01_barnevern_aasheim.txt"),
        "barnehgaen",
        "samarbied",
    ]
    together.learn(words)
    assert [together.find(word) for word in words] == [alone.find(word) for word in words]


def test_the_table_of_other_spellings_is_what_the_dictionary_says() -> None:
    dictionary = lexicon()._dictionary
    lines = [line for block in dictionary._blocks for line in block.decode("utf-8").split("\n") if line]
    packed = files("qualcode.language") / "data" / "spellings.gz"
    assert gzip.decompress(packed.read_bytes()).decode("utf-8") == compiled_spellings(lines)


def test_an_irregular_form_is_not_held_back_alone_or_at_the_end_of_a_compound() -> None:
    (book,) = (book for book in BOOKS["default"] if book.id == "tverrfaglighet")
    code = replace(book.codes[0], indicators=(Indicator("kraft", 0.7), Indicator("gå", 0.7)))
    forms = Matcher([replace(book, codes=(code,))], lexicon()).compiled.forms
    assert forms.find("gikk")
    assert forms.find("atomkreftene")


@given(st.text("ab ,\n\u00a0", max_size=60), st.data())
def test_every_word_of_the_ranges_stands_in_a_block_at_its_place(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    bounds = list(zip(cuts[::2], cuts[1::2], strict=False))
    covered: set[int] = set()
    for block, first in blocks(text, bounds):
        for i, chunk in enumerate(block.chunks):
            place = block.place(i)
            assert not chunk or text[place : place + len(chunk)] == chunk
            covered.update(range(place, place + len(chunk)))
        assert bounds[first][1] > block.place(0)
    inside = {at for start, end in bounds for at in range(start, end) if not text[at].isspace()}
    assert inside <= covered


@given(st.text("abdeghijklmnorstuvyæøå", min_size=2, max_size=16), st.sampled_from("NVA"))
def test_a_word_that_is_said_to_fold_to_no_other_does_not(word: str, pos: str) -> None:
    if not normal_forms.may_fold(word):
        assert normal_forms.fold(word, pos, lambda _word, _pos: True) == word


def test_every_rule_and_variant_of_the_normal_forms_passes_the_quick_test() -> None:
    for word in (
        "kvalp",
        "sjukeheim",
        "skulemat",
        "tenesteleik",
        "arbeidsam",
        "deltaging",
        "lign",
        "kontaktog",
    ):
        if normal_forms.fold(word, "N", lambda _word, _pos: True) != word:
            assert normal_forms.may_fold(word)
    assert all(normal_forms.may_fold(form.partition("/")[0]) for form in normal_forms.variants())


def test_parsing_on_demand_finds_what_parsing_every_sentence_finds(book, tmp_path: Path) -> None:
    tagged = book("bruker/NOUN", "møte/VERB .. barn", "tidlig/ADJ hjelp/NOUN", "jobbe/VERB", "*/NOUN tiltak")
    matcher = Matcher([tagged], lexicon())
    corpus.make(tmp_path, 1, 1500, seed=5)
    texts = [
        *(path.read_text("utf-8") for path in sorted((SAMPLE / "transcripts").glob("*.txt"))[:3]),
        *(path.read_text("utf-8") for path in tmp_path.glob("*.txt")),
    ]
    pipeline = load_pipeline("bundled")

    def read(wanted: list[str]) -> list[list[Reading]]:
        return [
            [Reading(t.start, t.end, t.pos, frozenset(t.morph.split("|"))) for t in tokens]
            for tokens in pipeline.analyse(wanted)
        ]

    for text in texts:
        lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
        asked: list[str] = []

        def on_demand(wanted: list[str], asked: list[str] = asked) -> list[list[Reading]]:
            asked += wanted
            return read(wanted)

        quick = {hit for hits in matcher.find_in(text, lines, on_demand) for hit in hits}
        every = [(a + s, a + e) for a, b in lines for s, e in sentences(text[a:b])]
        parsed = read([text[s:e] for s, e in every])
        full: set[Hit] = set()
        for (low, high), words in zip(every, parsed, strict=True):
            chunks = matcher._chunks_of(text, low, high)
            row = row_of(text, chunks, (low, high), matcher.compiled.forms)
            row.words.reads = reader(row, low, words)
            full |= {hit for plan in matcher.compiled.plans if plan.reads for hit in hits_in(plan, row)}
        assert quick <= full
        kept = {(hit.rule, hit.start) for hit in quick}
        assert all(
            (hit.rule, hit.start) in kept
            or any(q.rule == hit.rule and q.start <= hit.start < q.end for q in quick)
            for hit in full
        )
        assert len(asked) < len(every) / 2
