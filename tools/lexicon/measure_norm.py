"""Scores the choice between bokmål and nynorsk on the treebank's development sentences.

python tools/lexicon/measure_norm.py --treebank ndt-norne.tar.xz
"""

from __future__ import annotations

import argparse
import tarfile
from pathlib import Path

from qualcode.language.norm import Norm, norm, score


def sentences(archive: Path, member: str) -> list[str]:
    """The raw sentences of a CoNLL-U file in the archive."""
    with tarfile.open(archive) as tar:
        handle = tar.extractfile(member)
        lines = handle.read().decode("utf-8").splitlines() if handle else []
    return [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]


def share(texts: list[str], wanted: Norm, fallback: Norm) -> float:
    """The share of sentences given the norm they are in."""
    return sum(norm(text, fallback) == wanted for text in texts) / len(texts)


def main() -> None:
    """Print the share of sentences right, of those decided by marks, and of those left to the fallback."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--treebank", type=Path, required=True)
    options = parser.parse_args()
    for split in ("dev", "test"):
        pairs: tuple[tuple[Norm, Norm, str], ...] = (("nb", "nn", "bokmaal"), ("nn", "nb", "nynorsk"))
        for wanted, other, name in pairs:
            texts = sentences(options.treebank, f"./ud-2.8/no_{name}-ud-{split}.conllu")
            marked = [text for text in texts if score(text) != 0]
            right = sum(norm(text) == wanted for text in marked)
            print(
                f"{split} {wanted}: {len(texts)} sentences, {len(marked) / len(texts):.3f} have marks, "
                f"{right / len(marked):.4f} of those right; "
                f"all: {share(texts, wanted, wanted):.4f} with the right "
                f"fallback, {share(texts, wanted, other):.4f} with the wrong one"
            )


if __name__ == "__main__":
    main()
