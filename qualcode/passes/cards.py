"""The card: a segment with its context, and of everybody's work on it what the coder may see in the pass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qualcode.errors import StaleDecision, StoreError
from qualcode.passes.sight import check_entry, check_segment, ledger_of, newest_seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualcode.analysis.standing import Standing
    from qualcode.model import (
        Coder,
        Fidelity,
        Kind,
        Match,
        Memo,
        Pass,
        Segment,
        Source,
        Status,
        Suggestion,
        Turn,
        Valence,
    )
    from qualcode.study import Study

CONTEXT_TURNS = 2
"""Whole turns shown before and after a segment."""


@dataclass(frozen=True, slots=True)
class ContextTurn:
    """What is said around a segment. label: the speaker's, as written; "" where there is none."""

    label: str
    text: str
    is_interviewer: bool


@dataclass(frozen=True, slots=True)
class CodingState:
    """How a code stands to the segment, as far as the coder may see.

    origin: `machine` if it is suggested, whoever decided on it since. score, threshold, matches, evidence: of
    the suggestion; the matches' offsets are in the segment's text. coder, coding_pass, valence, uncertain,
    start, end, reason: of the decision that stands; start and end in the source's text, as in Decision.
    """

    code: str
    status: Status
    origin: Literal["machine", "coder"]
    score: float | None = None
    threshold: float | None = None
    matches: tuple[Match, ...] = ()
    evidence: Mapping[str, float] | None = None
    coder: str | None = None
    coding_pass: Pass | None = None
    valence: Valence | None = None
    uncertain: bool = False
    start: int | None = None
    end: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BlindCoding:
    """What one blind coder said of one code; start and end as in Decision."""

    coder: str
    code: str
    status: Status
    valence: Valence | None = None
    uncertain: bool = False
    start: int | None = None
    end: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A segment as a coder sees it in a pass.

    question: the one that is answered, where the source tells. before, after: two turns each, nearest in the
    middle, with the rest of the segment's own turn where the segment is only part of it. codings: by code.
    seen: id of the newest decision on the segment that the coder may see, 0 if there is none, as `act` wants.
    done: the coder has read it to the end in this pass; done_by: everyone the coder may see who has.
    blind_codings, blind_coders: for a lead who adjudicates, the work of those who finished the segment
    blind, and who they are (one without codings found nothing).
    """

    segment: Segment
    kind: Kind
    fidelity: Fidelity
    before: tuple[ContextTurn, ...]
    after: tuple[ContextTurn, ...]
    question: str | None
    codings: tuple[CodingState, ...]
    memos: tuple[Memo, ...]
    seen: int
    done: bool
    done_by: tuple[str, ...] = ()
    blind_codings: tuple[BlindCoding, ...] = ()
    blind_coders: tuple[str, ...] = ()


def card(study: Study, segment_id: str, coder: Coder, coding_pass: Pass) -> Card:
    """A segment as a coder sees it in a pass.

    In the blind pass no suggestion, nobody else's decision and nobody else's memo is on it.

    Raises:
        StaleDecision: there is no such segment any more.
        StudyError: the pass or the segment is not the coder's to see.
    """
    check_entry(coder, coding_pass)
    try:
        segment = study.store.segment(segment_id)
    except StoreError as error:
        raise StaleDecision(error.what, seen=None, fix="Go back to the queue.") from None
    stored = study.store.stored_decisions(segment_id)
    assigned = study.store.is_assigned(coder.name, segment_id)
    check_segment(segment_id, coder, coding_pass, stored, assigned=assigned)
    ledger = ledger_of(study, stored)
    source = study.store.source(segment.source)
    blind = coding_pass == "blind"
    if blind:
        stands, suggestions = ledger.blind(segment_id, coder.name), {}
    else:
        stands = ledger.standing(segment_id)
        suggestions = {s.code: s for _, s in study.store.suggestions(segment_id)}
    done = ledger.done(segment_id)
    memos = study.store.memos("segment", segment_id)
    finished = tuple(c for c, p in done if p == "blind") if coding_pass == "adjudicated" else ()
    before, after = _context(source, segment)
    return Card(
        segment=segment,
        kind=source.kind,
        fidelity=source.fidelity,
        before=before,
        after=after,
        question=segment.question,
        codings=tuple(
            _state(segment, code, suggestions.get(code), stands.get(code))
            for code in study.codes
            if code in suggestions or code in stands
        ),
        memos=tuple(memo for memo in memos if not blind or memo.coder == coder.name),
        seen=newest_seen(stored, coder.name, coding_pass),
        done=(coder.name, coding_pass) in done,
        done_by=tuple(c for c, p in done if p == coding_pass and (not blind or c == coder.name)),
        blind_codings=tuple(
            BlindCoding(name, code, s.status, s.valence, s.uncertain, s.start, s.end, s.reason)
            for name in finished
            for code, s in sorted(ledger.blind(segment_id, name).items())
            if code in study.codes
        ),
        blind_coders=finished,
    )


def _state(segment: Segment, code: str, suggestion: Suggestion | None, stand: Standing | None) -> CodingState:
    state = CodingState(code, "suggested", "coder")
    if suggestion:
        state = replace(
            state,
            origin="machine",
            score=suggestion.score,
            threshold=suggestion.threshold,
            matches=tuple(_within(segment, suggestion)),
            evidence=dict(suggestion.evidence),
        )
    if stand:
        state = replace(
            state,
            status=stand.status,
            coder=stand.coder,
            coding_pass=stand.coding_pass,
            valence=stand.valence,
            uncertain=stand.uncertain,
            start=stand.start,
            end=stand.end,
            reason=stand.reason,
        )
    return state


def _within(segment: Segment, suggestion: Suggestion) -> Iterator[Match]:
    for match in suggestion.matches:
        if segment.start <= match.start and match.end <= segment.end:
            yield replace(match, start=match.start - segment.start, end=match.end - segment.start)


def _context(source: Source, segment: Segment) -> tuple[tuple[ContextTurn, ...], tuple[ContextTurn, ...]]:
    def context(turn: Turn, start: int, end: int) -> ContextTurn:
        return ContextTurn(turn.speaker or "", source.text[start:end].strip(), turn.is_interviewer)

    earlier = [turn for turn in source.turns if turn.end <= segment.start][-CONTEXT_TURNS:]
    later = [turn for turn in source.turns if turn.start >= segment.end][:CONTEXT_TURNS]
    own = [turn for turn in source.turns if turn.start < segment.end and segment.start < turn.end]
    before = [context(turn, turn.start, turn.end) for turn in earlier]
    before += [context(turn, turn.start, segment.start) for turn in own if turn.start < segment.start]
    after = [context(turn, segment.end, turn.end) for turn in own if segment.end < turn.end]
    after += [context(turn, turn.start, turn.end) for turn in later]
    return tuple(turn for turn in before if turn.text), tuple(turn for turn in after if turn.text)
