"""`qualcode coder`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import study_argument, with_example

name_argument = click.argument("name")
address_option = click.option(
    "--address",
    default="http://127.0.0.1:8420",
    show_default=True,
    help="Where `qualcode review` is reached; the link begins with it.",
)


@click.group("coder")
def command() -> None:
    """Add, list or shut out the people who code a study."""


@command.command("add")
@study_argument
@name_argument
@click.option(
    "--role",
    type=click.Choice(["coder", "lead"]),
    default="coder",
    show_default=True,
    help="A lead sees everyone's work and adjudicates.",
)
@address_option
@with_example(
    """qualcode coder add mystudy Kari
    qualcode coder add mystudy Ola --role lead --address https://koding.example.no"""
)
def add(study: Path, name: str, role: str, address: str) -> None:
    """Register a coder and print the link they come in by.

    The link holds a secret that is shown this once: the study keeps only its hash. Whoever has the link codes
    in that name, so hand it to nobody else.
    """
    from qualcode.passes import add_coder
    from qualcode.study import open_study

    click.echo(_link(address, add_coder(open_study(study), name, role)))  # type: ignore[arg-type]


@command.command("list")
@study_argument
@with_example("qualcode coder list mystudy")
def list_(study: Path) -> None:
    """Every coder: name, role, and how far they have come in each pass."""
    from qualcode.passes import coders, progress
    from qualcode.study import open_study

    opened = open_study(study)
    work = progress(opened)
    for coder in coders(opened):
        parts = [coder.name, coder.role, *(["shut out"] if coder.revoked else [])]
        for found in work:
            if found.coder == coder.name:
                of = f" of {found.assigned}" if found.coding_pass == "blind" else ""
                pace = f", {found.per_hour:.0f} an hour" if found.per_hour else ""
                parts.append(f"{found.coding_pass}: {found.done}{of} done, {found.decisions} decisions{pace}")
        click.echo("  ".join(parts))


@command.command("link")
@study_argument
@name_argument
@address_option
@with_example("qualcode coder link mystudy Kari")
def link(study: Path, name: str, address: str) -> None:
    """Print a new link for a coder; the old one opens nothing any more."""
    from qualcode.passes import new_secret
    from qualcode.study import open_study

    click.echo(_link(address, new_secret(open_study(study), name)))


@command.command("revoke")
@study_argument
@name_argument
@with_example("qualcode coder revoke mystudy Kari")
def revoke(study: Path, name: str) -> None:
    """Shut a coder out. What they have decided stays; `coder link` lets them in again."""
    from qualcode.passes import revoke_coder
    from qualcode.study import open_study

    revoke_coder(open_study(study), name)
    click.echo(f"{name} is shut out.")


def _link(address: str, secret: str) -> str:
    return f"{address.rstrip('/')}/inn/{secret}"
