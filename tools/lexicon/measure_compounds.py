"""Scores the compound splitter on the hand-split gold list: exact splits, precision, recall and F1 per half.

    python tools/lexicon/measure_compounds.py [--half dev] [--errors]

A compound is right only if every cut is where the person put it; another word is right if left whole.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from qualcode.language.lexicon import lexicon

GOLD = Path(__file__).parents[2] / "tests" / "language" / "compounds_gold.csv"


def read_gold(half: str) -> list[tuple[str, tuple[str, ...]]]:
    """(word, its parts) of one half, `dev` or `held`."""
    with GOLD.open(encoding="utf-8", newline="") as handle:
        return [
            (row["word"], tuple(row["parts"].split("+")))
            for row in csv.DictReader(handle)
            if row["half"] == half
        ]


def measure(half: str) -> tuple[dict[str, float], list[tuple[str, str, str]]]:
    """Precision, recall and F1 of exact splits, the share right, and the errors (word, gold, found)."""
    lex = lexicon()
    hits = found = wanted = right = 0
    errors = []
    gold = read_gold(half)
    for word, parts in gold:
        guess = lex.split(word)
        found += len(guess) > 1
        wanted += len(parts) > 1
        hits += len(parts) > 1 and guess == parts
        right += guess == parts
        if guess != parts:
            errors.append((word, "+".join(parts), "+".join(guess)))
    precision, recall = hits / max(found, 1), hits / wanted
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "f1": f1, "right": right / len(gold)}, errors


def main() -> None:
    """Print the figures, and the errors when asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("dev", "held"), action="append")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    for half in options.half or ("dev", "held"):
        figures, errors = measure(half)
        print(half, "  ".join(f"{name} {value:.4f}" for name, value in figures.items()))
        for error in errors if options.errors else []:
            print("   {:32} gold {:32} found {}".format(*error))


if __name__ == "__main__":
    main()
