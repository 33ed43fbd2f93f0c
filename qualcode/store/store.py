"""The study's database: what is written and read, as plain calls. The only package that speaks SQL.

Sources are written in batches, each one transaction, so a run that is killed leaves whole sources.
"""

from __future__ import annotations

from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from qualcode.errors import StoreError
from qualcode.model import Appearance, Match, Notice, OffsetMap, Segment, Source, Suggestion, Turn
from qualcode.store import tables as t
from qualcode.store.database import as_json, insert, insert_many, now, plain_rows
from qualcode.store.decisions import Decisions, no_segment
from qualcode.store.people import People

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


class Placed(NamedTuple):
    """A segment's id and where it belongs."""

    id: str
    source: str
    group: str


class Uncoded(NamedTuple):
    """Where a segment to be coded stands in its source's text, and the question it answers."""

    id: str
    start: int
    end: int
    question: str | None


class Scored(NamedTuple):
    """A suggestion's figures."""

    segment: str
    code: str
    score: float
    threshold: float


class Store(Decisions, People):
    """A study's database: what the machine makes of the files, what people decide, and the runs."""

    # --- sources -----------------------------------------------------------------------------------

    def source_keys(self) -> dict[str, tuple[str, str | None]]:
        """Id of every stored source with its intake key and coding key (None: not coded)."""
        columns = t.source.c
        with self._reading() as connection:
            rows = connection.execute(sa.select(columns.id, columns.intake_key, columns.coding_key))
            return {id_: (intake, coding) for id_, intake, coding in rows}

    def write_source(
        self, source: Source, segments: Iterable[Segment], respondents: Iterable[Appearance], intake_key: str
    ) -> None:
        """Put a source with its segments in place of what was stored under its id; its coding is gone."""
        self.write_sources([(source, segments, respondents, intake_key)])

    def write_sources(
        self, read: Iterable[tuple[Source, Iterable[Segment], Iterable[Appearance], str]]
    ) -> None:
        """As `write_source`, for several in one transaction."""
        ready = list(read)
        with self._writing() as connection:
            ids = [source.id for source, *_ in ready]
            connection.execute(sa.delete(t.source).where(t.source.c.id.in_(ids)))
            insert_many(connection, t.source, (_source_row(source, key) for source, _, _, key in ready))
            people = [_informant_row(a, survey=source.id) for source, _, own, _ in ready for a in own]
            insert(connection, t.informant, people)
            insert_many(
                connection, t.segment, (_segment_row(s) for _, segments, *_ in ready for s in segments)
            )

    def remove_sources(self, ids: Iterable[str]) -> None:
        """Remove sources whose files are gone, with their segments; decisions on them stay."""
        with self._writing() as connection:
            for id_ in ids:
                connection.execute(sa.delete(t.source).where(t.source.c.id == id_))

    def sources(self) -> Iterator[Source]:
        """Every source, by id."""
        with self._reading() as connection:
            ids = connection.scalars(sa.select(t.source.c.id).order_by(t.source.c.id)).all()
        for id_ in ids:
            yield self.source(id_)

    def source(self, id_: str) -> Source:
        """One source.

        Raises:
            StoreError: there is none of that id.
        """
        with self._reading() as connection:
            row = connection.execute(sa.select(t.source).where(t.source.c.id == id_)).mappings().first()
        if row is None:
            raise StoreError(
                f"there is no source {id_!r}", fix="`qualcode import STUDY --dry-run` lists them."
            )
        return Source(
            **{name: row[name] for name in ("id", "path", "kind", "fidelity", "site", "sha256", "text")},
            turns=tuple(Turn(*values) for values in row["turns"]),
            offsets=OffsetMap(*(tuple(values) for values in row["offsets"])),
            notices=tuple(Notice(**notice) for notice in row["notices"]),
            attributes=row["attributes"],
        )

    # --- informants --------------------------------------------------------------------------------

    def write_register(self, appearances: Iterable[Appearance], planned: Iterable[Appearance]) -> None:
        """Put the register of informants.csv in place of the stored one; survey respondents stay."""
        rows = [_informant_row(a) for a in appearances] + [_informant_row(a, planned=True) for a in planned]
        with self._writing() as connection:
            connection.execute(sa.delete(t.informant).where(t.informant.c.survey.is_(None)))
            insert(connection, t.informant, rows)

    def informants(self) -> list[dict[str, Any]]:
        """Every row of the register and every survey respondent, by id, as dictionaries of columns."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(t.informant).order_by(t.informant.c.id))
            return [dict(row) for row in rows.mappings()]

    # --- segments ----------------------------------------------------------------------------------

    def segments(self, source: Source) -> list[Segment]:
        """The segments of a source, in the order of its text."""
        query = sa.select(t.segment).where(t.segment.c.source == source.id).order_by(t.segment.c.ordinal)
        with self._reading() as connection:
            return [
                Segment(text=source.text[row["start"] : row["end"]], **row)
                for row in connection.execute(query).mappings()
            ]

    def uncoded(self, sources: Sequence[str]) -> dict[str, tuple[str, list[Uncoded]]]:
        """Each source's text and what coding needs to know of its segments, in the order of the text."""
        columns = t.segment.c
        texts = sa.select(t.source.c.id, t.source.c.text).where(t.source.c.id.in_(sources)).order_by("id")
        segments = (
            sa.select(columns.source, columns.id, columns.start, columns.end, columns.question)
            .where(columns.source.in_(sources))
            .order_by(columns.source, columns.ordinal)
        )
        with self._reading() as connection:
            found: dict[str, tuple[str, list[Uncoded]]] = {
                id_: (text, []) for id_, text in connection.execute(texts)
            }
            for source, id_, start, end, question in plain_rows(connection, segments):
                found[source][1].append(Uncoded(id_, start, end, question))
        return found

    def segment(self, id_: str) -> Segment:
        """One segment.

        Raises:
            StoreError: there is none of that id.
        """
        with self._reading() as connection:
            row = connection.execute(sa.select(t.segment).where(t.segment.c.id == id_)).mappings().first()
        if row is None:
            raise no_segment(id_)
        return Segment(text=self.source(row["source"]).text[row["start"] : row["end"]], **row)

    def outline(self) -> list[Placed]:
        """Every segment's id with where it belongs, in reading order; no texts are read."""
        columns = t.segment.c
        query = sa.select(columns.id, columns.source, columns.group).order_by(columns.source, columns.ordinal)
        with self._reading() as connection:
            return [Placed._make(row) for row in plain_rows(connection, query)]

    # --- suggestions -------------------------------------------------------------------------------

    def write_coding(
        self, source: str, suggestions: Mapping[str, Iterable[Suggestion]], coding_key: str
    ) -> None:
        """Put a source's suggestions (by segment id) in place of the stored ones."""
        self.write_codings({source: suggestions}, coding_key)

    def write_codings(self, coded: Mapping[str, Mapping[str, Iterable[Suggestion]]], coding_key: str) -> None:
        """As `write_coding`, for several sources by id in one transaction."""
        with self._writing() as connection:
            segments = sa.select(t.segment.c.id).where(t.segment.c.source.in_(list(coded)))
            connection.execute(sa.delete(t.suggestion).where(t.suggestion.c.segment.in_(segments)))
            found = (pair for suggestions in coded.values() for pair in suggestions.items())
            insert_many(
                connection, t.suggestion, (_suggestion_row(id_, s) for id_, own in found for s in own)
            )
            of_these = t.source.c.id.in_(list(coded))
            connection.execute(sa.update(t.source).where(of_these).values(coding_key=coding_key))

    def scores(self) -> list[Scored]:
        """Every suggestion without what carries it."""
        columns = t.suggestion.c
        query = sa.select(columns.segment, columns.code, columns.score, columns.threshold)
        with self._reading() as connection:
            return [Scored._make(row) for row in plain_rows(connection, query)]

    def suggestions(self, segment: str | None = None) -> Iterator[tuple[str, Suggestion]]:
        """Every suggestion, or those of one segment, with the segment's id; by source, segment and code."""
        query = (
            sa.select(t.suggestion)
            .join(t.segment, t.segment.c.id == t.suggestion.c.segment)
            .order_by(t.segment.c.source, t.segment.c.ordinal, t.suggestion.c.code)
        )
        if segment is not None:
            query = query.where(t.suggestion.c.segment == segment)
        with self._reading() as connection:
            for row in connection.execute(query).mappings():
                matches = tuple(Match(*match) for match in row["matches"])
                yield (
                    row["segment"],
                    Suggestion(row["code"], row["score"], matches, row["threshold"], row["evidence"]),
                )

    # --- runs --------------------------------------------------------------------------------------

    def record_run(self, record: dict[str, Any]) -> None:
        """Append a run's record."""
        with self._writing() as connection:
            connection.execute(sa.insert(t.run), {"at": now(), "record": record})

    def last_run(self) -> dict[str, Any] | None:
        """The newest run's record."""
        with self._reading() as connection:
            record: dict[str, Any] | None = connection.scalar(
                sa.select(t.run.c.record).order_by(t.run.c.id.desc()).limit(1)
            )
            return record

    # --- the whole ---------------------------------------------------------------------------------

    def dump(self) -> Iterator[str]:
        """All that follows from the inputs as canonical text, a line a row, without clock columns."""
        import json

        with self._reading() as connection:
            for table in (t.source, t.informant, t.segment, t.suggestion):
                for row in connection.execute(
                    sa.select(table).order_by(*table.primary_key.columns)
                ).mappings():
                    yield table.name + "\t" + json.dumps(dict(row), ensure_ascii=False, sort_keys=True)


def _informant_row(a: Appearance, *, planned: bool = False, survey: str | None = None) -> dict[str, Any]:
    row = {
        name: getattr(a, name) for name in ("id", "person", "group", "site", "role", "label", "collective")
    }
    return row | {
        "sources": list(a.sources),
        "attributes": dict(a.attributes),
        "planned": planned,
        "survey": survey,
    }


def _source_row(source: Source, intake_key: str) -> tuple[Any, ...]:
    """Values in the order of the table's columns."""
    turns = list(map(_turn_row, source.turns))
    own = source.id, source.path, source.kind, source.fidelity, source.site, source.sha256, source.text
    offsets = source.offsets.clean, source.offsets.original
    derived = turns, offsets, [asdict(notice) for notice in source.notices], dict(source.attributes)
    return (*own, *map(as_json, derived), intake_key, None)


_turn_row: Callable[[Turn], tuple[Any, ...]] = attrgetter(*Turn.__match_args__)

_segment_row: Callable[[Segment], tuple[Any, ...]] = attrgetter(
    *(column.name for column in t.segment.columns)
)


def _suggestion_row(segment: str, s: Suggestion) -> tuple[Any, ...]:
    """Values in the order of the table's columns."""
    matches = [
        [m.code, m.indicator, m.start, m.end, m.surface, m.strength, m.counter, m.how] for m in s.matches
    ]
    return segment, s.code, s.score, s.threshold, as_json(matches), as_json(dict(s.evidence))
