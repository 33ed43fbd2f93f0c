"""`qualcode sample`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import count, print_followed, shown, study_argument, with_example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.elusion import Estimate
    from qualcode.study import Study


@click.command("sample")
@study_argument
@click.option("--n", type=click.IntRange(min=1), default=100, show_default=True, help="How many segments.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The draw.")
@click.option(
    "--code",
    "codes",
    multiple=True,
    help="Read for this code; may be given several times. Default: each theme.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the sample, .csv or .xlsx. Default: utvalg/utvalg_SEED.csv in the study.",
)
@click.option(
    "--read",
    "filled",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The sample, filled in: estimate recall from it.",
)
@with_example(
    """qualcode sample mystudy --n 100 --seed 1 --out sample.xlsx
    qualcode sample mystudy --read sample.xlsx"""
)
def command(
    study: Path, *, n: int, seed: int, codes: tuple[str, ...], out: Path | None, filled: Path | None
) -> None:
    """Estimate how much of each theme the coding finds, by reading a sample of what it did not code.

    Draws informants' segments that lack a theme and writes them with what was said before, and a column for
    each theme to be filled with ja or nei. --read turns the filled file into an estimate of recall with a
    95 % interval, kept in the study so that the draft can state it. An empty cell counts as not read.
    """
    from qualcode.study import open_study

    if filled and (out or codes):
        raise click.UsageError("--read takes what stands in the file; leave --out and --code out.")
    opened = open_study(study)
    if filled:
        from qualcode.sampling import estimate_recall

        print_estimates(estimate_recall(opened, filled))
        return
    draw(opened, n, seed, codes, out)


def draw(study: Study, n: int, seed: int, codes: Sequence[str], out: Path | None) -> None:
    """Write a sample and say what to do with it."""
    from qualcode.exchange import write_table
    from qualcode.sampling import FOLDER, draw_sample

    sample = draw_sample(study, n, seed, codes)
    print_followed(study)
    path = write_table(sample, out or study.folder / FOLDER / f"utvalg_{seed}.csv")
    fewer = f"; there are no more than {len(sample)}" if len(sample) < n else ""
    click.echo(f"{shown(path)}: {count(len(sample), 'segment')} to read{fewer}.")
    click.echo("Write ja or nei in each empty cell, by the codebook's definitions. Then:")
    click.echo(f"  qualcode sample {study.folder} --read {shown(path)}")


def print_estimates(estimates: Sequence[Estimate]) -> None:
    """A line for each code, and what the figures rest on."""
    width = max(len(one.code) for one in estimates)
    click.echo(f"{'':{width}}  recall  95 % interval   read  missed  of uncoded  confirmed  unreviewed")
    for one in estimates:
        c = one.counts
        recall = "-" if one.recall is None else f"{one.recall:.2f}"
        click.echo(
            f"{one.code:{width}}  {recall:>6}   {one.interval[0]:.2f} to {one.interval[1]:.2f}  {c.read:>5}  "
            f"{c.missed:>6}  {c.population:>10}  {c.confirmed:>9}  {c.unreviewed:>10}"
        )
    said = {
        "confirmed": "every coding has been reviewed",
        "estimated": "the precision of what is unreviewed is estimated from what was reviewed",
        "assumed": "no suggestion has been reviewed: each is taken as right, so recall is at its highest",
    }
    for precision in dict.fromkeys(one.precision for one in estimates):
        codes = ", ".join(one.code for one in estimates if one.precision == precision)
        click.echo(f"{codes}: {said[precision]}.")
