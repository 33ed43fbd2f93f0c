"""Bokmål or nynorsk, decided sentence by sentence from the words that only one of the two norms has."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

Norm = Literal["nb", "nn"]

_WORD = re.compile(r"[^\W\d_]+")
# Endings that only one norm has on words of some length: plurals and presents in -ar/-ane, -leg, -heit, -ande
# against -ene, -lig, -het, -ende. Source: Språkrådet's rules of spelling, bokmål (2005) and nynorsk (2012).
_NN_ENDING = re.compile(r".{3,}(?:ane|leg|lege|legare|heit|heita|ande|ingar|asjonar)|.{4,}(?:ar|aren)")
_NB_ENDING = re.compile(
    r".{3,}(?:erne|lig|lige|ligere|het|heten|heter|elsen|ende|inger|ingene|sjoner)|.{4,}ere"
)


@cache
def _marks() -> dict[str, float]:
    """Word -> 1 for nynorsk, -1 for bokmål."""
    marks: dict[str, float] = {}
    sign = 0.0
    text = (files("qualcode.language") / "data" / "norm_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            sign = 1.0 if line == "[nn]" else -1.0
        elif not line.startswith("#"):
            marks.update(dict.fromkeys(line.split(), sign))
    return marks


def score(sentence: str) -> float:
    """How many marks of nynorsk a sentence has less those of bokmål; a word counts 1, an ending 0.5.

    Args:
        sentence: any text; case and punctuation do not matter.
    """
    marks = _marks()
    total = 0.0
    for word in _WORD.findall(sentence.lower()):
        mark = marks.get(word)
        if mark is not None:
            total += mark
        elif _NN_ENDING.fullmatch(word):
            total += 0.5
        elif _NB_ENDING.fullmatch(word):
            total -= 0.5
    return total


def norm(sentence: str, fallback: Norm = "nb") -> Norm:
    """The written norm of a sentence.

    Args:
        sentence: any text; case and punctuation do not matter.
        fallback: the norm of a sentence without marks or with as many of either; the source's norm, say.

    Returns:
        `nb` or `nn`.
    """
    found = score(sentence)
    if found == 0:
        return fallback
    return "nn" if found > 0 else "nb"
