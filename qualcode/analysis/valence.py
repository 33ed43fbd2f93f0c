"""What a text's words say of valence: what a speaker thinks of what she speaks of.

The rule, in the open: the words of `valence.yaml` are looked for, positive and critical. A word with a
negation in the three words before it, or in the two after it (`hjalp ikke`), in the same part of the
sentence, speaks for the other side. One side alone is proposed; both sides, no word at all, or a long text
are `uklar`. `nøytral` is never proposed, for the absence of words is no evidence of it. In speech, where
people tell stories, that is too loose: there only plain verdicts (`urettferdig`, `stolt`) without a word for
the other side are heeded. How far all this goes tests/analysis/valence_*probe.csv measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.matching import Coder
    from qualcode.model import Match, Valence

NEGATIONS = frozenset(
    "ikke ikkje itte aldri ingen inga intet ingenting verken hverken korkje uten utan neppe".split()
)
CRITICAL = "valence.kritisk"
BEFORE, AFTER = 3, 2
"""Words before and after a find in which a negation concerns it."""
LONGEST, LONGEST_SPOKEN = 40, 120
"""Words of a text above which nothing is proposed: a long story speaks well and ill of many things."""
_PLAIN = 0.9
"""Strength in `valence.yaml` of a word that is a verdict whoever says it, and wherever."""
_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.!?;:,–]|\b(?:men|og|fordi|selv|enda)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An expression and the side it speaks for, a negation beside it taken into account.

    plain: whether it is a verdict that is heeded in speech too.
    """

    surface: str
    side: Literal["positiv", "kritisk"]
    negated: bool = False
    plain: bool = False


def suggest_valence(texts: Sequence[str]) -> list[Valence]:
    """The valence of each text: `positiv`, `kritisk`, or `uklar` where the words do not say.

    Args:
        texts: written answers, or single sentences.
    """
    return [verdict(text, spoken) for text, spoken in zip(texts, valence_words(texts), strict=True)]


def valence_words(texts: Sequence[str]) -> list[list[Spoken]]:
    """What speaks for each side in each text, in the order of the text.

    Args:
        texts: utterances.
    """
    return [_spoken(text, found) for text, found in zip(texts, _finder().find(list(texts)), strict=True)]


def verdict(text: str, spoken: Sequence[Spoken], *, speech: bool = False) -> Valence:
    """What a text's expressions come to.

    Args:
        text: an utterance.
        spoken: its expressions, as `valence_words` finds them.
        speech: whether it was said, not written: then only plain verdicts are heeded.
    """
    sides = {one.side for one in spoken}
    if len(sides) != 1 or (speech and not any(one.plain for one in spoken)):
        return "uklar"
    return sides.pop() if len(_WORD.findall(text)) <= (LONGEST_SPOKEN if speech else LONGEST) else "uklar"


def _spoken(text: str, found: Sequence[Match]) -> list[Spoken]:
    critical = [m for m in found if m.code == CRITICAL]
    spoken = []
    for match in found:
        if match.code != CRITICAL and any(m.start < match.end and match.start < m.end for m in critical):
            continue  # a critical expression that holds a kind word: 'for lite hjelp', 'ikke få støtte'
        negated = not _holds_negation(match.surface) and _is_negated(text, match)
        side: Literal["positiv", "kritisk"] = "kritisk" if (match.code == CRITICAL) != negated else "positiv"
        spoken.append(Spoken(match.surface, side, negated, match.strength >= _PLAIN and not negated))
    return spoken


def _is_negated(text: str, match: Match) -> bool:
    before = [m.group().lower() for m in _WORD.finditer(_BREAK.split(text[: match.start])[-1])]
    after = [m.group().lower() for m in _WORD.finditer(_BREAK.split(text[match.end :])[0])]
    return not NEGATIONS.isdisjoint([*before[-BEFORE:], *after[:AFTER]])


def _holds_negation(surface: str) -> bool:
    return any(m.group().lower() in NEGATIONS for m in _WORD.finditer(surface))


@cache
def _finder() -> Coder:
    from qualcode.codebook import load_codebook
    from qualcode.matching import Coder

    with as_file(files("qualcode.analysis") / "valence.yaml") as path:
        return Coder([load_codebook(path)])
