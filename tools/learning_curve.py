"""How far the coding gets with 25, 50, 100 and 200 decisions of the study itself, on sources held out.

    python tools/learning_curve.py [--draw queue|segments] [--draws 5] [STUDY] [GOLD]
    python tools/learning_curve.py --weights

The decisions are simulated: a gold file says what a reviewer would have decided. `queue`: a reviewer takes
the sources in an order drawn by seed and in each the segments with a suggestion as they stand, judges every
suggestion and adds what is missing there. `segments`: segments drawn at random are read to their end,
suggested or not. What is decided counts; a reader's silence about a theme teaches too, without counting as a
decision. Sources are held out in five parts, each scored by what was decided in the others.

`--weights` asks how much an utterance of the study should weigh beside a written example, on the written
examples alone: each writer in turn stands in for a study whose writer nobody has learnt from.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import qualcode.matching.classifier
from qualcode.analysis.evaluation import evaluate, f1_gain
from qualcode.analysis.gold import GoldUnit, read_gold
from qualcode.codebook import load_codebooks
from qualcode.learning import FOLDS
from qualcode.model import Example

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.matching import Coder

ROOT = Path(__file__).parent.parent
SIZES = (25, 50, 100, 200)
WEIGHTS = (1.0, 2.0, 4.0, 8.0, 16.0)

Found = dict[str, frozenset[str]]


def coded(coder: Coder, units: Sequence[GoldUnit]) -> Found:
    """The codes each unit gets."""
    return {
        unit.id: frozenset(suggestion.code for suggestion in found)
        for unit, found in zip(units, coder.code([unit.text for unit in units]), strict=True)
    }


def reviewed(
    units: Sequence[GoldUnit], said: Found, themes: Sequence[str], wanted: int, *, draw: str, seed: int
) -> list[Example]:
    """What a reviewer's first decisions teach, as many as wanted or as there are."""
    chance = np.random.default_rng(seed)
    by_source: defaultdict[str, list[GoldUnit]] = defaultdict(list)
    for unit in units:
        by_source[unit.source or ""].append(unit)
    names = sorted(by_source)
    sources = [names[i] for i in chance.permutation(len(names))]
    order = [unit for source in sources for unit in by_source[source] if said[unit.id]]
    if draw == "segments":
        order = [units[i] for i in chance.permutation(len(units))]
    taught, count = [], 0
    for unit in order:
        suggested = {theme for theme in themes if theme in said[unit.id]}
        judged = [t for t in themes if t not in unit.disputed and (t in suggested or t in unit.codes)]
        judged = judged[: wanted - count]
        count += len(judged)
        silent = [t for t in themes if t not in suggested | unit.codes | unit.disputed]
        carried = tuple(t for t in judged if t in unit.codes)
        taught.append(Example(unit.text, carried, tuple(t for t in (*judged, *silent) if t not in carried)))
        if count == wanted:
            break
    return taught


def parts(units: Sequence[GoldUnit]) -> dict[str, int]:
    """The part each source is in, the largest sources dealt out first."""
    sizes: defaultdict[str, int] = defaultdict(int)
    for unit in units:
        sizes[unit.source or ""] += 1
    return {s: i % FOLDS for i, s in enumerate(sorted(sizes, key=lambda s: (-sizes[s], s)))}


def curve(study: Path, gold: Path, draw: str, draws: int) -> None:
    """Print micro F1 by number of decisions."""
    from qualcode.study import open_study

    units = read_gold(gold)
    opened = open_study(study)
    coder = opened.coder.learning(())
    themes = [codebook.id for codebook in opened.codebooks]
    before = coded(coder, units)
    part = parts(units)
    print(f"{len(units)} units in {len(part)} sources, {FOLDS} parts; decisions by: {draw}; {draws} draws")
    said = [before[unit.id] for unit in units]
    start = evaluate(units, said, themes)
    low, high = start.micro.f1_interval or (0.0, 0.0)
    by_theme = " / ".join(f"{start.codes[theme].f1 or 0:.3f}" for theme in themes)
    print(f"   0 decisions: {start.micro.f1:.3f} ({low:.2f} to {high:.2f})  {by_theme}", flush=True)
    for wanted in SIZES:
        outcomes = []
        for seed in range(1, draws + 1):
            after: Found = {}
            for fold in range(FOLDS):
                others = [unit for unit in units if part[unit.source or ""] != fold]
                taught = reviewed(others, before, themes, wanted, draw=draw, seed=seed)
                own = [unit for unit in units if part[unit.source or ""] == fold]
                after |= coded(coder.learning(taught), own)
            now = [after[unit.id] for unit in units]
            outcomes.append((evaluate(units, now, themes), f1_gain(units, now, said, themes)))
        f1s = [outcome.micro.f1 or 0.0 for outcome, _ in outcomes]
        each = " / ".join(
            f"{sum(o.codes[theme].f1 or 0 for o, _ in outcomes) / draws:.3f}" for theme in themes
        )
        gains = [gain for _, gain in outcomes if gain]
        low, high = (sum(g[i] for g in gains) / len(gains) for i in (1, 2))
        print(
            f"{wanted:4} decisions: {sum(f1s) / draws:.3f} (draws {min(f1s):.3f} to {max(f1s):.3f})  {each}  "
            f"gain {sum(g[0] for g in gains) / len(gains):+.3f} (mean interval {low:+.3f} to {high:+.3f})",
            flush=True,
        )


def weights() -> None:
    """Print micro F1 on the other half of each writer's examples, by weight and number of utterances."""
    codebooks = load_codebooks([ROOT / "codebooks"])
    themes = [codebook.id for codebook in codebooks]
    rows = [json.loads(line) for line in (ROOT / "codebooks/examples.jsonl").read_text("utf-8").splitlines()]
    examples = [Example(row["text"], tuple(row["codes"])) for row in rows]
    writers = [row["writer"] for row in rows]
    totals: dict[tuple[float, int], list[int]] = {}
    for writer in sorted(set(writers)):
        own = [e for e, by in zip(examples, writers, strict=True) if by == writer]
        others = [e for e, by in zip(examples, writers, strict=True) if by != writer]
        own = [own[i] for i in np.random.default_rng(1).permutation(len(own))]
        taught, kept = own[: len(own) // 2], own[len(own) // 2 :]
        for weight in WEIGHTS:
            for n in (0, 50, 200) if weight == WEIGHTS[0] else (50, 200):
                qualcode.matching.classifier.LEARNT = weight
                trained = qualcode.matching.classifier.train(others, themes, taught[:n])
                add(totals.setdefault((weight, n), [0, 0]), trained.scores, kept, themes)
    for (weight, n), (both, sums) in sorted(totals.items()):
        print(f"weight {weight:g}, {n} utterances: F1 {2 * both / sums:.4f}")


def add(
    total: list[int],
    scores: Callable[[str], dict[str, float]],
    kept: Sequence[Example],
    themes: Sequence[str],
) -> None:
    """Count cells both said and true, and said plus true, where the classifier alone finds a theme likely."""
    for example in kept:
        found = scores(example.text)
        for theme in themes:
            said, true = found.get(theme, -1.0) > 0, example.carries(theme) is True
            total[0] += said and true
            total[1] += said + true


def main() -> None:
    """Print the curve, or the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("study", type=Path, nargs="?", default=ROOT / "transcripts_sample")
    parser.add_argument("gold", type=Path, nargs="?", default=ROOT / "transcripts_sample/gold.csv")
    parser.add_argument("--draw", choices=("queue", "segments"), default="queue")
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--weights", action="store_true")
    options = parser.parse_args()
    if options.weights:
        weights()
    else:
        curve(options.study, options.gold, options.draw, options.draws)


if __name__ == "__main__":
    main()
