"""The words of a quote: shortened where it is marked, and the same utterance known again."""

from __future__ import annotations

import re

from qualcode.segmenting import sentences

SHORTEST, LONGEST = 12, 90
"""Words of a quote that reads well in running text; longer utterances are elided."""
SHORTEST_ANSWER = 4
"""Words of a quote from an open survey answer, where a phrase is often the whole answer."""
ELISION = "(…)"
ALIKE = 90.0
"""Similarity (0-100, RapidFuzz) from which two utterances are the same one said or filed twice."""


def shortened(text: str, *, around: int = 0, longest: int = LONGEST) -> str:
    """Shorten an utterance to whole sentences, with (…) where something is left out.

    White space becomes single spaces; nothing else is changed. The sentence at `around` is kept and its
    neighbours added, after and before by turns, while they fit; a single sentence that is too long is
    cut between words.

    Args:
        text: the utterance.
        around: code point position that must be kept.
        longest: words.
    """
    if len(text.split()) <= longest:
        return " ".join(text.split())
    spans = sentences(text) or [(0, len(text))]
    middle = max((i for i, (start, _) in enumerate(spans) if start <= around), default=0)
    first = last = middle
    words = len(text[slice(*spans[middle])].split())
    if words > longest:
        return _cut(text, spans[middle], around, longest)
    grown = True
    while grown:
        grown = False
        for step in (last + 1, first - 1):
            if 0 <= step < len(spans) and not first <= step <= last:
                more = len(text[slice(*spans[step])].split())
                if words + more <= longest:
                    words += more
                    first, last, grown = min(first, step), max(last, step), True
    return _marked(text, spans[first][0], spans[last][1])


def _cut(text: str, span: tuple[int, int], around: int, longest: int) -> str:
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text) if span[0] <= m.start() < span[1]]
    here = max((i for i, (start, _) in enumerate(words) if start <= around), default=0)
    first = max(min(here - longest // 2, len(words) - longest), 0)
    return _marked(text, words[first][0], words[min(first + longest, len(words)) - 1][1])


def _marked(text: str, start: int, end: int) -> str:
    parts = [text[start:end]]
    if text[:start].strip():
        parts.insert(0, ELISION)
    if text[end:].strip():
        parts.append(ELISION)
    return " ".join(" ".join(parts).split())


def alike(a: str, b: str) -> bool:
    """Whether two texts are the same utterance, said or filed twice, or one of them a part of the other."""
    from rapidfuzz import fuzz

    one, other = _plain(a), _plain(b)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short.split()) >= SHORTEST_ANSWER and f" {short} " in f" {long} ":
        return True
    return fuzz.ratio(one, other) >= ALIKE


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
