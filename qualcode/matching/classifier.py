"""A linear classifier per theme, learnt from written examples: words that speak for a theme unnamed.

Its features are word forms, the letters within them (n-grams, which stand for stems and compounds) and pairs
of neighbouring words. So a trained model is a weight per form and per pair, and a text's score is their sum
over the square root of the number of distinct forms: a form is weighed once and can be taken apart again.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qualcode.model import Example

RECIPE = "1"
"""Raised when features or training change what the same examples give."""

FEWEST = 30
"""Examples with a theme, below which none is learnt for it."""
SHORTEST, LONGEST = 3, 5
"""Letters of an n-gram, the marks of a word's beginning and end included."""
LETTERS, PAIRS = 0.7, 0.7
"""Weight of a form's n-grams together, and of a pair, beside a form's 1."""
REGULARISATION = 1.0
"""Inverse strength of the L2 penalty of the logistic regression."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

Weights = tuple[float, ...]
"""One number per theme."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A form or a pair of a text, and what it adds to a theme's score; negative speaks against."""

    words: str
    weight: float


@dataclass(slots=True)
class Classifier:
    """A trained classifier.

    codes: the themes it knows. bias: per theme. features: weight per theme of each form (`w ...`), n-gram
    (`c ...`) and pair (`p ...`), the feature's idf included.
    """

    codes: tuple[str, ...]
    bias: Weights
    features: dict[str, Weights]
    _forms: dict[str, Weights] = field(default_factory=dict)

    def scores(self, text: str) -> dict[str, float]:
        """The log-odds of each theme, judged by the examples alone: above 0 is more likely than not."""
        if not self.codes:
            return {}
        words = _words(text)
        forms = set(words)
        totals = [0.0] * len(self.codes)
        for part in (*map(self._form, sorted(forms)), *map(self._pair, sorted(set(_pairs(words))))):
            for i, weight in enumerate(part):
                totals[i] += weight
        root = math.sqrt(len(forms) + 1)
        return {
            code: round(total / root + bias, 6)
            for code, total, bias in zip(self.codes, totals, self.bias, strict=True)
        }

    def spoken(self, text: str, code: str) -> list[Spoken]:
        """Every form and pair of a text that adds to a theme's score or takes from it, the heaviest first."""
        i = self.codes.index(code)
        words = _words(text)
        root = math.sqrt(len(set(words)) + 1)
        found = [Spoken(form, self._form(form)[i] / root) for form in sorted(set(words))]
        found += [
            Spoken(" ".join(pair), weights[i] / root)
            for pair in sorted(set(_pairs(words)))
            if (weights := self._pair(pair))
        ]
        return sorted(found, key=lambda s: (-abs(s.weight), s.words))

    def _form(self, form: str) -> Weights:
        weights = self._forms.get(form)
        if weights is None:
            totals = [0.0] * len(self.codes)
            for feature, value in _features(form):
                for i, weight in enumerate(self.features.get(feature, ())):
                    totals[i] += weight * value
            weights = self._forms[form] = tuple(totals)
        return weights

    def _pair(self, pair: tuple[str, str]) -> Weights:
        return self.features.get(f"p {pair[0]} {pair[1]}", ())


def train(examples: Sequence[Example], themes: Iterable[str]) -> Classifier:
    """Learn the themes from examples: logistic regression (Fan et al. 2008, LIBLINEAR), deterministic.

    Args:
        examples: texts with their codes; a sub-code stands for its theme too.
        themes: ids of top codes. Those with fewer than FEWEST examples are left out.
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    carried = [{code.split(".", 1)[0] for code in example.codes} for example in examples]
    codes = tuple(c for c in themes if FEWEST <= sum(c in own for own in carried) < len(examples))
    texts = [_words(example.text) for example in examples]
    if not codes:
        return Classifier((), (), {})
    idf = _inverse_frequencies(texts)
    column = {feature: i for i, feature in enumerate(idf)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, words in enumerate(texts):
        seen = _vector(words, idf)
        rows += [row] * len(seen)
        columns += [column[feature] for feature in seen]
        values += seen.values()
    matrix = csr_matrix((values, (rows, columns)), shape=(len(texts), len(column)))
    weights, bias = [], []
    for code in codes:
        target = np.array([code in own for own in carried])
        model = LogisticRegression(C=REGULARISATION, solver="liblinear", random_state=1).fit(matrix, target)
        weights.append(model.coef_[0])
        bias.append(round(float(model.intercept_[0]), 6))
    table = np.array(weights)
    features = {}
    for feature, i in column.items():
        scale = idf[feature] * (PAIRS if feature.startswith("p ") else 1)
        rounded = tuple(round(float(w) * scale, 5) for w in table[:, i])
        if any(rounded):
            features[feature] = rounded
    return Classifier(codes, tuple(bias), features)


def classifier(examples: Sequence[Example], themes: Sequence[str]) -> Classifier:
    """The classifier for some examples and themes: from the user's cache, or trained now and kept there.

    Args:
        examples: as `train`.
        themes: as `train`.
    """
    if not themes:
        return Classifier((), (), {})
    import platformdirs

    path = platformdirs.user_cache_path("qualcode") / f"classifier-{fingerprint(examples, themes)[:24]}.json"
    kept = _kept(path)
    if kept:
        return kept
    trained = train(examples, themes)
    _keep(trained, path)
    return trained


def fingerprint(examples: Sequence[Example], themes: Sequence[str]) -> str:
    """SHA-256 of all that determines a trained classifier."""
    parts = [RECIPE, list(themes), [[example.text, list(example.codes)] for example in examples]]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _kept(path: Path) -> Classifier | None:
    try:
        data = json.loads(path.read_text("utf-8"))
        features = {feature: tuple(weights) for feature, weights in data["features"].items()}
        return Classifier(tuple(data["codes"]), tuple(data["bias"]), features)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(trained: Classifier, path: Path) -> None:
    """Write the cache; a folder that cannot be written to only means training again next time."""
    import os

    data = {"codes": trained.codes, "bias": trained.bias, "features": trained.features}
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        temporary.replace(path)
    except OSError:
        return


# --- features --------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))


def vector(text: str, idf: dict[str, float]) -> dict[str, float]:
    """A text as the classifier sees it: the value of each feature that has an idf."""
    return _vector(_words(text), idf)


def inverse_frequencies(texts: Sequence[str]) -> dict[str, float]:
    """Smoothed inverse document frequency of every feature that stands in two texts or more."""
    return _inverse_frequencies([_words(text) for text in texts])


def _vector(words: Sequence[str], idf: dict[str, float]) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for form in sorted(set(words)):
        for feature, value in _features(form):
            if feature in idf:
                sums[feature] += value * idf[feature]
    for first, second in sorted(set(_pairs(words))):
        if (pair := f"p {first} {second}") in idf:
            sums[pair] += PAIRS * idf[pair]
    root = math.sqrt(len(set(words)) + 1)
    return {feature: value / root for feature, value in sums.items()}


@lru_cache(maxsize=100_000)
def _features(form: str) -> list[tuple[str, float]]:
    """The features of a word form and their values, the form's own first."""
    marked = f"<{form}>"
    grams = {
        f"c {marked[i : i + n]}" for n in range(SHORTEST, LONGEST + 1) for i in range(len(marked) - n + 1)
    }
    share = LETTERS / math.sqrt(max(len(grams), 1))
    return [(f"w {form}", 1.0), *((gram, share) for gram in sorted(grams))]


def _inverse_frequencies(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Smoothed inverse document frequency of every feature that stands in two texts or more, sorted."""
    counts: Counter[str] = Counter()
    for words in texts:
        present = {feature for form in set(words) for feature, _ in _features(form)}
        present.update(f"p {first} {second}" for first, second in _pairs(words))
        counts.update(present)
    return {
        feature: math.log((1 + len(texts)) / (1 + n)) + 1 for feature, n in sorted(counts.items()) if n >= 2
    }
