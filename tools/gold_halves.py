"""Split a gold file once, by seed, into a half to inspect and a half never read; print one of them.

python tools/gold_halves.py GOLD unread > unread.jsonl
qualcode evaluate unread.jsonl --errors 0
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

SEED = 20261121


def half(lines: list[str], which: str) -> list[str]:
    """The lines of one half, in the order of the file.

    Args:
        lines: jsonl lines with an `id`.
        which: `inspected` or `unread`.
    """
    ids = sorted(json.loads(line)["id"] for line in lines)
    random.Random(SEED).shuffle(ids)  # noqa: S311
    inspected = set(ids[: len(ids) // 2])
    return [line for line in lines if (json.loads(line)["id"] in inspected) == (which == "inspected")]


def main() -> None:
    """Print the half asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("half", choices=("inspected", "unread"))
    options = parser.parse_args()
    lines = [line for line in options.gold.read_text("utf-8").splitlines() if line.strip()]
    print("\n".join(half(lines, options.half)))


if __name__ == "__main__":
    main()
