"""Coefficients of agreement, from sums over units, so that a thousand resamples cost little.

Every coefficient is (observed - expected) / (1 - expected); they differ in what they expect of chance. A unit
adds its tallies to the sums, and a coefficient needs the sums alone: those of all units, or of a resample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    Array = np.ndarray[Any, Any]
    Chance = tuple[Array, Array]
    """Observed and expected agreement; both NaN where there is nothing to compare or to be right about by
    chance: no unit with two ratings, or all ratings the same single value."""

_FIRST = 4
"""Tallies before those of each value."""


def krippendorff_alpha(ratings: Sequence[Sequence[Any]]) -> float | None:
    """Krippendorff's alpha for nominal values, any number of coders, ratings missing or not.

    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: units with one rating are
    left out, a unit rated by m coders adds its m (m - 1) pairs with weight 1 / (m - 1).

    Args:
        ratings: for each unit what each coder said; None is missing.

    Returns:
        None where it is undefined: no unit with two ratings, or one value throughout.
    """
    return _single(alpha_chance(tallies(count_values(ratings)).sum(axis=0)))


def gwet_ac1(ratings: Sequence[Sequence[Any]]) -> float | None:
    """Gwet's AC1, any number of coders, ratings missing or not.

    Gwet (2008), "Computing inter-rater reliability and its variance in the presence of high agreement",
    British Journal of Mathematical and Statistical Psychology 61, 29-48; with missing ratings as in Gwet
    (2014), Handbook of Inter-Rater Reliability, 4th edition: agreement is that of units with two ratings or
    more, the shares of the values those of all units.

    Args:
        ratings: for each unit what each coder said; None is missing.

    Returns:
        None where it is undefined: no unit with two ratings, or one value throughout. (The formula would give
        1 there, of codings that never had to tell two values apart.)
    """
    return _single(ac1_chance(tallies(count_values(ratings)).sum(axis=0)))


def count_values(ratings: Sequence[Sequence[Any]]) -> Array:
    """How many coders gave each unit each value; shape (units, values), the values in sorted order."""
    values = sorted({value for unit in ratings for value in unit if value is not None})
    return np.array([[sum(r == v for r in unit if r is not None) for v in values] for unit in ratings])


# --- any number of coders ----------------------------------------------------------------------------


def tallies(counts: Array) -> Array:
    """What each unit adds to the sums that alpha and AC1 are computed from.

    Args:
        counts: how many coders gave the unit each value; shape (units, ..., values).

    Returns:
        Shape (units, ..., 4 + 2 x values): whether two or more rated it; whether anyone did; the share of its
        pairs of ratings that agree; the same times its number of ratings; its ratings of each value, if two
        or more rated it; the share of its ratings that each value has.
    """
    rated = counts.sum(axis=-1, keepdims=True)
    paired = rated > 1
    agreeing = (counts * (counts - 1)).sum(axis=-1, keepdims=True)
    share = np.divide(agreeing, rated * (rated - 1), out=np.zeros(rated.shape), where=paired)
    shares = np.divide(counts, rated, out=np.zeros(counts.shape), where=rated > 0)
    return np.concatenate([paired, rated > 0, share, share * rated, counts * paired, shares], axis=-1)


def percent(sums: Array) -> Array:
    """Mean share of agreeing pairs over the units with two ratings or more; NaN where there is none.

    Args:
        sums: of tallies, shape (..., 4 + 2 x values).
    """
    return _share(sums[..., 2], sums[..., 0])


def alpha_chance(sums: Array) -> Chance:
    """Agreement that Krippendorff's alpha observes and expects.

    Args:
        sums: of tallies, shape (..., 4 + 2 x values).
    """
    of_value = sums[..., _FIRST : _FIRST + _values(sums)]
    n = of_value.sum(axis=-1)
    expected = _share((of_value * (of_value - 1)).sum(axis=-1), n * (n - 1))
    return _where(_varied(of_value), _share(sums[..., 3], n), expected)


def ac1_chance(sums: Array) -> Chance:
    """Agreement that Gwet's AC1 observes and expects.

    Args:
        sums: of tallies, shape (..., 4 + 2 x values).
    """
    q = _values(sums)
    shares = _share(sums[..., _FIRST + q :], sums[..., 1:2])
    expected = (shares * (1 - shares)).sum(axis=-1) / max(q - 1, 1)
    return _where(_varied(sums[..., _FIRST : _FIRST + q]), percent(sums), expected)


# --- two values: not set, set ------------------------------------------------------------------------


def prevalence_index(sums: Array) -> Array:
    """Ratings that set the code minus ratings that do not, as a share of the ratings: -1 to 1.

    For two coders it is set by both minus set by neither over the units (Byrt, Bishop & Carlin 1993, as
    `bias_index`).

    Args:
        sums: of tallies of two values, shape (..., 8).
    """
    no, yes = sums[..., _FIRST], sums[..., _FIRST + 1]
    return _share(yes - no, yes + no)


def positive_pairs(counts: Array) -> Array:
    """What each unit adds to the specific agreement on `set`.

    Args:
        counts: how many coders did not set and set the code; shape (units, ..., 2).

    Returns:
        Shape (units, ..., 2): ordered pairs of ratings that both set it; those of which the first sets it.
    """
    yes = counts[..., 1]
    return np.stack([yes * (yes - 1), yes * (counts.sum(axis=-1) - 1)], axis=-1)


def f1(sums: Array) -> Array:
    """F1 of the one coder against the other, which is the same both ways; NaN where nobody set the code.

    For two coders 2a / (2a + b + c); for more the specific agreement over all pairs (Fleiss, Levin & Paik
    2003, Statistical Methods for Rates and Proportions, 3rd edition, chapter 18).

    Args:
        sums: of `positive_pairs`, shape (..., 2).
    """
    return _share(sums[..., 0], sums[..., 1])


# --- two coders, two values --------------------------------------------------------------------------


def kappa_chance(cells: Array) -> Chance:
    """Agreement that Cohen's kappa (Cohen 1960) observes and expects.

    Args:
        cells: units both set, only the first, only the second, neither; shape (..., 4).
    """
    a, b, c, d = np.moveaxis(cells, -1, 0)
    n = a + b + c + d
    expected = _share((a + b) * (a + c) + (c + d) * (b + d), n * n)
    varied = (2 * a + b + c > 0) & (2 * d + b + c > 0)
    return _where(varied, _share(a + d, n), expected)


def bias_index(cells: Array) -> Array:
    """Set by the first only minus by the second only, as a share of the units: -1 to 1.

    Byrt, Bishop & Carlin (1993), "Bias, prevalence and kappa", Journal of Clinical Epidemiology 46, 423-429.

    Args:
        cells: as `kappa_chance`.
    """
    return _share(cells[..., 1] - cells[..., 2], cells.sum(axis=-1))


# --- all ---------------------------------------------------------------------------------------------


def beyond_chance(chance: Chance) -> Array:
    """The coefficient; NaN where it is undefined.

    Args:
        chance: observed and expected agreement.
    """
    observed, expected = chance
    return _share(observed - expected, 1 - expected)


def pooled(chance: Chance) -> Array:
    """The coefficient over several codes: observed and expected agreement averaged before they are compared.

    De Vries, Elliott, Kanouse & Teleki (2008), "Using pooled kappa to summarize interrater agreement across
    many items", Field Methods 20 (3), 272-282. Codes of differing prevalence thrown into one table would look
    like agreement; a mean of coefficients would let the rarest code weigh as much as any.

    Args:
        chance: observed and expected agreement, the codes last; a code where they are undefined adds nothing.

    Returns:
        NaN where no code is defined.
    """
    observed, expected = (np.nansum(values, axis=-1) for values in chance)
    defined = (~np.isnan(chance[0])).sum(axis=-1)
    return _share(observed - expected, defined - expected)


def _values(sums: Array) -> int:
    return int((sums.shape[-1] - _FIRST) // 2)


def _varied(of_value: Array) -> Array:
    return np.asarray((of_value > 0).sum(axis=-1) > 1)


def _share(part: Array, whole: Array) -> Array:
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    shape = np.broadcast_shapes(part.shape, whole.shape)
    found: Array = np.full(shape, np.nan)
    np.divide(part, whole, out=found, where=np.broadcast_to(whole != 0, shape))
    return found


def _where(defined: Array, observed: Array, expected: Array) -> Chance:
    return np.where(defined, observed, np.nan), np.where(defined, expected, np.nan)


def _single(chance: Chance) -> float | None:
    value = float(beyond_chance(chance))
    return None if np.isnan(value) else value
