"""Draws the words of the compound gold list at random from the treebank's frequency list, in a fixed order.

    python tools/lexicon/draw_compounds.py --treebank ndt-norne.tar.xz --count 1000

Words of 8 letters or more, proper names left out, both written norms. A person sorts them from the top into
compounds and others until there are 400 and 200; names, foreign words and misspellings are passed over.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from sources import count_treebank

SEED = 20261121


def draw(archive: Path, count: int) -> list[str]:
    """The first `count` words of the seeded order."""
    readings, _ = count_treebank(archive)
    words = sorted({form for form, _, pos in readings if pos != "P" and len(form) >= 8 and form.isalpha()})
    random.Random(SEED).shuffle(words)  # noqa: S311
    return words[:count]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    print("\n".join(draw(options.treebank, options.count)))
