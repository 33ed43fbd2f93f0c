"""What the dictionary spells in another way than the word it belongs to (compiled by tools/lexicon)."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS = 4
"""First letters by which a form and its lemma begin alike, or not."""


@cache
def spellings() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Two tables: form -> those of its lemmas that begin with other letters; key -> its other lemmas."""
    packed = (files("qualcode.language") / "data" / "spellings.gz").read_bytes()
    forms, keys = (
        {word: tuple(others.split("\t")) for word, _, others in (line.partition("\t") for line in lines)}
        for lines in (part.split("\n") for part in gzip.decompress(packed).decode("utf-8").split("\n\n"))
    )
    return forms, keys


@cache
def irregular_forms() -> Mapping[str, tuple[str, ...]]:
    """Lemma -> its forms that begin with other letters."""
    table: dict[str, list[str]] = {}
    for form, lemmas in spellings()[0].items():
        for lemma in lemmas:
            table.setdefault(lemma, []).append(form)
    return {lemma: tuple(forms) for lemma, forms in table.items()}
