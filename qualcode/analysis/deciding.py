"""Whether a decision makes sense by itself: its words, its codes, its span; not who may make it, or when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import StudyError
from qualcode.model import ACTIONS, PASSES, VALENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from qualcode.model import Decision, Segment


def check_decision(decision: Decision, codes: Collection[str], segment: Callable[[str], Segment]) -> None:
    """Refuse a decision that makes no sense.

    Args:
        decision: the decision.
        codes: the ids it may name.
        segment: gives the segment of an id; only asked for a narrower span.

    Raises:
        StudyError: an unknown code, action, pass or valence, a code where none belongs, a span that is not
            within the segment, or no coder's name.
    """
    for value, known, name in (
        (decision.action, ACTIONS, "action"),
        (decision.coding_pass, PASSES, "pass"),
        (decision.valence, (None, *VALENCES), "valence"),
    ):
        if value not in known:
            choices = ", ".join(filter(None, known))
            raise StudyError(f"unknown {name} {value!r}", fix=f"Choose one of: {choices}.")
    if not decision.coder.strip():
        raise StudyError("a decision needs its coder's name")
    _check_codes(decision, codes)
    _check_span(decision, segment)


def _check_codes(decision: Decision, codes: Collection[str]) -> None:
    action = decision.action
    named = [] if action == "done" or (action == "undo" and not decision.code) else [decision.code]
    if action == "change":
        named.append(decision.to_code or "")
    for code in named:
        if code not in codes:
            raise StudyError(f"unknown code {code!r}", fix=f"The codes are: {', '.join(codes)}.")
    if action == "change" and decision.code == decision.to_code:
        raise StudyError(f"a change from {decision.code!r} to itself", fix="Name another code.")
    if (action != "change" and decision.to_code is not None) or (action == "done" and decision.code):
        raise StudyError(f"{action!r} takes no such code", fix="`to_code` is for change, `done` has code ''.")


def _check_span(decision: Decision, segment_of: Callable[[str], Segment]) -> None:
    start, end = decision.start, decision.end
    if start is None and end is None:
        return
    segment = segment_of(decision.segment)
    if decision.action not in ("accept", "add", "change"):
        raise StudyError(f"{decision.action!r} takes no span", fix="A span belongs to a code that is set.")
    if start is None or end is None or not segment.start <= start < end <= segment.end:
        raise StudyError(
            f"the span {start}:{end} is not within the segment",
            where=segment.id,
            fix=f"The segment is {segment.start}:{segment.end} of its source's text.",
        )
