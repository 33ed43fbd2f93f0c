"""Real files in a real folder, read as a study reads them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.errors import TranscriptError
from qualcode.intake import Reading, Register, read_register, read_source
from qualcode.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Folder:
    """A study folder to put files into; `read` returns what intake makes of one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.transcripts = folder / "transcripts"
        self.transcripts.mkdir(parents=True)
        self.settings("")

    def settings(self, toml: str) -> None:
        (self.folder / "qualcode.toml").write_text(toml, encoding="utf-8")

    def informants(self, csv: str) -> None:
        (self.folder / "informants.csv").write_text(csv, encoding="utf-8")

    def register(self) -> Register:
        return read_register(read_settings(self.folder))

    def put(self, name: str, data: str | bytes) -> Path:
        path = self.transcripts / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return path

    def read(self, name: str, data: str | bytes) -> Reading:
        path = self.put(name, data)
        settings = read_settings(self.folder)
        return read_source(path, settings, read_register(settings), root=self.transcripts)

    def refused(self, name: str, data: str | bytes) -> str:
        """The line with which a file is refused; it names the file and says what to do."""
        with pytest.raises(TranscriptError) as caught:
            self.read(name, data)
        line = str(caught.value)
        assert name in line
        assert caught.value.fix
        assert "\n" not in line
        return line


@pytest.fixture
def study(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "studie")


Said = list[tuple[str | None, str]]


@pytest.fixture
def said() -> Callable[[Reading], Said]:
    """Who says what, in order: (label, words)."""

    def of(reading: Reading) -> Said:
        source = reading.source
        return [(turn.speaker, source.text[turn.start : turn.end]) for turn in source.turns]

    return of


@pytest.fixture
def notices() -> Callable[..., str]:
    """The notices of a reading as one text, of one level or all."""

    def of(reading: Reading, level: str | None = None) -> str:
        return "\n".join(
            f"{n.line}: {n.text} | {n.fix}" for n in reading.source.notices if level in (None, n.level)
        )

    return of


@pytest.fixture
def docx() -> Callable[..., bytes]:
    """Bytes of a Word document with these paragraphs, made by python-docx."""

    def make(*paragraphs: str) -> bytes:
        from docx import Document

        document = Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        return saved(document)

    return make


def saved(document: object) -> bytes:
    """What a library's document writes."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


@pytest.fixture
def pdf() -> Callable[[Sequence[Sequence[str]]], bytes]:
    """Bytes of a PDF with these pages of lines, made by pypdf."""
    return pdf_of


def pdf_of(pages: Sequence[Sequence[str]], password: str | None = None) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    reference = writer._add_object(font)
    for lines in pages:
        page = writer.add_blank_page(600, 850)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): reference})}
        )
        drawn = ["BT", "/F1 10 Tf", "50 800 Td", "14 TL"]
        for line in lines:
            escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            drawn.append(f"({escaped}) Tj T*")
        stream = DecodedStreamObject()
        stream.set_data("\n".join([*drawn, "ET"]).encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
