"""`qualcode new`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import count, notice_line, with_example


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "files",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Copy the transcripts of this folder and propose informants.csv from their speakers.",
)
@with_example(
    """qualcode new mystudy --from interviews/
    qualcode run mystudy"""
)
def command(folder: Path, files: Path | None) -> None:
    """Make a study: commented settings, the three default codebooks, informants.csv.

    An existing file is never overwritten.
    """
    from qualcode.new_study import new_study

    made = new_study(folder, files)
    for name, reason in made.unread.items():
        click.echo(f"{name}: copied, but cannot be read. {reason}", err=True)
    for reading in made.readings:
        for notice in reading.source.notices:
            if notice.level == "doubt":
                click.echo(notice_line(reading.source.path, notice), err=True)
    click.echo(f"{folder} is a study now, with {count(len(made.copied), 'transcript')}.")
    if files:
        click.echo(f"Next: fill in the groups in {folder / 'informants.csv'}, then: qualcode run {folder}")
    else:
        click.echo(f"Next: put files in {folder / 'transcripts'}, then: qualcode run {folder}")
