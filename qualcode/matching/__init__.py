"""Matching codebooks against text: compiling indicators, finding them, scoring and explaining."""

from __future__ import annotations

from qualcode.matching.coder import Coder
from qualcode.matching.explain import Explanation

__all__ = ["Coder", "Explanation"]
