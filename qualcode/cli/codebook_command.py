"""`qualcode codebook`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import count, with_example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.codebook import Finding
    from qualcode.model import Codebook
    from qualcode.recoding import Change, Recoding
    from qualcode.study import Study


@click.group("codebook")
def command() -> None:
    """Check codebooks, and compare two versions of them."""


@command.command("check")
@click.argument("paths", metavar="FILE|FOLDER|STUDY...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--study",
    type=click.Path(path_type=Path, file_okay=False),
    help="An imported study: name the indicators that never fire or never count there, and what became of "
    "decisions on renamed, merged and split codes. Without FILE its own codebooks are checked.",
)
@with_example(
    """qualcode codebook check codebooks/
    qualcode codebook check --study mystudy"""
)
def check(paths: tuple[Path, ...], *, study: Path | None) -> None:
    """Check codebooks: their form, dead or doubled indicators, examples they get wrong.

    A mistake in the form is an error (exit code 2); the rest are findings, listed by file and line
    (exit code 1). What indicators come to in a study are hints (exit code 0).
    """
    from qualcode.codebook import load_codebooks
    from qualcode.codebook.check import check_codebook
    from qualcode.codebook.history import code_history
    from qualcode.matching import Coder
    from qualcode.recoding import imported_segments
    from qualcode.settings import FILE_NAME
    from qualcode.study import open_study

    if not paths and study is None:
        raise click.UsageError("Name a codebook, a folder of them, or a study.")
    opened = open_study(study) if study else None
    files: list[Path] = []
    for path in paths or (study,):
        if path is not None:
            files.extend(open_study(path).codebook_files if (path / FILE_NAME).exists() else [path])
    codebooks = load_codebooks(files)
    texts = [segment.text for segment in imported_segments(opened)] if opened else []
    coder = Coder(codebooks, pipeline=opened.pipeline if opened else None)
    findings = [finding for codebook in codebooks for finding in check_codebook(codebook, coder, texts)]
    mistakes = [finding for finding in findings if not finding.is_hint]
    for finding in mistakes:
        click.echo(str(finding))
    if opened:
        print_hints(codebooks, findings, len(texts))
    for codebook in codebooks:
        indicators = sum(len(code.indicators) for code in codebook.codes)
        click.echo(
            f"{codebook.id} {codebook.version}: {count(len(codebook.codes), 'code')}, "
            f"{count(indicators, 'indicator')}, {count(len(codebook.examples), 'example')}, "
            f"{count(len(codebook.counter_examples), 'counter-example')}"
        )
    for line in code_history(codebooks).lines():
        click.echo(f"  {line}")
    if opened:
        print_following(opened, codebooks)
    if mistakes:
        click.echo(f"{count(len(mistakes), 'finding')}.")
        sys.exit(1)


def print_hints(codebooks: Sequence[Codebook], findings: Sequence[Finding], segments: int) -> None:
    """Indicators that never fire or never count in a study, by code."""
    never = [finding for finding in findings if finding.kind == "never"]
    codes = {code.id: len(code.indicators) for book in codebooks for code in book.codes}
    click.echo(
        f"{len(never)} of {sum(codes.values())} indicators fire in none of the study's {segments} segments."
    )
    for code, indicators in codes.items():
        silent = [
            finding.what.split("'", 1)[1].rsplit("'", 1)[0] for finding in never if finding.code == code
        ]
        if silent:
            click.echo(f"  {code}, {len(silent)} of {indicators}:")
            click.echo(click.wrap_text("; ".join(silent), 100, "    ", "    "))
    overlaps = [finding for finding in findings if finding.kind == "overlap"]
    if overlaps:
        click.echo(
            f"{count(len(overlaps), 'indicator')} never counted there, for another lay over every find."
        )
        for finding in overlaps:
            click.echo(f"  {finding.where}: {finding.what}")


def print_following(study: Study, codebooks: Sequence[Codebook]) -> None:
    """What became of a study's decisions on codes of earlier versions."""
    from qualcode.analysis.following import followed, undecided
    from qualcode.codebook.history import code_history

    history = code_history(codebooks)
    if not history:
        return
    stored = study.store.decisions()
    on_old = sum(decision.code in history.heirs for decision in stored)
    click.echo(f"{count(on_old, 'decision')} of the study on codes of earlier versions.")
    waiting = undecided(followed(stored, history), history)
    if waiting:
        click.echo(f"{count(len(waiting), 'coding')} on split codes waiting for a new decision:")
        for one in waiting:
            click.echo(f"  {one.segment}  {one.code} ({one.coder}): {' or '.join(one.heirs)}?")


@command.command("diff")
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path, exists=True))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--study",
    type=click.Path(path_type=Path, file_okay=False),
    help="An imported study: show which of its segments gain or lose a code.",
)
@click.option(
    "--show",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="How many segments of each code to show.",
)
@with_example("qualcode codebook diff codebooks_v1/ codebooks/ --study mystudy")
def diff(old: Path, new: Path, *, study: Path | None, show: int) -> None:
    """Compare two versions of a codebook or of a folder of them.

    Codes and indicators that were added (+), removed (-) or changed (~); with --study then how many segments
    have each code before and after, and which gain or lose it, with the scores before and after. Nothing is
    stored.
    """
    from qualcode.codebook import load_codebooks
    from qualcode.codebook.diff import codebook_changes
    from qualcode.matching import Coder
    from qualcode.recoding import compare_coders
    from qualcode.study import open_study

    before, after = load_codebooks([old]), load_codebooks([new])
    opened = open_study(study) if study else None
    changes = codebook_changes(before, after)
    for line in changes or ["No code and no indicator differs."]:
        click.echo(line)
    if opened is None:
        return
    coders = [
        Coder(
            books,
            pipeline=opened.pipeline,
            thresholds={c.id: limits[c.id] for book in books for c in book.codes if c.id in limits},
            learnt=opened.learnt,
            embeddings=opened.settings.embeddings,
        )
        for limits in [opened.settings_of_today.thresholds]
        for books in (before, after)
    ]
    print_recoding(compare_coders(opened, *coders), show)


def print_recoding(recoding: Recoding, show: int) -> None:
    """How many segments have each code before and after, then which ones changed."""
    gains = [change for change in recoding.changes if change.gained]
    losses = [change for change in recoding.changes if not change.gained]
    width = max(map(len, recoding.counts), default=0)
    click.echo(f"\n{f'of {recoding.n_segments} segments':{width}}  before  after  gain  lose")
    for code, (before, after) in recoding.counts.items():
        gained, lost = (sum(change.code == code for change in part) for part in (gains, losses))
        click.echo(f"{code:{width}}  {before:>6}  {after:>5}  {gained or '·':>4}  {lost or '·':>4}")
    for code in recoding.counts:
        for verb, part in (("gain", gains), ("lose", losses)):
            print_changes(code, verb, [c for c in part if c.code == code], show)


def print_changes(code: str, verb: str, changes: Sequence[Change], show: int) -> None:
    """Segments that gain or lose one code."""
    if not changes or not show:
        return
    shown = f", the first {show}" if len(changes) > show else ""
    verb = f"{verb}s" if len(changes) == 1 else verb
    click.echo(f"\n{code}: {count(len(changes), 'segment')} {verb} it{shown}:")
    for change in changes[:show]:
        text = " ".join(change.segment.text.split())
        click.echo(f"  {change.segment.id}  {change.before:.2f} -> {change.after:.2f}")
        click.echo(f"      {text[:100]}{'…' if len(text) > 100 else ''}")
