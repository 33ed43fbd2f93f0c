"""Recall from a sample of what was not coded: hand-counted cases, published limits, and coverage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.elusion import Counts, estimate, exact_interval


def counts(**changes: int) -> Counts:
    return Counts(
        **{
            "population": 400,
            "read": 100,
            "missed": 5,
            "confirmed": 80,
            "unreviewed": 0,
            "reviewed": 100,
            "right": 80,
            **changes,
        }
    )


def test_the_exact_interval_is_the_published_one() -> None:
    """10 of 100 and 0 of 100 (Clopper & Pearson 1934, chart for 95 %; the rule of three's exact form)."""
    assert exact_interval(10, 100, 0.95) == pytest.approx((0.0490, 0.1762), abs=1e-4)
    assert exact_interval(0, 100, 0.95) == pytest.approx((0, 1 - 0.025 ** (1 / 100)))


def test_recall_is_the_confirmed_over_the_confirmed_and_the_missed() -> None:
    """5 of 100 read among 400: 20 missed beside 80 found."""
    found = estimate("a", counts())
    assert found.precision == "confirmed"
    assert found.elusion == 0.05
    assert found.recall == pytest.approx(80 / 100)
    low, high = exact_interval(5, 100, 0.95)
    assert found.interval == pytest.approx((80 / (80 + high * 400), 80 / (80 + low * 400)))


def test_what_is_unreviewed_counts_as_far_as_the_reviewed_was_right() -> None:
    found = estimate("a", counts(confirmed=80, unreviewed=100))
    assert found.precision == "estimated"
    assert found.recall == pytest.approx(160 / 180)
    (low, high), (worst, best) = exact_interval(5, 100, 0.975), exact_interval(80, 100, 0.975)
    least, greatest = 80 + 100 * worst, 80 + 100 * best
    assert found.interval == pytest.approx((least / (least + 400 * high), greatest / (greatest + 400 * low)))
    sure = estimate("a", counts(confirmed=160))
    assert found.interval[0] < sure.interval[0] < sure.interval[1] < found.interval[1]


def test_without_any_review_every_suggestion_is_taken_as_right_and_that_is_said() -> None:
    found = estimate("a", counts(confirmed=0, unreviewed=80, reviewed=0, right=0))
    assert found.precision == "assumed"
    assert found.recall == pytest.approx(0.8)


def test_when_everything_was_read_nothing_is_uncertain() -> None:
    found = estimate("a", counts(population=100, read=100, missed=20))
    assert found.interval == (0.8, 0.8)
    assert found.recall == 0.8


def test_nothing_found_and_nothing_missed_has_no_recall() -> None:
    found = estimate("a", counts(confirmed=0, missed=0))
    assert found.recall is None
    assert found.interval == (0.0, 1.0)


@pytest.mark.parametrize("wrong", [{"read": 0, "missed": 0}, {"missed": 101}, {"read": 401}])
def test_counts_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        estimate("a", counts(**wrong))


@given(st.data())
def test_recall_lies_within_its_interval(data: st.DataObject) -> None:
    population = data.draw(st.integers(1, 500))
    read = data.draw(st.integers(1, population))
    reviewed = data.draw(st.integers(0, 50))
    found = estimate(
        "a",
        Counts(
            population,
            read,
            data.draw(st.integers(0, read)),
            data.draw(st.integers(0, 50)),
            data.draw(st.integers(0, 50)),
            reviewed,
            data.draw(st.integers(0, reviewed)),
        ),
    )
    low, high = found.interval
    assert 0 <= low <= high <= 1
    assert found.recall is None or low - 1e-9 <= found.recall <= high + 1e-9


def test_the_interval_covers_the_true_recall_as_often_as_it_says() -> None:
    """900 uncoded segments of which 45 are the code's, 150 found: recall 150/195, 1000 samples of 120."""
    generator = np.random.default_rng(7)
    true = 150 / 195
    inside = 0
    for missed in generator.hypergeometric(45, 855, 120, size=1000):
        low, high = estimate(
            "a", counts(population=900, read=120, missed=int(missed), confirmed=150)
        ).interval
        inside += low <= true <= high
    assert inside >= 950
