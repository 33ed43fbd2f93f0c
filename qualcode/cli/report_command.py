"""`qualcode report`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.screen import (
    check_option,
    print_findings,
    print_followed,
    shown,
    study_argument,
    with_example,
)


@click.command("report")
@study_argument
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["html", "docx", "md", "pdf"]),
    help="May be given several times. Default: what the settings say, else html, docx and md.",
)
@click.option(
    "--language",
    type=click.Choice(["nb", "nn", "en"]),
    help="Only the draft in this language. Default: every language the settings name.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Another folder than the one in the settings.")
@check_option
@click.option(
    "--read",
    multiple=True,
    metavar="TEXT",
    help="You have read this text of yours (forfatter/TEXT.md) again, and it stands, in every language "
    "written now; repeatable.",
)
@with_example(
    """qualcode report mystudy --format docx
    qualcode report mystudy --language en
    qualcode report mystudy --no-check
    qualcode report mystudy --read tidlig_innsats"""
)
def command(
    study: Path,
    formats: tuple[str, ...],
    language: str | None,
    out: Path | None,
    *,
    check: bool,
    read: tuple[str, ...],
) -> None:
    """Write the report draft from what is coded now, without importing or coding anew.

    A file for each text you may write is made in forfatter/ once and never written to again. When the numbers
    under a text of yours have changed since you wrote it, the draft says so until you have changed the text
    or said that it stands (--read).
    """
    from qualcode.errors import StudyError
    from qualcode.flow import draft_names, stored_facts
    from qualcode.report import in_language, keep_for_author, make_report, to_tell, write_drafts
    from qualcode.report.author import author_folder, read_author_texts
    from qualcode.study import open_study

    opened = open_study(study)
    languages = [language] if language else opened.settings.languages
    suffixes = {name: opened.settings.in_language(name).draft_suffix for name in languages}
    folders = [author_folder(name, suffix) for name, suffix in suffixes.items()]
    texts = sorted({name for own in folders for name in read_author_texts(opened.folder, own)})
    for name in read:
        if name not in texts:
            fix = f"Texts there: {', '.join(texts)}." if texts else "Nothing is written there yet."
            raise StudyError(f"there is no text {folders[0]}/{name}.md", where=str(opened.folder), fix=fix)
    data, folder = opened.data(stored_facts(opened)), out or opened.settings.reports_folder
    reports = [make_report(in_language(data, name), check=check, read=read) for name in languages]
    for report in reports:
        names = draft_names(formats or opened.settings.report.formats, report.suffix)
        for path in write_drafts(report, folder, names)[: len(names)]:
            click.echo(f"Draft: {shown(path)}")
        keep_for_author(opened.folder, report, read=read)
    print_followed(opened)
    print_findings(to_tell(reports))
