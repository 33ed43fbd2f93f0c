"""The bootstrap all intervals come from: whole clusters drawn with replacement, always by the same seed."""

from __future__ import annotations

from typing import Any

import numpy as np

RESAMPLES = 2000
SEED = 1
FEW_SOURCES = 10
"""Under this many sources a bootstrap interval over sources is rough."""
_BLOCK = 100
"""Resamples drawn at a time: with each unit a cluster of its own, all at once would fill the memory."""


def resampled(per_cluster: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Sums over bootstrap resamples of clusters (Efron & Tibshirani 1993, chapters 6 and 8).

    Args:
        per_cluster: what is summed, of shape (clusters, ...).

    Returns:
        Shape (RESAMPLES, ...), as floats.
    """
    n = len(per_cluster)
    flat = per_cluster.reshape(n, -1).astype(float)
    rng = np.random.default_rng(SEED)
    sums = np.empty((RESAMPLES, flat.shape[1]))
    for start in range(0, RESAMPLES, _BLOCK):
        draws = rng.integers(n, size=(_BLOCK, n))
        times = np.stack([np.bincount(draw, minlength=n) for draw in draws])
        sums[start : start + _BLOCK] = times @ flat
    return sums.reshape(RESAMPLES, *per_cluster.shape[1:])


def by_cluster(
    per_unit: np.ndarray[Any, Any], member: np.ndarray[Any, Any], clusters: int
) -> np.ndarray[Any, Any]:
    """Sums of units by the cluster they belong to.

    Args:
        per_unit: shape (units, ...).
        member: the cluster's number of each unit, from 0.
        clusters: how many there are.

    Returns:
        Shape (clusters, ...).
    """
    sums = np.zeros((clusters, *per_unit.shape[1:]), dtype=per_unit.dtype)
    np.add.at(sums, member, per_unit)
    return sums
