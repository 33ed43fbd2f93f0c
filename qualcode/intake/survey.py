"""Survey files: one turn per open answer, keyed by question; closed answers follow the respondent.

A file of closed answers alone is a source too: it brings respondents and has no text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import TranscriptError
from qualcode.intake.extract import Cue, Extract
from qualcode.intake.finding import source_id
from qualcode.intake.tabular import Table, read_csv, read_xlsx
from qualcode.model import UNKNOWN, Appearance, Notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.settings import Settings

# Header names, in small letters, that say what a column holds.
_NAMES: dict[str, tuple[str, ...]] = {
    what: tuple(name.strip() for name in names.split(","))
    for what, names in {
        "respondent": "respondent, respondentnr, respondent_id, respondentid, respondent id, "
        "respondent-id, id, nr, løpenr, løpenummer, informant, deltaker, deltakar, deltaker_id, "
        "person, svar-id, svar_id, svarid, participant, response id",
        "group": "group, gruppe, tjeneste, teneste, service, informantgruppe, målgruppe, yrkesgruppe",
        "site": "site, sted, stad, kommune, bydel, enhet, municipality",
        "role": "role, rolle, stilling, yrke, relasjon, funksjon",
        "phase": "phase, fase, runde, måling, tidspunkt, wave",
        "week": "week, uke, veke, ukenr, ukenummer, vekenr, vekenummer",
        "meeting": "meeting, møte, møtenr, møtenummer, møte-id, møte_id, møteid, meeting id, meeting_id",
        "question": "question, spørsmål, spm, spørsmal, item",
        "answer": "answer, svar, text, tekst, fritekst, åpent svar, ope svar, kommentar, utsagn",
    }.items()
}
# Columns that are never answers: what tools add, and codes set by others.
_NOT_ANSWERS = frozenset(
    """
    codes koder kode disputed omstridt source kilde kjelde dato date tid tidsstempel timestamp starttid
    sluttid starttidspunkt fullføringstidspunkt e-post epost email navn namn name språk language study
    studie fil file
    """.split()
)
_OCCASION = ("phase", "week", "meeting")
"""When and where an answer was given: another for each of a respondent's rows."""
_FREE_TEXT = re.compile(r"\S+(?:\s+\S+){3,}")


@dataclass(slots=True)
class _Columns:
    """Index of each column by what it holds; questions: index and wording of each column of answers."""

    known: dict[str, int] = field(default_factory=dict)
    questions: list[tuple[int, str]] = field(default_factory=list)
    closed: list[tuple[int, str]] = field(default_factory=list)
    items: frozenset[int] = frozenset()

    def is_item(self, place: int) -> bool:
        """Whether a column holds ticked answers to a closed question."""
        return place in self.items


def read_survey(data: bytes, path: Path, settings: Settings) -> Extract:
    """Read a survey file: a respondent a row and a question a column, or an answer a row.

    Columns are those the settings name under `[survey]`, or recognised by usual Norwegian and English
    headers; every other column with free text is a question, and closed items follow the respondent.

    Raises:
        TranscriptError: locked, damaged or empty; a column the settings name that is not there; neither open
            nor closed answers.
    """
    table = read_xlsx(data, path) if path.suffix.lower() == ".xlsx" else read_csv(data, path)
    columns = _columns(table, path, settings)
    reader = _Respondents(table, columns, path, settings)
    texts: list[str] = []
    cues: list[Cue] = []
    at = 0
    for number, row in enumerate(table.rows):
        if any(row[i] for i, _ in columns.closed if columns.is_item(i)):
            reader.informant(number, row)  # who only ticked boxes has answered too
        for column, question in columns.questions:
            answer = row[column].replace("\r\n", "\n").replace("\r", "\n")
            if not re.search(r"\w", answer):
                continue
            asked = row[columns.known["question"]] if "question" in columns.known else ""
            cues.append(
                Cue(
                    at,
                    at + len(answer),
                    question=asked or question,
                    informant=reader.informant(number, row),
                    phase=reader.cell(row, "phase") or None,
                    week=reader.cell(row, "week") or None,
                    meeting=reader.cell(row, "meeting") or None,
                )
            )
            texts.append(answer)
            at += len(answer) + 1
    if not reader.appearances:
        raise TranscriptError(
            "has no column with free text, and none where people choose among a few answers",
            where=path.name,
            fix=f'Name the columns in qualcode.toml: [survey."{source_id(path)}"] questions = ["..."].',
        )
    return Extract(
        "\n".join(texts),
        (*table.notices, *_told(columns, table, has_open=bool(cues)), *reader.notices()),
        cues=tuple(cues),
        appearances=tuple(reader.appearances.values()),
        is_survey=True,
    )


def _columns(table: Table, path: Path, settings: Settings) -> _Columns:
    named = settings.survey_columns(source_id(path))
    places = {name.casefold(): i for i, name in reversed(list(enumerate(table.header))) if name}
    double = [name for name, n in Counter(name.casefold() for name in table.header if name).items() if n > 1]
    if double:
        raise TranscriptError(
            f"has two columns named {double[0]!r}",
            where=f"{path.name}, {table.unit} 1",
            fix="Rename one of them.",
        )
    columns = _Columns()
    for what in ("respondent", "group", "site", "role", *_OCCASION):
        wanted = getattr(named, what)
        if wanted is not None:
            columns.known[what] = _place(wanted, places, table, path)
    wanted_questions = [(_place(name, places, table, path), name) for name in named.questions]
    taken = {*columns.known.values(), *(i for i, _ in wanted_questions)}
    for what, names in _NAMES.items():
        if what in columns.known or (wanted_questions and what in ("question", "answer")):
            continue
        # The order of the names is by how surely they say it.
        place = next((places[name] for name in names if name in places and places[name] not in taken), None)
        if place is not None:
            columns.known[what] = place
            taken.add(place)
    answer = columns.known.pop("answer", None)
    if wanted_questions:
        columns.questions = wanted_questions
    elif answer is not None:
        columns.questions = [(answer, table.header[answer])]
        if "question" not in columns.known:
            taken.discard(answer)
            taken.add(answer)
            columns.questions += _free_text(table, taken, columns)
    else:
        columns.known.pop("question", None)
        columns.questions = _free_text(table, taken, columns)
    if wanted_questions or (answer is not None and "question" in columns.known):
        places_of_answers = {i for i, _ in columns.questions}
        columns.closed = [
            (i, name) for i, name in enumerate(table.header) if name and i not in taken | places_of_answers
        ]
    columns.items = _items(table, columns, {_place(name, places, table, path) for name in named.items})
    return columns


def _items(table: Table, columns: _Columns, named: set[int]) -> frozenset[int]:
    """The closed questions: those the settings name, else the columns where people choose among a few."""
    if named:
        columns.questions = [(i, name) for i, name in columns.questions if i not in named]
        known = {i for i, _ in columns.closed}
        columns.closed += [(i, table.header[i]) for i in sorted(named - known)]
        return frozenset(named)
    return frozenset(
        i
        for i, name in columns.closed
        if name.casefold() not in _NOT_ANSWERS and is_closed([row[i] for row in table.rows if row[i]])
    )


def is_closed(cells: Sequence[str]) -> bool:
    """Whether answers were chosen among a few (at most seven, each more than twice on average).

    Args:
        cells: the answers that are not empty.
    """
    distinct = len(set(cells))
    return distinct <= 7 and len(cells) > 2 * distinct


def _place(name: str, places: Mapping[str, int], table: Table, path: Path) -> int:
    place = places.get(name.strip().casefold())
    if place is None:
        from rapidfuzz import process

        near = process.extractOne(name, table.header, score_cutoff=60)
        hint = f"Did you mean {near[0]!r}?" if near else f"Columns: {', '.join(table.header)}."
        raise TranscriptError(f"has no column {name!r}, which [survey] names", where=path.name, fix=hint)
    return place


def _free_text(table: Table, taken: set[int], columns: _Columns) -> list[tuple[int, str]]:
    """The columns where people wrote: an answer has four words, and they do not choose among a few."""
    found: list[tuple[int, str]] = []
    for i, name in enumerate(table.header):
        if i in taken or not name or name.casefold() in _NOT_ANSWERS:
            continue
        cells = [row[i] for row in table.rows if row[i]]
        if any(_FREE_TEXT.search(cell) for cell in cells) and not is_closed(cells):
            found.append((i, name))
        elif cells:
            columns.closed.append((i, name))
    return found


def _told(columns: _Columns, table: Table, *, has_open: bool) -> tuple[Notice, ...]:
    known = ", ".join(f"{what} {table.header[i]!r}" for what, i in columns.known.items())
    places = [i for i, _ in columns.questions] if has_open else sorted(columns.items)
    named = [table.header[i] for i in places]
    asked = ", ".join(repr(name) for name in named[:6])
    more = f" and {len(named) - 6} more" if len(named) > 6 else ""
    what = "answers in" if has_open else "no open answers, closed ones in"
    return (Notice("info", f"columns: {known or 'none recognised'}; {what} {asked}{more}"),)


class _Respondents:
    """The respondents of one survey, each an informant in a role; gathered row by row."""

    def __init__(self, table: Table, columns: _Columns, path: Path, settings: Settings) -> None:
        self.appearances: dict[tuple[str, str, str | None, str | None], Appearance] = {}
        self._table = table
        self._columns = columns
        self._source = source_id(path)
        self._groups = _names(settings.groups)
        self._sites = _names(settings.sites)
        self._used: Counter[str] = Counter()
        self._unknown: dict[tuple[str, str], int] = {}
        self._changed: dict[str, int] = {}

    def cell(self, row: tuple[str, ...], what: str) -> str:
        place = self._columns.known.get(what)
        return row[place] if place is not None else ""

    def informant(self, number: int, row: tuple[str, ...]) -> str:
        """Id of the respondent of a row, who is added when new. A second group or role is a second row."""
        respondent = self.cell(row, "respondent") or f"{self._table.unit}{self._table.lines[number]}"
        group = self._known("group", self.cell(row, "group"), self._groups, number) or UNKNOWN
        site = self._known("site", self.cell(row, "site"), self._sites, number)
        role = self.cell(row, "role") or None
        key = (respondent, group, site, role)
        if key not in self.appearances:
            person = f"{self._source}:{respondent}"
            self._used[person] += 1
            n = self._used[person]
            closed = {name: row[i] for i, name in self._columns.closed if row[i]}
            self.appearances[key] = Appearance(
                id=person if n == 1 else f"{person}:{n}",
                person=person,
                group=group,
                site=site,
                role=role,
                sources=(self._source,),
                label=respondent,
                attributes=closed,
            )
        else:
            self._compare(self.appearances[key], number, row)
        return self.appearances[key].id

    def _compare(self, known: Appearance, number: int, row: tuple[str, ...]) -> None:
        """Note a respondent who ticks otherwise in a later row: a closed answer is counted once for each."""
        for i, name in self._columns.closed:
            if self._columns.is_item(i) and row[i] and known.attributes.get(name, "") != row[i]:
                self._changed.setdefault(name, self._table.lines[number])

    def _known(self, what: str, value: str, names: Mapping[str, str], number: int) -> str | None:
        if not value:
            return None
        if not names:
            return value
        known = names.get(value.casefold())
        if known is None:
            self._unknown.setdefault((what, value), self._table.lines[number])
        return known

    def notices(self) -> list[Notice]:
        """Warnings: of a group or site the settings do not have, no groups, a closed answer given twice."""
        from rapidfuzz import process

        found = [
            Notice(
                "warning",
                f"a respondent answers {name!r} again, otherwise; only the first answer is counted",
                line,
                "If the form was filled in several times, put the closed answers in a file for each time.",
            )
            for name, line in self._changed.items()
        ]
        for (what, value), line in self._unknown.items():
            known = self._groups if what == "group" else self._sites
            near = process.extractOne(value.casefold(), list(known), score_cutoff=60)
            hint = f" (is it {known[near[0]]!r}?)" if near else ""
            found.append(
                Notice(
                    "warning",
                    f"unknown {what} {value!r}{hint}; counted as {UNKNOWN!r}" if what == "group"
                    else f"unknown site {value!r}{hint}; left out",
                    line,
                    f'Add it to [{what}s] in qualcode.toml: id = "{value}".',
                )
            )  # fmt: skip
        if "group" not in self._columns.known:
            found.append(
                Notice(
                    "warning",
                    f"has no column for the group; all respondents are counted as {UNKNOWN!r}",
                    fix=f'Name it in qualcode.toml: [survey."{self._source}"] group = "COLUMN".',
                )
            )
        return found


def _names(names: Mapping[str, str]) -> dict[str, str]:
    """Every way to write a group or site, in small letters, to its id: the printed name counts too."""
    return {name.casefold(): id_ for id_, name in names.items()} | {id_.casefold(): id_ for id_ in names}
