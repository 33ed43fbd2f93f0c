"""Tables as people save them: csv with any usual delimiter and encoding, and Excel workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import TranscriptError
from qualcode.intake.decoding import decode
from qualcode.intake.refusal import check_zip, refusing
from qualcode.model import Notice

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_CELL = 10_000_000
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header.

    rows: cells stripped, each row as long as the header; blank rows left out.
    lines: 1-based line (csv) or row (Excel) of each row. unit: what a person calls them.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    unit: str
    notices: tuple[Notice, ...] = ()


def read_csv(data: bytes, path: Path) -> Table:
    """Read a csv file; the delimiter is the one the header has most of, a first line `sep=;` decides.

    Raises:
        TranscriptError: blank, not text, no header, or a row with more cells than the header.
    """
    decoded = decode(data, path)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    skipped = 0
    first, _, rest = text.partition("\n")
    if first.strip('"').lower().startswith("sep=") and len(first.strip('"')) == 5:
        delimiter, text, skipped = first.strip('"')[4], rest, 1
    else:
        delimiter = _delimiter(text)
    old = csv.field_size_limit(LONGEST_CELL)
    try:
        found = _found(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), skipped)
    except csv.Error as error:
        raise TranscriptError(
            f"is not a table ({error})", where=path.name, fix="Save it again as csv from the spreadsheet."
        ) from None
    finally:
        csv.field_size_limit(old)
    if found and _ends_in_quotes(text, delimiter):
        raise TranscriptError(
            "has a quotation mark that is never closed",
            where=f"{path.name}, line {found[-1][0]}",
            fix='Close it, or write "" for a quotation mark inside a cell.',
        )
    return _table(found, path, "line", decoded.notices)


def _ends_in_quotes(text: str, delimiter: str) -> bool:
    """Whether the last cell begins with a quotation mark that nothing closes."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _found(reader: object, skipped: int) -> list[tuple[int, list[str]]]:
    """Each row with the line it begins on: a cell in quotes may run over several."""
    rows: list[tuple[int, list[str]]] = []
    begins = 1 + skipped
    for row in reader:  # type: ignore[attr-defined]
        rows.append((begins, row))
        begins = reader.line_num + 1 + skipped  # type: ignore[attr-defined]
    return rows


def _delimiter(text: str) -> str:
    """The delimiter the header has most of, outside quotes."""
    header = next((line for line in text[:100_000].split("\n") if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def read_xlsx(data: bytes, path: Path) -> Table:
    """Read the first sheet of a workbook that holds anything; formulas give their last value.

    Raises:
        TranscriptError: locked, damaged, a bomb, or without a table.
    """
    from warnings import catch_warnings, simplefilter

    check_zip(data, path, "Excel")
    with (
        refusing(path, "is damaged", "Open it in Excel and save it again, or get a new copy."),
        catch_warnings(),
    ):
        simplefilter("ignore")  # openpyxl warns of styles it leaves alone
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = [
                (sheet.title, found)
                for sheet in book.worksheets
                if (
                    found := [
                        (number, [_cell(value) for value in row])
                        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
                        if any(value is not None for value in row)
                    ]
                )
            ]
        finally:
            book.close()
    if not sheets:
        raise TranscriptError("is empty", where=path.name, fix="Put the answers into it, or take it away.")
    notices: tuple[Notice, ...] = ()
    if len(sheets) > 1:
        others = ", ".join(repr(title) for title, _ in sheets[1:])
        notices = (Notice("warning", f"only the sheet {sheets[0][0]!r} was read, not {others}"),)
    return _table(sheets[0][1], path, "row", notices)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _table(found: list[tuple[int, list[str]]], path: Path, unit: str, notices: tuple[Notice, ...]) -> Table:
    full = [
        (line, [cell.strip() for cell in row]) for line, row in found if any(cell.strip() for cell in row)
    ]
    if not full:
        raise TranscriptError("is empty", where=path.name, fix="Put the table into it, or take it away.")
    header = full[0][1]
    while header and not header[-1]:
        header.pop()
    rows: list[tuple[str, ...]] = []
    for line, row in full[1:]:
        if any(row[len(header) :]):
            raise TranscriptError(
                f"has {len(row)} cells where the header has {len(header)}",
                where=f"{path.name}, {unit} {line}",
                fix="Put a text that holds the delimiter in quotes.",
            )
        rows.append(tuple((row + [""] * len(header))[: len(header)]))
    return Table(tuple(header), tuple(rows), tuple(line for line, _ in full[1:]), unit, notices)
