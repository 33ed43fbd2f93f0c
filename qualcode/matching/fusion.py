"""One score from its witnesses: what the indicators found, and what was learnt from examples.

They see different things. A logistic model with a weight for each, the same for every theme, weighs them: one
for indicators and the classifier of words, another where sentence embeddings are heard too.
`tools/fit_fusion.py` fits them on the written examples, each scored by what was learnt from no example by the
same writer (docs/validity.md).
"""

from __future__ import annotations

import math

WEIGHTS = (2.61, 0.87, 0.0, -0.5)
"""Of the indicators, the classifier, the sentence embeddings; and the bias."""
WITH_MEANING = (2.42, 0.69, 0.42, -0.23)
"""The same where sentence embeddings are heard."""


def fuse(indicators: float, classifier: float, semantic: float | None = None) -> float:
    """The probability that a text carries a code.

    Args:
        indicators: the score of the code's indicators, 0 to 1.
        classifier: the log-odds of the code's theme by the classifier of words.
        semantic: the log-odds of the code's theme by its sentence embedding, if there is one.
    """
    odds = _odds(indicators, classifier, semantic)
    return round(1 / (1 + math.exp(-max(min(odds, 30.0), -30.0))), 6)


def arithmetic(indicators: float, classifier: float, semantic: float | None = None) -> str:
    """The sum behind a fused score, for an explanation."""
    of_indicators, of_words, of_meaning, bias = _weights(semantic)
    meaning = "" if semantic is None else f"+ {of_meaning} x {semantic:.2f} (meaning) "
    return (
        f"{of_indicators} x {indicators:.2f} (indicators) + {of_words} x {classifier:.2f} (examples) "
        f"{meaning}{bias:+} = {_odds(indicators, classifier, semantic):.2f}"
    )


def needed_from_indicators(threshold: float, classifier: float, semantic: float | None = None) -> float:
    """What the indicators would have to reach for the fused score to reach a threshold (0 to 1)."""
    odds = math.log(threshold / (1 - threshold)) if 0 < threshold < 1 else math.inf
    return (odds - _odds(0.0, classifier, semantic)) / _weights(semantic)[0]


def _odds(indicators: float, classifier: float, semantic: float | None) -> float:
    of_indicators, of_words, of_meaning, bias = _weights(semantic)
    return of_indicators * indicators + of_words * classifier + of_meaning * (semantic or 0.0) + bias


def _weights(semantic: float | None) -> tuple[float, float, float, float]:
    return WEIGHTS if semantic is None else WITH_MEANING
