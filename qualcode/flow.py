"""The whole way through a study, its record, and the check that the record still holds."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import __version__
from qualcode.coding import Intake, code_study, import_study, silent
from qualcode.errors import PipelineError, StudyError
from qualcode.intake.reading import content_of
from qualcode.settings import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement import CodeAgreement
    from qualcode.analysis.run_facts import AgreementFacts, AgreementFigures, PassFacts, RunFacts
    from qualcode.coding import Progress
    from qualcode.model import Decision
    from qualcode.report.context import Finding, ReportContext
    from qualcode.study import Study

REPORT_NAME = "rapportutkast"
TABLES_FOLDER = "tabeller"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to."""

    intake: Intake
    coded: tuple[str, ...]
    outputs: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()
    """Of the checks before printing."""


def run_study(
    study: Study,
    *,
    formats: Sequence[str] | None = None,
    skip_bad: bool = False,
    repin: bool = False,
    check: bool = True,
    progress: Progress = silent,
    processes: int = 1,
) -> Run:
    """Import, code, write tables and report drafts, and record what it was made of.

    Args:
        study: the study.
        formats: of the draft: html, docx, md, pdf; None is what the settings say.
        skip_bad: leave bad files out, named in the draft.
        repin: go on with a pipeline that is another than the last run's of the same name.
        check: say in the draft's margin what should be looked at before printing.
        progress: told how far each step has come.
        processes: at most so many code at once, see `code_study`.

    Raises:
        QualcodeError: any mistake in settings, codebooks, register or files, before anything is written.
    """
    from qualcode.report import check_formats, keep_for_author, to_tell

    formats = study.settings.report.formats if formats is None else formats
    check_formats(study.settings, formats)
    study.coder.semantic  # noqa: B018  a bad codebook, or a lack, is named before anything is stored
    if not repin:
        check_pin(study)
    intake = import_study(study, skip_bad=skip_bad, progress=progress)
    coded = code_study(study, progress=progress, processes=processes)
    facts = run_facts(study, intake.skipped)
    reports = study.settings.reports_folder
    outputs, drafts = write_outputs(study, reports, facts, formats, progress, check=check)
    for draft in drafts:
        keep_for_author(study.folder, draft)
    study.store.record_run(_record(study, intake, facts, outputs, formats, check=check))
    return Run(intake, coded, outputs, to_tell(drafts))


def check_pin(study: Study) -> None:
    """Refuse a pipeline that goes by the name of the last run's, but is another.

    Raises:
        PipelineError: its version or files differ; the two ways out are named.
    """
    from qualcode.language.pipelines import check_pinned

    last = study.store.last_run() if study.has_database else None
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
    from qualcode.sampling import estimated_recall

    pipeline = describe(study.pipeline)
    facts: RunFacts = {
        "version": __version__,
        "pipeline": {"name": study.settings.pipeline, "version": pipeline.version, "sha256": pipeline.sha256},
        "codebooks": {
            codebook.id: {
                "version": codebook.version,
                "sha256": codebook.sha256,
                "threshold": study.settings_of_today.thresholds.get(codebook.id, codebook.threshold),
            }
            for codebook in study.codebooks
        },
        "skipped": [{"source": path, "reason": reason} for path, reason in sorted(skipped.items())],
        "recall": estimated_recall(study),
    }
    if study.learnt:
        facts["learnt"] = len(study.learnt)
    if study.settings.embeddings:
        facts["embeddings"] = study.settings.embeddings
    if passes := _passes(study):
        facts["passes"] = passes
    if "blind" in passes and (agreed := _agreement(study)):
        facts["agreement"] = agreed
    return facts


def _passes(study: Study) -> dict[str, PassFacts]:
    """How many have coded in each pass, and how many segments they decided on or read to the end."""
    found: dict[str, list[Decision]] = {}
    for decision in study.decisions():
        found.setdefault(decision.coding_pass, []).append(decision)
    return {
        name: {"coders": len({d.coder for d in own}), "segments": len({d.segment for d in own})}
        for name, own in sorted(found.items())
    }


def _agreement(study: Study) -> AgreementFacts | None:
    from qualcode.analysis.agreement import agreement, ratings
    from qualcode.passes import blind_codings

    codings = blind_codings(study)
    themes = [codebook.id for codebook in study.codebooks]
    coders = sorted(set(codings["coder"].tolist()))
    found = agreement(ratings(codings, coders, themes)) if len(coders) > 1 else None
    if found is None:
        return None
    return {
        "coders": len(coders),
        "segments": found.units,
        "sources": found.sources,
        "rough": found.rough or found.resampled == "units",
        "overall": _figures(found.overall),
        "themes": {row.code: _figures(row) for row in found.codes},
    }


def _figures(row: CodeAgreement) -> AgreementFigures:
    low, high = (row.alpha.interval if row.alpha else None) or (None, None)
    alpha = row.alpha.value if row.alpha else None
    share = row.percent.value
    return {"percent": share, "alpha": alpha, "low": low, "high": high, "marked": row.marked_by_any}


def stored_facts(study: Study) -> RunFacts:
    """The facts of what is stored now: the versions in force, with the files the last run left out."""
    last = study.store.last_run() or {}
    return run_facts(study, last.get("skipped", {}))


def write_outputs(
    study: Study,
    folder: Path,
    facts: RunFacts,
    formats: Sequence[str],
    progress: Progress = silent,
    *,
    check: bool = True,
) -> tuple[tuple[Path, ...], list[ReportContext]]:
    """Write the draft in each language and format, and the tables as csv beside it.

    Returns:
        The files written, drafts, then tables; and the drafts, that in the study's main language first.
    """
    from qualcode.exchange import write_tables
    from qualcode.report import in_language, make_report, write_drafts

    data = study.data(facts)
    progress("Writing", 1, 3)
    reports = [make_report(in_language(data, name), check=check) for name in study.settings.languages]
    drafts = [
        path
        for report in reports
        for path in write_drafts(report, folder, draft_names(formats, report.suffix))
    ]
    progress("Writing", 2, 3)
    tables = write_tables(data, folder / TABLES_FOLDER, "csv")
    progress("Writing", 3, 3)
    return (*drafts, *tables), reports


def draft_names(formats: Sequence[str], suffix: str = "") -> list[str]:
    """File names of the draft in each format.

    Args:
        formats: html, docx, md, pdf.
        suffix: of the draft's language, `.nn`; nothing for the main one.
    """
    return [f"{REPORT_NAME}{suffix}.{form}" for form in formats]


# --- the record ------------------------------------------------------------------------------------


def _record(
    study: Study,
    intake: Intake,
    facts: RunFacts,
    outputs: Sequence[Path],
    formats: Sequence[str],
    *,
    check: bool,
) -> dict[str, Any]:
    reports = study.settings.reports_folder
    return {
        "facts": facts,
        "inputs": input_hashes(study, intake.found),
        "skipped": intake.skipped,
        "formats": list(formats),
        "check": check,
        "decisions": len(study.store.decisions()),
        "code_history": {old: list(heirs) for old, heirs in study.history.heirs.items()},
        "result": result_hash(study),
        "outputs": {path.relative_to(reports).as_posix(): content_of(path).sha256 for path in outputs},
    }


def input_hashes(study: Study, transcripts: Sequence[str]) -> dict[str, str]:
    """SHA-256 of every file the outcome depends on, by its path relative to the study."""
    from qualcode.sampling import ESTIMATES, FOLDER
    from qualcode.study import LEARNT

    settings, folder = study.settings, study.folder
    files = {f"{settings.transcripts}/{name}": settings.transcripts_folder / name for name in transcripts}
    for path in study.codebook_files:
        files[_relative(path, folder)] = path
        for beside in sorted(path.parent.glob("*.jsonl")):
            files[_relative(beside, folder)] = beside
    named = (FILE_NAME, "informants.csv", "questions.csv", "sitater.csv", LEARNT, f"{FOLDER}/{ESTIMATES}")
    for name in named:
        files[name] = folder / name
    if settings.word_template:
        files[_relative(settings.word_template, folder)] = settings.word_template
    for path in sorted((folder / "forfatter").rglob("*.md")):
        files[_relative(path, folder)] = path
    return {name: content_of(path).sha256 for name, path in sorted(files.items()) if path.is_file()}


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


def verify_study(study: Study, progress: Progress = silent, *, processes: int = 1) -> Verification:
    """Recompute a study from its files and compare with its last run's record and the files written.

    Inputs, pipeline and version are compared first; only where they agree is the outcome recomputed, in a
    temporary folder.

    Args:
        study: the study.
        progress: told how far each step has come.
        processes: at most so many code at once, see `code_study`.

    Raises:
        StudyError: the study has never been run.
    """
    if not study.has_database or (record := study.store.last_run()) is None:
        raise StudyError(
            "has never been run", where=str(study.folder), fix=f"First: qualcode run {study.folder}"
        )
    differences = _input_differences(study, record)
    checked = {"inputs": len(record["inputs"])}
    if not differences:
        differences = _outcome_differences(study, record, progress, processes)
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


def _outcome_differences(
    study: Study, record: dict[str, Any], progress: Progress, processes: int
) -> list[str]:
    from qualcode.store import Store
    from qualcode.study import Study as Again

    lines = []
    if result_hash(study) != record["result"]:
        lines.append(f"{study.database_name}: is not what the last run left")
    reports = study.settings.reports_folder
    for name, then in record["outputs"].items():
        path = reports / name
        if not path.is_file():
            lines.append(f"{name}: the last run wrote it, it is gone now")
        elif content_of(path).sha256 != then:
            lines.append(f"{name}: has been changed since the last run wrote it")
    again = Again(study.settings)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Store(f"sqlite:///{Path(folder) / 'again.db'}")
        decisions = study.store.decisions()
        again.store = fresh
        try:
            import_study(again, skip_bad=bool(record["skipped"]), progress=progress)
            code_study(again, progress=progress, remember=False, processes=processes)
            if result_hash(again) != record["result"]:
                lines.append("the coding, computed again, is not what the last run stored")
            for decision in decisions:
                fresh.decide(decision)
            made = Path(folder) / "reports"
            check = record.get("check", True)
            outputs, _ = write_outputs(again, made, record["facts"], record["formats"], progress, check=check)
            for path in outputs:
                name = path.relative_to(made).as_posix()
                if content_of(path).sha256 != record["outputs"].get(name):
                    lines.append(f"{name}: made again, it is not what the last run wrote")
        finally:
            fresh.close()
    return lines
