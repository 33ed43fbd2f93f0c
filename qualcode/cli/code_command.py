"""`qualcode code`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import count, processes_option, progress, study_argument, with_example


@click.command("code")
@study_argument
@processes_option
@with_example("qualcode code mystudy")
def command(study: Path, processes: int) -> None:
    """Match the imported segments against the study's codebooks.

    Only sources whose text, codebooks, thresholds or pipeline have changed since last time are coded again.
    """
    from qualcode.coding import code_study
    from qualcode.study import open_study

    opened = open_study(study)
    with progress() as show:
        coded = code_study(opened, progress=show, processes=processes)
    unchanged = len(opened.store.source_keys()) - len(coded)
    click.echo(f"{count(len(coded), 'source')} coded; {unchanged} unchanged.")
