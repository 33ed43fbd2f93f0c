"""Makes seeded transcripts out of the sample study's sentences, whose vocabulary grows as real text's does.

    python benchmarks/corpus.py OUT --sources 200 --words 8000 [--seeds FOLDER]

New words stand in place of longer ones; the share of them falls as the text grows, after Heaps' law (Heaps
1978, Information Retrieval, section 7.5).
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parent.parent / "transcripts_sample"
EXPONENT, SCALE = 0.62, 6.5
"""Heaps' law, forms = SCALE x words ** EXPONENT: some 46,000 forms in 1.6 million words of Norwegian."""
COMPOUNDS, SLIPS = 0.3, 0.1
"""Shares of the new words that are compounds, and slips of the pen, that no dictionary has."""
GROUPS = ("Barneverntjenesten", "Helsestasjonen", "Barnehagen", "Foreldre")
_LONG = re.compile(r"\b[a-zæøå]{6,}\b")


def sentences_of(folder: Path | None) -> list[str]:
    """The sample study's sentences, as its own reading gives them, and those of plain text files."""
    from qualcode import open_study
    from qualcode.coding import read_files
    from qualcode.segmenting import sentences

    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "study"
        shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns("qualcode.db*"))
        readings = [reading for reading, _ in read_files(open_study(copy), everything=True).changed.values()]
    texts = [reading.source.text for reading in readings]
    texts += [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))] if folder else []
    found = [" ".join(text[a:b].split()) for text in texts for a, b in sentences(text)]
    return [sentence for sentence in found if 3 <= len(sentence.split()) <= 60]


def new_words(rng: random.Random) -> Iterator[str]:
    """Words without end, none twice: forms of the dictionary, new compounds, and slips of the pen.

    In the development and test parts of the Norwegian Dependency Treebank one form in five is not in the
    dictionary: half of these are compounds, 13.5 letters long on the mean. In a larger text more are new.
    """
    forms = [line.split("\t", 1)[0] for line in _data("lexicon.gz").split("\n") if line]
    forms = [form for form in forms if re.fullmatch(r"[a-zæøå]{5,14}", form)]
    first, last = (
        {part: int(count) for part, _, count in (line.partition("\t") for line in lines.splitlines())}
        for lines in _data("parts.gz").split("\n\n")
    )
    starts, heads = (
        [word for word in parts if 3 <= len(word) <= 9 for _ in range(parts[word])] for parts in (first, last)
    )
    given: set[str] = set()
    while True:
        kind = rng.random()
        word = rng.choice(forms)
        if kind < COMPOUNDS:
            word = rng.choice(starts) + rng.choice(heads) + rng.choice(("", "", "en", "et", "er", "ene"))
        elif kind < COMPOUNDS + SLIPS:
            at = rng.randrange(1, len(word) - 1)
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if word not in given:
            given.add(word)
            yield word


def _data(name: str) -> str:
    return gzip.decompress((files("qualcode.language") / "data" / name).read_bytes()).decode()


def make(out: Path, sources: int, words: int, seeds: Path | None = None, seed: int = 1) -> None:
    """Write the transcripts: an interviewer and an informant in turn, `words` words in each source."""
    rng = random.Random(seed)
    own, new = sentences_of(seeds), new_words(rng)
    known: set[str] = set()
    written = 0

    def stream() -> Iterator[str]:
        while True:
            yield from rng.sample(own, len(own))

    source = stream()
    out.mkdir(parents=True, exist_ok=True)
    for number in range(sources):
        turns: list[str] = []
        count = 0
        while count < words:
            text = " ".join(next(source) for _ in range(rng.choice((2, 3, 3, 3, 4))))
            due = int(SCALE * (written + count) ** EXPONENT) - len(known)
            for match in sorted(_LONG.finditer(text), key=lambda _: rng.random())[: max(due, 0)]:
                text = text.replace(match[0], next(new), 1)
            known.update(re.findall(r"\w+", text.lower()))
            turns.append(("Intervjuer: ", "Informant: ")[len(turns) % 2] + text)
            count += len(text.split())
        written += count
        (out / f"intervju_{number:04d}.txt").write_text("\n".join(turns) + "\n", "utf-8")
    print(f"{sources} sources, {written:,} words, {len(known):,} forms")


def make_study(folder: Path, sources: int, words: int, seeds: Path | None = None) -> None:
    """A study of such transcripts, one informant each; its codebooks are the caller's."""
    make(folder / "transcripts", sources, words, seeds)
    rows = [f"i{n:04d},intervju_{n:04d},Informant,{GROUPS[n % len(GROUPS)]}" for n in range(sources)]
    (folder / "informants.csv").write_text("\n".join(["id,source,label,group", *rows]) + "\n", "utf-8")
    (folder / "qualcode.toml").write_text('title = "Fartsprøve"\n', "utf-8")


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--words", type=int, default=8000, help="in each source")
    parser.add_argument("--seeds", type=Path, help="a folder of plain .txt files to take sentences from")
    parser.add_argument("--study", action="store_true", help="make a study of it, without codebooks")
    options = parser.parse_args()
    (make_study if options.study else make)(options.out, options.sources, options.words, options.seeds)


if __name__ == "__main__":
    main()
