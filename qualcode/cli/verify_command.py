"""`qualcode verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qualcode.cli.screen import processes_option, progress, study_argument, with_example


@click.command("verify")
@study_argument
@processes_option
@with_example("qualcode verify mystudy")
def command(study: Path, processes: int) -> None:
    """Recompute a study and compare with what was stored and written.

    Names every transcript, codebook, setting, pipeline or draft that is not what it was at the last run.
    Exit code 1 when something differs.
    """
    from qualcode.flow import verify_study
    from qualcode.study import open_study

    with progress() as show:
        found = verify_study(open_study(study), show, processes=processes)
    if found.differences:
        click.echo("\n".join(found.differences))
        sys.exit(1)
    click.echo(
        f"Agrees: {found.checked['inputs']} inputs unchanged, the coding and {found.checked['outputs']} "
        "written files computed again to the byte."
    )
