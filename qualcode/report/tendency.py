"""Words for how many of those asked, each with its number behind it, by fixed rules.

alle: none excepted, of two or more. de fleste: from 60 per cent. halvparten: exactly. om lag halvparten: from
40 up to 60 per cent. noen: two or more, below 40 per cent. én: one. ingen: none. A plurality is never
called a majority: only the share of those asked counts.
"""

from __future__ import annotations

from fractions import Fraction

from qualcode.report.texts import number

MOST, ABOUT_HALF = Fraction(6, 10), Fraction(4, 10)


def quantity(k: int, n: int) -> str:
    """How many of those asked, in words: 'De fleste, sju av elleve informanter,'.

    Args:
        k: informants with the theme, 1 <= k <= n.
        n: informants asked.

    Returns:
        The subject of a sentence, with a capital and, where it is a phrase in commas, the closing comma.
    """
    if not 1 <= k <= n:
        raise ValueError(f"{k} of {n}")
    if n == 1:
        return "Den ene informanten som ble spurt,"
    if k == n:
        return f"Alle {number(n)} informanter"
    if k == 1:
        return f"Én av {number(n)} informanter"
    share = Fraction(k, n)
    if share >= MOST:
        word = "De fleste"
    elif share == Fraction(1, 2):
        word = "Halvparten"
    elif share >= ABOUT_HALF:
        word = "Om lag halvparten"
    else:
        word = "Noen"
    return f"{word}, {number(k)} av {number(n)} informanter,"
