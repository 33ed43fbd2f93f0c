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

    opened = open_study(study)
    data = opened.data(stored_facts(opened))
    rows = [r for r in records(prevalence(data)) if r["dimension"] in (by, "total")]
    cells = {(r["code"], r["dimension"], r["value"]): r for r in rows}
    # Documents and unknown speakers hold no informants: they are in prevalence.csv, not here.
    columns = [
        value
        for value in dict.fromkeys(r["value"] for r in rows if r["dimension"] == by)
        if any(_has_informants(r) for r in rows if r["value"] == value)
    ]
    table = Table(by, box=None, pad_edge=False)
    codes = [c for c in dict.fromkeys(r["code"] for r in rows) if subcodes or "." not in c]
    for code in codes:
        table.add_column(code, overflow="fold")
    for column in columns:
        table.add_row(column, *(_cell(cells.get((code, by, column))) for code in codes))
    totals = {r["code"]: r for r in rows if r["dimension"] == "total"}
    table.add_row("total", *(_cell(totals.get(code)) for code in codes), style="bold")
    Console(highlight=False).print(table)
    for line in dict.fromkeys(f"{code}: {totals[code]['basis']}" for code in codes if code in totals):
        click.echo(line)


def _has_informants(row: dict[str, object]) -> bool:
    return row["state"] in ("ikke_spurt", "ikke_intervjuet") or bool(row["informants_asked"])


def _cell(row: dict[str, object] | None) -> str:
    if row is None:
        return ""
    if row["state"] in ("ikke_spurt", "ikke_intervjuet"):
        return str(row["state"]).replace("_", " ")
    return f"{row['informants_with']}/{row['informants_asked']}" if row["state"] == "utsagn" else "·"
