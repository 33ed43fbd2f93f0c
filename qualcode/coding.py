"""A study's files to stored segments, and segments x codebooks to suggestions; only what has changed.

Every file is read before any is written, so that a run with a bad file leaves the study as it was.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from qualcode import __version__
from qualcode.collecting import without_collection
from qualcode.errors import Problems, QualcodeError, StudyError
from qualcode.model import Notice

AT_ONCE = 20
"""Sources stored in one transaction: waiting for the disk once for each would take longer than the work."""

FIRST = 8
"""Sources coded before it is asked whether more processes are worth it."""
WORTHWHILE = 6.0
"""Seconds of coding that are left, from which starting more processes takes less time than it saves."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from qualcode.intake import Reading, Register
    from qualcode.model import Codebook, Suggestion
    from qualcode.study import Study

    T = TypeVar("T")

    Progress = Callable[[str, int, int], None]
    """Told what is going on, how many are done and how many there are."""


def silent(_what: str, _done: int, _total: int) -> None:
    """No progress shown."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What reading the study's files came to.

    changed: newly read, to be stored. unchanged: ids already stored from the same bytes and settings.
    gone: stored, but the file is no longer there. skipped: path and reason of the bad ones. found: every
    path. notices: of informants.csv and of files of an unknown kind; by file name.
    """

    changed: dict[str, tuple[Reading, str]] = field(default_factory=dict)
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)
    found: tuple[str, ...] = ()
    notices: tuple[tuple[str, Notice], ...] = ()


def read_files(
    study: Study, *, skip_bad: bool = False, everything: bool = False, progress: Progress = silent
) -> Intake:
    """Read every file of the study that is new or has changed; nothing is written.

    Args:
        study: the study.
        skip_bad: leave bad files out (and name them in the result) instead of raising.
        everything: read the unchanged ones too.
        progress: told after each file.

    Raises:
        StudyError: no files, or two sources with the same name.
        QualcodeError: the one bad file, or Problems naming every one.
    """
    from qualcode.intake import content_of, find_sources, ignored_files, read_source, source_id

    register = study.register  # its mistakes are not a file's
    paths = find_sources(study.settings)
    if not paths:
        raise StudyError(
            "there are no transcripts",
            where=str(study.settings.transcripts_folder),
            fix="Put the files (.txt .md .docx .odt .rtf .pdf .vtt .srt .json .csv .xlsx) there.",
        )
    stored = {} if everything or not study.has_database else study.store.source_keys()
    register_key = _hash([repr(appearance) for appearance in register.appearances])
    changed: dict[str, tuple[Reading, str]] = {}
    unchanged: list[str] = []
    bad: dict[str, QualcodeError] = {}
    for done, path in enumerate(paths, start=1):
        name = path.relative_to(study.settings.transcripts_folder).as_posix()
        try:
            content = content_of(path)
            key = _intake_key(study, path, content.sha256, register_key)
            if stored.get(source_id(path), (None,))[0] == key:
                unchanged.append(source_id(path))
            else:
                root = study.settings.transcripts_folder
                reading = read_source(path, study.settings, register, root=root, content=content)
                changed[reading.source.id] = (replace(reading, original=""), key)
        except QualcodeError as error:
            bad[name] = error
        progress("Reading", done, len(paths))
    if bad and not skip_bad:
        raise Problems(list(bad.values())) if len(bad) > 1 else next(iter(bad.values()))
    here = {*changed, *unchanged}
    if not here:
        raise StudyError("not one of the files can be read", where=str(study.settings.transcripts_folder))
    return Intake(
        changed=changed,
        unchanged=tuple(unchanged),
        gone=tuple(sorted(set(stored) - here)),
        skipped={name: str(error) for name, error in bad.items()},
        found=tuple(path.relative_to(study.settings.transcripts_folder).as_posix() for path in paths),
        notices=(
            *(("informants.csv", notice) for notice in register.notices),
            *(
                ("informants.csv", notice)
                for reading, _ in changed.values()
                for notice in _silent_rows(register, reading)
            ),
            *((study.settings.transcripts, notice) for notice in ignored_files(study.settings)),
        ),
    )


def _silent_rows(register: Register, reading: Reading) -> Iterator[Notice]:
    """Rows of the register that name a source in which nobody speaks under their label."""
    heard = {turn.informant for turn in reading.source.turns}
    if reading.source.kind in ("document", "survey"):
        return
    for row in register.of_source(reading.source.id):
        if row.id not in heard:
            label = f"nobody is called {row.label!r}" if row.label else "there is nobody left for it"
            yield Notice(
                "warning",
                f"{row.id!r} does not speak in {reading.source.path}: {label}",
                fix="The labels found there are shown by: qualcode import STUDY --dry-run",
            )


def _intake_key(study: Study, path: Path, content: str, register_key: str) -> str:
    """Hash of all that the reading of a file depends on, from the hashes of it and of informants.csv."""
    from qualcode.intake import source_id

    settings, id_ = study.settings, source_id(path)
    parts = [
        __version__,
        path.relative_to(settings.transcripts_folder).as_posix(),
        content,
        settings.unit,
        sorted(settings.interviewers),
        sorted(settings.source_settings(id_).items()),
        sorted(settings.speaker_settings(id_).items()),
        asdict(settings.survey_columns(id_)),
        [list(settings.groups.items()), list(settings.sites.items())],
        register_key,
    ]
    return _hash(parts)


def _hash(parts: Any) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def import_study(study: Study, *, skip_bad: bool = False, progress: Progress = silent) -> Intake:
    """Read the study's files and store sources, turns and segments; unchanged ones are left as they are.

    Args:
        study: the study.
        skip_bad: leave bad files out instead of refusing all.
        progress: told after each file.

    Raises:
        QualcodeError: as `read_files`, before anything is written.
    """
    with without_collection():
        return _import(study, read_files(study, skip_bad=skip_bad, progress=progress), progress)


def _import(study: Study, intake: Intake, progress: Progress) -> Intake:
    from qualcode.segmenting import segment

    register = {a.id: a for a in study.register.appearances}
    study.store.remove_sources(intake.gone)
    study.store.write_register(study.register.appearances, study.register.planned)
    done = 0
    for batch in _batches(list(intake.changed.values())):
        ready = []
        for reading, key in batch:
            people = {a.id: a for a in reading.appearances} | register if reading.appearances else register
            segments = segment(reading.source, study.settings.unit, people)
            ready.append(
                (reading.source, segments, [a for a in reading.appearances if a.id not in register], key)
            )
        study.store.write_sources(ready)
        done += len(batch)
        progress("Storing", done, len(intake.changed))
    return intake


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def code_study(
    study: Study, *, progress: Progress = silent, remember: bool = True, processes: int = 1
) -> tuple[str, ...]:
    """Code every stored source whose text, codebooks, thresholds or pipeline changed since it was last coded.

    Args:
        study: an imported study.
        progress: told after each source.
        remember: False works everything out anew, whatever earlier runs left in the user's cache folder.
        processes: at most so many code at once, if what is left after the first sources is worth it; the
            outcome is the same. More than one only from a program that may be started anew
            (`if __name__ == "__main__":`).

    Returns:
        The ids of the sources that were coded.

    Raises:
        StudyError: nothing has been imported, or one of several processes came to an end.
    """
    keys = study.store.source_keys()
    if not keys:
        raise StudyError(
            "nothing has been imported", where=str(study.folder), fix=f"First: qualcode import {study.folder}"
        )
    coding_key = _hash([__version__, study.coder.sha256])
    due = sorted(id_ for id_, (_, coded) in keys.items() if coded != coding_key)
    if not due:
        return ()
    if study.coder.semantic:
        progress("Learning what the examples mean", 0, 1)
        study.coder.semantic.prepare()
        progress("Learning what the examples mean", 1, 1)
    with study.coder.remembering() if remember else nullcontext(), without_collection():
        ready: dict[str, dict[str, list[Suggestion]]] = {}
        found = _coded(study, due, processes, remember=remember)
        for done, (id_, suggestions) in enumerate(found, start=1):
            ready[id_] = suggestions
            progress("Coding", done, len(due))
            if len(ready) == AT_ONCE or done == len(due):
                study.store.write_codings(ready, coding_key)
                ready = {}
    return tuple(due)


def _coded(
    study: Study, due: Sequence[str], processes: int, *, remember: bool
) -> Iterator[tuple[str, dict[str, list[Suggestion]]]]:
    """The suggestions of each source; of those after the first few from several processes, if worth it."""
    from qualcode.workers import code_in_processes, code_segments

    coder = study.coder
    sources = (source for batch in _batches(due) for source in study.store.uncoded(batch).items())
    times = [monotonic()]
    for id_, (text, segments) in islice(sources, FIRST):
        yield id_, code_segments(coder, text, segments)
        times.append(monotonic())
    # The later half tells how long the rest would take: at first most words are new.
    left = (times[-1] - times[len(times) // 2]) / (FIRST // 2) * (len(due) - FIRST)
    # The embeddings use every processor as it is.
    if processes > 1 and left > WORTHWHILE and not coder.semantic:
        if remember:
            coder.save()
        yield from code_in_processes(study, sources, processes, remember=remember)
    for id_, (text, segments) in sources:
        yield id_, code_segments(coder, text, segments)


def code_texts(
    texts: Iterable[str],
    codebook: Codebook | str | Path | Iterable[Codebook | str | Path],
    *,
    pipeline: str | None = None,
) -> list[list[Suggestion]]:
    """Code loose texts, no study needed.

    Args:
        texts: the texts, each one unit.
        codebook: a codebook, a file or folder of codebooks, or several of these.
        pipeline: name or path of a spaCy pipeline; None is the bundled one. Loaded only if an indicator
            depends on it.

    Returns:
        One list per text with the suggestions at or above their code's threshold, sorted by code;
        `Suggestion.code` is the code's id, match offsets are into the text.

    Raises:
        CodebookError: a codebook that cannot be read.
    """
    from pathlib import Path

    from qualcode.codebook import load_codebooks
    from qualcode.matching import Coder
    from qualcode.model import Codebook

    given = [codebook] if isinstance(codebook, (Codebook, str, Path)) else list(codebook)
    codebooks = tuple(c for c in given if isinstance(c, Codebook))
    codebooks += load_codebooks([Path(c) for c in given if not isinstance(c, Codebook)])
    return Coder(codebooks, pipeline=pipeline).code(list(texts))
