"""Writes qualcode/language/data/norm_words.txt: frequent words that only bokmål or only nynorsk has.

    python tools/lexicon/norm_words.py --lookups spacy_lookups_data-1.0.5-...whl --treebank ndt-norne.tar.xz

Counted in the treebank's training part. A word that Norsk ordbank gives for bokmål is no mark of nynorsk:
radical bokmål ('heim', 'jobba', 'fram') must not turn a sentence.
"""

from __future__ import annotations

import argparse
import textwrap
from collections import Counter
from pathlib import Path

from sources import WORD, read_ordbank, treebank_rows

OUT = Path(__file__).parents[2] / "qualcode" / "language" / "data" / "norm_words.txt"
SHARE = 0.985
AT_LEAST = 12
MOST = 500


def main() -> None:
    """Count, choose, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lookups", type=Path, required=True, help="wheel of spacy-lookups-data 1.0.5")
    parser.add_argument("--treebank", type=Path, required=True, help="ndt-norne.tar.xz")
    options = parser.parse_args()

    bokmaal = read_ordbank(options.lookups)
    counts: Counter[tuple[str, str]] = Counter()
    proper: Counter[str] = Counter()
    for norm, form, _, pos in treebank_rows(options.treebank):
        counts[norm, form] += 1
        proper[form] += pos == "P"
    chosen: dict[str, list[str]] = {"nb": [], "nn": []}
    for form in sorted({form for _, form in counts}):
        total = counts["nb", form] + counts["nn", form]
        if total < AT_LEAST or len(form) < 2 or not WORD.fullmatch(form) or proper[form] * 5 > total:
            continue
        if counts["nb", form] / total >= SHARE:
            chosen["nb"].append(form)
        elif counts["nn", form] / total >= SHARE and form not in bokmaal:
            chosen["nn"].append(form)
    lines = ["# Frequent words of one written norm only; made by tools/lexicon/norm_words.py, not by hand."]
    for norm, words in chosen.items():
        words.sort(key=lambda word, norm=norm: (-counts[norm, word], word))  # type: ignore[misc]
        lines += [f"[{norm}]", *textwrap.wrap(" ".join(sorted(words[:MOST])), 108, break_on_hyphens=False)]
        print(norm, len(words), " ".join(words[:60]))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
