"""How well a coding agrees with people's: precision, recall, F1 and kappa, with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.gold import GoldUnit

RESAMPLES = 2000
SEED = 1
FEW_SOURCES = 10
"""Under this many sources a bootstrap interval over sources is rough."""


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


def evaluate(units: Sequence[GoldUnit], found: Sequence[frozenset[str]], known: Sequence[str]) -> Evaluation:
    """Score a coding.

    Scored are the codes the gold file uses and the coding knows. A unit coded with a sub-code carries its
    theme too.

    Args:
        units: the gold units.
        found: the codes the coding gave each, in the same order.
        known: all codes the coding could have given.

    Raises:
        StudyError: gold and coding have no code in common.
    """
    used = frozenset[str]().union(*(with_parents(u.codes) | u.disputed for u in units))
    codes = [code for code in known if code in used]
    if not codes:
        raise StudyError(
            f"the gold file's codes ({', '.join(sorted(used)) or 'none'}) are not in the codebooks "
            f"({', '.join(code for code in known if '.' not in code)})",
            fix="Name the codebook that has them: --codebook FILE.",
        )
    true = np.array([[code in with_parents(u.codes) for code in codes] for u in units])
    said = np.array([[code in with_parents(f) for code in codes] for f in found])
    counted = np.array([[code not in u.disputed for code in codes] for u in units])
    clusters = [u.source or "" for u in units]
    by_source = all(clusters)
    names = clusters if by_source else [u.id for u in units]
    weights = _resamples(names)
    cells = np.stack([true & said, ~true & said, true & ~said, ~true & ~said]) & counted
    scores = {code: _score(cells[:, :, [i]], weights) for i, code in enumerate(codes)}
    kappas = {code: _kappa(true[counted[:, i], i], said[counted[:, i], i]) for i, code in enumerate(codes)}
    f1s = [score.f1 for score in scores.values() if score.f1 is not None]
    return Evaluation(
        n_units=len(units),
        codes={code: _with_kappa(score, kappas[code]) for code, score in scores.items()},
        micro=_score(cells, weights),
        macro_f1=sum(f1s) / len(f1s) if f1s else None,
        misses=_cells(units, codes, cells[2]),
        false_alarms=_cells(units, codes, cells[1]),
        unscored=tuple(sorted(used - set(known))),
        resampled="sources" if by_source else "units",
        rough=by_source and len(set(names)) < FEW_SOURCES,
    )


def with_parents(codes: frozenset[str]) -> frozenset[str]:
    """The codes and the themes their dotted ids imply."""
    return codes | {code.rsplit(".", i)[0] for code in codes for i in range(1, code.count(".") + 1)}


def _resamples(names: Sequence[str]) -> np.ndarray[Any, Any]:
    """How often each unit counts in each bootstrap resample of clusters; shape (RESAMPLES, units)."""
    clusters, member = np.unique(np.array(names), return_inverse=True)
    draws = np.random.default_rng(SEED).integers(len(clusters), size=(RESAMPLES, len(clusters)))
    times = np.zeros((RESAMPLES, len(clusters)), dtype=np.int64)
    np.add.at(times, (np.arange(RESAMPLES)[:, None], draws), 1)
    return times[:, member]


def _score(cells: np.ndarray[Any, Any], weights: np.ndarray[Any, Any]) -> Score:
    """Score of cells of shape (tp/fp/fn/tn, units, codes)."""
    per_unit = cells.sum(axis=2)
    tp, fp, fn, tn = (int(n) for n in per_unit.sum(axis=1))
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None
    interval = None
    if f1 is not None:
        tps, fps, fns = (weights @ per_unit[i] for i in range(3))
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


def _kappa(true: np.ndarray[Any, Any], said: np.ndarray[Any, Any]) -> float | None:
    from sklearn.metrics import cohen_kappa_score

    if len(true) == 0 or (true.all() and said.all()) or not (true.any() or said.any()):
        return None
    return float(cohen_kappa_score(true, said))


def _with_kappa(score: Score, kappa: float | None) -> Score:
    from dataclasses import replace

    return replace(score, kappa=kappa)


def _cells(
    units: Sequence[GoldUnit], codes: Sequence[str], where: np.ndarray[Any, Any]
) -> tuple[tuple[str, str], ...]:
    return tuple((units[i].id, codes[j]) for i, j in np.argwhere(where))
