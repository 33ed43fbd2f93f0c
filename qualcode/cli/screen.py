"""What the commands share on the screen: progress on a terminal, notices, counts."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.coding import Progress
    from qualcode.model import Notice
    from qualcode.report.context import Finding
    from qualcode.study import Study

study_argument = click.argument("study", type=click.Path(path_type=Path, file_okay=False))
check_option = click.option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="Look the draft over before printing; what is found stands in its margin and here.",
)
skip_bad_option = click.option(
    "--skip-bad", is_flag=True, help="Leave out files that cannot be read; the draft names them."
)
processes_option = click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=lambda: min(_processors(), MOST_PROCESSES),
    show_default="one for each processor, at most 8",
    help="How many may code at once; a small study is coded by one whatever is said here.",
)

MOST_PROCESSES = 8
"""Processes that are started unasked: each takes some 200 MB."""


def _processors() -> int:
    """How many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # where the system can say so
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def with_example(example: str) -> Callable[[Any], Any]:
    """Add an example to the end of a command's help.

    Args:
        example: command lines, one a line.
    """
    lines = "\n".join(f"  {line.strip()}" for line in example.strip().splitlines())

    def add(function: Any) -> Any:
        function.__doc__ = f"{cleandoc(function.__doc__)}\n\n\b\nExample:\n{lines}\n"
        return function

    return add


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar with the time left on a terminal; nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def notice_line(path: str, notice: Notice) -> str:
    """A notice as one line."""
    place = f"{path}, line {notice.line}" if notice.line else path
    return f"{place}: {notice.text}." + (f" {notice.fix}" if notice.fix else "")


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    whole, here = path.resolve(), Path.cwd()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 source`, `3 sources`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def print_followed(study: Study) -> None:
    """One line for each place in the study's files that names a code by an earlier name."""
    for line in study.todays.notices:
        click.echo(line, err=True)


def print_findings(findings: Sequence[Finding]) -> None:
    """One line for each thing to look at before printing: number in the margin, place, what, how to mend."""
    if not findings:
        return
    click.echo(f"To look at before printing, with their numbers in the draft's margin ({len(findings)}):")
    for finding in findings:
        place = f"{finding.where}, «{finding.at}»" if finding.where.endswith(".md") else finding.where
        click.echo(f"{finding.number:>3} {place}: {finding.text} {finding.fix}")
