"""`qualcode explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import with_example

if TYPE_CHECKING:
    from qualcode.matching import Coder

NEAREST = 3


@click.command("explain")
@click.argument("study", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.argument("segment", required=False)
@click.option("--text", help="A text of your own instead of a segment.")
@click.option("--question", help="With --text: the question it answers.")
@click.option(
    "--codebook",
    "codebooks",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="With --text and no study: a codebook or a folder of them; may be given several times. "
    "Default: qualcode's own.",
)
@with_example(
    """qualcode explain mystudy intervju_03-1f2e3d4c5b
    qualcode explain mystudy --text "Vi kom inn altfor seint."
    qualcode explain --text "Vi kom inn altfor seint." --codebook codebooks/"""
)
def command(
    study: Path | None,
    *,
    segment: str | None,
    text: str | None,
    question: str | None,
    codebooks: tuple[Path, ...],
) -> None:
    """Show why a segment, or a text of your own, got its codes: which indicator, where, how much.

    For each code stand the indicators with what they add, the words that by the written examples speak most
    for and against it, what a question about the code adds, the sum, and what is missing to the threshold.
    Codes under their threshold are shown too. Then come the valence (a text of your own is taken for a
    written answer), a judgement that no code depends on, and the written examples most like the text.
    """
    if (segment is None) == (text is None):
        raise click.UsageError("Give a segment's id (they stand in segments.csv), or --text.")
    if study is not None and codebooks:
        raise click.UsageError("A study has its own codebooks; --codebook goes with --text alone.")
    if question is not None and text is None:
        raise click.UsageError("--question goes with --text; a segment has its own.")
    kind = "survey"
    if study is None:
        from qualcode.codebook import load_codebooks
        from qualcode.matching import Coder
        from qualcode.new_study import default_codebooks

        coder = Coder(load_codebooks(codebooks or [default_codebooks()]))
    else:
        from qualcode.study import open_study

        opened = open_study(study)
        coder = opened.coder
        if segment is not None:
            found = opened.store.segment(segment)
            text, question, kind = found.text, found.question, opened.source(found.source).kind
            click.echo(f"{found.id}  {found.source}, {found.group}, {found.speaker or 'no speaker'}")
    if question:
        click.echo(f"  (asked: {question})")
    click.echo(f"  {text}\n")
    print_explanations(coder, str(text), question, kind)


def print_explanations(coder: Coder, text: str, question: str | None, kind: str = "survey") -> None:
    """Every code of which anything was found, the suggested ones first, and the nearest examples."""
    explanations = [e for e in coder.explain(text, question) if e.reasons or e.removed or e.spoken]
    for explanation in sorted(explanations, key=lambda e: (not e.suggested, e.code)):
        click.echo("\n".join(explanation.lines()))
    if not explanations:
        click.echo("No indicator was found, and there are no examples to learn from.")
    print_valence(text, question, kind)
    near = coder.neighbours.nearest(text, NEAREST)
    if near:
        click.echo("\nThe written examples most like it (1 is the same text):")
    for one in near:
        codes = ", ".join(one.example.codes) or "no code"
        click.echo(f"  {one.likeness:.2f}  {one.example.text}\n        {codes}")


def print_valence(text: str, question: str | None, kind: str) -> None:
    """What the speaker thinks of it, as the drafts judge it, and the words that were looked at."""
    from qualcode.analysis.valence import valence_words
    from qualcode.analysis.valence_judging import judge

    (spoken,) = valence_words([text])
    judged = judge(text, spoken, kind, question)
    words = [f"'{s.surface}'{' negated' if s.negated else ''} {s.side}" for s in spoken]
    if words or judged.basis:
        by = f" by its {judged.basis}" if judged.basis else ""
        click.echo(f"\nValence{by}: {judged.valence}" + (f" ({', '.join(words)})" if words else ""))
