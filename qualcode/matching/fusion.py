"""One score from two witnesses: what the indicators found, and what the classifier learnt from examples.

The two see different things. A logistic model with three numbers, the same for every theme, weighs them.
`tools/fit_fusion.py` fits them on the written examples, each scored by a classifier that had seen no example
by the same writer (docs/validity.md).
"""

from __future__ import annotations

import math

INDICATORS = 2.85
CLASSIFIER = 0.92
BIAS = -0.49


def fuse(indicators: float, classifier: float) -> float:
    """The probability that a text carries a code.

    Args:
        indicators: the score of the code's indicators, 0 to 1.
        classifier: the log-odds of the code's theme by the classifier.
    """
    odds = INDICATORS * indicators + CLASSIFIER * classifier + BIAS
    return round(1 / (1 + math.exp(-max(min(odds, 30.0), -30.0))), 6)


def arithmetic(indicators: float, classifier: float) -> str:
    """The sum behind a fused score, for an explanation."""
    odds = INDICATORS * indicators + CLASSIFIER * classifier + BIAS
    return (
        f"{INDICATORS} x {indicators:.2f} (indicators) + {CLASSIFIER} x {classifier:.2f} (examples) "
        f"{BIAS:+} = {odds:.2f}"
    )


def needed_from_indicators(threshold: float, classifier: float) -> float:
    """What the indicators would have to reach for the fused score to reach a threshold (0 to 1)."""
    odds = math.log(threshold / (1 - threshold)) if 0 < threshold < 1 else math.inf
    return (odds - BIAS - CLASSIFIER * classifier) / INDICATORS
