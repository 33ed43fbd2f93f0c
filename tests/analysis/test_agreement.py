"""Agreement against published worked examples, undefined cases said, intervals over sources, what is too little."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import coefficients as c
from qualcode.analysis.agreement import Agreement, CodeAgreement, Ratings, agreement, ratings
from qualcode.analysis.coefficients import gwet_ac1, krippendorff_alpha
from qualcode.analysis.evaluation import cohen_kappa

N = None

# --- published worked examples -------------------------------------------------------------------------

FOUR_CODERS = [
    (1, 1, N, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (N, 5, 5, 5), (N, N, 1, 1), (N, 3, N, N),
]  # fmt: skip
"""Four coders, twelve units, five values, seven ratings missing: Krippendorff 2011, section C. They are also
`cac.raw4raters` of Gwet's R package irrCAC (Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition), where
another coder is the only one to rate the last unit, which changes neither figure."""


def table(both: int, first: int, second: int, neither: int) -> list[tuple[int, int]]:
    """A two-by-two table as ratings."""
    return [(1, 1)] * both + [(1, 0)] * first + [(0, 1)] * second + [(0, 0)] * neither


def test_alpha_of_four_coders_with_missing_data_is_krippendorffs_743() -> None:
    """By hand: 40 pairable ratings, coincidences on the diagonal 7+10+8+4+3 = 32 (section C's matrix), of the
    values 9, 13, 10, 5, 3: 1 - 39 (40 - 32) / (40^2 - 9^2 - 13^2 - 10^2 - 5^2 - 3^2) = 1 - 312 / 1216."""
    assert krippendorff_alpha(FOUR_CODERS) == pytest.approx(0.743, abs=0.0005)
    assert krippendorff_alpha(FOUR_CODERS) == pytest.approx(1 - 312 / 1216)


def test_alpha_of_two_coders_and_two_values_is_krippendorffs_095() -> None:
    """Krippendorff 2011, section A: ten units, o01 = 4, n0 = 14, n1 = 6: 1 - 19 x 4 / (14 x 6) = 8 / 84."""
    one, other = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    found = krippendorff_alpha(list(zip(one, other, strict=True)))
    assert found == pytest.approx(0.095, abs=0.0005)
    assert found == pytest.approx(1 - 19 * 4 / (14 * 6))


def test_alpha_of_two_coders_and_five_values_is_krippendorffs_692() -> None:
    """Krippendorff 2011, section B: twelve units, nine alike."""
    found = krippendorff_alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True)))
    assert found == pytest.approx(0.692, abs=0.0005)


def test_alpha_weighs_a_unit_by_its_coders_not_by_its_pairs() -> None:
    """Units xxx, yy, xy: 7 ratings, 4 x and 3 y, coincidences off the diagonal 2: 1 - 6 x 2 / (2 x 4 x 3)."""
    assert krippendorff_alpha(["xxx", "yy", "xy"]) == pytest.approx(0.5)


def test_ac1_of_four_coders_with_missing_data_is_that_of_irrcac() -> None:
    """irrCAC's vignette: AC1 0.77544, percent agreement 0.81818. The unit with one rating counts towards how
    common the values are, not towards the agreement."""
    assert gwet_ac1(FOUR_CODERS) == pytest.approx(0.77544, abs=5e-6)
    assert float(c.percent(c.tallies(c.count_values(FOUR_CODERS)).sum(axis=0))) == pytest.approx(9 / 11)


def test_ac1_of_three_diagnoses_is_that_of_irrcac() -> None:
    """`cont3x3abstractors`: 100 cases, 89 on the diagonal: AC1 0.84933."""
    cases = [(0, 0)] * 13 + [(1, 1)] * 20 + [(1, 2)] * 7 + [(2, 1)] * 4 + [(2, 2)] * 56
    assert gwet_ac1(cases) == pytest.approx(0.84933, abs=5e-6)


def test_ac1_stays_high_where_kappa_falls_below_zero_as_in_gwet_2008() -> None:
    """Gwet 2008's paradox: 125 cases, 118 yes-yes, 5 yes-no, 2 no-yes. Observed 118/125 = .944. The share of
    yes is (123 + 120) / 250 = .972, so AC1 expects 2 x .972 x .028 = .054432: .889568 / .945568 = .94078.
    Kappa expects (123 x 120 + 2 x 5) / 125^2 = .94528: -.00128 / .05472 = -.0234."""
    cases = table(118, 5, 2, 0)
    assert gwet_ac1(cases) == pytest.approx(0.889568 / 0.945568)
    assert kappa(cases) == pytest.approx(-0.0234, abs=5e-5)


def kappa(cases: list[tuple[int, int]]) -> float | None:
    one, other = (np.array(column) == 1 for column in zip(*cases, strict=True))
    return cohen_kappa(one, other)


@pytest.mark.parametrize(("cells", "expected"), [((40, 9, 6, 45), 0.6995), ((80, 10, 5, 5), 0.3182)])
def test_kappa_is_that_of_feinstein_and_cicchettis_tables(
    cells: tuple[int, int, int, int], expected: float
) -> None:
    """Feinstein & Cicchetti 1990: both tables agree on .85, and kappa is .70 in the one, .32 in the other."""
    row = of_code(Ratings(("s",) * 100, ("A", "B"), ("x",), as_values(table(*cells))))
    assert row.percent.value == pytest.approx(0.85)
    assert row.kappa is not None
    assert row.kappa.value == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("cells", [(40, 9, 6, 45), (80, 10, 5, 5), (45, 15, 25, 15), (95, 4, 1, 0)])
def test_prevalence_and_bias_account_for_kappa_as_byrt_bishop_and_carlin_say(
    cells: tuple[int, int, int, int],
) -> None:
    """Byrt, Bishop & Carlin 1993: kappa = (2 Po - 1 - PI^2 + BI^2) / (1 - PI^2 + BI^2), with PI = (a - d) / N
    and BI = (b - c) / N."""
    a, b, d, e = cells
    row = of_code(Ratings(("s",) * 100, ("A", "B"), ("x",), as_values(table(*cells))), few_too=True)
    pi, bi = row.prevalence_index, row.bias_index
    assert (pi, bi) == (pytest.approx((a - e) / 100), pytest.approx((b - d) / 100))
    assert pi is not None and bi is not None  # noqa: PT018
    doubled = 2 * row.percent.value - 1
    assert kappa(table(*cells)) == pytest.approx((doubled - pi**2 + bi**2) / (1 - pi**2 + bi**2))


def test_marks_that_overlap_less_than_chance_give_a_kappa_below_zero() -> None:
    """A tool in the field prints 0.90 here. 10,000 units, A marks 0 to 9,500, B marks 500 to 10,000: 9,000 are
    both's, 500 A's only, 500 B's only, none neither's. Observed .90, expected .95^2 + .05^2 = .905, kappa
    -.005 / .095 = -1/19."""
    values = np.zeros((10_000, 2, 1), dtype=np.int8)
    values[:9_500, 0], values[500:, 1] = 1, 1
    row = of_code(Ratings(tuple(f"s{i // 500}" for i in range(10_000)), ("A", "B"), ("x",), values))
    assert row.percent.value == pytest.approx(0.90)
    assert row.kappa is not None and row.kappa.value == pytest.approx(-1 / 19, abs=1e-6)  # noqa: PT018
    assert row.alpha is not None and row.alpha.value == pytest.approx(-1 / 19, abs=1e-4)  # noqa: PT018
    assert "common" in row.readings


def test_pooled_kappa_averages_observed_and_expected_before_it_compares() -> None:
    """De Vries and others 2008: (mean Po - mean Pe) / (1 - mean Pe). Tables (40, 9, 6, 45) and (80, 10, 5, 5):
    Po .85 and .85, Pe .5008 and .78: .2096 / .3596."""
    values = np.concatenate([as_values(table(40, 9, 6, 45)), as_values(table(80, 10, 5, 5))], axis=2)
    found = compare(Ratings(tuple(f"s{i % 10}" for i in range(100)), ("A", "B"), ("x", "y"), values))
    assert found.overall.kappa is not None
    assert found.overall.kappa.value == pytest.approx(0.2096 / 0.3596, abs=1e-6)


# --- what holds of every coding ------------------------------------------------------------------------


def as_values(cases: list[tuple[int, int]]) -> np.ndarray:
    return np.array(cases, dtype=np.int8)[:, :, None]


def compare(given_: Ratings) -> Agreement:
    found = agreement(given_)
    assert found is not None
    return found


def of_code(given_: Ratings, *, few_too: bool = False) -> CodeAgreement:
    row = compare(given_).codes[0]
    assert few_too or row.basis == "enough"
    return row


rated = st.lists(st.lists(st.sampled_from([0, 1, -1]), min_size=3, max_size=3), min_size=30, max_size=60).map(
    lambda rows: np.array(rows, dtype=np.int8)[:, :, None]
)


def placed(values: np.ndarray, coders: str = "ABC") -> Ratings:
    return Ratings(tuple(f"s{i % 4}" for i in range(len(values))), tuple(coders), ("x",), values)


def same(one: Agreement | None, other: Agreement | None) -> bool:
    if one is None or other is None:
        return one is other
    a, b = one.codes[0], other.codes[0]
    told = [(row.units, row.basis, row.prevalence_index, row.readings) for row in (a, b)]
    found = [[f.value for f in (row.percent, row.alpha, row.ac1, row.f1) if f] for row in (a, b)]
    return told[0] == told[1] and found[0] == pytest.approx(found[1])


@settings(max_examples=30, deadline=None)
@given(rated, st.permutations([0, 1, 2]))
def test_no_coder_comes_first(values: np.ndarray, order: list[int]) -> None:
    assert same(agreement(placed(values)), agreement(placed(values[:, order])))


@settings(max_examples=30, deadline=None)
@given(rated, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(values: np.ndarray, random: object) -> None:
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert same(agreement(placed(values)), agreement(placed(values[order])))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([0, 1]), min_size=40, max_size=60).filter(lambda v: 5 <= sum(v) <= len(v) - 5)
)
def test_all_agreeing_on_both_values_is_one(said: list[int]) -> None:
    row = of_code(placed(np.repeat(np.array(said, dtype=np.int8)[:, None, None], 2, axis=1), "AB"))
    got = [figure and figure.value for figure in (row.percent, row.kappa, row.alpha, row.ac1, row.f1)]
    assert got == [pytest.approx(1)] * 5
    assert row.alpha is not None and row.alpha.interval is None  # noqa: PT018  # resampling a perfect sample tells nothing


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9), st.floats(0, 0.4))
def test_alpha_comes_near_kappa_for_two_coders_and_many_units(seed: int, share: float, noise: float) -> None:
    """They differ by how much the coders' marginals do, and by a term that goes as 1 / n."""
    rng = np.random.default_rng(seed)
    one = rng.random(5000) < share
    other = np.where(rng.random(5000) < noise, rng.random(5000) < share, one)
    row = of_code(placed(np.stack([one, other], axis=1).astype(np.int8)[:, :, None], "AB"))
    assert row.kappa is not None and row.alpha is not None  # noqa: PT018
    assert row.alpha.value == pytest.approx(row.kappa.value, abs=0.003)


@settings(max_examples=50, deadline=None)
@given(st.tuples(*[st.integers(0, 30)] * 4).filter(any))
def test_kappa_of_the_resamples_is_the_kappa_of_scikit_learn(cells: tuple[int, int, int, int]) -> None:
    ours = float(c.beyond_chance(c.kappa_chance(np.array(cells))))
    theirs = kappa(table(*cells))
    assert np.isnan(ours) if theirs is None else ours == pytest.approx(theirs)


@settings(max_examples=50, deadline=None)
@given(st.tuples(*[st.integers(0, 30)] * 4).filter(any))
def test_f1_of_two_coders_is_that_of_the_one_against_the_other(cells: tuple[int, int, int, int]) -> None:
    a, b, d, _ = cells
    counts = c.count_values([*table(*cells), (0, 1)])[:-1]
    found = float(c.f1(c.positive_pairs(counts).sum(axis=0)))
    assert np.isnan(found) if a + b + d == 0 else found == pytest.approx(2 * a / (2 * a + b + d))


# --- undefined, and too little -------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 1])
def test_a_code_all_used_alike_everywhere_is_undefined_not_one_or_nought(value: int) -> None:
    row = of_code(placed(np.full((50, 2, 1), value, dtype=np.int8), "AB"), few_too=True)
    assert row.basis == "one_value"
    assert (row.kappa, row.alpha, row.ac1, row.f1) == (None, None, None, None)
    assert (row.percent.value, row.marked_by_any) == (1.0, 50 * value)


def test_the_coefficients_alone_say_undefined_too() -> None:
    for undefined in ([(1, 1), (1, 1)], [(1, N), (N, 0)], [(0, 0), (1, N)]):
        assert krippendorff_alpha(undefined) is None
        assert gwet_ac1(undefined) is None
    assert kappa([(1, 1), (1, 1)]) is None


def test_a_code_nobody_set_adds_nothing_to_the_pooled_figures() -> None:
    used = as_values(table(20, 5, 5, 20))
    alone = compare(placed(used, "AB")).codes[0]
    both = np.concatenate([used, np.zeros((50, 2, 1), dtype=np.int8)], axis=2)
    found = compare(Ratings(placed(both).sources, ("A", "B"), ("x", "y"), both)).overall
    for name in ("kappa", "alpha", "ac1", "f1"):
        assert getattr(found, name).value == pytest.approx(getattr(alone, name).value)


def test_under_thirty_units_there_is_no_figure() -> None:
    assert of_code(placed(as_values(table(10, 3, 2, 15)), "AB")).alpha is not None
    row = of_code(placed(as_values(table(10, 3, 2, 14)), "AB"), few_too=True)
    assert (row.basis, row.alpha, row.ac1) == ("few_units", None, None)
    assert row.percent.interval is None


@pytest.mark.parametrize("cells", [(2, 1, 1, 96), (96, 1, 1, 2)])
def test_under_five_marks_or_blanks_there_is_no_figure(cells: tuple[int, int, int, int]) -> None:
    a, b, d, e = cells
    row = of_code(placed(as_values(table(*cells)), "AB"), few_too=True)
    assert (row.basis, row.kappa, row.f1) == ("few_marks", None, None)
    more = (a + 1, b, d, e) if a < e else (a, b, d, e + 1)
    assert of_code(placed(as_values(table(*more)), "AB")).kappa is not None


def test_no_overlap_is_nothing_to_compare() -> None:
    values = np.array([[1, -1], [-1, 0]] * 20, dtype=np.int8)[:, :, None]
    assert agreement(placed(values, "AB")) is None
    assert agreement(placed(values[:0], "AB")) is None


def test_who_sets_a_code_far_more_often_is_told() -> None:
    row = of_code(placed(as_values(table(10, 10, 0, 40)), "AB"))
    assert (row.readings, row.marked) == (("uneven",), {"A": 20, "B": 10})
    assert row.bias_index == pytest.approx(10 / 60, abs=5e-5)
    assert of_code(placed(as_values(table(10, 4, 1, 40)), "AB")).readings == ()


def test_three_coders_have_no_cohens_kappa_and_two_of_them_do() -> None:
    values = np.random.default_rng(1).integers(0, 2, size=(60, 3, 1)).astype(np.int8)
    assert of_code(placed(values)).kappa is None
    assert of_code(placed(values).by("C", "A")).kappa is not None


# --- intervals -----------------------------------------------------------------------------------------


def test_intervals_draw_whole_sources() -> None:
    """Two sources, in the one all agree, in the other nobody: a resample of units would hardly hold 0 or 1."""
    values = as_values(table(20, 0, 0, 20) + table(0, 20, 20, 0))
    given_ = Ratings(("a",) * 40 + ("b",) * 40, ("A", "B"), ("x",), values)
    found = compare(given_)
    assert (found.resampled, found.rough, found.sources) == ("sources", True, 2)
    assert found.codes[0].percent.interval == (0.0, 1.0)


def test_one_source_is_said_to_be_resampled_by_units() -> None:
    found = compare(Ratings(("a",) * 50, ("A", "B"), ("x",), as_values(table(20, 5, 5, 20))))
    assert (found.resampled, found.rough) == ("units", False)
    interval = found.codes[0].percent.interval
    assert interval is not None and 0.65 < interval[0] < 0.8 < interval[1] < 0.95  # noqa: PT018


def test_intervals_are_the_same_every_time_and_for_every_order_of_the_units() -> None:
    values = as_values(table(20, 5, 5, 20))
    sources = tuple(f"s{i % 7}" for i in range(50))
    first = compare(Ratings(sources, ("A", "B"), ("x",), values))
    assert first == compare(Ratings(sources[::-1], ("A", "B"), ("x",), values[::-1]))


def test_a_code_in_one_of_many_sources_gets_no_interval() -> None:
    """A third of the resamples would lack the source, and with it the code."""
    sources = tuple(f"s{i // 10}" for i in range(100))
    row = of_code(Ratings(sources, ("A", "B"), ("x",), as_values(table(5, 1, 1, 93))))
    assert row.alpha is not None and row.alpha.interval is None  # noqa: PT018
    assert row.percent.interval is not None


# --- from a table --------------------------------------------------------------------------------------


def test_a_table_of_codings_becomes_ratings_in_any_order_of_its_rows() -> None:
    rows = [
        ("s1-1", "s1", "A", "x", 1), ("s1-1", "s1", "B", "x", 0),
        ("s1-2", "s1", "A", "x", 0), ("s2-1", "s2", "B", "x", 1),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["segment", "source", "coder", "code", "value"])
    for given_ in (frame, frame.iloc[::-1]):
        found = ratings(given_, ["A", "B"], ["x"])
        assert found.sources == ("s1", "s1", "s2")
        assert found.values[:, :, 0].tolist() == [[1, 0], [0, -1], [-1, 1]]


def test_themes_are_shown_apart_from_all_codes_together() -> None:
    values = np.repeat(as_values(table(20, 5, 5, 20)), 3, axis=2)
    values[:, 1, 1] = values[:, 0, 1]
    found = compare(Ratings(placed(values).sources, ("A", "B"), ("x", "x.y", "z"), values))
    assert found.themes is not None and found.themes.alpha is not None  # noqa: PT018
    assert found.themes.alpha.value == found.codes[0].alpha.value  # type: ignore[union-attr]
    assert found.overall.alpha.value > found.themes.alpha.value  # type: ignore[union-attr]
    assert compare(placed(values[:, :, :1], "AB")).themes is None


def test_ten_thousand_units_by_twenty_codes_and_three_coders_take_seconds() -> None:
    import time

    rng = np.random.default_rng(0)
    truth = rng.random((10_000, 1, 20)) < 0.1
    values = np.where(rng.random((10_000, 3, 20)) < 0.05, ~truth, truth).astype(np.int8)
    given_ = Ratings(
        tuple(f"s{i % 50}" for i in range(10_000)), ("A", "B", "C"), tuple(map(str, range(20))), values
    )
    started = time.process_time()
    compare(given_)
    assert time.process_time() - started < 10
