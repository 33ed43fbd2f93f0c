"""Scores the lexicon on the treebank's development text: forms known, gold lemmas found by a key.

python tools/lexicon/measure_keys.py --treebank ndt-norne.tar.xz
"""

from __future__ import annotations

import argparse
import tarfile
from pathlib import Path

from qualcode.language.lexicon import lexicon

FILES = {
    "bokmål dev": "./ud-2.8/no_bokmaal-ud-dev.conllu",
    "nynorsk dev": "./ud-2.8/no_nynorsk-ud-dev.conllu",
    "LIA dev (speech)": "./lia/no_nynorsklia-ud-dev.conllu",
}


def words(archive: Path, member: str) -> list[tuple[str, str]]:
    """(form, gold lemma) of every word of letters that is no proper name."""
    with tarfile.open(archive) as tar:
        handle = tar.extractfile(member)
        lines = handle.read().decode("utf-8").splitlines() if handle else []
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    return [(row[1], row[2]) for row in rows if row[1].isalpha() and row[3] not in {"PROPN", "X"}]


def main() -> None:
    """Print the figures per file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--treebank", type=Path, required=True)
    options = parser.parse_args()
    lex = lexicon()
    for name, member in FILES.items():
        rows = words(options.treebank, member)
        known = sum(lex.knows(form) for form, _ in rows)
        found = sum(bool(lex.keys(form) & lex.indicator_keys(lemma)) for form, lemma in rows)
        several = sum(len(lex.keys(form)) for form, _ in rows)
        print(
            f"{name}: {len(rows)} words, {known / len(rows):.4f} known, "
            f"{found / len(rows):.4f} found by their lemma, {several / len(rows):.2f} keys a word"
        )


if __name__ == "__main__":
    main()
