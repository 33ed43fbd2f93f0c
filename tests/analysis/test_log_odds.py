"""The log-odds ratio with an informative Dirichlet prior, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from qualcode.analysis.log_odds import log_odds_ratios

ONE = {"barn": 6, "hus": 4}
OTHER = {"barn": 2, "hus": 18}
BACKGROUND = {"barn": 10, "hus": 30}


def test_ratio_and_z_are_those_of_the_equations() -> None:
    # Prior 20 shared out as 10 : 30, so 5 and 15.
    # barn: ln(11/19) - ln(7/33) = -0.54654 + 1.55060; variance 1/11 + 1/7 = 0.23377; z = 1.00405 / 0.48349
    # hus:  ln(19/11) - ln(33/7) =  0.54654 - 1.55060; variance 1/19 + 1/33 = 0.08293; z = -1.00405 / 0.28798
    found = log_odds_ratios(ONE, OTHER, BACKGROUND, prior=20)
    assert found["barn"].log_odds == pytest.approx(1.00405, abs=1e-5)
    assert found["barn"].z == pytest.approx(2.0767, abs=1e-4)
    assert found["hus"].log_odds == pytest.approx(-1.00405, abs=1e-5)
    assert found["hus"].z == pytest.approx(-3.4865, abs=1e-4)


def test_turned_about_only_the_signs_change() -> None:
    there, back = log_odds_ratios(ONE, OTHER, BACKGROUND), log_odds_ratios(OTHER, ONE, BACKGROUND)
    assert [-c.z for c in there.values()] == pytest.approx([c.z for c in back.values()])


def test_a_word_seen_once_is_held_back_more_than_one_seen_often() -> None:
    one, other = {"sjelden": 1, "vanlig": 30, "annet": 69}, {"sjelden": 0, "vanlig": 10, "annet": 90}
    background = {"sjelden": 1, "vanlig": 40, "annet": 159}
    found = log_odds_ratios(one, other, background)
    assert found["vanlig"].z > found["sjelden"].z > 0


def test_the_heavier_the_prior_the_smaller_the_difference() -> None:
    z = [log_odds_ratios(ONE, OTHER, BACKGROUND, prior=prior)["barn"].z for prior in (5, 50, 500)]
    assert z == sorted(z, reverse=True)


def test_a_vocabulary_of_one_word_tells_nothing() -> None:
    assert log_odds_ratios({"barn": 3}, {"barn": 1}, {"barn": 4}) == {}
