"""`qualcode run`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.import_command import print_intake, print_orphans
from qualcode.cli.screen import (
    check_option,
    count,
    print_findings,
    print_followed,
    processes_option,
    progress,
    shown,
    skip_bad_option,
    study_argument,
    with_example,
)


@click.command("run")
@study_argument
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["html", "docx", "md", "pdf"]),
    help="Of the draft; may be given several times. Default: what the settings say, else html, docx and md.",
)
@skip_bad_option
@check_option
@click.option("--repin", is_flag=True, help="Go on with another pipeline than the last run's.")
@processes_option
@with_example("qualcode run mystudy")
def command(
    study: Path, *, formats: tuple[str, ...], skip_bad: bool, check: bool, repin: bool, processes: int
) -> None:
    """The whole way: import, code, tables, report draft.

    All files are read before anything is coded; if one cannot be read, every bad one is named and nothing
    is written. What has not changed since last time is not done again.
    """
    from qualcode.flow import run_study
    from qualcode.study import open_study

    opened = open_study(study)
    with progress() as show:
        done = run_study(
            opened,
            formats=formats or None,
            skip_bad=skip_bad,
            repin=repin,
            check=check,
            progress=show,
            processes=processes,
        )
    print_intake(done.intake)
    print_orphans(opened)
    print_followed(opened)
    click.echo(f"{count(len(done.coded), 'source')} coded.")
    for path in done.outputs:
        if path.suffix.lstrip(".") in (formats or opened.settings.report.formats):
            click.echo(f"Draft: {shown(path)}")
    tables = [path for path in done.outputs if path.suffix == ".csv"]
    click.echo(f"Tables: {shown(tables[-1].parent)}")
    print_findings(done.findings)
