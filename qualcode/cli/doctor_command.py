"""`qualcode doctor`."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode import __version__
from qualcode.cli.screen import count, with_example
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.study import Study

EXTRAS = {"parquet": "pyarrow", "pdf": "weasyprint"}


@click.command("doctor")
@click.argument("study", required=False, type=click.Path(path_type=Path, file_okay=False))
@with_example("qualcode doctor mystudy")
def command(study: Path | None) -> None:
    """Look over this installation and, if given, a study: what is there, what is missing, what to do.

    Exit code 2 when something must be mended.
    """
    bad = 0
    for fine, line in [*_installation(), *(_study(study) if study else ())]:
        click.echo(f"{'ok ' if fine else '!! '} {line}")
        bad += not fine
    if bad:
        click.echo(f"{count(bad, 'thing')} to mend.")
        sys.exit(2)


def _installation() -> Iterator[tuple[bool, str]]:
    from importlib.util import find_spec

    from qualcode.language.pipelines import describe
    from qualcode.new_study import default_codebooks

    yield True, f"qualcode {__version__}, Python {platform.python_version()}, {platform.system()}"
    try:
        info = describe("bundled")
        yield True, f"bundled pipeline {info.full_name} {info.version} ({info.sha256[:12]})"
    except QualcodeError as error:
        yield False, str(error)
    books = sorted(path.stem for path in default_codebooks().glob("*.yaml"))
    yield bool(books), f"default codebooks: {', '.join(books) or 'none; install qualcode again'}"
    for extra, package in EXTRAS.items():
        there = find_spec(package) is not None
        yield True, f"extra {extra}: {'there' if there else f'not installed (pip install qualcode[{extra}])'}"


def _study(folder: Path) -> Iterator[tuple[bool, str]]:
    from qualcode.study import open_study

    try:
        study = open_study(folder)
    except QualcodeError as error:
        yield False, str(error)
        return
    yield True, f"{study.settings.file}: {study.settings.title}"
    for check in (_register, _codebooks, _files, _database, _learnt):
        try:
            yield from check(study)
        except QualcodeError as error:
            for line in str(error).splitlines():
                yield False, line


def _register(study: Study) -> Iterator[tuple[bool, str]]:
    persons = {a.person for a in study.register.appearances}
    yield True, f"informants.csv: {count(len(persons), 'informant')}"


def _codebooks(study: Study) -> Iterator[tuple[bool, str]]:
    for codebook in study.codebooks:
        yield True, f"codebook {codebook.id} {codebook.version}: {count(len(codebook.codes), 'code')}"


def _files(study: Study) -> Iterator[tuple[bool, str]]:
    from qualcode.coding import read_files

    intake = read_files(study, everything=True)
    turns = [t for reading, _ in intake.changed.values() for t in reading.source.turns]
    unknown = sum(not t.is_interviewer and t.informant is None for t in turns)
    yield (
        True,
        f"{count(len(intake.changed), 'source')}, {count(len(turns), 'turn')}, {unknown} unknown",
    )


def _database(study: Study) -> Iterator[tuple[bool, str]]:
    if not study.has_database:
        yield True, f"not run yet: qualcode run {study.folder}"
        return
    keys = study.store.source_keys()
    coded = sum(coding is not None for _, coding in keys.values())
    yield True, f"{study.database_name}: {count(len(keys), 'source')}, {coded} coded"
    orphans = study.store.orphaned_decisions()
    yield (
        not orphans,
        f"orphaned decisions: {len(orphans)}" + (" (qualcode import names them)" if orphans else ""),
    )


def _learnt(study: Study) -> Iterator[tuple[bool, str]]:
    from qualcode.study import LEARNT

    if not study.learnt:
        return
    yield True, f"{LEARNT}: {count(len(study.learnt), 'utterance')} that the coding learns from"
    said = {segment.text for segment in study.segments()} if study.has_database else set()
    gone = sum(example.text not in said for example in study.learnt) if said else 0
    if gone:
        lines = f"{LEARNT}: {count(gone, 'utterance')} that the transcripts no longer hold"
        yield False, f"{lines}; write it anew: qualcode learn {study.folder} --apply"
