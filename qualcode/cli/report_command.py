"""`qualcode report`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import shown, study_argument, with_example


@click.command("report")
@study_argument
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["html", "docx", "md"]),
    help="May be given several times. Default: all three.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Another folder than the one in the settings.")
@with_example("qualcode report mystudy --format docx")
def command(study: Path, formats: tuple[str, ...], out: Path | None) -> None:
    """Write the report draft from what is coded now, without importing or coding anew."""
    from qualcode.flow import draft_names, stored_facts
    from qualcode.report import write_reports
    from qualcode.study import open_study

    opened = open_study(study)
    data = opened.data(stored_facts(opened))
    for path in write_reports(data, out or opened.settings.reports_folder, draft_names(formats)):
        click.echo(f"Draft: {shown(path)}")
