"""StudyData: a study's segments, codings and facts as pandas tables, checked once, read by all of analysis.

Filled from the database by the study; made by hand in the tests. Nothing here computes a statistic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from qualcode.analysis.run_facts import RunFacts
from qualcode.errors import Problems, QualcodeError, StudyError
from qualcode.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qualcode.settings import Settings

TEXT, INTEGER, NUMBER, FLAG = "text", "integer", "number", "flag"
"""Column types: nullable `string`, `Int64` and `Float64`, and plain `bool`."""

SEGMENTS = {
    "segment_id": TEXT,
    "source": TEXT,
    "kind": TEXT,
    "fidelity": TEXT,
    "turn": INTEGER,
    "speaker": TEXT,
    "informant": TEXT,
    "role": TEXT,
    "group": TEXT,
    "site": TEXT,
    "question": TEXT,
    "time": NUMBER,
    "phase": TEXT,
    "start": INTEGER,
    "end": INTEGER,
    "text": TEXT,
    "person": TEXT,
    "collective": FLAG,
    "is_informant": FLAG,
    "week": TEXT,
    "meeting": TEXT,
}
"""One row per segment, in reading order; `is_informant` is False for documents and unknown speakers; `week`
and `meeting` are a survey's own words for when an answer was given and which meeting it tells of."""

CODINGS = {
    "segment_id": TEXT,
    "source": TEXT,
    "informant": TEXT,
    "group": TEXT,
    "site": TEXT,
    "code": TEXT,
    "origin": TEXT,
    "coder": TEXT,
    "pass": TEXT,
    "status": TEXT,
    "score": NUMBER,
    "indicators": TEXT,
    "start": INTEGER,
    "end": INTEGER,
    "text": TEXT,
    "valence": TEXT,
    "uncertain": FLAG,
    "span_start": INTEGER,
    "span_end": INTEGER,
}
"""One row per segment and code (and coder); `start`, `end`, `text` are the segment's, `span_start` and
`span_end` the narrower span a coder marked, in the source's text like them."""

INFORMANTS = {
    "id": TEXT,
    "person": TEXT,
    "group": TEXT,
    "site": TEXT,
    "role": TEXT,
    "collective": FLAG,
    "planned": FLAG,
    "sources": TEXT,
}
"""One row per row of the register (and per survey respondent); `sources` separated by `;`."""

SOURCES = {
    "id": TEXT,
    "path": TEXT,
    "kind": TEXT,
    "fidelity": TEXT,
    "site": TEXT,
    "n_turns": INTEGER,
    "n_words": INTEGER,
    "sha256": TEXT,
}
"""One row per source read; free attributes (mode, date ...) are further text columns."""

QUESTIONS = {"question": TEXT, "theme": TEXT, "group": TEXT, "site": TEXT, "source": TEXT, "asked": FLAG}
"""One row per row of questions.csv; an empty group, site or source stands for all."""

CODEBOOK = {
    "code": TEXT,
    "parent": TEXT,
    "name_nb": TEXT,
    "name_nn": TEXT,
    "name_en": TEXT,
    "definition": TEXT,
    "definition_nn": TEXT,
    "definition_en": TEXT,
    "codebook": TEXT,
    "version": TEXT,
}
"""One row per code, in the order of the codebooks: a theme, then its sub-codes; `definition` is in bokmål."""

MATCHES = {
    "segment_id": TEXT,
    "code": TEXT,
    "indicator": TEXT,
    "start": INTEGER,
    "end": INTEGER,
    "surface": TEXT,
}
"""Optional: where the indicators were found, offsets in the source's text like the segment's own."""

ANSWERS = {
    "informant": TEXT,
    "person": TEXT,
    "group": TEXT,
    "site": TEXT,
    "source": TEXT,
    "item": TEXT,
    "answer": TEXT,
}
"""Optional: a respondent's answer to a closed question, one row for each; an empty answer has a row too."""

OVERRIDES = {"segment_id": TEXT, "action": TEXT, "code": TEXT, "reason": TEXT, "line": INTEGER}
"""Optional: quotes the author has pinned or banned, a row per line of sitater.csv; without a code for all."""

COLUMNS = {
    "segments": SEGMENTS,
    "codings": CODINGS,
    "informants": INFORMANTS,
    "sources": SOURCES,
    "questions": QUESTIONS,
    "codebook": CODEBOOK,
    "matches": MATCHES,
    "answers": ANSWERS,
    "overrides": OVERRIDES,
}
ORIGINS = ("machine", "coder")
STATUSES = ("suggested", "accepted", "rejected")


@dataclass(frozen=True, eq=False)
class StudyData:
    """A study as tables. Make one with `study_data`, which checks it.

    The columns and types of each frame are those of `COLUMNS`; a missing text is NA, never "".
    """

    segments: pd.DataFrame
    codings: pd.DataFrame
    informants: pd.DataFrame
    sources: pd.DataFrame
    questions: pd.DataFrame
    codebook: pd.DataFrame
    settings: Settings
    run: RunFacts = field(default_factory=RunFacts)
    matches: pd.DataFrame = field(default_factory=lambda: typed_frame([], MATCHES))
    answers: pd.DataFrame = field(default_factory=lambda: typed_frame([], ANSWERS))
    overrides: pd.DataFrame = field(default_factory=lambda: typed_frame([], OVERRIDES))

    @cached_property
    def segment_rows(self) -> list[dict[str, Any]]:
        """The segments as `records` gives them, made once for all who read them; not to be changed."""
        return records(self.segments)

    @cached_property
    def coding_rows(self) -> list[dict[str, Any]]:
        """The codings likewise."""
        return records(self.codings)


def study_data(
    *,
    segments: pd.DataFrame | Iterable[Mapping[str, Any]],
    codings: pd.DataFrame | Iterable[Mapping[str, Any]],
    informants: pd.DataFrame | Iterable[Mapping[str, Any]],
    sources: pd.DataFrame | Iterable[Mapping[str, Any]],
    codebook: pd.DataFrame | Iterable[Mapping[str, Any]],
    settings: Settings,
    questions: pd.DataFrame | Iterable[Mapping[str, Any]] = (),
    matches: pd.DataFrame | Iterable[Mapping[str, Any]] = (),
    answers: pd.DataFrame | Iterable[Mapping[str, Any]] = (),
    overrides: pd.DataFrame | Iterable[Mapping[str, Any]] = (),
    run: RunFacts | None = None,
) -> StudyData:
    """Give each table its columns and types, and check that they fit together.

    A role goes by the name the settings give it at its site (`roles`); a segment without a phase has its
    source's.

    Args:
        segments: rows as `SEGMENTS`; missing columns are filled with NA (flags: False).
        codings: rows as `CODINGS`.
        informants: rows as `INFORMANTS`.
        sources: rows as `SOURCES`, further columns kept as text.
        codebook: rows as `CODEBOOK`, a parent before its sub-codes.
        settings: the study's settings.
        questions: rows as `QUESTIONS`.
        matches: rows as `MATCHES`.
        answers: rows as `ANSWERS`.
        overrides: rows as `OVERRIDES`; a segment may be one that is no more.
        run: the facts of the run.

    Raises:
        StudyError: a row that names a segment, source, code, kind, origin or status that does not exist,
            a duplicate id, or an informant's segment without a person.
        Problems: several of these at once.
    """
    given = {
        "segments": segments,
        "codings": codings,
        "informants": informants,
        "sources": sources,
        "questions": questions,
        "codebook": codebook,
        "matches": matches,
        "answers": answers,
        "overrides": overrides,
    }
    frames = {name: typed_frame(rows, COLUMNS[name], name) for name, rows in given.items()}
    frames["segments"] = _with_roles(_with_phases(frames["segments"], frames["sources"]), settings)
    frames["informants"] = _with_roles(frames["informants"], settings)
    errors = _misfits(frames)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Problems(errors)
    return StudyData(**frames, settings=settings, run=run or RunFacts())


def typed_frame(
    rows: pd.DataFrame | Iterable[Mapping[str, Any]], columns: Mapping[str, str], name: str = "table"
) -> pd.DataFrame:
    """A frame with the stated columns first, in order and typed; further columns follow as text.

    Args:
        rows: a frame, or one mapping per row.
        columns: column name to type (`text`, `integer`, `number`, `flag`).
        name: of the table, for the error.

    Raises:
        StudyError: a value that its column cannot hold.
    """
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    typed: dict[str, Any] = {}
    for column in [*columns, *(c for c in frame.columns if c not in columns)]:
        values = list(frame[column]) if column in frame.columns else [None] * len(frame)
        kind = columns.get(column, TEXT)
        try:
            typed[column] = _typed(values, kind)
        except (TypeError, ValueError) as error:
            raise StudyError(
                f"column {column!r} holds something that is not {kind}: {error}", where=name
            ) from None
    return pd.DataFrame(typed, columns=[*typed])


def _typed(values: list[Any], kind: str) -> pd.Series[Any]:
    present = [None if _is_missing(v) else v for v in values]
    if kind == TEXT:
        return pd.Series([str(v) if v is not None else None for v in present], dtype=pd.StringDtype("python"))
    if kind == INTEGER:
        return pd.Series(present, dtype="Int64")
    if kind == NUMBER:
        return pd.Series([float(v) if v is not None else None for v in present], dtype="Float64")
    return pd.Series([bool(v) for v in present], dtype=bool)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value == "" or (isinstance(value, float) and value != value)  # noqa: PLR0124


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain Python dictionaries, NA as None.

    Args:
        frame: any frame with unique column names.
    """
    columns = {str(name): _plain(frame[name]) for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(column: pd.Series[Any]) -> list[Any]:
    """The values of a column, what is missing or empty as None."""
    values: list[Any] = column.tolist()
    for at in column.isna().to_numpy().nonzero()[0]:
        values[at] = None
    return [None if v == "" else v for v in values] if "" in values else values


def _with_roles(frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    if not settings.roles:
        return frame
    known = {
        (site, label.casefold()): role
        for site, roles in settings.roles.items()
        for label, role in roles.items()
    }
    roles = [
        known.get((row["site"], row["role"].casefold()), row["role"]) if row["role"] else None
        for row in records(frame)
    ]
    return frame.assign(role=_typed(roles, TEXT))


def _with_phases(segments: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    if "phase" not in sources.columns:
        return segments
    of_source = {row["id"]: row["phase"] for row in records(sources)}
    phases = [row["phase"] or of_source.get(row["source"]) for row in records(segments)]
    return segments.assign(phase=_typed(phases, TEXT))


# --- does it fit together ----------------------------------------------------------------------------


def _misfits(frames: Mapping[str, pd.DataFrame]) -> list[QualcodeError]:
    segments, codings, codebook = frames["segments"], frames["codings"], frames["codebook"]
    errors: list[QualcodeError] = []

    def known(table: str, column: str, allowed: Collection[str]) -> None:
        values = frames[table][column].dropna().unique().tolist()
        missing = sorted(set(values) - set(allowed))
        if missing:
            errors.append(StudyError(f"unknown {column} {missing[0]!r}", where=f"table {table}"))

    for table, column in (
        ("segments", "segment_id"),
        ("sources", "id"),
        ("informants", "id"),
        ("codebook", "code"),
    ):
        ids = frames[table][column]
        if ids.isna().any():
            errors.append(StudyError(f"a row without {column}", where=f"table {table}"))
        twice = ids[ids.duplicated()].tolist()
        if twice:
            errors.append(StudyError(f"{column} {twice[0]!r} stands twice", where=f"table {table}"))
    known("segments", "source", frames["sources"]["id"].tolist())
    known("segments", "kind", KINDS)
    known("codings", "segment_id", segments["segment_id"].tolist())
    known("codings", "code", codebook["code"].tolist())
    known("codings", "origin", ORIGINS)
    known("codings", "status", STATUSES)
    known("codebook", "parent", codebook["code"].tolist())
    known("matches", "segment_id", segments["segment_id"].tolist())
    errors += [
        StudyError(f"a coding without {column}", where="table codings")
        for column in ("origin", "status")
        if codings[column].isna().any()
    ]
    nobody = segments[segments["is_informant"] & segments["person"].isna()]
    if len(nobody):
        errors.append(
            StudyError(
                f"segment {nobody['segment_id'].iloc[0]!r} is an informant's, but has no person",
                where="table segments",
            )
        )
    return errors
