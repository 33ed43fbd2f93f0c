"""Memos: notes on a segment, code, source or the study. A changed memo is a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import StudyError
from qualcode.model import TARGETS, Memo, Target

if TYPE_CHECKING:
    from qualcode.study import Study

LONGEST_MEMO = 20_000


def write_memo(study: Study, target: Target, ref: str, text: str, coder: str) -> int:
    """Append a memo.

    Args:
        study: the study.
        target: what kind of thing it is on.
        ref: the id of the segment, code or source; "" for the study.
        text: the note.
        coder: who writes.

    Returns:
        The memo's id.

    Raises:
        StudyError: an empty or very long text, no name, an unknown target or code.
        StoreError: no such segment or source.
    """
    if target not in TARGETS:
        raise StudyError(f"a memo cannot be on {target!r}", fix=f"Choose one of: {', '.join(TARGETS)}.")
    if not text.strip() or len(text) > LONGEST_MEMO:
        raise StudyError("a memo needs a text", fix=f"Write 1 to {LONGEST_MEMO} characters.")
    if not coder.strip():
        raise StudyError("a memo needs its coder's name")
    if target == "segment":
        study.store.segment(ref)
    elif target == "source":
        study.store.source(ref)
    elif target == "code" and ref not in study.codes:
        raise StudyError(f"unknown code {ref!r}", fix=f"The codes are: {', '.join(study.codes)}.")
    elif target == "study" and ref:
        raise StudyError("a memo on the study takes no id", fix="Leave it empty.")
    return study.store.write_memo(target, ref, text.strip(), coder)


def memos(study: Study, target: Target | None = None, ref: str | None = None) -> list[Memo]:
    """Everybody's memos, oldest first. For a coder at work blind: those on the card, which are their own.

    Args:
        study: the study.
        target: only those on this kind of thing.
        ref: only those on this one.
    """
    return study.store.memos(target, ref)
