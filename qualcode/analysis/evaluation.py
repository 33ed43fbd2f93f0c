"""How well a coding agrees with people's: precision, recall, F1 and kappa, with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.resampling import FEW_SOURCES, by_cluster, resampled
from qualcode.code_ids import ancestors
from qualcode.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.gold import GoldUnit


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of cells and what follows from them; None where a denominator is zero.

    tp, fp, fn, tn: cells (unit x code) that were not disputed.
    f1_interval: 95 % percentile bootstrap interval of F1, None where F1 is.
    kappa: Cohen's kappa (Cohen 1960); None over several codes together.
    """

    tp: int
    fp: int
    fn: int
    tn: int
    precision: float | None
    recall: float | None
    f1: float | None
    f1_interval: tuple[float, float] | None
    kappa: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A coding scored against gold.

    misses, false_alarms: (unit id, code) in the order of the units.
    unscored: codes of the gold file that the coding has none of.
    resampled: `sources` or `units`; rough: whether there were too few for a good interval.
    """

    n_units: int
    codes: Mapping[str, Score]
    micro: Score
    macro_f1: float | None
    misses: tuple[tuple[str, str], ...]
    false_alarms: tuple[tuple[str, str], ...]
    unscored: tuple[str, ...]
    resampled: str
    rough: bool

    def as_json(self) -> dict[str, Any]:
        """The figures as plain data."""
        from dataclasses import asdict

        return asdict(self)


def evaluate(
    units: Sequence[GoldUnit],
    found: Sequence[frozenset[str]],
    known: Sequence[str],
    *,
    every: bool = False,
) -> Evaluation:
    """Score a coding.

    Scored are the codes the gold file uses and the coding knows. A unit coded with a sub-code carries its
    theme too.

    Args:
        units: the gold units.
        found: the codes the coding gave each, in the same order.
        known: all codes the coding could have given.
        every: score all of these, also those the gold never uses: whoever coded it could have.

    Raises:
        StudyError: gold and coding have no code in common.
    """
    used = _used(units)
    codes = [code for code in known if every or code in used]
    if not codes:
        raise StudyError(
            f"the gold file's codes ({', '.join(sorted(used)) or 'none'}) are not in the codebooks "
            f"({', '.join(code for code in known if '.' not in code)})",
            fix="Name the codebook that has them: --codebook FILE.",
        )
    true, said, counted = _tables(units, found, codes)
    names, by_source = _clusters(units)
    cells = _outcomes(true, said, counted)
    totals = cells.sum(axis=1)
    drawn = _resampled_cells(cells, names)
    scores = {code: _score(totals[:, i], drawn[:, :, i]) for i, code in enumerate(codes)}
    kappas = {
        code: cohen_kappa(true[counted[:, i], i], said[counted[:, i], i]) for i, code in enumerate(codes)
    }
    f1s = [score.f1 for score in scores.values() if score.f1 is not None]
    return Evaluation(
        n_units=len(units),
        codes={code: _with_kappa(score, kappas[code]) for code, score in scores.items()},
        micro=_score(totals.sum(axis=1), drawn.sum(axis=2)),
        macro_f1=sum(f1s) / len(f1s) if f1s else None,
        misses=_cells(units, codes, cells[2]),
        false_alarms=_cells(units, codes, cells[1]),
        unscored=tuple(sorted(used - set(known))),
        resampled="sources" if by_source else "units",
        rough=by_source and len(set(names)) < FEW_SOURCES,
    )


def f1_gain(
    units: Sequence[GoldUnit],
    found: Sequence[frozenset[str]],
    other: Sequence[frozenset[str]],
    known: Sequence[str],
    *,
    every: bool = False,
) -> tuple[float, float, float] | None:
    """How much higher the micro F1 of one coding is than another's on the same units.

    Args:
        units: the gold units.
        found: the codes the one coding gave each.
        other: the codes the other gave each.
        known: the codes both could have given.
        every: as to evaluate.

    Returns:
        The difference and its 95 % paired bootstrap interval (both codings on the same resamples; Efron &
        Tibshirani 1993, chapter 16); None where one of them has no F1.
    """
    codes = [code for code in known if every or code in _used(units)]
    names = _clusters(units)[0]
    values = []
    for coding in (found, other):
        cells = _outcomes(*_tables(units, coding, codes)).sum(axis=2, keepdims=True)
        tp, fp, fn, _ = np.vstack([cells.sum(axis=1).T, _resampled_cells(cells, names)[:, :, 0]]).T
        total = 2 * tp + fp + fn
        values.append(np.divide(2 * tp, total, out=np.full(len(total), np.nan), where=total > 0))
    gains = values[0] - values[1]
    if np.isnan(gains[0]):
        return None
    low, high = np.nanquantile(gains[1:], [0.025, 0.975])
    return round(float(gains[0]), 4), round(float(low), 4), round(float(high), 4)


def _used(units: Sequence[GoldUnit]) -> frozenset[str]:
    """Every code that the gold file speaks of."""
    return frozenset[str]().union(*(with_parents(u.codes) | u.disputed for u in units))


def _tables(
    units: Sequence[GoldUnit], found: Sequence[frozenset[str]], codes: Sequence[str]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Whether a cell is true, said, and counted; each of shape (units, codes)."""
    true = [with_parents(u.codes) for u in units]
    said = [with_parents(f) for f in found]
    return (
        np.array([[code in t for code in codes] for t in true]),
        np.array([[code in s for code in codes] for s in said]),
        np.array([[code not in u.disputed for code in codes] for u in units]),
    )


def _outcomes(
    true: np.ndarray[Any, Any], said: np.ndarray[Any, Any], counted: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Cells of shape (tp/fp/fn/tn, units, codes)."""
    cells: np.ndarray[Any, Any] = np.stack([true & said, ~true & said, true & ~said, ~true & ~said]) & counted
    return cells


def _clusters(units: Sequence[GoldUnit]) -> tuple[list[str], bool]:
    """What is drawn in the bootstrap: the units' sources if all have one, else the units; and which."""
    sources = [u.source or "" for u in units]
    return (sources, True) if all(sources) else ([u.id for u in units], False)


def with_parents(codes: frozenset[str]) -> frozenset[str]:
    """The codes and the themes their dotted ids imply."""
    return codes | {parent for code in codes for parent in ancestors(code)}


def _resampled_cells(cells: np.ndarray[Any, Any], names: Sequence[str]) -> np.ndarray[Any, Any]:
    """Cells of shape (tp/fp/fn/tn, units, codes) summed over each resample of clusters, by their names.

    Returns:
        Shape (resamples, tp/fp/fn/tn, codes).
    """
    clusters, member = np.unique(np.array(names), return_inverse=True)
    return resampled(by_cluster(cells.swapaxes(0, 1).astype(np.int64), member, len(clusters)))


def _score(total: np.ndarray[Any, Any], drawn: np.ndarray[Any, Any]) -> Score:
    """Score of counts of shape (tp/fp/fn/tn), with the same counts of each resample."""
    tp, fp, fn, tn = (int(n) for n in total)
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None
    interval = None
    if f1 is not None:
        tps, fps, fns = drawn[:, 0], drawn[:, 1], drawn[:, 2]
        totals = 2 * tps + fps + fns
        values = (2 * tps[totals > 0]) / totals[totals > 0]
        low, high = np.quantile(values, [0.025, 0.975])
        interval = (round(float(low), 4), round(float(high), 4))
    return Score(
        tp, fp, fn, tn,
        precision=tp / (tp + fp) if tp + fp else None,
        recall=tp / (tp + fn) if tp + fn else None,
        f1=f1,
        f1_interval=interval,
    )  # fmt: skip


def cohen_kappa(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float | None:
    """Agreement of two codings beyond chance (Cohen 1960).

    Args:
        one: whether the one set the code, by unit.
        other: whether the other did.

    Returns:
        None where it is undefined: no unit, or both say the same single thing of every one.
    """
    from sklearn.metrics import cohen_kappa_score

    if len(one) == 0 or (one.all() and other.all()) or not (one.any() or other.any()):
        return None
    return float(cohen_kappa_score(one, other))


def _with_kappa(score: Score, kappa: float | None) -> Score:
    from dataclasses import replace

    return replace(score, kappa=kappa)


def _cells(
    units: Sequence[GoldUnit], codes: Sequence[str], where: np.ndarray[Any, Any]
) -> tuple[tuple[str, str], ...]:
    return tuple((units[i].id, codes[j]) for i, j in np.argwhere(where))
