"""The whole way through a study, its record, and the check that the record still holds."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import __version__
from qualcode.coding import Intake, code_study, file_sha256, import_study, silent
from qualcode.errors import PipelineError, StudyError
from qualcode.settings import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.data import RunFacts
    from qualcode.coding import Progress
    from qualcode.study import Study

REPORT_FORMATS = ("html", "docx", "md")
REPORT_NAME = "rapportutkast"
TABLES_FOLDER = "tabeller"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to."""

    intake: Intake
    coded: tuple[str, ...]
    outputs: tuple[Path, ...]


def run_study(
    study: Study,
    *,
    formats: Sequence[str] = REPORT_FORMATS,
    skip_bad: bool = False,
    repin: bool = False,
    progress: Progress = silent,
) -> Run:
    """Import, code, write tables and report drafts, and record what it was made of.

    Args:
        study: the study.
        formats: of the draft: html, docx, md.
        skip_bad: leave bad files out, named in the draft.
        repin: go on with a pipeline that is another than the last run's of the same name.
        progress: told how far each step has come.

    Raises:
        QualcodeError: any mistake in settings, codebooks, register or files, before anything is written.
    """
    study.coder  # noqa: B018  a bad codebook is named before anything is stored
    if not repin:
        check_pin(study)
    intake = import_study(study, skip_bad=skip_bad, progress=progress)
    coded = code_study(study, progress=progress)
    facts = run_facts(study, intake.skipped)
    outputs = write_outputs(study, study.settings.reports_folder, facts, formats, progress)
    study.store.record_run(_record(study, intake, facts, outputs, formats))
    return Run(intake, coded, outputs)


def check_pin(study: Study) -> None:
    """Refuse a pipeline that goes by the name of the last run's, but is another.

    Raises:
        PipelineError: its version or files differ; the two ways out are named.
    """
    from qualcode.language.pipelines import check_pinned

    last = study.store.last_run() if study.database.exists() else None
    pinned = last["facts"]["pipeline"] if last else None
    if pinned and pinned["name"] == study.settings.pipeline:
        try:
            check_pinned(study.pipeline, pinned["version"], pinned["sha256"])
        except PipelineError as error:
            fix = f"{error.fix} For that: qualcode run {study.folder} --repin"
            raise PipelineError(error.what, where=error.where, fix=fix) from None


def run_facts(study: Study, skipped: dict[str, str]) -> RunFacts:
    """What the method section says of the run: versions, hashes, thresholds, what was left out."""
    from qualcode.language.pipelines import describe

    pipeline = describe(study.pipeline)
    return {
        "version": __version__,
        "pipeline": {"name": study.settings.pipeline, "version": pipeline.version, "sha256": pipeline.sha256},
        "codebooks": {
            codebook.id: {
                "version": codebook.version,
                "sha256": codebook.sha256,
                "threshold": study.settings.thresholds.get(codebook.id, codebook.threshold),
            }
            for codebook in study.codebooks
        },
        "skipped": [{"source": path, "reason": reason} for path, reason in sorted(skipped.items())],
    }


def stored_facts(study: Study) -> RunFacts:
    """The facts of what is stored now: the versions in force, with the files the last run left out."""
    last = study.store.last_run() or {}
    return run_facts(study, last.get("skipped", {}))


def write_outputs(
    study: Study, folder: Path, facts: RunFacts, formats: Sequence[str], progress: Progress = silent
) -> tuple[Path, ...]:
    """Write the draft in each format, and the tables as csv beside it.

    Returns:
        The files written: drafts, then tables.
    """
    from qualcode.exchange import write_tables
    from qualcode.report import write_reports

    data = study.data(facts)
    progress("Writing", 1, 3)
    drafts = write_reports(data, folder, draft_names(formats))
    progress("Writing", 2, 3)
    tables = write_tables(data, folder / TABLES_FOLDER, "csv")
    progress("Writing", 3, 3)
    return (*drafts, *tables)


def draft_names(formats: Sequence[str]) -> list[str]:
    """File names of the draft in each format; every format if none is given."""
    return [f"{REPORT_NAME}.{form}" for form in formats or REPORT_FORMATS]


# --- the record ------------------------------------------------------------------------------------


def _record(
    study: Study, intake: Intake, facts: RunFacts, outputs: Sequence[Path], formats: Sequence[str]
) -> dict[str, Any]:
    reports = study.settings.reports_folder
    return {
        "facts": facts,
        "inputs": input_hashes(study, intake.found),
        "skipped": intake.skipped,
        "formats": list(formats),
        "decisions": len(study.store.decisions()),
        "result": result_hash(study),
        "outputs": {path.relative_to(reports).as_posix(): file_sha256(path) for path in outputs},
    }


def input_hashes(study: Study, transcripts: Sequence[str]) -> dict[str, str]:
    """SHA-256 of every file the outcome depends on, by its path relative to the study."""
    settings, folder = study.settings, study.folder
    files = {f"{settings.transcripts}/{name}": settings.transcripts_folder / name for name in transcripts}
    for path in study.codebook_files:
        files[_relative(path, folder)] = path
        for beside in sorted(path.parent.glob("*.jsonl")):
            files[_relative(beside, folder)] = beside
    for name in (FILE_NAME, "informants.csv", "questions.csv"):
        files[name] = folder / name
    for path in sorted((folder / "forfatter").glob("*.md")):
        files[_relative(path, folder)] = path
    return {name: file_sha256(path) for name, path in sorted(files.items()) if path.is_file()}


def _relative(path: Path, folder: Path) -> str:
    """The path as the settings would write it, so that the record is the same on every machine."""
    return Path(relpath(path.resolve(), folder.resolve())).as_posix()


def result_hash(study: Study) -> str:
    """SHA-256 of the database's canonical dump: all that follows from the inputs, without clocks."""
    digest = sha256()
    for line in study.store.dump():
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


# --- verify ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found. differences: one line each; empty when all agrees. checked: what was compared."""

    differences: tuple[str, ...]
    checked: dict[str, int] = field(default_factory=dict)


def verify_study(study: Study, progress: Progress = silent) -> Verification:
    """Recompute a study from its files and compare with its last run's record and the files written.

    Inputs, pipeline and version are compared first; only where they agree is the outcome recomputed, in a
    temporary folder.

    Raises:
        StudyError: the study has never been run.
    """
    if not study.database.exists() or (record := study.store.last_run()) is None:
        raise StudyError(
            "has never been run", where=str(study.folder), fix=f"First: qualcode run {study.folder}"
        )
    differences = _input_differences(study, record)
    checked = {"inputs": len(record["inputs"])}
    if not differences:
        differences = _outcome_differences(study, record, progress)
        checked["outputs"] = len(record["outputs"])
    return Verification(tuple(differences), checked)


def _input_differences(study: Study, record: dict[str, Any]) -> list[str]:
    from qualcode.intake import find_sources

    root = study.settings.transcripts_folder
    now = input_hashes(study, [path.relative_to(root).as_posix() for path in find_sources(study.settings)])
    then: dict[str, str] = record["inputs"]
    lines = []
    for name in sorted({*now, *then}):
        if name not in now:
            lines.append(f"{name}: was there at the last run, is gone now")
        elif name not in then:
            lines.append(f"{name}: is new since the last run")
        elif now[name] != then[name]:
            lines.append(f"{name}: has changed since the last run")
    if (decided := len(study.store.decisions())) != record["decisions"]:
        lines.append(f"decisions: {record['decisions']} at the last run, {decided} now; run the study again")
    facts, old = run_facts(study, {}), record["facts"]
    if facts["version"] != old["version"]:
        lines.append(f"qualcode: version {old['version']} then, {facts['version']} now")
    if facts["pipeline"] != old["pipeline"]:
        then_, now_ = old["pipeline"], facts["pipeline"]
        lines.append(
            f"pipeline: {then_['name']} {then_['version']} ({then_['sha256'][:12]}) then, "
            f"{now_['name']} {now_['version']} ({now_['sha256'][:12]}) now"
        )
    return lines


def _outcome_differences(study: Study, record: dict[str, Any], progress: Progress) -> list[str]:
    from qualcode.store import Store
    from qualcode.study import Study as Again

    lines = []
    if result_hash(study) != record["result"]:
        lines.append(f"{study.database.name}: is not what the last run left")
    reports = study.settings.reports_folder
    for name, then in record["outputs"].items():
        path = reports / name
        if not path.is_file():
            lines.append(f"{name}: the last run wrote it, it is gone now")
        elif file_sha256(path) != then:
            lines.append(f"{name}: has been changed since the last run wrote it")
    again = Again(study.settings)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Store(f"sqlite:///{Path(folder) / 'again.db'}")
        decisions = study.store.decisions()
        again.store = fresh
        try:
            import_study(again, skip_bad=bool(record["skipped"]), progress=progress)
            code_study(again, progress=progress)
            if result_hash(again) != record["result"]:
                lines.append("the coding, computed again, is not what the last run stored")
            for decision in decisions:
                fresh.decide(decision)
            outputs = write_outputs(
                again, Path(folder) / "reports", record["facts"], record["formats"], progress
            )
            for path in outputs:
                name = path.relative_to(Path(folder) / "reports").as_posix()
                if file_sha256(path) != record["outputs"].get(name):
                    lines.append(f"{name}: made again, it is not what the last run wrote")
        finally:
            fresh.close()
    return lines
