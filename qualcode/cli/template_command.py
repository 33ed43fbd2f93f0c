"""`qualcode template`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import shown, with_example


@click.command("template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--letterhead",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Put the draft into this document (.docx, .dotx), in its styles. Default: page and styles of ours.",
)
@with_example(
    """qualcode template mal.docx
    qualcode template mal.docx --letterhead brevmal.dotx"""
)
def command(file: Path, letterhead: Path | None) -> None:
    """Write the Word template of drafts, to change in Word and use as one's own.

    Set word_template = "mal.docx" under [report] in qualcode.toml to use it. A letterhead can be set there
    as it is; write it out with its tags only to move or leave out parts of the draft.
    """
    from qualcode.errors import OutputError
    from qualcode.outfiles import replace_file
    from qualcode.report.word_own import opened_template

    content = opened_template(letterhead).content
    if file.exists():
        fix = "Give it another name."
        raise OutputError("is there already, and is not overwritten", where=str(file), fix=fix)
    try:
        replace_file(file, content)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", where=str(file)) from None
    click.echo(f"Template: {shown(file)}")
