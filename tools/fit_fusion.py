"""Fit the weights of qualcode/matching/fusion.py on the written examples, and print them.

    python tools/fit_fusion.py [--codebooks FOLDER] [GOLD ...]

Each example is scored by a classifier that has seen no example by the same writer, so that what is
weighed is how well the classifier reads a stranger, not how well it knows its writers. For each gold file the
classifier's F1 by itself is printed too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from qualcode.analysis.gold import read_gold
from qualcode.codebook import load_codebooks
from qualcode.matching import Coder
from qualcode.matching.classifier import train
from qualcode.model import Example

FOLDER = Path(__file__).parent.parent / "codebooks"


def f1(said: list[bool], true: list[bool]) -> float:
    """F1 of what was said against what is true, cell by cell."""
    both = sum(s and t for s, t in zip(said, true, strict=True))
    return 2 * both / max(sum(said) + sum(true), 1)


def main() -> None:
    """Print the weights for indicators, classifier and bias."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--codebooks", type=Path, default=FOLDER)
    parser.add_argument("gold", type=Path, nargs="*")
    options = parser.parse_args()
    codebooks = load_codebooks([options.codebooks])
    themes = [codebook.id for codebook in codebooks]
    rows = [json.loads(line) for line in (FOLDER / "examples.jsonl").read_text("utf-8").splitlines()]
    examples = [Example(row["text"], tuple(row["codes"])) for row in rows]
    writers = [row["writer"] for row in rows]
    coder = Coder(codebooks)
    indicators = [
        {e.code: e.evidence.get("indicators", 0.0) for e in coder.explain(example.text)}
        for example in examples
    ]
    learnt: dict[int, dict[str, float]] = {}
    for writer in sorted(set(writers)):
        trained = train([e for e, by in zip(examples, writers, strict=True) if by != writer], themes)
        learnt |= {i: trained.scores(e.text) for i, e in enumerate(examples) if writers[i] == writer}
    cells = [(i, theme) for i in range(len(examples)) for theme in themes]
    carried = [any(code.split(".")[0] == theme for code in examples[i].codes) for i, theme in cells]
    print(
        f"classifier alone, micro F1 on writers it has not seen: "
        f"{f1([learnt[i][theme] > 0 for i, theme in cells], carried):.2f}"
    )
    for path in options.gold:
        units = read_gold(path)
        said = [coder.classifier.scores(unit.text)[theme] > 0 for unit in units for theme in themes]
        true = [theme in unit.codes for unit in units for theme in themes]
        print(f"classifier alone, micro F1 on {path.name}: {f1(said, true):.2f}")
    values = np.array([(indicators[i].get(theme, 0.0), learnt[i][theme]) for i, theme in cells])
    model = LogisticRegression(C=1000).fit(values, np.array(carried))
    fitted = model.predict_proba(values)[:, 1]
    at = {t: f1([p >= t for p in fitted], carried) for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)}
    print(f"{len(examples)} examples by {len(set(writers))} writers, {len(themes)} themes")
    print("INDICATORS {:.2f}  CLASSIFIER {:.2f}  BIAS {:.2f}".format(*model.coef_[0], *model.intercept_))
    print("micro F1 by threshold: " + ", ".join(f"{t}: {score:.3f}" for t, score in at.items()))


if __name__ == "__main__":
    main()
