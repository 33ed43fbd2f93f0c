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

LABEL = 12
"""Width of the column of labels."""
MOST_SPOKEN = 5
"""Words shown of those that speak for, and of those that speak against."""
LEAST_SPOKEN = 0.05
"""A word that weighs less is not shown."""

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
        """The explanation as lines of text for a screen, the labels in a column of their own."""
        mark = "suggested" if self.suggested else "not suggested"
        lines = [f"{self.code}: score {self.score:.2f}, threshold {self.threshold:.2f}: {mark}"]
        lines += _column("indicators", [*map(self._reason, self.reasons), *map(_removed, self.removed)])
        if context := self.evidence.get("context"):
            lines += _column(
                "question", [f"+{context:.2f}  it is about the code, and the answer has evidence of its own"]
            )
        if "classifier" in self.evidence:
            learnt, meaning = self.evidence["classifier"], self.evidence.get("semantic")
            lines += _column("examples", [f"{learnt:+.2f}  what the words of the written examples add up to"])
            lines += _column("for", _words([s for s in self.spoken if s.weight > 0]))
            lines += _column("against", _words([s for s in self.spoken if s.weight < 0]))
            if meaning is not None:
                lines += _column("meaning", [f"{meaning:+.2f}  by likeness to the written examples"])
            indicators = self.evidence["indicators"] + self.evidence.get("context", 0.0)
            together = arithmetic(indicators, learnt, meaning)
            lines += _column("together", [f"{together}, as a probability {self.score:.2f}"])
        if self.missing:
            lines += _column("missing", [f"{self.missing:.2f}: {self._remedy()}"])
        return lines

    def _reason(self, reason: Reason) -> str:
        m = reason.match
        weight = f"+{reason.weight:.2f}" if reason.weight else "  -  "
        own = "" if m.code == self.code else f", of {m.code}"
        covered = "" if reason.weight else "; covered by a stronger match"
        return f"{weight}  {_place(m)} by `{m.indicator}`{own} ({HOW_IN_WORDS[m.how]}{covered})"

    def _remedy(self) -> str:
        if "classifier" in self.evidence:
            indicators = self.evidence["indicators"] + self.evidence.get("context", 0.0)
            learnt, meaning = self.evidence["classifier"], self.evidence.get("semantic")
            needed = needed_from_indicators(self.threshold, learnt, meaning)
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


def _column(label: str, rows: list[str]) -> list[str]:
    """Rows beside a label that stands at the first of them only."""
    return [f"  {label if i == 0 else '':{LABEL}}{row}" for i, row in enumerate(rows)]


def _place(match: Match) -> str:
    return f"'{match.surface}' ({match.start}-{match.end})"


def _removed(gone: Removed) -> str:
    m = gone.match
    return (
        f"  -    {_place(m)} by `{m.indicator}`: taken away by `! {gone.by.indicator}` at '{gone.by.surface}'"
    )


def _words(spoken: list[Spoken]) -> list[str]:
    heavy = [s for s in spoken[:MOST_SPOKEN] if abs(s.weight) >= LEAST_SPOKEN]
    return ["  ".join(f"{s.weight:+.2f} '{s.words}'" for s in heavy)] if heavy else []
