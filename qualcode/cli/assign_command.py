"""`qualcode assign`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import count, study_argument, with_example


@click.command("assign")
@study_argument
@click.option("--coders", required=True, metavar="A,B", help="Names, with commas between.")
@click.option("--share", type=float, required=True, help="Of the segments: 0.2 is a fifth.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same.")
@with_example("qualcode assign mystudy --coders Kari,Ola --share 0.2 --seed 1")
def command(study: Path, coders: str, share: float, seed: int) -> None:
    """Draw segments to be coded blind, and give the whole draw to every coder named.

    The draw takes its share of each group and source. Drawing again adds and never takes away: a larger share
    keeps what was drawn, and a coder who joins later gets what the others have.
    """
    from qualcode.passes import assign
    from qualcode.study import open_study

    names = [name.strip() for name in coders.split(",") if name.strip()]
    found = assign(open_study(study), names, share, seed)
    for (group, source), size in found.per_stratum.items():
        click.echo(f"{group}  {source}: {size}")
    click.echo(f"{count(len(found.segments), 'segment')} for each of {', '.join(found.coders)}.")
    for name, added in found.added.items():
        click.echo(f"{name}: {added} new")
