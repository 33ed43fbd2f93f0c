"""`qualcode agree`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.screen import count, print_followed, study_argument, with_example

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.analysis.agreement import Agreement, CodeAgreement, Figure
    from qualcode.analysis.evaluation import Score
    from qualcode.passes import AgainstPeople, StudyAgreement

TOO_LITTLE = "for lite grunnlag"
NOTHING = {
    "nobody": "There is no blind coding to compare.",
    "one_coder": "Agreement takes two who have finished the same segments blind; here is one.",
    "no_overlap": "No segment has been finished blind by two of them: there is nothing to compare.",
}
COLUMN = 15
SHOWN_BY_NAME = 3
"""Coders up to which each one's number of marks is shown."""


@click.command("agree")
@study_argument
@click.option("--coders", metavar="A,B", help="Only these coders; Cohen's kappa is for two.")
@click.option("--code", "codes", multiple=True, help="Only this code with its sub-codes; repeatable.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
@with_example(
    """qualcode agree mystudy
    qualcode agree mystudy --coders Kari,Ola --code tidlig_innsats
    qualcode agree mystudy --format csv > agreement.csv"""
)
def command(study: Path, coders: str | None, codes: tuple[str, ...], form: str) -> None:
    """Print how well blind coders agree, and the machine with them.

    Only segments that coders have finished blind count: who has seen a suggestion has not coded
    independently. Intervals are 95 % bootstrap intervals over sources. 'for lite grunnlag' stands where fewer
    than 30 segments were coded by two, or fewer than 5 of these have the code from anyone (or lack it).
    """
    from qualcode.outfiles import csv_lines
    from qualcode.passes import study_agreement
    from qualcode.study import open_study

    names = [name for part in (coders or "").split(",") if (name := part.strip())]
    opened = open_study(study)
    found = study_agreement(opened, coders=names, codes=codes)
    print_followed(opened)
    if form == "json":
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2, sort_keys=True))
    elif form == "csv":
        rows = found.rows()
        click.echo(
            csv_lines(found.COLUMNS, [[row[name] for name in found.COLUMNS] for row in rows]), nl=False
        )
    else:
        _print(found)


def _print(found: StudyAgreement) -> None:
    done = [f"{w.coder} {w.done}" + (f" of {w.assigned}" if w.assigned else "") for w in found.work if w.done]
    if done:
        click.echo(f"Segments finished blind: {', '.join(done)}.")
    if found.idle:
        click.echo(f"Nothing finished blind: {', '.join(found.idle)}.")
    if found.silent:
        click.echo(f"Finished, and set no code at all: {', '.join(found.silent)}.")
    if found.missing and found.work:
        click.echo(NOTHING[found.missing])
    elif found.missing:
        click.echo(f"{NOTHING[found.missing]} Hand segments out: qualcode assign STUDY --coders A,B")
    if found.between:
        click.echo()
        _print_between(found.between)
        if found.pairs:
            click.echo("\nTwo by two, over all codes:\n")
            _print_rows([(f"{p.coders[0]} and {p.coders[1]}", p.overall) for p in found.pairs])
        elif len(found.between.coders) > 2:
            click.echo("Cohen's kappa is for two coders: name them with --coders A,B.")
    if found.machine:
        click.echo()
        _print_machine(found.machine)


# --- coders with each other --------------------------------------------------------------------------


def _print_between(between: Agreement) -> None:
    coders = between.coders
    who = f"{', '.join(coders[:-1])} and {coders[-1]}"
    of = f"{count(between.units, 'segment')} of {count(between.sources, 'source')}"
    click.echo(f"{who}: {of} coded by {'both' if len(coders) == 2 else 'two or more of them'}.\n")
    rows = [(_under_theme(row.code, between), row) for row in between.codes]
    rows += [("all themes", between.themes)] if between.themes else []
    rows += [("all codes", between.overall)] if len(between.codes) > 1 else []
    _print_rows(rows, indices=True)
    click.echo(f"\nset by: {' | '.join(coders) if len(coders) <= SHOWN_BY_NAME else 'anyone'}.")
    drawn, rough = "over sources", ""
    if between.resampled == "units":
        drawn = "over segments, as all are of one source; they are likely too narrow"
    elif between.rough:
        rough = f" (rough: only {count(between.sources, 'source')})"
    click.echo(f"Intervals: 95 %, bootstrap {drawn}{rough}; - where resampling cannot tell.")
    if len(between.codes) > 1:
        click.echo(
            "Over several codes kappa, alpha and AC1 are pooled; codes nobody set add nothing to them."
        )
    for line in _readings(between):
        click.echo(line)


def _print_rows(rows: Sequence[tuple[str, CodeAgreement]], *, indices: bool = False) -> None:
    """Two lines for each row: the figures, and their intervals below."""
    width = max(len(name) for name, _ in rows)
    of_set = max(len(said) for said in ["set by", *(_set_by(row) for _, row in rows)])
    headings = ["agree", "kappa", "alpha", "AC1", "F1", *(["prevalence", "bias"] if indices else [])]
    click.echo(f"{'':{width}}  {'set by':{of_set}}  {_columns(headings)}")
    for name, row in rows:
        start = f"{name:{width}}  {_set_by(row):{of_set}}  "
        agree = f"{_hundredths(row.percent.value)} %"
        if row.basis != "enough":
            click.echo(f"{start}{agree:{COLUMN}}{_basis(row)}")
            continue
        figures = (row.kappa, row.alpha, row.ac1, row.f1)
        values = [_number(figure.value if figure else None) for figure in figures]
        ends = [_signed(row.prevalence_index), _signed(row.bias_index)] if indices else []
        click.echo(start + _columns([agree, *values, *ends]))
        spans = [_span(row.percent, percent=True), *(_span(figure) for figure in figures)]
        click.echo(f"{'':{len(start)}}{_columns(spans)}")


def _readings(between: Agreement) -> Iterable[str]:
    """A line for each thing to know before comparing the figures."""
    for reading, share in (("rare", "under 10 %"), ("common", "over 90 %")):
        codes = [row.code for row in between.codes if reading in row.readings]
        if codes:
            yield (
                f"Set in {share} of the codings: {', '.join(codes)}. Chance alone would make nearly all "
                "agree, so kappa and alpha turn low; read AC1 and F1 beside them."
            )
    for row in between.codes:
        if "uneven" in row.readings:
            (less, low), (more, high) = sorted(row.marked.items(), key=lambda pair: pair[1])
            yield f"{row.code}: {more} sets it {high} times, {less} {low}. Do they draw the line alike?"


def _basis(row: CodeAgreement) -> str:
    """Why a row has no figures."""
    if row.basis == "one_value":
        said = "all set it everywhere" if row.marked_by_any else "nobody set it"
        return f"undefined: {said}, so there is nothing to be right about by chance"
    if row.basis == "few_units":
        return f"{TOO_LITTLE}: {count(row.units, 'segment')}"
    rare = 2 * row.marked_by_any < row.units
    return f"{TOO_LITTLE}: " + (
        f"set on {count(row.marked_by_any, 'segment')}" if rare else "nearly always set"
    )


def _under_theme(code: str, between: Agreement) -> str:
    """A sub-code's own name, indented, where its theme stands above it."""
    theme, _, name = code.rpartition(".")
    return f"  {name}" if any(row.code == theme for row in between.codes) else code


def _set_by(row: CodeAgreement) -> str:
    by_name = len(row.marked) <= SHOWN_BY_NAME
    return " | ".join(str(n) for n in row.marked.values()) if by_name else str(row.marked_by_any)


def _span(figure: Figure | None, *, percent: bool = False) -> str:
    if figure is None or figure.interval is None:
        return "-" if figure else ""
    low, high = figure.interval
    return f"{_hundredths(low)} to {_hundredths(high)} %" if percent else f"{_number(low)} to {_number(high)}"


# --- the machine with people -------------------------------------------------------------------------


def _print_machine(machine: Sequence[AgainstPeople]) -> None:
    click.echo("The machine's suggestions against people, precision / recall / F1:\n")
    codes = list(machine[0].evaluation.codes)
    shown = [code for code in codes if any(a.carries(a.evaluation.codes[code]) for a in machine)]
    width = max(len(name) for name in [*shown, "all codes"])
    heads = [against.coder or "adjudicated" for against in machine]
    of_head = max(len(said) for said in [*heads, "0.00 / 0.00 / 0.00"]) + 2
    rows = [("", heads)]
    rows += [(code, [_score(a, a.evaluation.codes[code]) for a in machine]) for code in shown]
    rows += [("all codes", [_score(a, a.evaluation.micro) for a in machine])]
    rows += [("", [_f1_span(a, a.evaluation.micro) for a in machine])]
    for name, said in rows:
        if any(said):
            click.echo(f"{name:{width}}  {_columns(said, of_head)}".rstrip())
    click.echo()
    if len(shown) < len(codes):
        click.echo(f"{TOO_LITTLE} for {count(len(codes) - len(shown), 'other code')}.")
    of = (f"{head} {a.evaluation.n_units}" for head, a in zip(heads, machine, strict=True))
    click.echo(f"Segments: {', '.join(of)}.")
    if "adjudicated" in heads:
        click.echo("Adjudicated holds only what a lead has decided on, which is where coders differed.")


def _score(against: AgainstPeople, score: Score) -> str:
    if not against.carries(score):
        return TOO_LITTLE
    return " / ".join(_number(value) for value in (score.precision, score.recall, score.f1))


def _f1_span(against: AgainstPeople, score: Score) -> str:
    if not against.carries(score) or score.f1_interval is None:
        return ""
    return f"F1 {_number(score.f1_interval[0])} to {_number(score.f1_interval[1])}"


# --- figures -----------------------------------------------------------------------------------------


def _columns(said: Iterable[str], width: int = COLUMN) -> str:
    return "".join(f"{text:{width}}" for text in said).rstrip()


def _hundredths(share: float) -> str:
    """A share in per cent; 100 only where nothing is missing."""
    return f"{100 if share == 1 else min(round(100 * share), 99)}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{round(value, 2) + 0.0:.2f}"  # + 0.0: never "-0.00"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{round(value, 2) + 0.0:+.2f}"
