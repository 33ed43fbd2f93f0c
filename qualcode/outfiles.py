"""Writing what the tool makes: whole files or none, never over a file it did not write."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RECORD = ".qualcode-files.json"
"""In every folder written to: the SHA-256 of each file as it was written."""

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet may take for a formula, with or without the apostrophes that say it is not."""

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, all or none as far as the file system lets us.

    A file that is there already is replaced only if it is as this tool wrote it (by the record in the
    folder) or already holds the very same bytes. Each file is written under a temporary name and
    renamed; a run that is killed leaves the old file or the new one, and a record that knows both.

    Args:
        folder: made when it is not there.
        files: content by file name.

    Returns:
        The paths, in the order given.

    Raises:
        OutputError: a file of that name was made or changed by someone else, the folder is read-only,
            the disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = _read_record(folder)
        new = {name: _digest(content) for name, content in files.items()}
        for name, digest in new.items():
            _refuse_foreign(folder / name, {digest, *known.get(name, ())})
        _write_record(folder, {**known, **{n: sorted({d, *known.get(n, ())}) for n, d in new.items()}})
        for name, content in files.items():
            replace_file(folder / name, content)
        _write_record(folder, {**known, **{name: [digest] for name, digest in new.items()}})
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(error.filename or folder),
            fix="Check that the folder can be written to and that the disk has room.",
        ) from None
    return [folder / name for name in files]


def fixed_zip(content: bytes, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A zip file's entries in their order with a fixed time and mode: same entries, same bytes.

    Args:
        content: a zip file (docx, xlsx).
        parts: entries to put in the place of those of the same name.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            new.writestr(entry, (parts or {}).get(name) or old.read(name), compresslevel=6)
    return out.getvalue()


def _digest(content: bytes) -> str:
    """Line ends aside: a version control system may change those of text files."""
    return sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _refuse_foreign(path: Path, digests: set[str]) -> None:
    if path.exists() and (path.is_dir() or _digest(path.read_bytes()) not in digests):
        raise OutputError(
            "was made or changed by someone else since, and is not overwritten",
            where=str(path),
            fix="Move it or give it another name, then run again.",
        )


def _read_record(folder: Path) -> dict[str, list[str]]:
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        record = None
    if not isinstance(record, dict) or not all(isinstance(v, list) for v in record.values()):
        raise OutputError(
            "is not readable as the record of written files",
            where=str(folder / RECORD),
            fix="Delete it, and move the files of earlier runs away.",
        )
    return record


def _write_record(folder: Path, record: Mapping[str, list[str]]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    replace_file(folder / RECORD, text.encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write one file whole: under a temporary name, then renamed.

    Raises:
        OSError: it cannot be written; nothing is left.
    """
    temporary = path.with_name(f".{path.name}.writing")
    try:
        with temporary.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def csv_lines(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as csv, the one way every csv of ours is written; an apostrophe before what looks like a formula.

    Args:
        names: of the columns.
        rows: one value for each column; None is an empty cell.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if FORMULA.match(value) else value
    return "" if value is None else value
