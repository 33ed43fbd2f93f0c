"""Report drafts from a study's tables: html, docx, md, all printing the same ReportContext."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import OutputError
from qualcode.outfiles import write_files
from qualcode.report.author import read_author_texts
from qualcode.report.build import build_context

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.data import StudyData
    from qualcode.report.context import ReportContext

__all__ = ["FORMATS", "build_context", "read_author_texts", "write_reports"]


def _html(report: ReportContext) -> bytes:
    from qualcode.report.html import render_html

    return render_html(report)


def _docx(report: ReportContext) -> bytes:
    from qualcode.report.docx import render_docx

    return render_docx(report)


def _markdown(report: ReportContext) -> bytes:
    from qualcode.report.markdown import render_markdown

    return render_markdown(report)


FORMATS: dict[str, Callable[[ReportContext], bytes]] = {"html": _html, "docx": _docx, "md": _markdown}
"""How each format is rendered, by the suffix of the file."""


def write_reports(data: StudyData, folder: Path, names: Sequence[str]) -> list[Path]:
    """Write a draft in one or more formats; each file's suffix says its format.

    Args:
        data: the study; the author's texts are read from `forfatter/` in its folder.
        folder: where to.
        names: of the files, ending in .html, .docx or .md.

    Returns:
        The paths, in the order of the names.

    Raises:
        StudyError: the report language has no texts, or an author's text cannot be read.
        OutputError: an unknown format, a draft there that was changed since it was written, a folder
            that cannot be written to.
    """
    for name in names:
        if Path(name).suffix.lstrip(".").lower() not in FORMATS:
            raise OutputError(
                f"drafts have no format {Path(name).suffix!r}",
                where=name,
                fix=f"Choose one of: {', '.join(FORMATS)}.",
            )
    report = build_context(data, read_author_texts(data.settings.folder))
    return write_files(
        folder, {name: FORMATS[Path(name).suffix.lstrip(".").lower()](report) for name in names}
    )
