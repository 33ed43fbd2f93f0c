"""Codebooks: reading them, the indicator grammar, and checking a codebook against its own examples."""

from __future__ import annotations

from qualcode.codebook.check import Finding, check_codebook
from qualcode.codebook.examples import read_examples
from qualcode.codebook.reader import (
    DEFAULT_THRESHOLD,
    STRONG,
    WEAK,
    load_codebook,
    load_codebooks,
)

__all__ = [
    "DEFAULT_THRESHOLD",
    "STRONG",
    "WEAK",
    "Finding",
    "check_codebook",
    "load_codebook",
    "load_codebooks",
    "read_examples",
]
