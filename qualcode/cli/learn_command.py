"""`qualcode learn`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import count, progress, shown, study_argument, with_example

if TYPE_CHECKING:
    from qualcode.analysis.evaluation import Score
    from qualcode.learning import HeldOut, Learning


@click.command("learn")
@study_argument
@click.option("--apply", "write", is_flag=True, help="Write learnt.jsonl; the next run codes with it.")
@with_example(
    """qualcode learn mystudy
    qualcode learn mystudy --apply"""
)
def command(study: Path, *, write: bool) -> None:
    """Show what the coding would gain by learning from the decisions that people have made.

    Every source is scored twice: by the codebooks alone, and by a coder that has also learnt from what was
    accepted, rejected and added in the other sources, never its own. What was coded blind or adjudicated is
    not learnt from, so that it can measure; it is scored apart. Only themes are learnt: a sub-code needs an
    indicator.

    Nothing is changed. --apply writes the decided utterances to learnt.jsonl in the study, from which the
    next run learns; delete the file to go back. It holds what people said, word for word.
    """
    from qualcode.learning import learn, write_learnt
    from qualcode.study import open_study

    opened = open_study(study)
    with progress() as shown_progress:
        learning = learn(opened, shown_progress)
    print_learning(learning)
    if not write:
        click.echo("\nNothing has been changed. To let the coding learn from these utterances:")
        click.echo(f"  qualcode learn {study} --apply")
        return
    path = write_learnt(opened, learning)
    click.echo(f"\n{shown(path)}: {count(len(learning.utterances), 'utterance')}, as people said them: keep")
    click.echo("the file as you keep the transcripts. The next run learns from it:")
    click.echo(f"  qualcode run {study}")


def print_learning(learning: Learning) -> None:
    """What there is to learn from, the figures before and after, and what they are worth."""
    from qualcode.learning import FEW_DECISIONS
    from qualcode.matching.classifier import FEWEST

    cells = [u.labels for u in learning.utterances]
    sources = count(learning.decided.sources, "source")
    click.echo(f"Decided on: {count(len(cells), 'utterance')} in {sources}.\n")
    width = max(map(len, (*learning.themes, "micro")))
    click.echo(f"{'':{width}}  set  rejected  silent  {'F1 before':21}  F1 after")
    for theme in learning.themes:
        set_, rejected, silent = (
            sum(theme in part for part in parts)
            for parts in zip(*((c.carried, c.rejected, c.silent) for c in cells), strict=True)
        )
        before, after = (e.codes[theme] for e in (learning.decided.before, learning.decided.after))
        click.echo(f"{theme:{width}}  {set_:>3}  {rejected:>8}  {silent:>6}  {_pair(before, after)}")
    print_sum(learning.decided, width)
    if learning.measured:
        units = count(learning.measured.after.n_units, "utterance")
        click.echo(f"\nCoded blind or adjudicated, and never learnt from: {units}.\n")
        for theme in learning.themes:
            before, after = (e.codes[theme] for e in (learning.measured.before, learning.measured.after))
            click.echo(f"{theme:{width}}  {'':21}  {_pair(before, after)}")
        print_sum(learning.measured, width)
    click.echo(
        f"\nSources are held out in {learning.folds} parts: none is scored by what was learnt from itself.\n"
        "What nobody decided is left out. silent: read to the end, neither suggested nor set."
    )
    better = (
        "What was coded blind says more."
        if learning.measured
        else "Blind coding (qualcode assign) and qualcode sample tell of that."
    )
    click.echo(
        f"People decide mostly on what is suggested, so this says little of what is overlooked.\n{better}"
    )
    print_thresholds(learning)
    decided = sum(len(c.carried) + len(c.rejected) for c in cells)
    if decided < FEW_DECISIONS:
        click.echo(f"There are {decided} decisions only: under {FEW_DECISIONS} these figures are anecdotes.")
    for theme in learning.unlearnt:
        click.echo(
            f"{theme}: nothing is learnt of it: under {FEWEST} written examples. Its indicators decide."
        )


def print_thresholds(learning: Learning) -> None:
    """Lines for qualcode.toml, where another threshold does better."""
    if not learning.thresholds:
        return
    click.echo(
        "\nHaving learnt, other thresholds would do better, chosen and measured on different sources:\n"
    )
    click.echo("[thresholds]")
    for theme, better in learning.thresholds.items():
        click.echo(
            f"{theme} = {better.value}  # F1 {better.after:.3f}; {better.before:.3f} "
            f"with today's {learning.present[theme]:g}"
        )
    click.echo("\nThey lean upwards: what was overlooked lacks here. Paste what you want into qualcode.toml.")


def print_sum(held_out: HeldOut, width: int) -> None:
    """The line of all themes together, and the difference."""
    click.echo(f"{'micro':{width}}  {'':21}  {_pair(held_out.before.micro, held_out.after.micro)}")
    if held_out.gain:
        gain, low, high = held_out.gain
        rough = ", rough: under ten sources" if held_out.after.rough else ""
        click.echo(
            f"After minus before: {gain:+.3f} ({low:+.2f} to {high:+.2f}, paired, "
            f"{count(held_out.sources, 'source')}{rough})."
        )


def _pair(before: Score, after: Score) -> str:
    return f"{_f1(before):21}  {_f1(after)}"


def _f1(score: Score) -> str:
    if score.f1 is None or score.f1_interval is None:
        return "-"
    return f"{score.f1:.3f} ({score.f1_interval[0]:.2f} to {score.f1_interval[1]:.2f})"
