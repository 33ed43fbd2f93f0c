"""The default codebooks find what people say at least as well as they are said to (docs/validity.md)."""

import os
from pathlib import Path

import pytest

from qualcode.analysis.gold import read_gold
from qualcode.codebook import load_codebooks
from qualcode.validity import score_gold_file
from tests.studies import ROOT, SAMPLE


def test_the_sample_studys_score_has_not_fallen() -> None:
    scored = score_gold_file(SAMPLE / "gold.csv", [ROOT / "codebooks"]).evaluation
    assert scored.resampled == "sources"
    assert (scored.micro.f1 or 0) > 0.68
    assert min(score.f1 or 0 for score in scored.codes.values()) > 0.64


def test_the_gold_file_is_scored_and_its_other_codes_are_named() -> None:
    if "QUALCODE_GOLD" not in os.environ:
        pytest.skip("QUALCODE_GOLD does not name the gold file")
    scored = score_gold_file(Path(os.environ["QUALCODE_GOLD"]), [ROOT / "codebooks"]).evaluation
    assert scored.n_units == 136
    assert set(scored.codes) == {"tidlig_innsats", "brukermedvirkning", "tverrfaglighet"}
    assert set(scored.unscored) >= {"nettverk", "ressurser"}


def test_no_wording_of_the_gold_units_stands_in_the_codebooks() -> None:
    if "QUALCODE_GOLD" not in os.environ:
        pytest.skip("QUALCODE_GOLD does not name the gold file")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = [word.strip(".,;:!?«»\"'()…-") for word in text.lower().split()]
        return {tuple(words[i : i + 7]) for i in range(len(words) - 6)}

    gold = set().union(*(runs(unit.text) for unit in read_gold(Path(os.environ["QUALCODE_GOLD"]))))
    books = load_codebooks([ROOT / "codebooks"])
    ours = [e.text for book in books for e in (*book.examples, *book.counter_examples)]
    ours += [e.text for e in books[0].written]
    assert [text for text in ours if runs(text) & gold] == []


def test_the_default_codebooks_keep_their_own_examples() -> None:
    from qualcode.codebook.check import check_codebook
    from qualcode.matching import Coder

    books = load_codebooks([ROOT / "codebooks"])
    coder = Coder(books)
    assert [str(finding) for book in books for finding in check_codebook(book, coder)] == []
    assert len(books[0].written) >= 3000
    for book in books:
        assert sum(len([i for i in code.indicators if not i.counter]) for code in book.codes) >= 40
        assert book.examples
        assert book.counter_examples
