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
        return "Begge informantene" if n == 2 else f"Alle de {number(n)} informantene"
    if k == 1:
        return f"Én av {number(n)} informanter"
    return f"{_word(k, n)}, {number(k)} av {number(n)} informanter,"


def among(k: int, n: int) -> str:
    """How many of a layer that is named already: 'de fleste, sju av elleve,' (to stand before 'sagt noe').

    Args:
        k: those with the theme, 0 <= k <= n.
        n: those asked, at least 1.
    """
    if not 0 <= k <= n or not n:
        raise ValueError(f"{k} of {n}")
    if n == 1:
        return "den ene" if k else "den ene ikke"
    if k == n:
        return "begge" if n == 2 else f"alle {number(n)}"
    if k <= 1:
        return f"{'én' if k else 'ingen'} av {number(n)}"
    return f"{_word(k, n).lower()}, {number(k)} av {number(n)},"


def _word(k: int, n: int) -> str:
    share = Fraction(k, n)
    if share >= MOST:
        return "De fleste"
    if share == Fraction(1, 2):
        return "Halvparten"
    return "Om lag halvparten" if share >= ABOUT_HALF else "Noen"
