"""`qualcode explain`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import study_argument, with_example


@click.command("explain")
@study_argument
@click.argument("segment", required=False)
@click.option("--text", help="A text of your own instead of a segment.")
@with_example(
    """qualcode explain mystudy intervju_03-1f2e3d4c5b
    qualcode explain mystudy --text "Vi kom inn altfor seint." """
)
def command(study: Path, segment: str | None, text: str | None) -> None:
    """Show why a segment, or a text of your own, got its codes: which indicator, where, how much.

    Codes under their threshold are shown too, with what is missing.
    """
    from qualcode.study import open_study

    if (segment is None) == (text is None):
        raise click.UsageError("Give a segment's id (they stand in segments.csv), or --text.")
    opened = open_study(study)
    question = None
    if segment is not None:
        found = opened.store.segment(segment)
        text, question = found.text, found.question
        click.echo(f"{found.id}  {found.source}, {found.group}, {found.speaker or 'no speaker'}")
        if question:
            click.echo(f"  (asked: {question})")
    click.echo(f"  {text}\n")
    explanations = [
        e for e in opened.coder.explain(str(text), question) if e.reasons or e.removed or e.spoken
    ]
    for explanation in sorted(explanations, key=lambda e: (not e.suggested, e.code)):
        click.echo("\n".join(explanation.lines()))
    if not explanations:
        click.echo("No indicator was found, and there are no examples to learn from.")
