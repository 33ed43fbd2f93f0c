"""`qualcode.toml`: what a study's settings may say, read with errors by line and key."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal, get_args

from qualcode.errors import Problems, QualcodeError, StudyError
from qualcode.model import KINDS, UNITS, Fidelity, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

FILE_NAME = "qualcode.toml"
LANGUAGES = ("nb", "nn", "en")
Attribution = Literal["auto", "gruppe", "rolle", "rolle_sted"]


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """Which columns of a survey file hold what; None means recognise it by its header."""

    respondent: str | None = None
    group: str | None = None
    site: str | None = None
    role: str | None = None
    phase: str | None = None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """A study's settings. Tables keyed by source take glob patterns; a later table wins over an earlier."""

    folder: Path
    title: str = "Uten tittel"
    language: str = "nb"
    pipeline: str = "bundled"
    unit: Unit = "turn"
    codebooks: tuple[str, ...] = ("codebooks",)
    transcripts: str = "transcripts"
    reports: str = "reports"
    date: dt.date | None = None
    count: Literal["suggested", "reviewed"] = "suggested"
    attribution: Attribution = "auto"
    interviewers: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    speakers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    survey: Mapping[str, SurveyColumns] = field(default_factory=dict)
    sha256: str = ""

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
    values = _Reader(file, text).read(document)
    settings = Settings(folder=folder, sha256=sha256(raw).hexdigest(), **values)
    if settings.transcripts_folder.resolve().is_relative_to(settings.reports_folder.resolve()):
        raise StudyError(
            f"reports = {settings.reports!r} is the folder the transcripts lie in",
            where=str(file),
            fix='Give the drafts a folder of their own: reports = "reports".',
        )
    return settings


class _Reader:
    """Checks a TOML document key by key and gathers every error with its line."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.errors: list[QualcodeError] = []
        self.checks: dict[str, Callable[[str, Any], Any]] = {
            "title": self._text,
            "language": lambda key, v: self._one_of(key, v, LANGUAGES),
            "pipeline": self._text,
            "unit": lambda key, v: self._one_of(key, v, UNITS),
            "codebooks": self._texts,
            "transcripts": self._text,
            "reports": self._text,
            "date": self._date,
            "count": lambda key, v: self._one_of(key, v, ("suggested", "reviewed")),
            "attribution": lambda key, v: self._one_of(key, v, get_args(Attribution)),
            "interviewers": self._texts,
            "groups": self._names,
            "sites": self._names,
            "thresholds": self._thresholds,
            "sources": self._sources,
            "speakers": self._speakers,
            "survey": self._survey,
        }

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in document.items():
            check = self.checks.get(key)
            if check is None:
                self._unknown((key,), key, self.checks)
            else:
                checked = check(key, value)
                if checked is not None:
                    values[key] = checked
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise Problems(self.errors)
        return values

    # --- one value each ----------------------------------------------------------------------------

    def _text(self, key: str, value: Any, path: tuple[str, ...] = ()) -> str | None:
        if isinstance(value, str) and value.strip():
            return value
        self._error((*path, key), f"{key!r} must be a text in quotes", f'Write {key} = "...".')
        return None

    def _texts(self, key: str, value: Any) -> tuple[str, ...] | None:
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(v, str) and v.strip() for v in values):
            return tuple(values)
        self._error((key,), f"{key!r} must be a text or a list of texts", f'Write {key} = ["...", "..."].')
        return None

    def _one_of(self, key: str, value: Any, allowed: Iterable[str]) -> str | None:
        allowed = tuple(allowed)
        if value in allowed:
            return str(value)
        self._error((key,), f"{key} = {value!r} is not known", f"Choose one of: {', '.join(allowed)}.")
        return None

    def _date(self, key: str, value: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        self._error((key,), f"{key!r} must be a date", f"Write {key} = 2026-01-31, without quotes.")
        return None

    # --- tables ------------------------------------------------------------------------------------

    def _table(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._error((key,), f"{key!r} must be a table", f"Write [{key}] on a line of its own.")
        return {}

    def _names(self, key: str, value: Any) -> dict[str, str]:
        checked = {k: self._text(k, v, (key,)) for k, v in self._table(key, value).items()}
        return {k: v for k, v in checked.items() if v is not None}

    def _thresholds(self, key: str, value: Any) -> dict[str, float]:
        found = {}
        for code, number in self._table(key, value).items():
            if isinstance(number, (int, float)) and not isinstance(number, bool) and 0 <= number <= 1:
                found[code] = float(number)
            else:
                self._error(
                    (key, code), f"the threshold of {code!r} must be a number from 0 to 1",
                    'A sub-code stands in quotes: "theme.sub" = 0.6.',
                )  # fmt: skip
        return found

    def _sources(self, key: str, value: Any) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for pattern, table in self._table(key, value).items():
            found[pattern] = {}
            for k, v in self._sub_table(key, pattern, table).items():
                allowed = {"kind": KINDS, "fidelity": get_args(Fidelity)}.get(k)
                if allowed and v not in allowed:
                    self._error(
                        (key, pattern, k),
                        f"{k} = {v!r} is not known",
                        f"Choose one of: {', '.join(allowed)}.",
                    )
                else:
                    found[pattern][k] = str(v)
        return found

    def _speakers(self, key: str, value: Any) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for pattern, table in self._table(key, value).items():
            labels = self._sub_table(key, pattern, table)
            checked = {k: self._text(k, v, (key, pattern)) for k, v in labels.items()}
            found[pattern] = {k: v for k, v in checked.items() if v is not None}
        return found

    def _survey(self, key: str, value: Any) -> dict[str, SurveyColumns]:
        found = {}
        for pattern, table in self._table(key, value).items():
            columns: dict[str, Any] = {}
            for k, v in self._sub_table(key, pattern, table).items():
                if k not in SurveyColumns.__dataclass_fields__:
                    self._unknown((key, pattern, k), k, SurveyColumns.__dataclass_fields__)
                else:
                    columns[k] = self._texts(k, v) if k == "questions" else self._text(k, v, (key, pattern))
            found[pattern] = SurveyColumns(**{k: v for k, v in columns.items() if v is not None})
        return found

    def _sub_table(self, key: str, pattern: str, table: Any) -> dict[str, Any]:
        if isinstance(table, dict):
            return table
        self._error(
            (key, pattern), f"{pattern!r} under {key!r} must be a table of its own",
            f'Write [{key}."{pattern}"] on a line of its own.',
        )  # fmt: skip
        return {}

    # --- errors ------------------------------------------------------------------------------------

    def _unknown(self, path: tuple[str, ...], key: str, known: Iterable[str]) -> None:
        from rapidfuzz import process

        near = process.extractOne(key, list(known), score_cutoff=60)
        fix = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(known)}."
        self._error(path, f"unknown key {key!r}", fix)

    def _error(self, path: tuple[str, ...], what: str, fix: str) -> None:
        line = find_line(self.lines, path)
        where = f"{self.file}, line {line}" if line else str(self.file)
        self.errors.append(StudyError(what, where=where, fix=fix))


def find_line(lines: list[str], path: tuple[str, ...]) -> int | None:
    """1-based line where a key of a TOML document stands; the nearest enclosing table's if the key is nested.

    tomllib gives no positions, so the lines are looked through for the table header and the key.
    """
    table: list[str] = []
    best: tuple[int, int] | None = None
    for number, line in enumerate(lines, start=1):
        header = re.match(r"\s*\[+([^\]#]+)\]+", line)
        if header:
            table = _dotted(header[1])
            here = table
        else:
            key = re.match(
                r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""", line
            )
            if not key:
                continue
            here = [*table, *_dotted(key[1])]
        depth = len(here)
        if tuple(here) == path[:depth] and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None


def _dotted(text: str) -> list[str]:
    return [a or b or c for a, b, c in re.findall(r""""([^"]*)"|'([^']*)'|([\w-]+)""", text)]
