"""Why a text got a code or did not: which indicator, where, how, how much, and what is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.codebook.reader import STRONG, WEAK
from qualcode.matching.fusion import arithmetic, needed_from_indicators
from qualcode.matching.scoring import WEAK_CEILING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.matching.classifier import Spoken
    from qualcode.model import Match

MOST_SPOKEN = 8
"""Words shown of those that speak for or against."""

HOW_IN_WORDS = {
    "exact": "as written",
    "lemma": "another form of the word",
    "variant": "another spelling or written standard",
    "compound": "part of a compound, or a compound written apart",
    "wildcard": "the letters before or after the *",
    "fuzzy": "a likely misspelling",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A match and what it brings to the score: 0 where a stronger one covers it or it counted already."""

    match: Match
    weight: float


@dataclass(frozen=True, slots=True)
class Removed:
    """A match that a counter-indicator took away."""

    match: Match
    by: Match


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text stands to a code.

    evidence: the parts of the score by name, as in Suggestion.
    spoken: what the text's words add by the classifier, the heaviest first; empty where there is none.
    missing: how much the score lacks to the threshold; 0 where the code is suggested.
    """

    code: str
    score: float
    threshold: float
    suggested: bool
    reasons: tuple[Reason, ...] = ()
    removed: tuple[Removed, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)
    spoken: tuple[Spoken, ...] = ()

    @property
    def missing(self) -> float:
        """How much the score lacks to the threshold."""
        return 0.0 if self.suggested else round(max(self.threshold - self.score, 0.0), 6)

    def lines(self) -> list[str]:
        """The explanation as lines of text for a screen."""
        mark = "suggested" if self.suggested else "not suggested"
        lines = [f"{self.code}: score {self.score:.2f}, threshold {self.threshold:.2f}: {mark}"]
        for reason in self.reasons:
            m = reason.match
            weight = f"+{reason.weight:.2f}" if reason.weight else "covered by a stronger match"
            own = "" if m.code == self.code else f", of {m.code}"
            lines.append(
                f"  {m.start}-{m.end} '{m.surface}' by `{m.indicator}`{own} ({HOW_IN_WORDS[m.how]}): {weight}"
            )
        for gone in self.removed:
            m = gone.match
            lines.append(
                f"  {m.start}-{m.end} '{m.surface}' by `{m.indicator}`: taken away by `! {gone.by.indicator}`"
                f" at '{gone.by.surface}'"
            )
        if context := self.evidence.get("context"):
            lines.append(f"  the question is about the code: +{context:.2f}")
        if "classifier" in self.evidence:
            if self.spoken:
                words = ", ".join(f"'{s.words}' {s.weight:+.2f}" for s in self.spoken[:MOST_SPOKEN])
                lines.append(f"  by the examples {self.evidence['classifier']:+.2f}: {words} ...")
            indicators = self.evidence["indicators"] + self.evidence.get("context", 0.0)
            lines.append(f"  odds: {arithmetic(indicators, self.evidence['classifier'])}")
        if self.missing:
            lines.append(f"  missing {self.missing:.2f}: {self._remedy()}")
        return lines

    def _remedy(self) -> str:
        if "classifier" in self.evidence:
            indicators = self.evidence["indicators"] + self.evidence.get("context", 0.0)
            needed = needed_from_indicators(self.threshold, self.evidence["classifier"])
            if needed > 1:
                return "the words speak so much against it that no indicator would do"
            return f"indicators that reach {needed:.2f} instead of {indicators:.2f} would do"
        weak = sum(1 for reason in self.reasons if 0 < reason.weight < STRONG)
        if self.threshold <= WEAK_CEILING and self.score < 1:
            more = math.ceil(round(math.log((1 - self.threshold) / (1 - self.score)) / math.log(1 - WEAK), 6))
            hints = f" or {max(more, 1)} {'more ' if weak else ''}weak one{'s' if more > 1 else ''}"
        else:
            hints = ""
        return f"a strong indicator{hints} would do"
