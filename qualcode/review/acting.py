"""What a pressed button means: a form's fields to a Decision. Whether it may be, `qualcode.passes` says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.model import VALENCES, Decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.model import Pass
    from qualcode.passes import Card, CodingState


class BadForm(ValueError):
    """A form that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what is asked, of which code, and with what.

    verb: accept, reject, undo, done, memo, add, change, valence, uncertain, whole.
    """

    verb: str
    code: str = ""
    value: str = ""


def press(form: Mapping[str, str]) -> Press:
    """The button a form was sent with.

    Raises:
        BadForm: none that we know.
    """
    if form.get("pick"):
        changed = form.get("change_from", "")
        return Press("change", changed, form["pick"]) if changed else Press("add", form["pick"])
    verb, _, rest = form.get("do", "").partition(":")
    code, _, value = rest.partition(":")
    if verb not in ("accept", "reject", "undo", "done", "memo", "valence", "uncertain", "whole"):
        raise BadForm(verb)
    return Press(verb, code, value)


def decision(pressed: Press, form: Mapping[str, str], card: Card, coder: str, coding_pass: Pass) -> Decision:
    """The decision a pressed button stands for.

    Args:
        pressed: the button.
        form: with `start` and `end` of marked words (code points of the segment's text), and `reason`.
        card: the segment as it was when the button was pressed.
        coder: who.
        coding_pass: in which pass.

    Raises:
        BadForm: offsets outside the segment, an unknown valence, or a shade of a code that is not set.
    """
    state = next((state for state in card.codings if state.code == pressed.code), None)
    made = Decision(
        card.segment.id,
        pressed.code,
        # A code that the machine proposed is accepted, any other is added.
        "accept" if state and state.origin == "machine" else "add",
        coder,
        coding_pass,
        reason=" ".join(form.get("reason", "").split()) or None,
    )
    if pressed.verb == "done":
        return replace(made, action="done")
    if pressed.verb == "reject":
        return replace(made, action="reject")
    if pressed.verb == "undo":
        return replace(made, action="undo")
    start, end = _span(form, card)
    if pressed.verb == "change":
        return replace(made, action="change", to_code=pressed.value, start=start, end=end)
    if pressed.verb in ("accept", "add"):
        return replace(made, start=start, end=end)
    return _shaded(made, pressed, state)


def _shaded(made: Decision, pressed: Press, state: CodingState | None) -> Decision:
    """The standing code once more, with one thing about it changed."""
    if state is None or state.status != "accepted":
        raise BadForm(pressed.verb)
    kept = replace(made, start=state.start, end=state.end, valence=state.valence, uncertain=state.uncertain)
    if pressed.verb == "uncertain":
        return replace(kept, uncertain=not state.uncertain)
    if pressed.verb == "whole":
        return replace(kept, start=None, end=None)
    if pressed.value not in VALENCES:
        raise BadForm(pressed.value)
    return replace(kept, valence=None if pressed.value == state.valence else pressed.value)


def _span(form: Mapping[str, str], card: Card) -> tuple[int | None, int | None]:
    """The marked words, in the source's text; None where nothing or everything is marked."""
    start, end = form.get("start", ""), form.get("end", "")
    if not start and not end:
        return None, None
    if not (start.isdecimal() and end.isdecimal() and len(start + end) < 20):
        raise BadForm("span")
    first, last = int(start), int(end)
    if not first < last <= len(card.segment.text):
        raise BadForm("span")
    if last - first == len(card.segment.text):
        return None, None
    return card.segment.start + first, card.segment.start + last
