"""Exported tables: read back as written, the same bytes each time, nobody's file overwritten."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from qualcode.analysis.data import records
from qualcode.errors import OutputError
from qualcode.exchange import FORMATS, export_tables, write_tables
from tests.small_study import small_study

NAMES = [
    "segments",
    "codings",
    "prevalence",
    "informant_table",
    "codebook",
    "cooccurrence",
    "spread",
    "sources",
]
DANGEROUS = [
    "=1+1",
    "+47 12345678",
    "-Ja, det stemmer",
    "@alle",
    "\tinnrykk",
    "'=allerede",
    "''=to",
    "'Nei'",
    "vanlig",
]


def dangerous_study():
    segments = records(small_study().segments)
    for row, text in zip(segments, DANGEROUS, strict=False):
        row["text"] = text
    return small_study(segments=segments)


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_xlsx(path):
    sheet = openpyxl.load_workbook(path).active
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


@pytest.mark.parametrize("form", FORMATS)
def test_every_table_is_a_file_of_its_own(tmp_path, form):
    paths = write_tables(small_study(), tmp_path / "ut", form)
    assert [path.name for path in paths] == [f"{name}.{form}" for name in NAMES]


def test_weeks_and_meetings_stand_last_where_a_survey_has_them(tmp_path):
    study = small_study()
    weeks = study.segments.assign(week=study.segments["week"].fillna("3"))
    write_tables(replace(study, segments=weeks), tmp_path, "csv")
    assert (tmp_path / "segments.csv").read_text("utf-8").splitlines()[0].endswith(",start,end,text,week")


def test_segments_have_the_columns_the_design_names(tmp_path):
    write_tables(small_study(), tmp_path, "csv")
    head = (tmp_path / "segments.csv").read_text("utf-8").splitlines()[0]
    assert head == (
        "segment_id,source,kind,fidelity,turn,speaker,informant,role,group,site,question,time,phase,start,end,text"
    )
    head = (tmp_path / "codings.csv").read_text("utf-8").splitlines()[0]
    assert head == (
        "segment_id,source,informant,group,site,code,origin,coder,pass,status,score,indicators,start,end,text"
        ",valence,uncertain,span_start,span_end,valence_basis,valence_evidence,proposal"
    )
    head = (tmp_path / "prevalence.csv").read_text("utf-8").splitlines()[0]
    assert head.startswith(
        "code,dimension,value,informants_with,informants_asked,segments_with,segments,sources_with,sources,state,basis"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_data_give_the_same_bytes_at_another_hour(tmp_path, form):
    first = [path.read_bytes() for path in write_tables(small_study(), tmp_path / "a", form)]
    time.sleep(2.1)  # zip files keep times in steps of two seconds
    assert [path.read_bytes() for path in write_tables(small_study(), tmp_path / "b", form)] == first


def test_csv_is_utf8_without_a_byte_order_mark(tmp_path):
    write_tables(small_study(), tmp_path, "csv")
    raw = (tmp_path / "segments.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert "før" in raw.decode("utf-8")


def test_no_text_in_csv_starts_like_a_formula_and_every_text_can_be_restored(tmp_path):
    write_tables(dangerous_study(), tmp_path, "csv")
    texts = [row["text"] for row in read_csv(tmp_path / "segments.csv")][: len(DANGEROUS)]
    assert not any(text[0] in "=+-@\t\r" for text in texts)
    restored = [text[1:] if text.lstrip("'")[0] in "=+-@\t\r" else text for text in texts]
    assert restored == DANGEROUS


def test_no_text_in_xlsx_is_a_formula_and_every_text_is_unchanged(tmp_path):
    write_tables(dangerous_study(), tmp_path, "xlsx")
    assert [row["text"] for row in read_xlsx(tmp_path / "segments.xlsx")][: len(DANGEROUS)] == DANGEROUS
    sheet = openpyxl.load_workbook(tmp_path / "segments.xlsx").active
    column = [cell.value for cell in sheet[1]].index("text") + 1
    assert {cell.data_type for (cell,) in sheet.iter_rows(2, min_col=column, max_col=column)} == {"s"}
    assert sheet.cell(2, column).quotePrefix


def test_numbers_in_xlsx_are_numbers(tmp_path):
    write_tables(small_study(), tmp_path, "xlsx")
    row = read_xlsx(tmp_path / "prevalence.xlsx")[0]
    assert (row["informants_with"], row["informants_asked"]) == (4, 6)


def test_xlsx_takes_control_characters_and_texts_longer_than_a_cell(tmp_path):
    segments = records(small_study().segments)
    segments[0]["text"], segments[1]["text"] = "a\x00b\x1bc", "lang " * 10_000
    write_tables(small_study(segments=segments), tmp_path, "xlsx")
    texts = [row["text"] for row in read_xlsx(tmp_path / "segments.xlsx")]
    assert texts[0] == "a\ufffdb\ufffdc"
    assert len(texts[1]) == 32_767
    assert texts[1].endswith(" […]")


def test_all_formats_hold_the_same_prevalence(tmp_path):
    import pandas as pd

    for form in FORMATS:
        write_tables(small_study(), tmp_path, form)
    expected = records(export_tables(small_study())["prevalence"])
    assert records(pd.read_parquet(tmp_path / "prevalence.parquet")) == expected
    assert read_xlsx(tmp_path / "prevalence.xlsx") == expected
    as_text = [{key: "" if v is None else str(v) for key, v in row.items()} for row in expected]
    assert read_csv(tmp_path / "prevalence.csv") == as_text


def test_a_file_somebody_else_made_is_not_overwritten_and_nothing_is_written(tmp_path):
    (tmp_path / "codebook.csv").write_text("mine egne koder\n")
    with pytest.raises(OutputError, match=r"codebook\.csv: was made or changed by someone else"):
        write_tables(small_study(), tmp_path, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.csv"]
    assert (tmp_path / "codebook.csv").read_text() == "mine egne koder\n"


def test_a_file_changed_by_hand_is_not_overwritten(tmp_path):
    write_tables(small_study(), tmp_path, "csv")
    with (tmp_path / "codings.csv").open("a") as file:
        file.write("min rad\n")
    with pytest.raises(OutputError, match="Move it or give it another name"):
        write_tables(small_study(), tmp_path, "csv")


def test_what_the_tool_wrote_is_replaced_when_the_data_change(tmp_path):
    write_tables(small_study(), tmp_path, "csv")
    write_tables(small_study(codings=[]), tmp_path, "csv")
    assert read_csv(tmp_path / "codings.csv") == []


def test_line_ends_changed_by_version_control_do_not_make_a_file_foreign(tmp_path):
    write_tables(small_study(), tmp_path, "csv")
    path = tmp_path / "codebook.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    write_tables(small_study(), tmp_path, "csv")
    assert b"\r\n" not in path.read_bytes()


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(OutputError, match="Choose one of: csv, xlsx, parquet"):
        write_tables(small_study(), tmp_path, "ods")


def test_a_folder_that_is_a_file_is_refused_in_one_line(tmp_path):
    (tmp_path / "ut").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_tables(small_study(), tmp_path / "ut", "csv")


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    code = f"""
import resource, signal, sys
sys.path[:0] = {[str(Path(__file__).parents[2])]!r}
from pathlib import Path
from tests.small_study import small_study
from qualcode.errors import OutputError
from qualcode.exchange import write_tables
data = small_study()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    write_tables(data, Path({str(tmp_path)!r}), "csv")
except OutputError as error:
    print(error)
"""
    if os.name == "nt":
        pytest.skip("limits on file size are a matter of POSIX")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "cannot be written" in said
    assert len(said.splitlines()) == 1
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".writing"]
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes().endswith(b"\n")


def test_zip_entries_have_no_clock(tmp_path):
    write_tables(small_study(), tmp_path, "xlsx")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "segments.xlsx").read_bytes())) as book:
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
