"""Fit the weights of qualcode/matching/fusion.py on the written examples, and print them.

    python tools/fit_fusion.py

Each example's classifier score comes from a fold that had not seen it; the indicators were written without
sight of the examples. What the package uses differs in one respect, see docs/validity.md.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from qualcode.codebook import load_codebooks
from qualcode.matching import Coder
from qualcode.matching.classifier import train

FOLDS = 4
SEED = 1


def main() -> None:
    """Print the weights for indicators, classifier and bias."""
    codebooks = load_codebooks([Path(__file__).parent.parent / "codebooks"])
    themes = [codebook.id for codebook in codebooks]
    examples = codebooks[0].written
    coder = Coder(codebooks)
    indicators = [
        {e.code: e.evidence.get("indicators", 0.0) for e in coder.explain(example.text)}
        for example in examples
    ]
    order = list(range(len(examples)))
    random.Random(SEED).shuffle(order)  # noqa: S311
    learnt: dict[int, dict[str, float]] = {}
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        trained = train([examples[i] for i in order if i not in held], themes)
        learnt.update({i: trained.scores(examples[i].text) for i in held})
    rows = [
        (indicators[i].get(theme, 0.0), learnt[i][theme]) for i in range(len(examples)) for theme in themes
    ]
    carried = [
        any(code.split(".")[0] == theme for code in example.codes) for example in examples for theme in themes
    ]
    model = LogisticRegression(C=1000).fit(np.array(rows), np.array(carried))
    print(f"{len(examples)} examples, {len(themes)} themes, {FOLDS} folds")
    print(
        f"INDICATORS {model.coef_[0][0]:.2f}  CLASSIFIER {model.coef_[0][1]:.2f}  BIAS {model.intercept_[0]:.2f}"
    )


if __name__ == "__main__":
    main()
