"""`qualcode export`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import shown, study_argument, with_example


@click.command("export")
@study_argument
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx", "parquet"]), default="csv", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write to.")
@with_example(
    """qualcode export mystudy --out tables/
    qualcode export mystudy --format xlsx --out tables/"""
)
def command(study: Path, form: str, out: Path) -> None:
    """Write segments, codings, prevalence, informants and the codebook as tables.

    A file that qualcode did not write, or that was changed since, is never overwritten.
    """
    from qualcode.exchange import write_tables
    from qualcode.flow import stored_facts
    from qualcode.study import open_study

    opened = open_study(study)
    for path in write_tables(opened.data(stored_facts(opened)), out, form):
        click.echo(shown(path))
