"""Reading the Norwegian Dependency Treebank (NDT), UD files, and the official division into splits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NORMS = ("nob", "nno")

# First development file and first test file of each series, after the READMEs of UD r2.8; what sorts
# before the development file is training data.
SPLITS: dict[str, dict[str, tuple[str, str]]] = {
    "nob": {
        "ap": ("ap012_0003", "ap014_0003"),
        "bt": ("bt005_0002", "bt005_0006"),
        "db": ("db013_0005", "db014_0003"),
        "kk": ("kk006_0001", "kk007_0001"),
        "sp-bm": ("sp-bm002_0000", "sp-bm003_0000"),
        "vg": ("vg002_0004", "vg002_0005"),
        "blogg-bm": ("blogg-bm003_0001", "blogg-bm003_0003"),
        "nou": ("nou004_0001", "nou004_0002"),
        "st": ("st005_0001", "st005_0003"),
    },
    "nno": {
        "blogg-nn": ("blogg-nn003_0002", "blogg-nn003_0003"),
        "dot": ("dot014_0008", "dot015_0003"),
        "firda-nn": ("firda-nn004_0006", "firda-nn005_0003"),
        "kk-nn": ("kk-nn006_0003", "kk-nn007_0003"),
        "mom": ("mom003_0005", "mom003_0006"),
        "st-nn": ("st-nn002_0001", "st-nn002_0002"),
        "vtb-nn": ("vtb-nn006_0005", "vtb-nn007_0002"),
    },
}


@dataclass(frozen=True, slots=True)
class NdtToken:
    """A row of NDT. head is the index of the head in the sentence, -1 for the root."""

    form: str
    lemma: str
    pos: str
    feats: tuple[str, ...]
    head: int
    deprel: str
    entity: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the pipeline learns it, in UD's scheme. entity is an IOB tag; space: one follows."""

    form: str
    lemma: str
    pos: str
    feats: str
    entity: str = "O"
    space: bool = True


Sentence = list[Word]


def forms(sentence: Sentence) -> tuple[str, ...]:
    """The word forms of a sentence, by which sentences are compared."""
    return tuple(word.form for word in sentence)


def split_of(norm: str, stem: str) -> str:
    """`train`, `dev` or `test`, for a file of the treebank.

    Raises:
        ValueError: the file belongs to no series of the READMEs.
    """
    series = re.split(r"\d", stem, maxsplit=1)[0]
    if series not in SPLITS[norm]:
        raise ValueError(f"{stem}: no series of {norm}")
    first_dev, first_test = SPLITS[norm][series]
    if stem >= first_test:
        return "test"
    return "dev" if stem >= first_dev else "train"


def lemma_without_mark(lemma: str) -> str:
    """NDT writes the lemma of a comma `$,`; the mark says only that it is punctuation."""
    return lemma[1:] if len(lemma) > 1 and lemma.startswith("$") else lemma


def read_ndt(path: Path) -> Iterator[list[NdtToken]]:
    """The sentences of one NDT file with NorNE's entities in the tenth column."""
    rows: list[NdtToken] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) < 8:
                if rows:
                    yield rows
                rows = []
                continue
            entity = columns[9].partition("name=")[2].split("|")[0] if len(columns) > 9 else ""
            feats = () if columns[5] == "_" else tuple(columns[5].split("|"))
            head = int(columns[6]) - 1
            lemma = lemma_without_mark(columns[2])
            rows.append(NdtToken(columns[1], lemma, columns[3], feats, head, columns[7], entity or "O"))
    if rows:
        yield rows


def read_split(folder: Path, norm: str, split: str) -> Iterator[tuple[str, list[NdtToken]]]:
    """(file stem, sentence) of every sentence of a split, in the order of the files."""
    for path in sorted((folder / norm).glob("*.conll")):
        if split_of(norm, path.stem) == split:
            for sentence in read_ndt(path):
                yield path.stem, sentence


def read_ud(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file; entities are read from MISC where they are."""
    sentences: list[Sentence] = []
    words: Sentence = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) < 10:
                if words and not line.strip():
                    sentences.append(words)
                    words = []
                continue
            if not columns[0].isdigit():
                continue
            misc = columns[9].split("|")
            entity = next((item[5:] for item in misc if item.startswith("name=")), "O")
            feats = "" if columns[5] == "_" else columns[5]
            lemma = lemma_without_mark(columns[2])
            words.append(Word(columns[1], lemma, columns[3], feats, entity, "SpaceAfter=No" not in misc))
    if words:
        sentences.append(words)
    return sentences


def with_entities(sentences: list[Sentence], named: list[Sentence]) -> list[Sentence]:
    """The sentences of one UD release with the entities of another, by place and by equal forms.

    Sentences whose forms differ keep no entities of their own and are marked `?` throughout, so that
    an evaluation can leave them out.
    """
    found = {forms(sentence): sentence for sentence in named}
    result: list[Sentence] = []
    for sentence in sentences:
        twin = found.get(forms(sentence))
        tags = [word.entity for word in twin] if twin else ["?"] * len(sentence)
        result.append([replace(word, entity=tag) for word, tag in zip(sentence, tags, strict=True)])
    return result
