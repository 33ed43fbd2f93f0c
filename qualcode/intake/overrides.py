"""sitater.csv: the author's overrides of which utterances a draft quotes, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import Problems, QualcodeError, StudyError, TranscriptError
from qualcode.intake.tabular import read_csv
from qualcode.outfiles import csv_lines, replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

FILE_NAME = "sitater.csv"
COLUMNS = ("segment", "action", "code", "reason")
ACTIONS = ("pin", "ban")


def read_overrides(
    study: Path, codes: Collection[str], today: Callable[[str, str], str] | None = None
) -> list[dict[str, Any]]:
    """Read a study's sitater.csv, if it has one.

    Args:
        study: the study folder.
        codes: ids of the codes there are.
        today: the code of today of a code written at a place, where codes have had other names.

    Returns:
        A row per line with segment_id, action (pin or ban), code and reason (None where empty) and line.
        Whether the segment exists, and may be quoted, is not asked here.

    Raises:
        StudyError: a missing column, another action, an unknown code, no segment.
        Problems: several of these.
    """
    path = study / FILE_NAME
    try:
        data = path.read_bytes()
        if not data.strip():
            return []
        table = read_csv(data, path)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except TranscriptError as error:
        raise StudyError(error.what, where=error.where, fix=error.fix) from None
    header = [name.lower() for name in table.header]
    missing = [name for name in ("segment", "action") if name not in header]
    if missing:
        fix = f"The columns are: {', '.join(COLUMNS)}."
        raise StudyError(f"has no column {missing[0]!r}", where=str(path), fix=fix)
    errors: list[QualcodeError] = []
    rows = []
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = dict.fromkeys(COLUMNS, "") | dict(zip(header, row, strict=True))
        where = f"{path}, line {line}"
        if not cells["segment"]:
            fix = "Give its id, as it stands in the draft's appendix."
            errors.append(StudyError("no segment is named", where=where, fix=fix))
        if cells["action"] not in ACTIONS:
            errors.append(StudyError(f"action is {cells['action']!r}", where=where, fix="Write pin or ban."))
        try:
            cells["code"] = today(cells["code"], where) if today else cells["code"]
        except StudyError as error:
            errors.append(error)
            continue
        if cells["code"] and cells["code"] not in codes:
            fix = f"The codes are: {', '.join(codes)}."
            errors.append(StudyError(f"there is no code {cells['code']!r}", where=where, fix=fix))
        rows.append(
            {"segment_id": cells["segment"], "action": cells["action"], "line": line}
            | {name: cells[name] or None for name in ("code", "reason")}
        )
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Problems(errors)
    return rows


def add_override(
    study: Path,
    codes: Collection[str],
    *,
    segment: str,
    action: str,
    code: str | None,
    reason: str | None,
    today: Callable[[str, str], str] | None = None,
) -> list[dict[str, Any]]:
    """Write an override into sitater.csv, in the place of what it said of the same segment and code.

    Args:
        study: the study folder.
        codes: ids of the codes there are.
        segment: its id.
        action: pin or ban.
        code: for which the override holds; None for all.
        reason: why, for the draft to say.
        today: as `read_overrides`.

    Returns:
        The rows, as `read_overrides`.

    Raises:
        StudyError: the file there is wrong, or cannot be written to.
    """
    kept = [r for r in read_overrides(study, codes, today) if (r["segment_id"], r["code"]) != (segment, code)]
    rows = [*kept, {"segment_id": segment, "action": action, "code": code, "reason": reason}]
    lines = csv_lines(COLUMNS, [[r["segment_id"], r["action"], r["code"], r["reason"]] for r in rows])
    try:
        replace_file(study / FILE_NAME, lines.encode())
    except OSError as error:
        raise StudyError(f"cannot be written ({error.strerror})", where=str(study / FILE_NAME)) from None
    return read_overrides(study, codes, today)
