"""`qualcode tables`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import study_argument, with_example


@click.command("tables")
@study_argument
@click.option(
    "--by",
    type=click.Choice(["group", "site", "phase"]),
    default="group",
    show_default=True,
    help="What the columns are.",
)
@click.option("--subcodes", is_flag=True, help="A row for each sub-theme too.")
@with_example("qualcode tables mystudy --by site")
def command(study: Path, by: str, subcodes: bool) -> None:
    """Print who speaks of what: informants with each theme of those who could, by group or site.

    `3/5` is three of five informants; `·` nothing coded though asked; `ikke spurt` not asked;
    `ikke intervjuet` planned but never interviewed.
    """
    from rich.console import Console
    from rich.table import Table

    from qualcode.analysis.data import records
    from qualcode.analysis.prevalence import prevalence
    from qualcode.flow import stored_facts
    from qualcode.study import open_study

    data = open_study(study).data(stored_facts(open_study(study)))
    rows = [r for r in records(prevalence(data)) if r["dimension"] in (by, "total")]
    columns = list(dict.fromkeys(r["value"] for r in rows if r["dimension"] == by))
    cells = {(r["code"], r["dimension"], r["value"]): r for r in rows}
    table = Table("", *columns, "total", box=None, pad_edge=False)
    for code in dict.fromkeys(r["code"] for r in rows):
        if "." in code and not subcodes:
            continue
        of_code = [cells.get((code, by, column)) for column in columns]
        total = next((r for r in rows if r["code"] == code and r["dimension"] == "total"), None)
        table.add_row(code, *(_cell(r) for r in [*of_code, total]))
    Console(highlight=False).print(table)
    if rows:
        click.echo(rows[0]["basis"])


def _cell(row: dict[str, object] | None) -> str:
    if row is None:
        return ""
    if row["state"] in ("ikke_spurt", "ikke_intervjuet"):
        return str(row["state"]).replace("_", " ")
    return f"{row['informants_with']}/{row['informants_asked']}" if row["state"] == "utsagn" else "·"
