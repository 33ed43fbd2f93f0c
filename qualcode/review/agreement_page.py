"""The page of agreement: how alike the blind coders code, and the machine beside them; for leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, render_template

from qualcode import passes
from qualcode.review.app import names, this_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from qualcode.analysis.agreement import Agreement, CodeAgreement
    from qualcode.passes import AgainstPeople


def register(app: Flask) -> None:
    """Give the app this page."""
    app.add_url_rule("/samsvar", "agreement", agreement)


def agreement() -> str:
    """The agreement of everyone who has coded blind."""
    if g.coder.role != "lead":
        abort(404)
    found = passes.study_agreement(this_study())
    return render_template(
        "agreement.html",
        found=found,
        rows=_rows(found.between) if found.between else [],
        names=names(),
        machine_codes=_scored_codes(found.machine),
        by_name=bool(found.between and len(found.between.coders) <= 3),
    )


def _rows(between: Agreement) -> list[tuple[str, CodeAgreement]]:
    """What each row is, `code`, `themes` or `all`, and its figures."""
    rows = [("code", row) for row in between.codes]
    rows += [("themes", between.themes)] if between.themes else []
    return [*rows, ("all", between.overall)]


def _scored_codes(machine: Sequence[AgainstPeople]) -> list[str]:
    """The codes of which there is enough, against one at least."""
    codes = machine[0].evaluation.codes if machine else ()
    return [code for code in codes if any(a.carries(a.evaluation.codes[code]) for a in machine)]
