"""Words for how many of those asked, each with its number behind it, by fixed rules.

alle: none excepted, of two or more. de fleste: from 60 per cent. halvparten: exactly. om lag halvparten: from
40 up to 60 per cent. noen: two or more, below 40 per cent. én: one. ingen: none. A plurality is never
called a majority: only the share of those asked counts. The rules are the same in every language.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.report.texts import Words

MOST, ABOUT_HALF = Fraction(6, 10), Fraction(4, 10)
FEWEST_FOR_PERCENT = 20
"""The least number a share of a hundred is made of; below it the numbers stand alone."""


def quantity(words: Words, k: int, n: int) -> str:
    """How many of those asked, in words: 'De fleste, sju av elleve informanter,'.

    Args:
        words: of the report language.
        k: informants with the theme, 1 <= k <= n.
        n: informants asked.

    Returns:
        The subject of a sentence, with a capital and, where it is a phrase in commas, the closing comma.
    """
    if not 1 <= k <= n:
        raise ValueError(f"{k} of {n}")
    if n == 1:
        return words["quantity_only"]
    if k == n:
        return words.text("quantity_both" if n == 2 else "quantity_all", n=words.number(n))
    key = "quantity_one" if k == 1 else "quantity_some"
    return words.text(key, word=words[_word(k, n)].capitalize(), k=words.number(k), n=words.number(n))


def among(words: Words, k: int, n: int, unit: str = "") -> str:
    """How many of a layer that is named already: 'de fleste, sju av elleve,' (to stand before 'sagt noe').

    Args:
        words: of the report language.
        k: those with the theme, 0 <= k <= n.
        n: those asked, at least 1.
        unit: `_sources` where sources are counted, for the gender of one.
    """
    if not 0 <= k <= n or not n:
        raise ValueError(f"{k} of {n}")
    if n == 1:
        return words["among_only" if k else "among_only_not"]
    if k == n:
        return words.text("among_both" if n == 2 else "among_all", n=words.number(n))
    if k <= 1:
        return words.text(f"among_one{unit}" if k else "among_none", n=words.number(n))
    return words.text("among_some", word=words[_word(k, n)], k=words.number(k), n=words.number(n))


def _word(k: int, n: int) -> str:
    """The catalogue's key of the word for a share."""
    share = Fraction(k, n)
    if share >= MOST:
        return "most"
    if share == Fraction(1, 2):
        return "half"
    return "about_half" if share >= ABOUT_HALF else "some"
