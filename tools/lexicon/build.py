"""Compiles qualcode/language/data/lexicon.gz, parts.gz and spellings.gz from Norsk ordbank and the treebank.

    python tools/lexicon/build.py --lookups spacy_lookups_data-1.0.5-...whl --treebank ndt-norne.tar.xz

The same sources give the same bytes. See README.md beside this file for the format.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
from pathlib import Path

from families import count_families
from sources import Readings, count_treebank, read_ordbank, restore_hidden
from spellings import spellings

from qualcode.language.lexicon import Lexicon

OUT = Path(__file__).parents[2] / "qualcode" / "language" / "data"
BLOCK = 24
"""Forms per block: small enough that a search within a block costs nothing, few enough to bisect."""


def add_treebank(readings: Readings, counts: dict[tuple[str, str, str], int]) -> int:
    """Add what the ordbank lacks: nynorsk forms, function words, and hidden nouns ('mora' of 'mor').

    Returns:
        How many readings were added.
    """
    before = sum(map(len, readings.values()))
    ordbank = {form: {pos for _, pos in found} for form, found in readings.items()}
    for (form, lemma, pos), n in sorted(counts.items()):
        known = ordbank.get(form, set())
        wanted = pos not in known if pos != "N" else pos not in known or n > 1
        if pos == "A" and "V" in known:  # participles: the ordbank's reading is the verb
            wanted = False
        if wanted and not (pos == "P" and known):
            readings[form].add((lemma, pos))
    return sum(map(len, readings.values())) - before


def code(form: str, lemma: str) -> str:
    """The lemma as an edit of the form: letters to strip from the end, then what to add."""
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    strip = len(form) - shared
    return f"{strip}{lemma[shared:]}"


def compile_lines(readings: Readings, forms: dict[str, int], lexicon: Lexicon | None = None) -> list[str]:
    """One line per form, sorted by code point: form, readings, frequency, cut.

    Args:
        readings: form -> {(lemma, part of speech)}.
        forms: form -> frequency.
        lexicon: a lexicon of the same readings, to work out keys and cuts with; None leaves them out.
    """
    lines = []
    for form in sorted(readings):
        found = readings[form]
        common = {r for r in found if r[1] != "P"} or found
        edits = []
        for lemma, pos in sorted(common):
            key = lexicon.fold(lemma, pos) if lexicon else lemma
            edits.append(f"{pos}{code(form, lemma)}" + (f"={code(lemma, key)}" if key != lemma else ""))
        fields = [form, " ".join(edits), str(forms.get(form) or "")]
        if lexicon and any(lemma == form for lemma, _ in common):
            fields.append(str(lexicon.cut(form) or ""))
        lines.append("\t".join(fields).rstrip("\t"))
    return lines


def blocks(lines: list[str]) -> str:
    """The lines in blocks with a blank line between."""
    return "\n\n".join("\n".join(lines[i : i + BLOCK]) for i in range(0, len(lines), BLOCK))


def compile_parts(readings: Readings) -> str:
    """First parts and last parts of compounds with their counts, a blank line between the two lists."""
    lemmas: dict[str, set[str]] = {}
    stems = set()
    for form, found in readings.items():
        for lemma, pos in found:
            lemmas.setdefault(lemma, set()).add(pos)
            if pos == "V" and lemma == form + "e":
                stems.add(form)
    lists = count_families(lemmas, stems)
    return "\n\n".join("\n".join(f"{part}\t{n}" for part, n in counts.items()) for counts in lists)


def write(path: Path, text: str) -> None:
    """Compress with fixed settings, so that the same text gives the same bytes."""
    raw = text.encode("utf-8")
    packed = gzip.compress(raw, 9, mtime=0)  # a third larger than xz, and unpacked four times as fast
    path.write_bytes(packed)
    print(f"{path.name}: {len(raw)} bytes, packed {len(packed)}, sha256 {hashlib.sha256(packed).hexdigest()}")


def main() -> None:
    """Read, compile, write, and print what was made."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lookups", type=Path, required=True, help="wheel of spacy-lookups-data 1.0.5")
    parser.add_argument("--treebank", type=Path, required=True, help="ndt-norne.tar.xz")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write to")
    options = parser.parse_args()

    readings = read_ordbank(options.lookups)
    restored = restore_hidden(readings)
    counts, forms = count_treebank(options.treebank)
    added = add_treebank(readings, counts)
    parts = compile_parts(readings)
    bare = Lexicon(blocks(compile_lines(readings, forms)).encode("utf-8"), parts, "", stored_cuts=False)
    lines = compile_lines(readings, forms, bare)
    print(f"{len(lines)} forms, {restored} hidden readings restored, {added} readings from the treebank")
    options.out.mkdir(parents=True, exist_ok=True)
    write(options.out / "lexicon.gz", blocks(lines))
    write(options.out / "parts.gz", parts)
    write(options.out / "spellings.gz", spellings(lines))


if __name__ == "__main__":
    main()
