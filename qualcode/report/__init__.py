"""Report drafts from a study's tables: html, docx, md, pdf, all printing the same ReportContext."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import OutputError, StudyError
from qualcode.outfiles import write_files
from qualcode.report.author import FOLDER, author_folder, read_author_texts
from qualcode.report.build import build_context
from qualcode.report.provenance import file_name, provenance_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.analysis.data import StudyData
    from qualcode.report.context import Finding, ReportContext
    from qualcode.settings import Settings

__all__ = [
    "FORMATS",
    "build_context",
    "check_formats",
    "keep_for_author",
    "make_report",
    "read_author_texts",
    "to_tell",
    "write_drafts",
    "write_reports",
]


def _html(report: ReportContext) -> bytes:
    from qualcode.report.html import render_html

    return render_html(report)


def _docx(report: ReportContext) -> bytes:
    from qualcode.report.docx import render_docx

    return render_docx(report)


def _markdown(report: ReportContext) -> bytes:
    from qualcode.report.markdown import render_markdown

    return render_markdown(report)


def _pdf(report: ReportContext) -> bytes:
    from qualcode.report.pdf import render_pdf

    return render_pdf(report)


FORMATS: dict[str, Callable[[ReportContext], bytes]] = {
    "html": _html,
    "docx": _docx,
    "md": _markdown,
    "pdf": _pdf,
}
"""How each format is rendered, by the suffix of the file."""


def check_formats(settings: Settings, formats: Sequence[str]) -> None:
    """Name what would keep a draft from being written, before the work of a run is done.

    Raises:
        OutputError: pdf, and what it needs is not installed.
        StudyError: docx, and the institution's own Word template cannot be used.
    """
    if "pdf" in formats:
        from qualcode.report.pdf import library

        library()
    if "docx" in formats and settings.word_template:
        from qualcode.report.word_own import opened_template

        opened_template(settings.word_template)


def in_language(data: StudyData, language: str) -> StudyData:
    """A study for a draft in a language: the names of groups, sites and the study itself as they are in it.

    Args:
        data: the study.
        language: nb, nn or en.
    """
    return replace(data, settings=data.settings.in_language(language))


def make_report(data: StudyData, *, check: bool = True, read: Sequence[str] = ()) -> ReportContext:
    """A study's draft, with what the checks before printing find.

    Args:
        data: the study; the author's texts are read from `forfatter/` in its folder.
        check: whether to check.
        read: author's texts, by file, that have been read again against this draft and stand.

    Raises:
        StudyError: the report language has no texts, or an author's text cannot be read.
    """
    study = data.settings.folder
    author = read_author_texts(study, author_folder(data.settings.language, data.settings.draft_suffix))
    report = build_context(data, author)
    if not check:
        return report
    from qualcode.report.checks import checked
    from qualcode.report.rereading import read_memory, remarks, remember

    memory = remember(report, author, read_memory(study, report.suffix), read=read)
    return checked(report, data, remarks(report, author, memory))


def keep_for_author(study: Path, report: ReportContext, *, read: Sequence[str] = ()) -> None:
    """Make the files the author may write in, and keep the numbers their texts now stand against.

    The files are made for the main language; the author makes those of a further one, in its folder.

    Args:
        study: the study folder.
        report: its draft, as written.
        read: as `make_report`.

    Raises:
        StudyError: what was kept of the last draft cannot be read, or nothing can be written there.
    """
    from qualcode.report.rereading import make_places, read_memory, remember, write_memory

    author = read_author_texts(study, author_folder(report.language, report.suffix))
    memory = remember(report, author, read_memory(study, report.suffix), read=read)
    try:
        kept = memory if report.suffix else make_places(study, report, memory)
        write_memory(study, kept, report.suffix)
    except OSError as error:
        raise StudyError(
            f"cannot be written ({error.strerror or error})", where=str(error.filename or study / FOLDER)
        ) from None


def to_tell(reports: Sequence[ReportContext]) -> tuple[Finding, ...]:
    """What to tell of a study's drafts: all that is found in the first, of the others what to read again."""
    others = [found for report in reports[1:] for found in report.findings if found.check == "reread"]
    return (*reports[0].findings, *others)


def write_reports(data: StudyData, folder: Path, names: Sequence[str], *, check: bool = True) -> list[Path]:
    """Make a draft (`make_report`) and write it (`write_drafts`)."""
    return write_drafts(make_report(data, check=check), folder, names)


def write_drafts(report: ReportContext, folder: Path, names: Sequence[str]) -> list[Path]:
    """Write a draft in one or more formats, each file's suffix its format, and provenance.csv beside them.

    Args:
        report: the draft.
        folder: where to.
        names: of the files, ending in .html, .docx, .md or .pdf.

    Returns:
        The paths, in the order of the names, and last provenance.csv: what carries each number and quote.

    Raises:
        OutputError: an unknown format, a draft there that was changed since it was written, a folder
            that cannot be written to, a pdf without the extra for it.
        StudyError: the institution's own Word template cannot be used.
    """
    for name in names:
        if Path(name).suffix.lstrip(".").lower() not in FORMATS:
            raise OutputError(
                f"drafts have no format {Path(name).suffix!r}",
                where=name,
                fix=f"Choose one of: {', '.join(FORMATS)}.",
            )
    files = {name: FORMATS[Path(name).suffix.lstrip(".").lower()](report) for name in names}
    if any(Path(name).suffix.lower() == ".md" for name in names):  # Markdown holds no drawings
        files |= {figure.file: figure.svg.encode() for figure in report.figures}
    return write_files(folder, {**files, file_name(report.suffix): provenance_csv(report.claims)})
