"""Fit the weights of qualcode/matching/fusion.py on the written examples, and print them.

    python tools/fit_fusion.py [GOLD ...]

Each example's classifier score comes from a fold that had not seen it; the indicators were written without
sight of the examples. For each gold file, the classifier's F1 by itself is printed beside that on the folds.
What the package uses differs in one respect, see docs/validity.md.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from qualcode.analysis.gold import read_gold
from qualcode.codebook import load_codebooks
from qualcode.matching import Coder
from qualcode.matching.classifier import train

FOLDS = 4
SEED = 1


def f1(said: list[bool], true: list[bool]) -> float:
    """F1 of what was said against what is true, cell by cell."""
    both = sum(s and t for s, t in zip(said, true, strict=True))
    return 2 * both / max(sum(said) + sum(true), 1)


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
    print(f"classifier alone, micro F1 on unseen folds: {f1([k > 0 for _, k in rows], carried):.2f}")
    for path in map(Path, sys.argv[1:]):
        units = read_gold(path)
        said = [coder.classifier.scores(unit.text)[theme] > 0 for unit in units for theme in themes]
        true = [theme in unit.codes for unit in units for theme in themes]
        print(f"classifier alone, micro F1 on {path.name}: {f1(said, true):.2f}")
    model = LogisticRegression(C=1000).fit(np.array(rows), np.array(carried))
    print(f"{len(examples)} examples, {len(themes)} themes, {FOLDS} folds")
    print("INDICATORS {:.2f}  CLASSIFIER {:.2f}  BIAS {:.2f}".format(*model.coef_[0], *model.intercept_))


if __name__ == "__main__":
    main()
