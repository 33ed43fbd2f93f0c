"""Gold files: units of text with the codes people gave them, read from jsonl or csv with errors by line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import StudyError, TranscriptError
from qualcode.intake.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        raw = path.read_bytes()
        text = decode(raw, path).text if raw.strip() else ""
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except TranscriptError as error:
        raise StudyError(error.what, where=str(path), fix=error.fix) from None
    rows = _csv_rows(text, path) if path.suffix.lower() == ".csv" else _json_rows(text, path)
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


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
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
        yield number, row


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        for row in reader:
            if any(isinstance(cell, str) and cell.strip() for cell in row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        raise StudyError(f"is not csv ({error})", where=f"{path}, line {reader.line_num}") from None


def _codes(value: Any, where: str) -> frozenset[str]:
    items = value.split(";") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise StudyError(
            "codes and disputed must be lists of codes",
            where=where,
            fix='Write "codes": ["a", "b"], or a;b in csv.',
        )
    return frozenset(code for item in items if (code := item.strip()))
