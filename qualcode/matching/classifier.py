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
    from collections.abc import Collection, Iterable, Sequence
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
OWN = ".qualcode-classifier-*.json"
"""In a study's folder: the classifier that learnt from its utterances."""
LEARNT = 4.0
"""Written examples that one utterance of the study itself weighs as much as (docs/validity.md)."""

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
    _pairs: dict[str, Weights] = field(init=False)
    _grams: dict[str, Weights] = field(init=False)

    def __post_init__(self) -> None:
        """Part the kinds of features, so that those a text or a form has are found all at once."""
        self._pairs, self._grams = (
            {feature[2:]: own for feature, own in self.features.items() if feature[:1] == kind}
            for kind in ("p", "c")
        )

    def scores(self, text: str) -> dict[str, float]:
        """The log-odds of each theme, judged by the examples alone: above 0 is more likely than not."""
        if not self.codes:
            return {}
        words = _words(text)
        forms = set(words)
        parts = [*map(self._form, forms), *map(self._pairs.__getitem__, self._known_pairs(words))]
        # Sums that are exact before they are rounded are the same in whatever order a set comes.
        totals = list(map(math.fsum, zip(*parts, strict=True))) or [0.0] * len(self.codes)
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
        found += [Spoken(pair, self._pairs[pair][i] / root) for pair in self._known_pairs(words)]
        return sorted(found, key=lambda s: (-abs(s.weight), s.words))

    def _form(self, form: str) -> Weights:
        weights = self._forms.get(form)
        if weights is None:
            grams = _grams(form)
            share = _share(grams)
            found = [[share * weight for weight in self._grams[gram]] for gram in self._grams.keys() & grams]
            found.append(list(self.features.get(f"w {form}", [0.0] * len(self.codes))))
            weights = self._forms[form] = tuple(map(math.fsum, zip(*found, strict=True)))
        return weights

    def _known_pairs(self, words: Sequence[str]) -> set[str]:
        return self._pairs.keys() & set(map(" ".join, pairwise(words)))


def train(examples: Sequence[Example], themes: Iterable[str], learnt: Sequence[Example] = ()) -> Classifier:
    """Learn the themes from examples: logistic regression (Fan et al. 2008, LIBLINEAR), deterministic.

    Of each theme only the examples that are known to carry it or not are used.

    Args:
        examples: texts with their codes; a sub-code stands for its theme too.
        themes: ids of top codes. Those with fewer than FEWEST examples are left out: the utterances of one
            study do not make up for them (docs/validity.md).
        learnt: utterances of the study that people have decided on; each weighs as much as LEARNT examples.
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    everything = [*examples, *learnt]
    said = {theme: [example.carries(theme) for example in everything] for theme in themes}
    codes = tuple(
        theme for theme, own in said.items() if own[: len(examples)].count(True) >= FEWEST and False in own
    )
    texts = [_words(example.text) for example in everything]
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
    importance = np.array([1.0] * len(examples) + [LEARNT] * len(learnt))
    weights, bias = [], []
    for code in codes:
        known = np.array([i for i, carries in enumerate(said[code]) if carries is not None])
        target = np.array(said[code])[known].astype(bool)
        model = LogisticRegression(C=REGULARISATION, solver="liblinear", random_state=1)
        model.fit(matrix[known], target, sample_weight=importance[known])
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


def own_classifier(
    examples: Sequence[Example], themes: Sequence[str], learnt: Sequence[Example], folder: Path | None
) -> Classifier:
    """The classifier of a study that learns from its own utterances too.

    Its weights hold forms that people used, so it is kept in the study's folder alone; an earlier one goes.

    Args:
        examples: as `train`.
        themes: as `train`.
        learnt: as `train`.
        folder: the study's; None keeps nothing.
    """
    if folder is None:
        return train(examples, themes, learnt)
    path = folder / OWN.replace("*", fingerprint(examples, themes, learnt)[:24])
    kept = _kept(path)
    if kept:
        return kept
    trained = train(examples, themes, learnt)
    forget(folder)
    _keep(trained, path)
    return trained


def forget(folder: Path) -> None:
    """Remove what was learnt from a study's utterances; they themselves are left."""
    for path in sorted(folder.glob(OWN)):
        path.unlink(missing_ok=True)


def fingerprint(examples: Sequence[Example], themes: Sequence[str], learnt: Sequence[Example] = ()) -> str:
    """SHA-256 of all that determines a trained classifier."""
    own = [LEARNT, [_plain(example) for example in learnt]] if learnt else []
    parts = [RECIPE, list(themes), [_plain(example) for example in examples], *own]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _plain(example: Example) -> list[object]:
    rejected = [] if example.rejected is None else [list(example.rejected)]
    return [example.text, list(example.codes), *rejected]


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
        for feature, value in _features(form).items():
            if feature in idf:
                sums[feature] += value * idf[feature]
    for first, second in sorted(set(_pairs(words))):
        if (pair := f"p {first} {second}") in idf:
            sums[pair] += PAIRS * idf[pair]
    root = math.sqrt(len(set(words)) + 1)
    return {feature: value / root for feature, value in sums.items()}


@lru_cache(maxsize=100_000)
def _features(form: str) -> dict[str, float]:
    """The features of a word form and their values, the form's own first."""
    grams = _grams(form)
    return {f"w {form}": 1.0, **dict.fromkeys((f"c {gram}" for gram in sorted(grams)), _share(grams))}


def _grams(form: str) -> set[str]:
    """The n-grams of a word form."""
    marked = f"<{form}>"
    return {marked[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(marked) - n + 1)}


def _share(grams: Collection[str]) -> float:
    """The value of each of the n-grams of one form."""
    return LETTERS / math.sqrt(max(len(grams), 1))


def _inverse_frequencies(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Smoothed inverse document frequency of every feature that stands in two texts or more, sorted."""
    counts: Counter[str] = Counter()
    for words in texts:
        present = {feature for form in set(words) for feature in _features(form)}
        present.update(f"p {first} {second}" for first, second in _pairs(words))
        counts.update(present)
    return {
        feature: math.log((1 + len(texts)) / (1 + n)) + 1 for feature, n in sorted(counts.items()) if n >= 2
    }
