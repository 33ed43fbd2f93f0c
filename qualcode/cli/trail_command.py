"""`qualcode trail`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import study_argument, with_example


@click.command("trail")
@study_argument
@click.option("--segment", help="Only decisions on this segment.")
@click.option("--coder", help="Only this coder's decisions.")
@click.option("--day", metavar="YYYY-MM-DD", help="Only this day's decisions; days and times are in UTC.")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text", show_default=True)
@with_example(
    """qualcode trail mystudy --segment intervju_03-1f2e3d4c5b
    qualcode trail mystudy --coder Kari --day 2026-01-31
    qualcode trail mystudy --format csv > trail.csv"""
)
def command(study: Path, segment: str | None, coder: str | None, day: str | None, form: str) -> None:
    """Print every decision in the order it was made: who, when (UTC), from what to what, and why.

    Nothing is ever taken out of the trail: an undo is a line of its own.
    """
    from dataclasses import asdict, fields

    from qualcode.outfiles import csv_lines
    from qualcode.passes import TrailRow, trail
    from qualcode.study import open_study

    rows = trail(open_study(study), segment=segment, coder=coder, day=day)
    if form == "csv":
        names = [field.name for field in fields(TrailRow)]
        values = [asdict(row) | {"at": row.at.isoformat(timespec="seconds")} for row in rows]
        click.echo(csv_lines(names, [list(row.values()) for row in values]), nl=False)
        return
    for row in rows:
        why = f"  «{row.reason}»" if row.reason else ""
        what = f"{row.action} {row.code}".strip()
        click.echo(
            f"{row.at:%Y-%m-%d %H:%M:%S} UTC  {row.coder} ({row.coding_pass})  {row.segment}  {what}: "
            f"{row.before} -> {row.after}{why}"
        )
