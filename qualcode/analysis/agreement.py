"""How well people who coded the same units independently agree, code by code and over all.

Here is who coded what, which figures it carries, and their intervals; the formulas are in `coefficients`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from qualcode.analysis.coefficients import (
    ac1_chance,
    alpha_chance,
    beyond_chance,
    bias_index,
    f1,
    kappa_chance,
    percent,
    pooled,
    positive_pairs,
    prevalence_index,
    tallies,
)
from qualcode.analysis.evaluation import cohen_kappa
from qualcode.analysis.resampling import FEW_SOURCES, by_cluster, resampled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    Array = np.ndarray[Any, Any]

FEWEST_UNITS = 30
"""Units coded by two or more, under which no figure is given (McHugh 2012, "Interrater reliability: the kappa
statistic", Biochemia Medica 22 (3), 276-282: no fewer than 30 comparisons)."""
FEWEST_MARKS = 5
"""Units on which somebody set a code, or on which somebody did not, under which the code gets no figure: one
unit more or less would move it by a fifth. Our own rule of thumb, and a mild one."""
MOST_UNDEFINED = 0.05
"""Share of resamples without a figure over which there is no interval: the code stands in too few sources."""

RARE = 0.8
"""Size of the prevalence index from which a code is called rare or common: set in under 10 or over 90 %."""
WIDE_GAP = 0.2
"""How far AC1 must be above alpha for a rare or common code's figures to need a word. Both are our own."""
UNEVEN = 1.5
"""How many times as often one coder must set a code as the other, and FEWEST_MARKS more, to be told."""

_PLACES = 6
"""Of a figure: what machines agree on."""

Basis = Literal["enough", "few_units", "few_marks", "one_value"]
Reading = Literal["rare", "common", "uneven"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic with its 95 % percentile bootstrap interval.

    interval: None where resampling cannot tell: all resamples give the same, or over a twentieth give none.
    """

    value: float
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on a code, or over several.

    code: its id; "" over several. units: coded by two or more. marked: on how many of these each coder set
    it (over several codes: cells). marked_by_any: on how many anybody did.
    basis: `enough`; `few_units` or `few_marks`: too little to carry a figure (`FEWEST_UNITS`,
    `FEWEST_MARKS`), only the percentage is given; `one_value`: all set it everywhere or nobody anywhere, so
    there is nothing to be right about by chance, and what corrects for chance is undefined.
    percent: pairs of ratings that agree, 0 to 1, mean over the units. kappa: Cohen's, for two coders. alpha:
    Krippendorff's, nominal. ac1: Gwet's. f1: of the one coder against the other. Over several codes kappa,
    alpha and AC1 are pooled (`coefficients.pooled`) over those with both values.
    prevalence_index: -1 (never set) to 1 (always). bias_index: how much more of the units the first of two
    coders set it on than the second. Both None over several codes.
    """

    code: str
    units: int
    marked: Mapping[str, int]
    marked_by_any: int
    basis: Basis
    percent: Figure
    kappa: Figure | None = None
    alpha: Figure | None = None
    ac1: Figure | None = None
    f1: Figure | None = None
    prevalence_index: float | None = None
    bias_index: float | None = None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What a reader should know before comparing the figures.

        `rare`, `common`: chance alone would make the coders agree so often that alpha and kappa stay low
        (Feinstein & Cicchetti 1990). `uneven`: one of two coders sets the code far more often.
        """
        found: list[Reading] = []
        index = self.prevalence_index or 0.0
        if self.alpha and self.ac1 and abs(index) >= RARE and self.ac1.value - self.alpha.value >= WIDE_GAP:
            found.append("rare" if index < 0 else "common")
        low, high = min(self.marked.values()), max(self.marked.values())
        if self.bias_index is not None and high - low >= FEWEST_MARKS and high >= UNEVEN * low:
            found.append("uneven")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well some coders agree.

    coders: in the order of the bias index. units, sources: coded by two or more of them, and the sources
    these are in. codes: each. overall: all of them. themes: those that are no sub-code, where there are
    several and sub-codes besides. resampled: what the intervals draw, `units` where all are of one source;
    rough: sources, but few.
    """

    coders: tuple[str, ...]
    units: int
    sources: int
    codes: tuple[CodeAgreement, ...]
    overall: CodeAgreement
    themes: CodeAgreement | None
    resampled: Literal["sources", "units"]
    rough: bool

    def as_json(self) -> dict[str, Any]:
        """The figures as plain data."""
        from dataclasses import asdict

        return asdict(self)


@dataclass(frozen=True, slots=True)
class Ratings:
    """What coders said of units.

    sources: of each unit. values: 1 set, 0 not set, -1 not coded; shape (units, coders, codes).
    """

    sources: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    values: Array

    def by(self, *coders: str) -> Ratings:
        """The ratings of some of the coders."""
        kept = self.values[:, [self.coders.index(coder) for coder in coders], :]
        return replace(self, coders=coders, values=kept)


def ratings(codings: pd.DataFrame, coders: Sequence[str], codes: Sequence[str]) -> Ratings:
    """A table of codings as an array.

    Args:
        codings: a row for each segment, coder and code with columns segment, source, coder, code, value.
        coders: whose.
        codes: which.
    """
    kept = codings[codings["coder"].isin(list(coders)) & codings["code"].isin(list(codes))]
    units, first = np.unique(kept["segment"].to_numpy(dtype=str), return_index=True)
    values = np.full((len(units), len(coders), len(codes)), -1, dtype=np.int8)
    place = (
        np.searchsorted(units, kept["segment"].to_numpy(dtype=str)),
        kept["coder"].map({coder: i for i, coder in enumerate(coders)}).to_numpy(dtype=int),
        kept["code"].map({code: i for i, code in enumerate(codes)}).to_numpy(dtype=int),
    )
    values[place] = kept["value"].to_numpy(dtype=np.int8)
    sources = tuple(str(source) for source in kept["source"].to_numpy(dtype=str)[first])
    return Ratings(sources, tuple(coders), tuple(codes), values)


def agreement(given: Ratings) -> Agreement | None:
    """How well the coders agree.

    A unit that one of them alone has coded tells AC1 how common the code is, and nothing else.

    Args:
        given: what they said.

    Returns:
        None where no unit was coded by two of them.
    """
    counts = np.stack([(given.values == value).sum(axis=1) for value in (0, 1)], axis=-1)
    paired = counts.sum(axis=-1).max(axis=1, initial=0) > 1
    if not paired.any():
        return None
    in_pairs = sorted({source for source, p in zip(given.sources, paired, strict=True) if p})
    two = len(given.coders) == 2
    features = [tallies(counts), positive_pairs(counts)]
    if two:
        features.append(_cells(given.values))
    per_unit = np.concatenate(features, axis=-1)
    by_source = len(in_pairs) > 1
    clusters, member = np.unique(np.array(given.sources), return_inverse=True)
    total = per_unit.sum(axis=0)
    drawn = resampled(by_cluster(per_unit, member, len(clusters)) if by_source else per_unit)
    tables = _Tables(given, given.values[paired], total, drawn)
    themes = [i for i, code in enumerate(given.codes) if "." not in code]
    return Agreement(
        coders=given.coders,
        units=int(paired.sum()),
        sources=len(in_pairs),
        codes=tuple(tables.of_code(i) for i in range(len(given.codes))),
        overall=tables.over(list(range(len(given.codes)))),
        themes=tables.over(themes) if 1 < len(themes) < len(given.codes) else None,
        resampled="sources" if by_source else "units",
        rough=by_source and len(in_pairs) < FEW_SOURCES,
    )


class _Tables:
    """The sums that figures are made of, over all units and over each resample.

    Args:
        given: the ratings.
        values: those of units that two or more have coded, of shape (units, coders, codes).
        total: sums of shape (codes, features).
        drawn: sums of shape (resamples, codes, features).
    """

    def __init__(self, given: Ratings, values: Array, total: Array, drawn: Array) -> None:
        self.given, self.values, self.total, self.drawn = given, values, total, drawn
        self.two = len(given.coders) == 2

    def of_code(self, i: int) -> CodeAgreement:
        """Agreement on the code in this place."""
        found = self._row([i], lambda chance: beyond_chance(chance)[..., 0])
        total = self.total[i]
        found = replace(
            found,
            code=self.given.codes[i],
            prevalence_index=_rounded(prevalence_index(total)),
            bias_index=_rounded(bias_index(total[10:14])) if self.two else None,
        )
        if self.two and found.kappa is not None:
            both = (self.values[:, :, i] >= 0).all(axis=1)
            exact = cohen_kappa(*(self.values[both, coder, i] == 1 for coder in (0, 1)))
            if exact is not None:
                found = replace(found, kappa=replace(found.kappa, value=round(exact, _PLACES)))
        return found

    def over(self, codes: list[int]) -> CodeAgreement:
        """Agreement over the codes in these places."""
        return self._row(codes, pooled)

    def _row(self, codes: list[int], coefficient: Callable[[tuple[Array, Array]], Array]) -> CodeAgreement:
        values = self.values[:, :, codes]
        total, drawn = self.total[codes], self.drawn[:, codes]
        marks, blanks = (int((values == value).any(axis=1).sum()) for value in (1, 0))
        basis: Basis = "enough"
        if np.isnan(coefficient(alpha_chance(total[:, :8]))):
            basis = "one_value"
        elif len(values) < FEWEST_UNITS:
            basis = "few_units"
        elif min(marks, blanks) < FEWEST_MARKS:
            basis = "few_marks"

        def figure(of: Callable[[Array], Array]) -> Figure | None:
            return _figure(of(total), of(drawn)) if basis == "enough" else None

        shares = (percent(sums[..., :8].sum(axis=-2)) for sums in (total, drawn))
        share = _figure(*shares)
        return CodeAgreement(
            code="",
            units=len(values),
            marked={coder: int((values[:, c] == 1).sum()) for c, coder in enumerate(self.given.coders)},
            marked_by_any=marks,
            basis=basis,
            percent=replace(share, interval=None) if basis == "few_units" else share,
            kappa=figure(lambda t: coefficient(kappa_chance(t[..., 10:14]))) if self.two else None,
            alpha=figure(lambda t: coefficient(alpha_chance(t[..., :8]))),
            ac1=figure(lambda t: coefficient(ac1_chance(t[..., :8]))),
            f1=figure(lambda t: f1(t[..., 8:10].sum(axis=-2))),
        )


def _cells(values: Array) -> Array:
    """Units both coders set, only the first, only the second, neither; shape (units, codes, 4)."""
    one, other = values[:, 0], values[:, 1]
    return np.stack([(one == a) & (other == b) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))], axis=-1)


def _figure(value: Array, drawn: Array) -> Figure:
    defined = drawn[~np.isnan(drawn)]
    interval = None
    if len(defined) >= (1 - MOST_UNDEFINED) * len(drawn):
        low, high = (round(float(end), 4) for end in np.quantile(defined, [0.025, 0.975]))
        interval = (low, high) if low < high else None
    return Figure(round(float(value), _PLACES), interval)


def _rounded(value: Array) -> float:
    return round(float(value), 4)
