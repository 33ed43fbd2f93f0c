"""A study on disk: its settings, register, codebooks and database, and the tables they add up to."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import StudyError
from qualcode.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.analysis.data import StudyData
    from qualcode.analysis.following import Undecided
    from qualcode.analysis.run_facts import RunFacts
    from qualcode.codebook.history import CodeHistory
    from qualcode.codebook.todays import Todays
    from qualcode.intake import Register
    from qualcode.matching import Coder
    from qualcode.model import Codebook, Decision, Example, Segment, Source, Suggestion
    from qualcode.store import Store

DATABASE = "qualcode.db"
LEARNT = "learnt.jsonl"
"""The utterances of the study that its coding learns from, as people have decided on them."""


class Study:
    """A study folder, opened. Parts are read when they are first asked for.

    Args:
        settings: as read from the folder's qualcode.toml.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.folder

    @cached_property
    def register(self) -> Register:
        """informants.csv."""
        from qualcode.intake import read_register

        return read_register(self.settings)

    @cached_property
    def codebook_files(self) -> tuple[Path, ...]:
        """The codebook files the settings name, folders read through for *.yaml."""
        files: list[Path] = []
        for name in self.settings.codebooks:
            path = self.folder / name
            found = sorted(path.glob("*.yaml")) if path.is_dir() else [path] if path.is_file() else []
            if not found:
                raise StudyError(
                    f"codebooks names {name!r}, where there is no codebook",
                    where=str(self.settings.file),
                    fix="Give a folder with *.yaml files, or a file, relative to the study.",
                )
            files.extend(found)
        return tuple(files)

    @cached_property
    def codebooks(self) -> tuple[Codebook, ...]:
        """The codebooks, read and checked."""
        from qualcode.codebook import load_codebooks

        return load_codebooks(self.codebook_files)

    @property
    def pipeline(self) -> str:
        """The pipeline of the settings; a folder's path is relative to the study."""
        folder = self.folder / self.settings.pipeline
        return str(folder.absolute()) if (folder / "config.cfg").is_file() else self.settings.pipeline

    @cached_property
    def coder(self) -> Coder:
        """The codebooks compiled, with the study's thresholds and pipeline."""
        from qualcode.matching import Coder

        return Coder(
            self.codebooks,
            pipeline=self.pipeline,
            thresholds=self.settings_of_today.thresholds,
            learnt=self.learnt,
            keep_in=self.folder,
            embeddings=self.settings.embeddings,
        )

    @cached_property
    def learnt(self) -> tuple[Example, ...]:
        """The study's own utterances that its coding learns from, by the codes of today; often none.

        Raises:
            CodebookError: a line that is no example.
        """
        from qualcode.codebook.examples import examples_of_today

        path = self.folder / LEARNT
        return examples_of_today(path, self.history) if path.is_file() else ()

    @property
    def has_database(self) -> bool:
        """Whether there is a database to look into. One on a server is made by asking."""
        return self.settings.database != "sqlite" or (self.folder / DATABASE).exists()

    @property
    def database_name(self) -> str:
        """What the database is called in messages; a password is never shown."""
        return DATABASE if self.settings.database == "sqlite" else self.store.where

    @cached_property
    def store(self) -> Store:
        """The database, made when it is not there."""
        from qualcode.store import Store

        if self.settings.database == "sqlite":
            return Store(f"sqlite:///{(self.folder / DATABASE).absolute()}")
        return Store(self.settings.database)

    # --- what is in the database --------------------------------------------------------------------

    def sources(self) -> Iterator[Source]:
        """The imported sources, by id."""
        return self.store.sources()

    def source(self, source_id: str) -> Source:
        """One imported source."""
        return self.store.source(source_id)

    def segments(self, source_id: str | None = None) -> Iterator[Segment]:
        """The segments of one source, or of all, in reading order."""
        for source in [self.source(source_id)] if source_id else self.sources():
            yield from self.store.segments(source)

    def suggestions(self) -> Iterator[tuple[str, Suggestion]]:
        """Segment id and suggestion, in reading order."""
        return self.store.suggestions()

    def decide(self, decision: Decision) -> None:
        """Append a decision, whatever was decided before: for scripts. Coders at work use `qualcode.passes`.

        Raises:
            StudyError: a decision that makes no sense, as `check_decision`.
            StoreError: no such segment.
        """
        self.check_decision(decision)
        self.store.decide(decision)

    def check_decision(self, decision: Decision) -> None:
        """Refuse a decision that makes no sense.

        Raises:
            StudyError: an unknown code, action, pass or valence, a code where none belongs, a span that is
                not within the segment, or no coder's name.
            StoreError: no such segment.
        """
        from qualcode.analysis.deciding import check_decision

        old = self.history.heirs if decision.action == "undo" else ()
        check_decision(decision, (*self.codes, *old), self.store.segment)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The ids of the codebooks' codes, a theme before its sub-codes."""
        return tuple(code.id for codebook in self.codebooks for code in codebook.codes)

    @cached_property
    def history(self) -> CodeHistory:
        """What became of the codes of earlier versions of the codebooks."""
        from qualcode.codebook.history import code_history

        return code_history(self.codebooks)

    @cached_property
    def todays(self) -> Todays:
        """Follows codes that people wrote in the study's files, and has a notice for each it followed."""
        from qualcode.codebook.todays import Todays

        return Todays(self.history)

    @cached_property
    def settings_of_today(self) -> Settings:
        """The settings, their codes by today's names."""
        from qualcode.codebook.todays import settings_of_today

        return settings_of_today(self.settings, self.todays)

    def decisions(self) -> list[Decision]:
        """Every decision on a segment that still stands, as it counts by today's codes, oldest first."""
        from qualcode.analysis.following import followed

        return followed(self.store.decisions(), self.history)

    def undecided_splits(self) -> list[Undecided]:
        """Codings on a code that was split, which nobody has decided anew for any of its heirs."""
        from qualcode.analysis.following import undecided

        return undecided(self.decisions(), self.history)

    def homeless_decisions(self) -> list[Decision]:
        """Decisions on a code that the codebooks no longer have: kept, but counted by no table."""
        codes = {"", *self.codes, *(old for old in self.history.heirs if self.history.is_split(old))}
        return [
            decision
            for decision in self.decisions()
            if not codes.issuperset((decision.code, decision.to_code or ""))
        ]

    # --- tables -------------------------------------------------------------------------------------

    def data(self, run: RunFacts | None = None) -> StudyData:
        """The study as tables, for analysis and export.

        Args:
            run: facts of the run for the method section; what people have read is added.

        Raises:
            StudyError: nothing has been imported.
        """
        from qualcode.analysis.data import study_data
        from qualcode.analysis.standing import read_by_people, standing
        from qualcode.intake import read_overrides, read_questions
        from qualcode.study_rows import answer_rows, codebook_rows, coding_rows, segment_row, source_row

        sources = list(self.sources())
        if not sources:
            raise StudyError(
                "nothing has been imported", where=str(self.folder), fix=f"First: qualcode run {self.folder}"
            )
        informants = self.store.informants()
        by_source = {source.id: source for source in sources}
        segments = {s.id: s for source in sources for s in self.store.segments(source)}
        persons = {row["id"]: row for row in informants}
        found = [(segment, s) for segment, s in self.suggestions() if s.code in self.codes]
        decisions = self.decisions()
        suggested: dict[str, list[str]] = {}
        for segment, suggestion in found:
            suggested.setdefault(segment, []).append(suggestion.code)
        facts: RunFacts = {**(run or {}), "people_read": read_by_people(decisions, suggested)}
        return study_data(
            segments=[segment_row(s, by_source[s.source], persons) for s in segments.values()],
            codings=list(
                coding_rows(
                    segments,
                    found,
                    {pair: s for pair, s in standing(decisions).items() if pair[1] in self.codes},
                )
            ),
            matches=[
                {"segment_id": segment, "code": m.code, "indicator": m.indicator}
                | {"start": m.start, "end": m.end, "surface": m.surface}
                for segment, suggestion in found
                for m in suggestion.matches
                if m.code == suggestion.code and not m.counter
            ],
            informants=[
                row
                | {"sources": ";".join(row["sources"] or ([row["survey"]] if row["survey"] else []))}
                | {"group": row["group"], "label": None, "survey": None, "attributes": None}
                for row in informants
            ],
            sources=[source_row(source) for source in sources],
            answers=list(answer_rows(informants, self.settings)),
            questions=read_questions(
                self.settings, [codebook.id for codebook in self.codebooks], self.todays.one
            ),
            overrides=read_overrides(self.folder, self.codes, self.todays.one),
            codebook=list(codebook_rows(self.codebooks)),
            settings=self.settings_of_today,
            run=facts,
        )


def open_study(folder: str | Path) -> Study:
    """Open a study folder.

    Args:
        folder: the folder with `qualcode.toml`.

    Raises:
        StudyError: it is not a study, or its settings are wrong.
    """
    return Study(read_settings(Path(folder)))
