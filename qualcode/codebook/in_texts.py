"""What a codebook's indicators come to in a study's texts: those that never fire, those that never count."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Code, Codebook, Indicator, Match

FEWEST = 3
"""Finds of an indicator below which an overlap may be chance."""

Places = dict[tuple[str, str, bool], list[tuple[int, int, int]]]
"""By code, pattern and counter: text number, start and end of every find."""


def places(found: Sequence[Sequence[Match]]) -> Places:
    """Where each indicator fired.

    Args:
        found: every match of each text, as `Coder.find` gives them.
    """
    by_indicator: Places = defaultdict(list)
    for number, matches in enumerate(found):
        for m in matches:
            by_indicator[m.code, m.indicator, m.counter].append((number, m.start, m.end))
    return by_indicator


def never_firing(codebook: Codebook, fired: Places) -> list[tuple[Code, Indicator]]:
    """The indicators that were found nowhere."""
    return [
        (code, indicator)
        for code in codebook.codes
        for indicator in code.indicators
        if (code.id, indicator.pattern, indicator.counter) not in fired
    ]


def never_counting(codebook: Codebook, fired: Places) -> list[tuple[Code, Indicator, Indicator, int]]:
    """Indicators whose every find lies over a find of one other indicator of the code that is as strong.

    Of hits that overlap only the strongest counts, so such an indicator has added nothing in these texts. Of
    two that cover each other the later is named.

    Returns:
        Code, indicator, the one that covers it, and how often it was found (FEWEST times at least).
    """
    covered = []
    for code in codebook.codes:
        own = [i for i in code.indicators if not i.counter]
        hits = [fired.get((code.id, i.pattern, False), []) for i in own]
        gone: set[int] = set()
        for a, indicator in enumerate(own):
            if len(hits[a]) < FEWEST:
                continue
            for b, other in enumerate(own):
                if a == b or b in gone or other.strength < indicator.strength:
                    continue
                if not _covers(hits[b], hits[a]):
                    continue
                if other.strength == indicator.strength and b > a and _covers(hits[a], hits[b]):
                    continue
                covered.append((code, indicator, other, len(hits[a])))
                gone.add(a)
                break
    return covered


def _covers(wide: list[tuple[int, int, int]], narrow: list[tuple[int, int, int]]) -> bool:
    by_text: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for text, start, end in wide:
        by_text[text].append((start, end))
    return all(any(s < end and start < e for s, e in by_text[text]) for text, start, end in narrow)
