"""What a survey question asks for: praise, criticism, what is missed, or proposals.

Its answers take their valence from it (`Hva er bra?` is answered with what is good); a question that leaves
it open, asks for both, or asks how far something holds, says nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

Asked = Literal["praise", "criticism", "lack", "proposal"]

_OPEN = (
    r"hvor (godt|fornøyd|nyttig|lett|vanskelig|viktig)|kor (godt|nøgd|fornøgd)|i hvilken grad|i kva grad"
    r"|fordeler og ulemper|how (well|satisfied|much)|to what extent"
)
"""How far something holds, and both sides at once: the answer may go either way."""
_BARE = (
    r"^(er|var|opplever|synes|har) (det|du|dere|de|samarbeidet|tilbudet)\b"
    r"(?!.*\b(sakn|savn|mangl|skulle|forslag|råd))"
)
"""A question that is answered yes or no."""

_GOOD = (
    r"god|godt|gode|bra|best|beste|fint|fornøyd|fornøgd|nøgd|liker|likte|likar|likte|positivt?|positive|styrkene?"
    r"|styrker?|fordelene?|fordeler?|nytte|til hjelp|lykkes|lukkast|lykkast|lyktes|pris på|fungerer|fungerte"
    r"|well|good|best|like|strengths?|positive"
)
_BAD = (
    r"misfornøyd|misnøgd|dårlig(e|st)?|dårleg(e)?|utfordring(er|ene|ar|ane)?|vanskelig(st|e)?|vanskeleg|hinder"
    r"|hindrer|hindrar|svakhet(er|ene)?|veikskap(ar)?|negativt?|negative|problem(er|ene|a)?|ulempe(r|ne)?|ulemper?"
    r"|(bør|kan|kunne|må|burde) (vært |ha vært |bli |vore )?(bedre|betre|forbedres|forbetrast|bli bedre)"
    r"|((fungerer|fungerte|works?)\s+)?(ikke|ikkje|mindre|not)\b[^?.]{0,25}\b(god|godt|gode|bra|fornøyd|fungerer|fungerte|fungere|well|good)"
    r"|(fungerer|fungerte|work|works)\s+(ikke|ikkje|mindre|dårlig|dårleg|badly)|not work|weaknesses|problems?"
)
_MISSED = (
    r"savner|savnet|savna|saknar|sakna|mangler|manglet|manglar|mangla|skulle hatt|fikk du ikke|fekk du ikkje"
    r"|missing|missed|lack(ed|s)?"
)
_WISHED = (
    r"forslag|framlegg|foreslå|føreslå|råd|annerledes|annleis|skal til for|hvordan kan|korleis kan|ønsker"
    r"|ønskjer|ønske|endringer|endringar|suggest(ions)?|advice|differently"
)


def _said(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_LEFT_OPEN, _YES_OR_NO = _said(_OPEN), re.compile(_BARE, re.IGNORECASE)
_ASKS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    ("proposal", _said(_WISHED)),
    ("lack", _said(_MISSED)),
    ("criticism", _said(_BAD)),
    ("praise", _said(_GOOD)),
)


@cache
def asked_for(question: str) -> Asked | None:
    """What a question asks for; None where it leaves that open.

    Args:
        question: as it was put.
    """
    if _LEFT_OPEN.search(question) or _YES_OR_NO.search(question):
        return None
    found: list[Asked] = []
    for kind, pattern in _ASKS:
        question, times = pattern.subn(" ", question)  # 'ikke godt nok' is no longer 'godt'
        if times:
            found.append(kind)
    if found[:1] == ["proposal"]:
        return "proposal"
    return found[0] if len(found) == 1 else None
