"""`qualcode quote`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import print_followed, study_argument, with_example

if TYPE_CHECKING:
    from qualcode.report.overrides import Override

segment_argument = click.argument("segment")
code_option = click.option("--code", help="Only among this code's quotes; otherwise wherever it would stand.")
reason_option = click.option("--reason", help="Why, in the draft's language; the draft says so.")
_SHOWN = 60


@click.group("quote")
def command() -> None:
    """Pin or ban a quote in the draft, or list what was pinned and banned.

    The choices are lines of sitater.csv in the study folder, which the next draft follows: take a line away
    to undo it.
    """


@command.command("pin")
@study_argument
@segment_argument
@code_option
@reason_option
@with_example('qualcode quote pin mystudy intervju_03-1f2e3d4c5b --reason "sier det best"')
def pin(study: Path, segment: str, code: str | None, reason: str | None) -> None:
    """Always quote this segment, before any other of its theme and group.

    Refused for what may not be printed: documents, notes, the interviewer's words, and text that does not
    tell the interviewer from the informant.
    """
    _set(study, segment, "pin", code, reason)


@command.command("ban")
@study_argument
@segment_argument
@code_option
@reason_option
@with_example('qualcode quote ban mystudy intervju_03-1f2e3d4c5b --reason "kan kjennes igjen"')
def ban(study: Path, segment: str, code: str | None, reason: str | None) -> None:
    """Never quote this segment. It is counted as before."""
    _set(study, segment, "ban", code, reason)


@command.command("list")
@study_argument
@with_example("qualcode quote list mystudy")
def list_(study: Path) -> None:
    """Every pinned and banned quote, and which of them can no longer be followed."""
    from qualcode.report.overrides import overrides
    from qualcode.study import open_study

    opened = open_study(study)
    found = overrides(opened.data())
    print_followed(opened)
    if not found:
        click.echo("Nothing is pinned or banned.")
    for one in found:
        _print(one)


def _set(study: Path, segment: str, action: str, code: str | None, reason: str | None) -> None:
    from qualcode.report.overrides import override_quote
    from qualcode.study import open_study

    opened = open_study(study)
    found = override_quote(opened, segment, action, code=code, reason=reason)
    now = opened.history.follow(code) if code else code
    _print(next(one for one in found if (one.segment, one.code) == (segment, now)))
    print_followed(opened)
    click.echo(f"Written to sitater.csv; the next draft follows it: qualcode report {study}")


def _print(one: Override) -> None:
    from qualcode.report.overrides import NOT_PRINTED

    where = f" for {one.code}" if one.code else ""
    why = f" ({one.reason})" if one.reason else ""
    text = one.text if len(one.text) <= _SHOWN else f"{one.text[: _SHOWN - 2].rstrip()} …"
    click.echo(
        f"{one.action} {one.segment}{where}{why}: " + (f"«{text}»" if text else "no such segment any more")
    )
    if one.problem == "uncoded":
        click.echo("  does nothing: the segment does not carry the code now")
    elif one.problem in NOT_PRINTED:
        click.echo(f"  does nothing: it {NOT_PRINTED[one.problem]}")
