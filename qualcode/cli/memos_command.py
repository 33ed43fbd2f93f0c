"""`qualcode memos`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import study_argument, with_example


@click.command("memos")
@study_argument
@with_example("qualcode memos mystudy > memos.csv")
def command(study: Path) -> None:
    """Print every memo as csv, oldest first: who wrote it when (UTC), on what, and the text."""
    from qualcode.outfiles import csv_lines
    from qualcode.passes import memos
    from qualcode.study import open_study

    rows = [
        [m.at.isoformat(timespec="seconds"), m.coder, m.target, m.ref, m.text]
        for m in memos(open_study(study))
    ]
    click.echo(csv_lines(["at", "coder", "target", "ref", "text"], rows), nl=False)
