"""Gold files: units of text with the codes people gave them, read from jsonl or csv with errors by line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import StudyError, TranscriptError
from qualcode.intake.decoding import decode
from qualcode.intake.tabular import read_csv

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """A unit with its true codes; cells of `disputed` codes are left out of scoring."""

    id: str
    text: str
    codes: frozenset[str]
    disputed: frozenset[str] = frozenset()
    source: str | None = None


def read_gold(path: Path) -> tuple[GoldUnit, ...]:
    """Read a gold file.

    Args:
        path: jsonl (one object a line) or csv, with `id`, `text`, `codes` and optionally `disputed` and
            `source`; several codes of a csv cell are separated by `;`.

    Raises:
        StudyError: not readable, a line without id, text or codes, or an id that stands twice.
    """
    try:
        data = path.read_bytes()
        rows = _csv_rows(data, path) if path.suffix.lower() == ".csv" else _json_rows(data, path)
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except TranscriptError as error:
        raise StudyError(error.what, where=error.where, fix=error.fix) from None
    units: dict[str, GoldUnit] = {}
    for line, row in rows:
        where = f"{path}, line {line}"
        missing = [name for name in ("id", "text", "codes") if row.get(name) is None]
        if missing:
            raise StudyError(
                f"has no {missing[0]!r}",
                where=where,
                fix="A gold file has id, text, codes (and disputed, source).",
            )
        unit = GoldUnit(
            id=str(row["id"]),
            text=str(row["text"]),
            codes=_codes(row["codes"], where),
            disputed=_codes(row.get("disputed") or (), where),
            source=str(row["source"]) if row.get("source") else None,
        )
        if unit.id in units:
            raise StudyError(
                f"the id {unit.id!r} stands twice", where=where, fix="Give each unit its own id."
            )
        units[unit.id] = unit
    if not units:
        raise StudyError("holds no units", where=str(path))
    return tuple(units.values())


def _json_rows(data: bytes, path: Path) -> list[tuple[int, dict[str, Any]]]:
    rows = []
    text = decode(data, path).text if data.strip() else ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise StudyError(f"is not JSON ({error.msg})", where=f"{path}, line {number}") from None
        if not isinstance(row, dict):
            raise StudyError(
                "is not a JSON object", where=f"{path}, line {number}", fix="Write {...}, one a line."
            )
        rows.append((number, row))
    return rows


def _csv_rows(data: bytes, path: Path) -> list[tuple[int, dict[str, Any]]]:
    if not data.strip():
        return []
    table = read_csv(data, path)
    return [
        (line, dict(zip(table.header, row, strict=True)))
        for line, row in zip(table.lines, table.rows, strict=True)
    ]


def _codes(value: Any, where: str) -> frozenset[str]:
    items = value.split(";") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise StudyError(
            "codes and disputed must be lists of codes",
            where=where,
            fix='Write "codes": ["a", "b"], or a;b in csv.',
        )
    return frozenset(code for item in items if (code := item.strip()))
