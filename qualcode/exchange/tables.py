"""A study's tables as csv, xlsx or parquet files, the same bytes for the same data.

csv is for programs: UTF-8 without a byte order mark, comma, decimal point, quoted where needed
(RFC 4180), read alike by pandas, R and SPSS. Excel on a Norwegian machine expects semicolon and
decimal comma and would put every row in one cell; a csv made to suit it is wrong everywhere else, so
Excel users take xlsx, which has neither problem.

A text that begins with = + - @, tab or carriage return may be taken for a formula by a spreadsheet
(OWASP, "CSV injection"). In csv such a text gets an apostrophe in front, and one that already begins
with apostrophes before such a character gets one more, so that taking one away restores every text.
In xlsx the cell is typed as text and marked with Excel's own quote prefix; the text is unchanged.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.data import CODEBOOK, CODINGS, SEGMENTS, records, typed_frame
from qualcode.analysis.prevalence import prevalence
from qualcode.analysis.spread import informant_table, spread
from qualcode.analysis.valence_judging import VALENCE_COLUMNS, judged_codings
from qualcode.errors import OutputError
from qualcode.outfiles import FORMULA, csv_lines, fixed_zip, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from qualcode.analysis.data import StudyData

FORMATS = ("csv", "xlsx", "parquet")
LONGEST_CELL = 32_767
"""Characters an Excel cell can hold; a longer text is cut in xlsx and ends in ' […]'."""
MOST_ROWS = 1_048_575

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FIXED_TIME = "1980-01-01T00:00:00Z"


def export_tables(data: StudyData) -> dict[str, pd.DataFrame]:
    """The tables that are exported, by name: those of the design, co-occurrence, spread and sources.

    Args:
        data: the study.
    """
    # Columns that only our own analysis needs stay out of segments.csv; a person's id is in
    # informant_table.csv.
    own = {"person", "collective", "is_informant"}
    # A week and a meeting stand last, in a study whose surveys have them.
    own |= {column for column in ("week", "meeting") if data.segments[column].isna().all()}
    segment_columns = [column for column in SEGMENTS if column not in own]
    return {
        "segments": data.segments[segment_columns],
        "codings": judged_codings(data)[[*CODINGS, *VALENCE_COLUMNS]],
        "prevalence": prevalence(data),
        "informant_table": informant_table(data),
        "codebook": data.codebook[list(CODEBOOK)],
        "cooccurrence": cooccurrence(data),
        "spread": spread(data),
        "sources": data.sources,
    }


def write_tables(data: StudyData, folder: Path, form: str) -> list[Path]:
    """Write every table as a file of its own.

    Args:
        data: the study.
        folder: made when it is not there.
        form: csv, xlsx or parquet.

    Returns:
        The files written.

    Raises:
        OutputError: an unknown format, a missing library, a table too long for Excel, a file there that
            this tool did not write, a folder that cannot be written to.
    """
    write = _writer(form)
    return write_files(
        folder, {f"{name}.{form}": write(frame, name) for name, frame in export_tables(data).items()}
    )


def write_table(frame: pd.DataFrame, path: Path) -> Path:
    """Write one table, in the format that the file's name ends in.

    Args:
        frame: the table.
        path: ends in .csv, .xlsx or .parquet.

    Returns:
        The path.

    Raises:
        OutputError: as `write_tables`.
    """
    content = _writer(path.suffix.removeprefix(".").lower())(frame, path.stem)
    return write_files(path.parent, {path.name: content})[0]


def _writer(form: str) -> Callable[[pd.DataFrame, str], bytes]:
    write = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}.get(form)
    if write is None:
        raise OutputError(f"unknown format {form!r}", fix=f"Choose one of: {', '.join(FORMATS)}.")
    return write


# --- csv ---------------------------------------------------------------------------------------------


def _csv(frame: pd.DataFrame, _name: str) -> bytes:
    rows = (row.values() for row in records(frame))
    return csv_lines(map(str, frame.columns), rows).encode("utf-8", "replace")


# --- xlsx --------------------------------------------------------------------------------------------


def _xlsx(frame: pd.DataFrame, name: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    if len(frame) > MOST_ROWS:
        raise OutputError(
            f"table {name!r} has {len(frame)} rows, more than a sheet of Excel holds",
            fix="Export csv or parquet.",
        )
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  a new workbook has a sheet
    sheet.title = name
    for column, title in enumerate(frame.columns, start=1):
        sheet.cell(1, column, str(title)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _width(frame, str(title))
    wrapped = Alignment(wrap_text=True, vertical="top")
    top = Alignment(vertical="top")
    for number, row in enumerate(records(frame), start=2):
        for column, value in enumerate(row.values(), start=1):
            if value is None:
                continue
            cell: Any = sheet.cell(number, column)
            if not isinstance(value, str):
                cell.value, cell.alignment = value, top
                continue
            cell.value = _xlsx_text(value)
            cell.data_type = "s"
            cell.alignment = wrapped if len(value) > 60 else top
            cell.quotePrefix = bool(FORMULA.match(value))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return fixed_zip(out.getvalue(), {"docProps/core.xml": _core_properties(name)})


def _xlsx_text(text: str) -> str:
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 4] + " […]"


def _width(frame: pd.DataFrame, title: str) -> float:
    longest = max((len(str(v)) for v in frame[title].head(200)), default=0)
    return float(min(max(longest, len(title)) + 2, 70))


def _core_properties(title: str) -> bytes:
    """Fixed: openpyxl would write the hour of saving."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>qualcode</dc:creator><dc:title>{title}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_FIXED_TIME}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_FIXED_TIME}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


# --- parquet -----------------------------------------------------------------------------------------


def _parquet(frame: pd.DataFrame, _name: str) -> bytes:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise OutputError(
            "parquet needs the pyarrow library", fix="Install it with: pip install 'qualcode[parquet]'"
        ) from None

    table = pa.Table.from_pandas(typed_frame(frame, _types(frame)), preserve_index=False)
    out = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata(None), out, compression="zstd")
    return out.getvalue()


def _types(frame: pd.DataFrame) -> dict[str, str]:
    names = {"Int64": "integer", "Float64": "number", "bool": "flag"}
    return {str(column): names.get(str(frame[column].dtype), "text") for column in frame.columns}
