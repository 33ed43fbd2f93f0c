"""What is refused before a library sees it: files in disguise, locked files, zip and entity bombs."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError, TranscriptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_ZIP = 1024**3
"""Bytes a zipped document may unpack to."""
LARGEST_PART = 20 * 1024**2
"""Bytes a part may unpack to before its compression ratio is looked at."""
HIGHEST_RATIO = 200
MOST_PARTS = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF-", "a PDF file", ".pdf"),
    (b"PK\x03\x04", "a zipped document (Word, Excel or OpenDocument)", ".docx, .xlsx or .odt"),
    (_OLE, "an old Office file (.doc, .xls) or a locked one", None),
    (b"{\\rtf", "an RTF file", ".rtf"),
    (b"\x89PNG", "a picture", None),
    (b"\xff\xd8\xff", "a picture", None),
    (b"GIF8", "a picture", None),
    (b"\x1f\x8b", "a gzip archive", None),
    (b"7z\xbc\xaf", "a 7z archive", None),
    (b"ID3", "a sound recording", None),
    (b"OggS", "a sound recording", None),
    (b"RIFF", "a sound recording", None),
    (b"\x7fELF", "a program", None),
    (b"SQLite format 3", "a database", None),
)


def refuse_disguise(data: bytes, path: Path) -> None:
    """Refuse a file whose first bytes say it is not the text its name promises.

    Raises:
        TranscriptError: with what the file is and what to do.
    """
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, name, suffix in _SIGNATURES:
        if data.startswith(signature) or (signature == b"{\\rtf" and head.startswith(signature)):
            fix = (
                f"Give it its right ending ({suffix})."
                if suffix
                else "Save the text as .txt or .docx, or move the file out of the transcripts folder."
            )
            raise TranscriptError(f"is named {path.suffix} but is {name}", where=path.name, fix=fix)
    if path.suffix.lower() == ".txt" and data[4:8] == b"ftyp":
        raise TranscriptError(
            "is named .txt but is a recording",
            where=path.name,
            fix="Transcribe it, or move it out of the transcripts folder.",
        )


@contextmanager
def refusing(path: Path, what: str, fix: str) -> Iterator[None]:
    """Turn whatever a reading library raises on a broken file into one TranscriptError."""
    try:
        yield
    except QualcodeError:
        raise
    except Exception as error:  # libraries raise anything on broken files
        raise TranscriptError(what, where=path.name, fix=fix) from error


def check_zip(data: bytes, path: Path, program: str) -> None:
    """Refuse a zipped document that is locked, broken, a zip bomb, or has a document type declaration.

    Nothing is unpacked before its stated size is known to be bearable, and no XML part may declare a
    document type, so no entity can be defined at all.

    Args:
        data: the file's bytes.
        path: named in errors.
        program: what a person opens the file with ("Word").

    Raises:
        TranscriptError: for each of these.
    """
    again = f"Open it in {program} and save it again, or get a new copy."
    if data.startswith(_OLE):
        raise TranscriptError(
            f"is protected with a password, or is an old {program} file",
            where=path.name,
            fix=f"Open it in {program}, take the password away and save it as {path.suffix}.",
        )
    if not data.startswith(b"PK"):
        raise TranscriptError(f"is not a {path.suffix} file", where=path.name, fix=again)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive, path)
            _check_xml(archive, path, program)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError) as error:
        raise TranscriptError("is damaged or cut off", where=path.name, fix=again) from error
    except QualcodeError:
        raise
    except Exception as error:  # zlib.error, struct.error, RuntimeError for locked parts ...
        raise TranscriptError("is damaged or locked", where=path.name, fix=again) from error


def _check_sizes(archive: zipfile.ZipFile, path: Path) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > LARGEST_PART and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if total > LARGEST_ZIP or swollen or len(parts) > MOST_PARTS:
        raise TranscriptError(
            f"unpacks to {total / 1024**2:,.0f} MB from {path.stat().st_size / 1024**2:,.1f} MB, "
            "like a zip bomb",
            where=path.name,
            fix="Do not open it unless you know who made it; copy the text into a new document.",
        )


def _check_xml(archive: zipfile.ZipFile, path: Path, program: str) -> None:
    from xml.sax import SAXParseException
    from xml.sax.handler import ContentHandler

    from defusedxml import DefusedXmlException
    from defusedxml.expatreader import create_parser

    for part in archive.infolist():
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        # OpenDocument's own manifests may name a document type; they may still not define entities.
        parser = create_parser(forbid_dtd=not part.filename.startswith("META-INF/"))
        parser.setContentHandler(ContentHandler())
        try:
            with archive.open(part) as stream:
                parser.parse(stream)
        except DefusedXmlException:
            raise TranscriptError(
                f"has a document type declaration in {part.filename}, as entity bombs do; "
                f"{program} never writes one",
                where=path.name,
                fix="Do not open it unless you know who made it; copy the text into a new document.",
            ) from None
        except SAXParseException as error:
            raise TranscriptError(
                f"is damaged: {part.filename} is not whole (line {error.getLineNumber()})",
                where=path.name,
                fix=f"Open it in {program} and save it again, or get a new copy.",
            ) from None
