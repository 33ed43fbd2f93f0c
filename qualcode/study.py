"""A study on disk: its settings, register, codebooks and database, and the tables they add up to."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import StudyError
from qualcode.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.analysis.data import RunFacts, StudyData
    from qualcode.intake import Register
    from qualcode.matching import Coder
    from qualcode.model import Codebook, Decision, Segment, Source, Suggestion
    from qualcode.store import Store

DATABASE = "qualcode.db"


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

        return Coder(self.codebooks, pipeline=self.pipeline, thresholds=self.settings.thresholds)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @cached_property
    def store(self) -> Store:
        """The database, made when it is not there."""
        from qualcode.store import Store

        return Store(f"sqlite:///{self.database.absolute()}")

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
        """Append a coder's decision.

        Raises:
            StudyError: an unknown code or action, or no coder's name.
            StoreError: no such segment.
        """
        codes = [code.id for codebook in self.codebooks for code in codebook.codes]
        if decision.code not in codes:
            raise StudyError(f"unknown code {decision.code!r}", fix=f"The codes are: {', '.join(codes)}.")
        if decision.action not in ("accept", "reject", "add", "undo"):
            raise StudyError(f"unknown action {decision.action!r}", fix="Choose accept, reject, add or undo.")
        if not decision.coder.strip():
            raise StudyError("a decision needs its coder's name")
        self.store.decide(decision)

    def homeless_decisions(self) -> list[Decision]:
        """Decisions on a code that the codebooks no longer have: kept, but counted by no table."""
        codes = {code.id for codebook in self.codebooks for code in codebook.codes}
        return [decision for decision in self.store.decisions() if decision.code not in codes]

    # --- tables -------------------------------------------------------------------------------------

    def data(self, run: RunFacts | None = None) -> StudyData:
        """The study as tables, for analysis and export.

        Args:
            run: facts of the run for the method section.

        Raises:
            StudyError: nothing has been imported.
        """
        from qualcode.analysis.data import study_data
        from qualcode.intake import read_questions

        sources = list(self.sources())
        if not sources:
            raise StudyError(
                "nothing has been imported", where=str(self.folder), fix=f"First: qualcode run {self.folder}"
            )
        informants = self.store.informants()
        codes = {code.id for codebook in self.codebooks for code in codebook.codes}
        by_source = {source.id: source for source in sources}
        segments = {s.id: s for source in sources for s in self.store.segments(source)}
        persons = {row["id"]: row for row in informants}
        found = list(self.suggestions())
        return study_data(
            segments=[_segment_row(s, by_source[s.source], persons) for s in segments.values()],
            codings=list(
                _coding_rows(
                    segments,
                    [(segment, suggestion) for segment, suggestion in found if suggestion.code in codes],
                    [decision for decision in self.store.decisions() if decision.code in codes],
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
            sources=[_source_row(source) for source in sources],
            questions=read_questions(self.settings, [codebook.id for codebook in self.codebooks]),
            codebook=list(_codebook_rows(self.codebooks)),
            settings=self.settings,
            run=run,
        )


def open_study(folder: str | Path) -> Study:
    """Open a study folder.

    Args:
        folder: the folder with `qualcode.toml`.

    Raises:
        StudyError: it is not a study, or its settings are wrong.
    """
    return Study(read_settings(Path(folder)))


# --- rows ------------------------------------------------------------------------------------------


def _segment_row(s: Segment, source: Source, persons: dict[str, dict[str, Any]]) -> dict[str, Any]:
    who = persons.get(s.informant) if s.informant else None
    return {
        "segment_id": s.id,
        "source": s.source,
        "kind": source.kind,
        "fidelity": source.fidelity,
        "turn": s.turn,
        "speaker": s.speaker,
        "informant": s.informant,
        "role": s.role,
        "group": s.group,
        "site": s.site,
        "question": s.question,
        "time": s.time,
        "phase": s.phase,
        "start": s.start,
        "end": s.end,
        "text": s.text,
        "person": who["person"] if who else None,
        "collective": bool(who and who["collective"]),
        "is_informant": who is not None and source.kind != "document",
    }


def _coding_rows(
    segments: dict[str, Segment], found: list[tuple[str, Suggestion]], decisions: list[Decision]
) -> Iterator[dict[str, Any]]:
    """One row per segment and code: the suggestion or the added code, with the decision that stands."""
    from qualcode.analysis.standing import standing

    stands = standing(decisions)
    suggested = {(segment, s.code): s for segment, s in found}
    order = {segment: i for i, segment in enumerate(segments)}
    pairs = sorted({*suggested, *stands}, key=lambda pair: (order[pair[0]], pair[1]))
    for pair in pairs:
        segment, suggestion, stand = segments[pair[0]], suggested.get(pair), stands.get(pair)
        matches = suggestion.matches if suggestion else ()
        yield {
            "segment_id": segment.id,
            "source": segment.source,
            "informant": segment.informant,
            "group": segment.group,
            "site": segment.site,
            "code": pair[1],
            "origin": "machine" if suggestion else "coder",
            "coder": stand.coder if stand else None,
            "pass": stand.coding_pass if stand else None,
            "status": stand.status if stand else "suggested",
            "score": suggestion.score if suggestion else None,
            "indicators": "; ".join(dict.fromkeys(m.indicator for m in matches if not m.counter)),
            "start": segment.start,
            "end": segment.end,
            "text": segment.text,
        }


def _source_row(source: Source) -> dict[str, Any]:
    return dict(source.attributes) | {
        "id": source.id,
        "path": source.path,
        "kind": source.kind,
        "fidelity": source.fidelity,
        "site": source.site,
        "n_turns": len(source.turns),
        "n_words": len(source.text.split()),
        "sha256": source.sha256,
    }


def _codebook_rows(codebooks: tuple[Codebook, ...]) -> Iterator[dict[str, Any]]:
    for codebook in codebooks:
        for code in codebook.codes:
            yield {
                "code": code.id,
                "parent": code.parent,
                "name_nb": code.name.get("nb"),
                "name_nn": code.name.get("nn"),
                "name_en": code.name.get("en"),
                "definition": code.definition.get("nb"),
                "codebook": codebook.id,
                "version": codebook.version,
            }
