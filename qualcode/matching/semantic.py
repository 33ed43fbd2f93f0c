"""A linear classifier per theme over sentence embeddings: what is meant, whatever the words.

Learnt from the written examples like the classifier of words, and heard beside it where a study asks for
it. It sees likeness of meaning and cannot say why, so an explanation shows its figure alone.
"""

from __future__ import annotations

import json
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from qualcode.matching.classifier import FEWEST, fingerprint
from qualcode.matching.kept import Kept, cache_folder, read, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.matching.embeddings import Embedder
    from qualcode.model import Example

RECIPE = "1"
"""Raised when the training changes what the same examples give."""
REGULARISATION = 0.003
"""Inverse strength of the L2 penalty, on components of unit variance."""


class Semantic:
    """The themes of some examples, by meaning.

    Args:
        embedder: turns texts into vectors.
        examples: what to learn from.
        themes: the themes to learn; those with too few examples are left out.
    """

    def __init__(self, embedder: Embedder, examples: Sequence[Example], themes: Sequence[str]) -> None:
        self._embedder = embedder
        self._examples = examples
        said = {theme: [example.carries(theme) for example in examples] for theme in themes}
        self._said = {theme: own for theme, own in said.items() if own.count(True) >= FEWEST and False in own}
        self.codes = tuple(self._said)
        learnt_from = f"{RECIPE} {embedder.sha256} {fingerprint(examples, themes)}"
        self.sha256 = sha256(learnt_from.encode()).hexdigest()
        self._kept = Kept("meanings", self.sha256)

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """For each text the log-odds of each theme: above 0 is more likely than not."""
        if not self.codes:
            return [{} for _ in texts]
        new = [text for text in dict.fromkeys(texts) if self._kept.get([text]) is None]
        if new:
            for text, row in zip(new, self._judged(new), strict=True):
                self._kept.put([text], row)
        return [dict(zip(self.codes, self._kept.get([text]), strict=True)) for text in texts]

    def prepare(self) -> None:
        """Learn now what will be needed: the first time it takes minutes."""
        if self.codes:
            _ = self._weights

    def save(self) -> None:
        """Keep what was worked out, by hashes of the texts, for the next run."""
        self._kept.save()

    def _judged(self, texts: Sequence[str]) -> list[list[float]]:
        import numpy as np

        weights = self._weights
        found: list[list[float]] = np.round(
            self._embedder.encode(texts) @ weights[1:] + weights[0], 6
        ).tolist()
        return found

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        """(1 + dimensions) x themes, the bias first: from the user's cache, or learnt now and kept."""
        import numpy as np

        path = cache_folder() / f"semantic-{self.sha256[:24]}.bin"
        kept = read(path)
        weights = self._learnt() if kept is None else np.array(json.loads(kept))
        if kept is None:
            write(path, json.dumps(weights.tolist()).encode())
        return weights

    def _learnt(self) -> NDArray[np.float64]:
        """Logistic regression on standardised vectors, written as weights of the vectors as they are."""
        import numpy as np
        from sklearn.linear_model import LogisticRegression

        vectors = self._embedder.encode([example.text for example in self._examples]).astype(float)
        mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-9
        columns: list[list[float]] = []
        for said in self._said.values():
            known = [i for i, carries in enumerate(said) if carries is not None]
            model = LogisticRegression(C=REGULARISATION, max_iter=1000)
            model.fit((vectors[known] - mean) / spread, [bool(said[i]) for i in known])
            own = model.coef_[0] / spread
            columns.append([float(model.intercept_[0] - own @ mean), *own.tolist()])
        return np.array(columns, dtype=np.float64).T.round(8)
