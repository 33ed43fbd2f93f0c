"""Whether a code does better with another threshold, chosen on some sources and measured on others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GRID = tuple(round(i / 20, 2) for i in range(1, 20))
NOISE = 0.03
"""Gain in F1 under which a difference means nothing."""
FEWEST = 50
"""Decided cells of a code under which no threshold is proposed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A score, whether people gave the code, and the part of the sources it is of."""

    score: float
    carried: bool
    part: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """Another threshold. before, after: F1 with today's, and with one chosen without the part it scores."""

    value: float
    before: float
    after: float


def better_threshold(cells: Sequence[Cell], present: float) -> Threshold | None:
    """Another threshold that does better on parts of the sources it was not chosen on, or None.

    For each part the threshold of highest F1 on the other parts decides (nested cross-validation: Varma &
    Simon 2006); what is proposed is the threshold of highest F1 on all. Of equally good ones the nearest to
    today's is taken.

    Args:
        cells: scores of held-out texts.
        present: today's threshold.
    """
    if len(cells) < FEWEST:
        return None
    said: list[tuple[bool, bool]] = []
    for part in sorted({cell.part for cell in cells}):
        chosen = _best([cell for cell in cells if cell.part != part], present)
        said += [(cell.score >= chosen, cell.carried) for cell in cells if cell.part == part]
    before, after, value = _at(cells, present), _f1(said), _best(cells, present)
    return Threshold(value, before, after) if value != present and after >= before + NOISE else None


def _best(cells: Sequence[Cell], present: float) -> float:
    return min((present, *GRID), key=lambda t: (-round(_at(cells, t), 9), abs(t - present), t))


def _at(cells: Sequence[Cell], threshold: float) -> float:
    return _f1([(cell.score >= threshold, cell.carried) for cell in cells])


def _f1(said: Sequence[tuple[bool, bool]]) -> float:
    both, every = sum(a and b for a, b in said), sum(a + b for a, b in said)
    return 2 * both / every if every else 0.0
