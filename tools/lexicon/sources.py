"""Reading the sources of the lexicon: Norsk ordbank (in spacy-lookups-data) and the treebank's word lists."""

from __future__ import annotations

import gzip
import json
import re
import tarfile
import zipfile
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Readings = dict[str, set[tuple[str, str]]]
"""Form -> {(lemma, part of speech)}, all lower-case."""

WORD = re.compile(r"[a-zæøåäöüéèêóòôàáâçñí]+(?:-[a-zæøåäöüéèêóòôàáâçñí]+)*")
ORDBANK_POS = {"noun": "N", "verb": "V", "adj": "A", "adv": "D"}
NDT_POS = {"subst": "N", "verb": "V", "adj": "A", "adv": "D", "interj": "I"} | dict.fromkeys(
    ("pron", "det", "prep", "konj", "sbu", "inf-merke"), "F"
)

# Files of the treebank that UD keeps for development and test; what is measured there must not be learnt.
# Source: README of UD_Norwegian-Bokmaal and UD_Norwegian-Nynorsk, release 2.8.
HELD_BACK = (
    ("ap012_0003", "ap015_0002"),
    ("bt005_0002", "bt006_0001"),
    ("db013_0005", "db014_0007"),
    ("kk006_0001", "kk008_0000"),
    ("sp-bm002_0000", "sp-bm003_0001"),
    ("vg002_0004", "vg002_0005"),
    ("blogg-bm003_0001", "blogg-bm003_0004"),
    ("nou004_0001", "nou004_0002"),
    ("st005_0001", "st005_0004"),
    ("blogg-nn003_0002", "blogg-nn003_0003"),
    ("dot014_0008", "dot016_0004"),
    ("firda-nn004_0006", "firda-nn005_0006"),
    ("kk-nn006_0003", "kk-nn007_0006"),
    ("mom003_0005", "mom003_0006"),
    ("st-nn002_0001", "st-nn002_0002"),
    ("vtb-nn006_0005", "vtb-nn007_0004"),
)


def read_ordbank(wheel: Path) -> Readings:
    """Norsk ordbank's word forms with their lemmas, single words only.

    The tables hold one lemma per form and part of speech: where a form is itself a lemma, other readings
    are lost ('deler', a divider, hides the plural of 'del'); `restore_hidden` brings them back.

    Args:
        wheel: the spacy-lookups-data wheel.
    """
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("spacy_lookups_data/data/nb_lemma_exc.json.gz")
    tables: dict[str, dict[str, list[str]]] = json.loads(gzip.decompress(packed))
    readings: Readings = defaultdict(set)
    for name, table in tables.items():
        for form, lemmas in table.items():
            for lemma in lemmas:
                pos = "P" if name == "noun" and lemma[:1].isupper() and not lemma[1:2].isupper() else None
                low, low_lemma = form.lower(), lemma.lower()
                if WORD.fullmatch(low) and WORD.fullmatch(low_lemma):
                    readings[low].add((low_lemma, pos or ORDBANK_POS[name]))
    return readings


RARE = frozenset(
    {("mora", "mora", "N"), ("veit", "veit", "N"), ("deler", "delere", "V"), ("heim", "heime", "V")}
)
"""Readings (form, lemma, part of speech) of the ordbank that stand in the way of an everyday word."""


def restore_hidden(readings: Readings) -> int:
    """Give forms hidden by another lemma their second reading, judged by the rest of the paradigm.

    Returns:
        How many readings were added.
    """
    for form, lemma, pos in RARE:
        readings[form].discard((lemma, pos))

    def has(form: str, lemma: str, pos: str) -> bool:
        return (lemma, pos) in readings.get(form, ())

    added = 0
    lemmas = sorted({reading for found in readings.values() for reading in found if reading[1] in "NVA"})
    for lemma, pos in lemmas:
        stem = lemma.removesuffix("e")
        if pos == "N":
            common, neuter, plural = (has(stem + ending, lemma, "N") for ending in ("en", "et", "ene"))
            # 'katten' stands under 'katte' alone: a noun with no form of its own shares the longer one's
            shared = not (common or neuter or lemma.endswith("e")) and has(lemma + "en", lemma + "e", "N")
            candidates = [
                (stem + "er", (plural and common and not neuter) or shared),
                (stem + "en", (plural and not neuter) or shared),
                (stem + "et", plural and not common),
                (stem + "ene", shared),
            ]
        elif pos == "V":
            short = not lemma.endswith("e")
            candidates = [
                (lemma + "r", True),
                (lemma + "dde", short),
                (lemma + "tt", short),
                (lemma + "kk", short),
            ]
        else:
            candidates = [
                (lemma + "e", not lemma.endswith("e") and has(lemma + "t", lemma, "A")),
                (lemma + "t", has(lemma + "e", lemma, "A")),
                (lemma + "tt", has(lemma + "e", lemma, "A")),
            ]
        if pos != "A" and not has(lemma, lemma, pos):  # 'arbeider' stands under 'arbeide' alone
            readings[lemma].add((lemma, pos))
            added += 1
        for form, wanted in candidates:
            hidden = form != lemma and any(other == pos for _, other in readings.get(form, ()))
            if wanted and hidden and not has(form, lemma, pos):
                readings[form].add((lemma, pos))
                added += 1
    return added


def treebank_rows(archive: Path) -> Iterator[tuple[str, str, str, str]]:
    """(norm, form, lemma, part of speech) of every word of the treebank's training part.

    Args:
        archive: ndt-norne.tar.xz.
    """
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            folder, _, name = member.name.rpartition("/")
            stem = name.removesuffix(".conll")
            if not name.endswith(".conll") or any(first <= stem <= last for first, last in HELD_BACK):
                continue
            handle = tar.extractfile(member)
            if handle is None:
                continue
            norm = "nn" if folder.endswith("nno") else "nb"
            for line in handle.read().decode("utf-8").splitlines():
                columns = line.split("\t")
                if len(columns) > 5 and columns[3] in NDT_POS:
                    pos = "P" if "prop" in columns[5].split("|") else NDT_POS[columns[3]]
                    yield norm, columns[1].lower(), columns[2].lower(), pos


def count_treebank(archive: Path) -> tuple[Counter[tuple[str, str, str]], Counter[str]]:
    """How often each (form, lemma, part of speech) and each form occurs, both norms together."""
    readings: Counter[tuple[str, str, str]] = Counter()
    forms: Counter[str] = Counter()
    for _, form, lemma, pos in treebank_rows(archive):
        if WORD.fullmatch(form) and WORD.fullmatch(lemma):
            readings[form, lemma, pos] += 1
            forms[form] += 1
    return readings, forms
