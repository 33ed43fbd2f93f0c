"""`qualcode codebook`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qualcode.cli.screen import count, with_example


@click.group("codebook")
def command() -> None:
    """Check codebooks."""


@command.command("check")
@click.argument(
    "paths", metavar="FILE|FOLDER|STUDY...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@with_example(
    """qualcode codebook check codebooks/
    qualcode codebook check mystudy"""
)
def check(paths: tuple[Path, ...]) -> None:
    """Check codebooks: their form, dead or doubled indicators, examples they get wrong.

    A mistake in the form is an error (exit code 2); the rest are findings, listed by file and line
    (exit code 1).
    """
    from qualcode.codebook import load_codebooks
    from qualcode.codebook.check import check_codebook
    from qualcode.matching import Coder
    from qualcode.settings import FILE_NAME
    from qualcode.study import open_study

    files: list[Path] = []
    for path in paths:
        files.extend(open_study(path).codebook_files if (path / FILE_NAME).exists() else [path])
    codebooks = load_codebooks(files)
    coder = Coder(codebooks)
    findings = [finding for codebook in codebooks for finding in check_codebook(codebook, coder)]
    for finding in findings:
        click.echo(str(finding))
    for codebook in codebooks:
        indicators = sum(len(code.indicators) for code in codebook.codes)
        click.echo(
            f"{codebook.id} {codebook.version}: {count(len(codebook.codes), 'code')}, "
            f"{count(indicators, 'indicator')}, {count(len(codebook.examples), 'example')}, "
            f"{count(len(codebook.counter_examples), 'counter-example')}"
        )
    if findings:
        click.echo(f"{count(len(findings), 'finding')}.")
        sys.exit(1)
