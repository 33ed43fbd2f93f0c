"""The valence of a study's coded segments: a coder's word, else a survey question's, else the words' own.

A judgement beside each coding, which decides nothing: no coding is dropped or counted otherwise for it. What
people have set stands; the rest is the machine's, says what it rests on, and is `uklar` where that is little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from qualcode.analysis.data import FLAG, TEXT, typed_frame
from qualcode.analysis.question_valence import asked_for
from qualcode.analysis.valence import Spoken, valence_words, verdict
from qualcode.code_ids import is_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from qualcode.analysis.data import StudyData
    from qualcode.analysis.question_valence import Asked
    from qualcode.model import Valence

Basis = Literal["coder", "question", "question and words", "words", ""]

VALENCE_COLUMNS = {"valence_basis": TEXT, "valence_evidence": TEXT, "proposal": FLAG}
"""What is told of each coding's valence beside the valence itself."""
SPEECH = ("interview", "group_interview")
_SIDE: dict[Asked, Literal["positiv", "kritisk"]] = {
    "praise": "positiv",
    "criticism": "kritisk",
    "lack": "kritisk",
}
_PROPOSES = re.compile(
    r"\b(?:bør|burde|forslag|framlegg|foreslår|føreslår|(?:skulle|kunne) (?:ønske|ønskje|gjerne)"
    r"|ønsker (?:meg|oss|at)|ønskjer (?:meg|oss|at)|should|suggest)\b"
    r"|^(?:mer|meir|flere|fleire|færre|mindre|bedre|betre|more|fewer|less|better)\b",
    re.IGNORECASE,
)
"""A survey answer that says what to do: `Barna bør få lese planen`, `Flere møter`."""
_EMPTY = re.compile(
    r"\W*(?:nei|ja|ingenting|ingen|intet|ikkje noko|ikke noe|vet ikke|veit ikkje|usikker|alt"
    r"|none|nothing|no|yes)?\W*",
    re.IGNORECASE,
)
"""An answer that takes no side by itself, whatever was asked."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A valence and what it rests on.

    basis: `coder`, `question`, `question and words`, `words`; "" where nothing says. evidence: the question's
    kind and the words, for a person to check. proposal: whether it says what to do, beside or instead of what
    is good or bad. sure: whether it may carry more than a count; the words of speech alone may not.
    """

    valence: Valence = "uklar"
    basis: Basis = ""
    evidence: str = ""
    proposal: bool = False
    sure: bool = False


def judge(text: str, spoken: Sequence[Spoken], kind: str, question: str | None = None) -> Judged:
    """The machine's judgement of one segment.

    A question that asks for praise, criticism or what is missed decides for its answers, unless their words
    speak for the other side alone (against praise only a plain verdict does). Other written answers are
    judged by their words, speech by plain verdicts only; notes and documents are nobody's own words and not
    judged.

    Args:
        text: the segment's.
        spoken: its expressions, as `valence_words` finds them.
        kind: of its source.
        question: the survey question it answers.
    """
    if kind not in ("survey", *SPEECH) or _EMPTY.fullmatch(text):
        return Judged()
    by_words = verdict(text, spoken, speech=kind != "survey")
    said = list(dict.fromkeys(f"{one.surface}{' (negated)' if one.negated else ''}" for one in spoken))
    if kind != "survey":
        evidence = "; ".join(said) if by_words != "uklar" else ""
        return Judged(by_words, "words" if evidence else "", evidence)
    asked = asked_for(question) if question else None
    proposal = asked == "proposal" or (asked != "praise" and bool(_PROPOSES.search(text)))
    if asked == "proposal":  # 'lettere', 'i god tid': what is wished for speaks well of nothing there is
        by_words = verdict(text, spoken, speech=True)
    side = _SIDE.get(asked) if asked else None
    told = [f"asked for {asked}"] if asked else []
    if side is None:
        evidence = "; ".join([*told, *said])
        return Judged(
            by_words, "words" if by_words != "uklar" else "", evidence, proposal, by_words != "uklar"
        )
    # What is good is told by the trouble it spares ('så slipper vi å gruble'): only a verdict goes against.
    against = any(one.plain for one in spoken) if side == "positiv" else True
    if by_words not in ("uklar", side) and against:
        return Judged("uklar", "question and words", "; ".join([*told, *said]), proposal)
    if by_words == side:
        return Judged(side, "question and words", "; ".join([*told, *said]), proposal, sure=True)
    return Judged(side, "question", told[0], proposal, sure=True)


class Valences:
    """The valence of every coded segment of a study.

    Args:
        data: the study.
    """

    def __init__(self, data: StudyData) -> None:
        self._set: dict[str, dict[str, Valence]] = {}
        coded = set()
        for row in data.coding_rows:
            coded.add(row["segment_id"])
            if row["valence"] and row["status"] != "rejected":
                self._set.setdefault(row["segment_id"], {})[row["code"]] = row["valence"]
        rows = [row for row in data.segment_rows if row["segment_id"] in coded]
        words = _words(tuple(row["text"] for row in rows))
        self._machine = {
            row["segment_id"]: _of_row(row, spoken) for row, spoken in zip(rows, words, strict=True)
        }

    def of(self, segment: str, code: str) -> Judged:
        """What coders have set on a segment and code, or its sub-codes; else the machine's judgement.

        Args:
            segment: its id; one that no coding names is `uklar`.
            code: code id.
        """
        machine = self._machine.get(segment, Judged())
        own = {valence for coded, valence in self._set.get(segment, {}).items() if is_within(coded, code)}
        if not own:
            return machine
        # Two sub-codes may be spoken of differently; their theme is then spoken of both ways.
        valence = own.pop() if len(own) == 1 else "uklar"
        return Judged(valence, "coder", "", machine.proposal, valence != "uklar")


def judged_codings(data: StudyData) -> pd.DataFrame:
    """The codings with their valence, a coder's or the machine's, and what it rests on (`VALENCE_COLUMNS`).

    Args:
        data: the study.
    """
    valences = Valences(data)
    found = [valences.of(row["segment_id"], row["code"]) for row in data.coding_rows]
    valence = typed_frame([{"valence": one.valence} for one in found], {"valence": TEXT})
    rows = [
        {"valence_basis": one.basis, "valence_evidence": one.evidence, "proposal": one.proposal}
        for one in found
    ]
    beside = typed_frame(rows, VALENCE_COLUMNS).set_axis(data.codings.index)
    return data.codings.assign(
        valence=valence["valence"].set_axis(data.codings.index),
        **{name: beside[name] for name in VALENCE_COLUMNS},
    )


def _of_row(row: Mapping[str, Any], spoken: Sequence[Spoken]) -> Judged:
    return judge(row["text"], spoken, row["kind"], row["question"])


@lru_cache(maxsize=1)
def _words(texts: tuple[str, ...]) -> list[list[Spoken]]:
    """Kept for the drafts of one study in several languages, which ask the same."""
    return valence_words(texts)
