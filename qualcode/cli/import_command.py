"""`qualcode import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import (
    count,
    notice_line,
    progress,
    skip_bad_option,
    study_argument,
    with_example,
)

if TYPE_CHECKING:
    from qualcode.coding import Intake
    from qualcode.study import Study


@click.command("import")
@study_argument
@click.option("--dry-run", is_flag=True, help="Show what is found in each file; store nothing.")
@skip_bad_option
@with_example(
    """qualcode import mystudy --dry-run
    qualcode import mystudy"""
)
def command(study: Path, dry_run: bool, skip_bad: bool) -> None:
    """Read the study's transcripts: files to turns to segments, in the database.

    Only new and changed files are read. If one cannot be read, every bad one is named and nothing is stored.
    """
    from qualcode.coding import import_study, read_files
    from qualcode.study import open_study

    opened = open_study(study)
    if dry_run:
        with progress() as show:
            intake = read_files(opened, skip_bad=skip_bad, everything=True, progress=show)
        print_findings(opened, intake)
        return
    with progress() as show:
        intake = import_study(opened, skip_bad=skip_bad, progress=show)
    print_intake(intake)
    print_orphans(opened)


def print_orphans(study: Study) -> None:
    """Decisions whose text no longer stands, a line each."""
    for orphan in study.store.orphaned_decisions():
        act = f"{orphan['coder']}: {orphan['action']} {orphan['code']}"
        click.echo(
            f"{orphan['segment']}: orphaned decision ({act}): «{orphan['segment_text'][:60]}»", err=True
        )
    for decision in study.homeless_decisions():
        click.echo(
            f"{decision.segment}: {decision.coder}'s decision on {decision.code!r} counts nowhere: "
            "no codebook has that code now.",
            err=True,
        )
    for one in study.undecided_splits():
        click.echo(
            f"{one.segment}: {one.coder}'s coding {one.code!r} counts nowhere until it is decided anew: "
            f"the code was split into {' and '.join(one.heirs)}.",
            err=True,
        )


def print_intake(intake: Intake) -> None:
    """What an import did, with the notices of the files it read."""
    print_general_notices(intake)
    for reading, _ in intake.changed.values():
        for notice in reading.source.notices:
            click.echo(notice_line(reading.source.path, notice), err=True)
    for path, reason in intake.skipped.items():
        click.echo(f"{path}: skipped. {reason}", err=True)
    parts = [f"{count(len(intake.changed), 'source')} read", f"{len(intake.unchanged)} unchanged"]
    if intake.gone:
        parts.append(f"{len(intake.gone)} gone ({', '.join(intake.gone)})")
    if intake.skipped:
        parts.append(f"{len(intake.skipped)} skipped")
    click.echo("; ".join(parts) + ".")


def print_general_notices(intake: Intake) -> None:
    """What is to be said of informants.csv and of files that are no transcripts."""
    for name, notice in intake.notices:
        click.echo(notice_line(name, notice), err=True)


def print_findings(study: Study, intake: Intake) -> None:
    """What `--dry-run` shows: per source its kind, speakers, informants and doubts."""
    for reading, _ in intake.changed.values():
        source = reading.source
        click.echo(f"{source.path}")
        words = len(source.text.split())
        click.echo(f"  {source.kind}, {source.fidelity}; {count(len(source.turns), 'turn')}, {words} words")
        for speaker, turns, informant in reading.speakers():
            click.echo(f"  {speaker or '(no speaker)'}: {count(turns, 'turn')}, {informant}")
        for notice in source.notices:
            click.echo("  " + notice_line(source.path, notice))
    print_general_notices(intake)
    for path, reason in intake.skipped.items():
        click.echo(f"{path}: cannot be read. {reason}")
    click.echo(f"{count(len(intake.changed), 'source')}. Nothing was stored.")
