"""`qualcode suggest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import count, study_argument, with_example

if TYPE_CHECKING:
    from qualcode.proposing import Find, Proposal, Proposals

AROUND = 50
"""Characters shown on either side of a find."""


@click.command("suggest")
@study_argument
@click.argument("code")
@click.option("--n", type=click.IntRange(min=1), default=15, show_default=True, help="How many proposals.")
@click.option(
    "--show",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="Utterances shown for each.",
)
@click.option("--unreviewed", is_flag=True, help="Count suggestions nobody has decided on as right.")
@with_example("qualcode suggest mystudy tidlig_innsats --n 10")
def command(study: Path, code: str, *, n: int, show: int, unreviewed: bool) -> None:
    """Propose indicators for CODE from the utterances that people gave it.

    Words, pairs of words and verbs with their particle that stand oftener in utterances with the code than in
    those without, by the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008);
    what an indicator of the code catches already is left out. Each is a line for the codebook, with the
    utterances that speak for it. Nothing is written: paste what makes sense, and try it with
    qualcode codebook diff.
    """
    from qualcode.proposing import propose
    from qualcode.study import open_study

    print_proposals(propose(open_study(study), code, unreviewed=unreviewed), n, show)


def print_proposals(found: Proposals, n: int, show: int) -> None:
    """What was compared with what, then each proposal."""
    given = "by people"
    if found.unreviewed:
        given = f"{found.carrying - found.unreviewed} by people, {found.unreviewed} by the machine alone"
    click.echo(f"{found.code}: {count(found.carrying, 'utterance')} with it ({given}), beside")
    click.echo(
        f"{found.rejected + found.silent + found.untouched} without: {found.rejected} rejected, "
        f"{found.silent} read to the end without it, {found.untouched} that nobody has given it, "
        f"machine or person."
    )
    if found.undecided:
        click.echo(f"Left out: {count(found.undecided, 'suggestion')} that nobody has decided on.")
    if found.measuring:
        kept = count(found.measuring, "utterance")
        click.echo(f"Left out: {kept} coded blind or adjudicated, kept to measure with.")
    if found.unreviewed:
        click.echo(
            "What the machine alone has given the code is worded as its indicators and examples are: the\n"
            "proposals lean towards what is found already."
        )
    if not found.proposals:
        click.echo("\nNothing stands out that no indicator catches.")
    for proposal in found.proposals[:n]:
        print_proposal(proposal, show)
    if len(found.proposals) > n:
        click.echo(f"\n{len(found.proposals) - n} more: --n {len(found.proposals)}")


def print_proposal(proposal: Proposal, show: int) -> None:
    """The line for the codebook, its figures, and utterances that speak for it."""
    click.echo(f"\n{proposal.line}")
    click.echo(
        f"    z {proposal.z:.1f}; with the code {proposal.inside}, without {proposal.outside}; "
        f"{count(proposal.informants, 'informant')}, {count(proposal.sources, 'source')}; "
        f"no indicator there in {len(proposal.finds)}"
    )
    for find in proposal.finds[:show]:
        click.echo(f"    {find.segment.id}  {_around(find)}")


def _around(find: Find) -> str:
    text = find.segment.text
    start, end = max(find.start - AROUND, 0), min(find.end + AROUND, len(text))
    shown = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"
