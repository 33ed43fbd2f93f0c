"""informants.csv: who the informants are, and which speaker of which source is which of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from qualcode.errors import Problems, QualcodeError, StudyError, TranscriptError
from qualcode.intake import labels
from qualcode.intake.finding import SUFFIXES, look_through, source_id
from qualcode.intake.tabular import Table, read_csv
from qualcode.model import UNKNOWN, Appearance, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.settings import Settings

FILE_NAME = "informants.csv"
COLUMNS = ("id", "person", "source", "label", "role", "group", "site", "collective", "status")
REQUIRED = ("id", "group")
_YES_NO = {"": False, "nei": False, "no": False, "ja": True, "yes": True, "x": True}
_PLANNED = {"": False, "planlagt": True, "planned": True}
_SAID = ("interviewer", "not a speaker")


@dataclass(frozen=True, slots=True)
class Register:
    """The informants of a study.

    appearances: those with data, in the file's order. planned: those of whom there is none yet.
    speakers: what the settings say of labels, by source (glob).
    """

    appearances: tuple[Appearance, ...] = ()
    planned: tuple[Appearance, ...] = ()
    speakers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    _by_source: dict[str, list[Appearance]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Sort the rows by source."""
        for row in self.appearances:
            for source in sorted({source.casefold() for source in row.sources}):
                self._by_source.setdefault(source, []).append(row)

    def of_source(self, source: str) -> list[Appearance]:
        """The rows that name a source."""
        return self._by_source.get(source.casefold(), [])

    def labels(self, source: str) -> list[str]:
        """The labels the rows of a source give."""
        return [a.label for a in self.of_source(source) if a.label]

    def match(self, source: str, label: str | None) -> Appearance | None:
        """The row a speaker of a source stands for.

        The settings' `[speakers]` go first, then the row with the label, then the row without one. Text
        without speakers is the row's without a label, or the only row's there is.

        Args:
            source: id of the source.
            label: as written in the source; None for text without speakers.
        """
        rows = self.of_source(source)
        if label is None:
            rest = [a for a in rows if not a.label]
            return rest[0] if rest else rows[0] if len(rows) == 1 else None
        wanted = {labels.key_of(label), labels.key_of(label.partition(" (")[0])}
        for pattern, table in reversed(list(self.speakers.items())):
            if fnmatchcase(source, pattern):
                for name, informant in table.items():
                    if labels.key_of(name) in wanted:
                        return next((a for a in self.appearances if a.id == informant), None)
        named = [a for a in rows if a.label and labels.key_of(a.label) in wanted]
        exact = [a for a in named if a.label and labels.key_of(a.label) == labels.key_of(label)]
        # 'Kari' is 'Kari (helsesykepleier)' where no other Kari is.
        short = [a for a in rows if a.label and labels.key_of(a.label.partition(" (")[0]) in wanted]
        rest = [a for a in rows if not a.label]
        return next(iter([*exact, *named, *(short if len(short) == 1 else []), *rest]), None)


def read_register(settings: Settings) -> Register:
    """Read a study's informants.csv. A study without one has an empty register.

    Raises:
        StudyError: a missing column, a duplicate id, an unknown group or site, a person without a row, two
            rows for the same speaker, or a speaker setting that names no row (file and line named).
        Problems: several of these.
    """
    path = settings.folder / FILE_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        missing = Notice("warning", f"there is no {FILE_NAME}; every speaker counts as {UNKNOWN!r}")
        return Register(speakers=settings.speakers, notices=(missing,))
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=FILE_NAME) from None
    try:
        table = read_csv(data, path)
    except TranscriptError as error:
        raise StudyError(error.what, where=error.where, fix=_FIX_TABLE) from None
    return _Rows(table, settings).register()


_FIX_TABLE = f"Its first line is: {','.join(COLUMNS)}."


class _Rows:
    """Checks the rows of informants.csv, and gathers every mistake with its line."""

    def __init__(self, table: Table, settings: Settings) -> None:
        self.table = table
        self.settings = settings
        self.errors: list[QualcodeError] = []
        self.notices: list[Notice] = list(table.notices)
        self.sources = self._known_sources()

    def _known_sources(self) -> dict[str, str]:
        root = self.settings.transcripts_folder
        if not root.is_dir():
            return {}
        paths = look_through(root, reports=self.settings.reports_folder).paths
        return {source_id(path).casefold(): source_id(path) for path in paths}

    def register(self) -> Register:
        header = [name.strip().casefold() for name in self.table.header]
        self._check_header(header)
        if not self.errors:
            rows = [
                (line, dict(zip(header, row, strict=True)))
                for line, row in zip(self.table.lines, self.table.rows, strict=True)
            ]
            lines = self._check_ids(rows)
            found = [
                (line, self._appearance(line, row, lines), self._is_planned(line, row)) for line, row in rows
            ]
            self._check_speakers([(line, a) for line, a, planned in found if not planned], set(lines))
            if not self.errors:
                return Register(
                    tuple(a for _, a, planned in found if not planned),
                    tuple(a for _, a, planned in found if planned),
                    self.settings.speakers,
                    tuple(self.notices),
                )
        raise self.errors[0] if len(self.errors) == 1 else Problems(self.errors)

    def _check_header(self, header: list[str]) -> None:
        found = ", ".join(name for name in self.table.header if name)
        for name in REQUIRED:
            if name not in header:
                near = _nearest(name, [h for h in header if h and h not in COLUMNS])
                fix = f"Rename {near!r} to {name!r}." if near else _FIX_TABLE
                self._error(1, f"has no column {name!r}; it has: {found}", fix)
        for name in sorted({name for name in header if name and header.count(name) > 1}):
            self._error(1, f"has two columns named {name!r}", "Take one of them away.")

    def _check_ids(self, rows: list[tuple[int, dict[str, str]]]) -> dict[str, int]:
        lines: dict[str, int] = {}
        for line, row in rows:
            if not row["id"]:
                self._error(line, "the id is empty", "Give the row an id no other row has, such as i07.")
            elif row["id"] in lines:
                self._error(
                    line, f"the id {row['id']!r} stands on line {lines[row['id']]} too",
                    "Give one of them another id; for the same person in a second role, name the first id in "
                    "the column person.",
                )  # fmt: skip
            else:
                lines[row["id"]] = line
        return lines

    def _appearance(self, line: int, row: dict[str, str], lines: Mapping[str, int]) -> Appearance:
        person = row.get("person", "") or row["id"]
        if person not in lines:
            near = _nearest(person, list(lines))
            self._error(
                line, f"person names {person!r}, which is the id of no row",
                f"Did you mean {near!r}?" if near else "Name the id of the first row, or leave it empty.",
            )  # fmt: skip
        collective = _YES_NO.get(row.get("collective", "").casefold())
        if collective is None:
            self._error(line, f"collective is {row['collective']!r}", "Write ja or nei.")
        group = self._one_of(line, "group", row["group"], self.settings.groups)
        if not row["group"] and not _PLANNED.get(row.get("status", "").casefold()):
            self.notices.append(
                Notice("warning", f"{row['id']!r} has no group; counted as {UNKNOWN!r}", line, "Fill it in.")
            )
        return Appearance(
            id=row["id"],
            person=person,
            group=group or UNKNOWN,
            site=self._one_of(line, "site", row.get("site", ""), self.settings.sites),
            role=row.get("role") or None,
            sources=tuple(
                self._source(line, name.strip()) for name in row.get("source", "").split(";") if name.strip()
            ),
            label=row.get("label") or None,
            collective=bool(collective),
            attributes={k: v for k, v in row.items() if k and k not in COLUMNS and v},
        )

    def _one_of(self, line: int, what: str, value: str, known: Mapping[str, str]) -> str | None:
        if not value or not known or value in known:
            return value or None
        by_name = {name.casefold(): id_ for id_, name in known.items()} | {
            id_.casefold(): id_ for id_ in known
        }
        found = by_name.get(value.casefold())
        if found is None:
            near = _nearest(value, list(known)) or _nearest(value, list(known.values()))
            hint = f"Did you mean {near!r}?" if near else f"Known: {', '.join(known)}."
            self._error(
                line, f"unknown {what} {value!r}", f"{hint} New ones are added to [{what}s] in qualcode.toml."
            )
        return found

    def _source(self, line: int, name: str) -> str:
        name = unicodedata.normalize("NFC", name)
        if name.casefold() not in self.sources and name.casefold().endswith(SUFFIXES):
            name = name.rpartition(".")[0]
        name = name.rpartition("/")[2]
        known = self.sources.get(name.casefold())
        if known is None:
            near = _nearest(name, list(self.sources.values()))
            fix = f"Did you mean {near!r}?" if near else "Add the file, or correct the name."
            self.notices.append(Notice("warning", f"there is no source {name!r}", line, fix))
        return known or name

    def _is_planned(self, line: int, row: dict[str, str]) -> bool:
        planned = _PLANNED.get(row.get("status", "").casefold())
        if planned is None:
            self._error(line, f"status is {row['status']!r}", "Write planlagt, or leave it empty.")
        return bool(planned)

    def _check_speakers(self, found: Iterable[tuple[int, Appearance]], ids: set[str]) -> None:
        seen: dict[tuple[str, str], int] = {}
        for line, row in found:
            for source in row.sources:
                key = (source, labels.key_of(row.label or ""))
                other = seen.setdefault(key, line)
                if other != line:
                    who = f"the speaker {row.label!r}" if row.label else "every speaker without a row"
                    self._error(
                        line, f"{who} of {source!r} is claimed by line {other} too",
                        "Give each row the label its speaker has in the file; for a group that speaks as "
                        "one, write one row with collective ja.",
                    )  # fmt: skip
        for pattern, table in self.settings.speakers.items():
            for label, value in table.items():
                if value not in ids and value not in _SAID:
                    near = _nearest(value, [*ids, *_SAID])
                    hint = f"Did you mean {near!r}?" if near else f"Add a row with the id {value!r}."
                    self.errors.append(
                        StudyError(
                            f"{label!r} is set to {value!r}, which is the id of no row in {FILE_NAME}",
                            where=f'qualcode.toml, [speakers."{pattern}"]',
                            fix=f"{hint} It may also be 'interviewer' or 'not a speaker'.",
                        )
                    )

    def _error(self, line: int, what: str, fix: str) -> None:
        self.errors.append(StudyError(what, where=f"{FILE_NAME}, line {line}", fix=fix))


def _nearest(name: str, known: list[str]) -> str | None:
    from rapidfuzz import process, utils

    found = process.extractOne(name, sorted(known), processor=utils.default_process, score_cutoff=60)
    return found[0] if found else None
