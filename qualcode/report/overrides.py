"""The author's pinned and banned quotes: which of them do what they say, and setting a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import counted_segments
from qualcode.analysis.data import records
from qualcode.analysis.quotable import unprintable
from qualcode.errors import StudyError
from qualcode.intake import add_override

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.analysis.data import StudyData
    from qualcode.study import Study

NOT_PRINTED = {
    "document": "is from a document, which is never printed as a quote",
    "notes": "is from notes, which are not an informant's own words",
    "nobody": "was not said by an informant",
    "speaker": "is from a text that does not tell the interviewer from the informant",
}
"""Why a segment may not be quoted."""


@dataclass(frozen=True, slots=True)
class Override:
    """A line of sitater.csv.

    problem: why it does nothing: `gone`, a key of NOT_PRINTED, `uncoded`; "" where it is followed. text: the
    segment's, "" if it is gone.
    """

    line: int
    segment: str
    action: str
    code: str | None
    reason: str | None
    problem: str
    text: str


def overrides(data: StudyData) -> list[Override]:
    """The author's overrides, each with whether it can be followed.

    Args:
        data: the study.
    """
    rows = {row["segment_id"]: row for row in data.segment_rows}
    counted = counted_segments(data)
    found = []
    for row in records(data.overrides):
        segment = rows.get(row["segment_id"])
        found.append(
            Override(
                row["line"] or 0,
                row["segment_id"],
                row["action"],
                row["code"],
                row["reason"],
                _problem(row, segment, counted),
                segment["text"] if segment else "",
            )
        )
    return found


def _problem(
    row: Mapping[str, Any], segment: Mapping[str, Any] | None, counted: Mapping[str, set[str]]
) -> str:
    if segment is None:
        return "gone"
    if row["action"] == "ban":
        return ""
    if why := unprintable(segment):
        return why
    codes = [row["code"]] if row["code"] else list(counted)
    return "" if any(row["segment_id"] in counted[code] for code in codes) else "uncoded"


def override_quote(
    study: Study, segment: str, action: str, *, code: str | None = None, reason: str | None = None
) -> list[Override]:
    """Pin or ban a segment as a quote, in the study's sitater.csv.

    Args:
        study: an imported study.
        segment: its id.
        action: pin or ban.
        code: a code's id, for whose quotes it holds; None for all.
        reason: why; the draft says so.

    Returns:
        All overrides as they stand now.

    Raises:
        StudyError: no such segment or code, or one to be pinned that may not be printed or does not carry the
            code.
    """
    data = study.data()
    code = study.todays.one(code, "--code") if code else code
    if code is not None and code not in study.codes:
        raise StudyError(f"there is no code {code!r}", fix=f"The codes are: {', '.join(study.codes)}.")
    rows = {row["segment_id"]: row for row in data.segment_rows}
    if segment not in rows:
        raise StudyError(
            f"there is no segment {segment!r}",
            where=str(study.folder),
            fix="Copy the id from the draft's appendix or from segments.csv.",
        )
    counted = counted_segments(data)
    asked = {"segment_id": segment, "action": action, "code": code}
    problem = _problem(asked, rows[segment], counted)
    if problem == "uncoded":
        carries = [name for name in study.codes if segment in counted[name]]
        raise StudyError(
            f"{segment} does not carry {code or 'any code that counts'}, so it is no quote for it",
            fix=f"It carries: {', '.join(carries)}." if carries else "Add the code first: qualcode review.",
        )
    if problem:
        raise StudyError(f"{segment} {NOT_PRINTED[problem]}", fix="Pin another segment.")
    add_override(
        study.folder,
        study.codes,
        segment=segment,
        action=action,
        code=code,
        reason=reason,
        today=study.todays.one,
    )
    return overrides(study.data())
