"""Which files of a folder are sources, and what a source is called."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import Problems, QualcodeError, StudyError
from qualcode.model import Notice
from qualcode.settings import FILE_NAME as STUDY_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.settings import Settings

SUFFIXES = (".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".vtt", ".srt", ".json", ".csv", ".xlsx")
_NOT_SOURCES = frozenset({"informants.csv", "questions.csv", "gold.csv", "sitater.csv"})
_NOT_SOURCE_FOLDERS = frozenset({"codebooks", "forfatter"})
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "qualcode.toml", "qualcode.db"})


@dataclass(frozen=True, slots=True)
class Folder:
    """The sources of a folder, by path, and what was passed over."""

    paths: tuple[Path, ...]
    notices: tuple[Notice, ...]


def source_id(path: Path) -> str:
    """The id of a source: its file's name without the ending, in composed letters (NFC) on every machine."""
    return unicodedata.normalize("NFC", path.stem)


def look_through(folder: Path, *, reports: Path | None = None) -> Folder:
    """Find the sources in a folder and its sub-folders.

    Hidden files, Word's lock files (`~$`) and files of unknown kinds are passed over, the last with a notice;
    so are a study's files and folders that are no data, where the folder is the study itself.

    Args:
        folder: to look through.
        reports: a folder inside it that holds drafts, passed over.

    Raises:
        StudyError: no such folder, or it cannot be read.
    """
    if not folder.is_dir():
        raise StudyError(
            f"there is no folder {str(folder)!r}",
            fix="Make it and put the transcripts there, or name another.",
        )
    is_study = (folder / STUDY_FILE).exists()
    found: list[tuple[str, Path]] = []
    notices: list[Notice] = []
    try:
        for path in folder.rglob("*"):
            steps = path.relative_to(folder).parts
            name = path.name.lower()
            if (
                any(step.startswith((".", "~$")) for step in steps)
                or name in _SYSTEM_FILES
                or (is_study and len(steps) == 1 and name in _NOT_SOURCES)
                or (is_study and len(steps) > 1 and steps[0] in _NOT_SOURCE_FOLDERS)
                or (reports is not None and path.is_relative_to(reports))
                or not path.is_file()
            ):
                continue
            where = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            if path.suffix.lower() in SUFFIXES:
                found.append((where, path))
            else:
                kind = path.suffix or "a file without an ending"
                notices.append(Notice("warning", f"{where} passed over: {kind} is not a kind of transcript"))
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(folder)) from None
    notices.sort(key=lambda notice: notice.text)
    return Folder(tuple(path for _, path in sorted(found)), tuple(notices))


def find_transcripts(folder: Path, *, reports: Path | None = None) -> list[Path]:
    """The files of a folder that can be sources, sorted by their path.

    Args:
        folder: to look through.
        reports: a folder inside it that holds drafts, passed over.

    Raises:
        StudyError: no such folder, or two sources with the same name.
        Problems: several such pairs.
    """
    paths = list(look_through(folder, reports=reports).paths)
    seen: dict[str, Path] = {}
    errors: list[QualcodeError] = []
    for path in paths:
        other = seen.setdefault(source_id(path).casefold(), path)
        if other is not path:
            errors.append(
                StudyError(
                    f"two sources have the same name: {other.relative_to(folder).as_posix()} and "
                    f"{path.relative_to(folder).as_posix()}",
                    where=str(folder),
                    fix="Rename one of them (the ending and the folder do not count).",
                )
            )
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Problems(errors)
    return paths


def find_sources(settings: Settings) -> list[Path]:
    """The sources of a study, sorted by their path.

    Raises:
        StudyError: as `find_transcripts`.
        Problems: as `find_transcripts`.
    """
    return find_transcripts(settings.transcripts_folder, reports=settings.reports_folder)


def ignored_files(settings: Settings) -> tuple[Notice, ...]:
    """A notice for each file in the transcripts folder that is of no known kind."""
    return look_through(settings.transcripts_folder, reports=settings.reports_folder).notices
