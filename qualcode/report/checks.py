"""Checks before printing: what an author should look at again, each finding at the words it is about.

Pure over a built draft and the study's tables. What is said of words and numbers holds for the author's own
text as well; what is checked of quotes is in `quote_checks`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.analysis.items import ALL, items
from qualcode.code_ids import is_within
from qualcode.report.checked_draft import Draft, bare
from qualcode.report.context import Sentence, Table
from qualcode.report.findings import Remark, with_findings
from qualcode.report.quote_checks import names, one_voice, overridden, twice, verbatim
from qualcode.report.tendency import FEWEST_FOR_PERCENT
from qualcode.report.wording import misfits, near_sums, percentages, plain, shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.analysis.data import StudyData
    from qualcode.report.context import ReportContext

_ALL_GROUPS = re.compile(
    r"\b(?:alle|samtlige|all)(?: de| dei| the)? (?:gruppene|tjenestene|tenestene|groups|services)\b",
    re.IGNORECASE,
)
_ALL_SITES = re.compile(
    r"\b(?:alle|samtlige|all)(?: de| dei| the)? (?:stedene|stadene|kommunene|sites|municipalities)\b",
    re.IGNORECASE,
)


def checked(report: ReportContext, data: StudyData, more: Sequence[Remark] = ()) -> ReportContext:
    """The draft with what every check finds.

    Args:
        report: as built.
        data: the study it was built from.
        more: what else there is to say of its spots.
    """
    draft = Draft(report, data)
    return with_findings(report, [*(remark for check in CHECKS for remark in check(draft)), *more])


# --- words and numbers -------------------------------------------------------------------------------


def _sums(draft: Draft) -> Iterator[Remark]:
    """More than there are; parts that nearly make a whole."""
    for spot in draft.spots:
        if isinstance(spot.what, Sentence):
            for share in shares(spot.text):
                if share.k > share.n:
                    yield Remark(spot, "sum", {"k": share.k, "n": share.n})
            for total, whole in near_sums(spot.text):
                yield Remark(spot, "parts", {"sum": total, "n": whole})
            back = spot.what.backing
            if back and back.denominator is not None and back.numerator > back.denominator:
                yield Remark(spot, "sum", {"k": back.numerator, "n": back.denominator})
        elif isinstance(spot.what, Table):
            for cell in (c for row in spot.what.rows for c in row if c.backing):
                back = cell.backing
                if back and back.denominator is not None and back.numerator > back.denominator:
                    yield Remark(spot, "sum", {"k": back.numerator, "n": back.denominator})


def _small_percents(draft: Draft) -> Iterator[Remark]:
    for spot in draft.spots:
        pieces: list[tuple[str, int | None]] = []
        if isinstance(spot.what, Sentence):
            pieces = [(spot.text, spot.what.backing.denominator if spot.what.backing else None)]
        elif isinstance(spot.what, Table):
            cells = [cell for row in spot.what.rows for cell in row]
            pieces = [(c.text, c.backing.denominator if c.backing else None) for c in cells]
        found = []
        for text, of in pieces:
            for said, share in percentages(text):
                n = share.n if share else of
                if n is not None and n < FEWEST_FOR_PERCENT:
                    found.append((said, n))
        if found:
            said, n = min(found, key=lambda pair: pair[1])
            yield Remark(spot, "percent", {"percent": said, "n": n, "least": FEWEST_FOR_PERCENT})


def _words(draft: Draft) -> Iterator[Remark]:
    for spot in draft.spots:
        if isinstance(spot.what, Sentence) and spot.style != "definition":
            for found in misfits(spot.text):
                yield Remark(spot, "word", {"word": found.word, "k": found.share.k, "n": found.share.n})


def _everyone(draft: Draft) -> Iterator[Remark]:
    """`alle tjenestene` in the author's text on a theme that not every group or place has."""
    for spot in draft.spots:
        code = spot.file.partition(".")[0]
        if not spot.own or code not in draft.codes:
            continue
        for what, word in (("groups", _ALL_GROUPS), ("sites", _ALL_SITES)):
            said = word.search(plain(spot.text))
            if not said or shares(spot.text):
                continue
            heard = [v for value in draft.places(what) if (v := draft.voices(code, value)).asked]
            k = sum(bool(v.spoke) for v in heard)
            if k < len(heard):
                yield Remark(spot, f"all_{what}", {"word": said[0], "k": k, "n": len(heard)})


def _tables(draft: Draft) -> Iterator[Remark]:
    """Columns that do not add up to their total, and survey questions that somebody left empty."""
    explained = [draft.words[key] for key in ("informants_note", "persons_note", "documents_note")]
    lost = {draft.words.text("by_service", name=item.name): item for item in items(draft.data)}
    for spot in draft.spots:
        table = spot.what
        if not isinstance(table, Table) or not table.has_total:
            continue
        if not any(note in (table.note or "") for note in explained):
            for column, name in list(enumerate(table.head))[1:]:
                numbers = [_whole(row[column].text) for row in table.rows]
                if None not in numbers and sum(n for n in numbers[:-1] if n is not None) != numbers[-1]:
                    total = sum(n for n in numbers[:-1] if n is not None)
                    yield Remark(spot, "table", {"column": name, "sum": total, "total": numbers[-1]})
        item = lost.get(table.caption)
        if item and (missing := item.respondents[ALL] - item.answered.get(ALL, 0)):
            groups = [
                draft.group_name(g) for g in item.groups if item.answered.get(g, 0) < item.respondents[g]
            ]
            yield Remark(
                spot,
                "lost",
                {
                    "missing": draft.words.number(missing),
                    "sum": item.answered.get(ALL, 0),
                    "n": item.respondents[ALL],
                    "groups": draft.words.listed(groups),
                },
            )


def _whole(text: str) -> int | None:
    digits = text.replace("\u00a0", "").replace("\u202f", "").replace(",", "")
    return int(digits) if digits.isdigit() else None


# --- groups and review -------------------------------------------------------------------------------


def _groups(draft: Draft) -> Iterator[Remark]:
    """Groups of nobody and of one person, where they are first told of and where the author names them."""
    for group, n in draft.people.items():
        if n > 1:
            continue
        check = "nobody" if n == 0 else "one_person"
        name = draft.group_name(group)
        told = draft.where_told(group)
        named = [s for s in draft.spots if s.own and bare(name) in bare(s.text)]
        for spot in [*([told] if told else []), *named]:
            yield Remark(spot, check, {"group": name})


def _rejected(draft: Draft) -> Iterator[Remark]:
    """Claims, and the author's texts, with nothing left behind them after the review."""
    dead = draft.rejected
    for spot in draft.spots:
        if isinstance(spot.what, Table) or not spot.what.backing:
            continue
        segments = spot.what.backing.segments
        if segments and dead.issuperset(segments):
            yield Remark(spot, "rejected", {"n": draft.words.number(len(segments))})
    told = set()
    for spot in draft.spots:
        if spot.own and spot.file not in told:
            told.add(spot.file)
            if n := _all_rejected(draft, spot.file):
                yield Remark(spot, "text_rejected", {"n": draft.words.number(n)})


def _all_rejected(draft: Draft, file: str) -> int:
    """How many codings of the theme (and group) of a file there were, when every one is rejected; else 0."""
    code, _, group = file.partition(".")
    if code not in draft.codes:
        return 0
    statuses = [
        row["status"]
        for row in draft.data.coding_rows
        if row["pass"] != "blind"
        and is_within(row["code"], code)
        and (group not in draft.people or row["group"] == group)
    ]
    return len(statuses) if set(statuses) == {"rejected"} else 0


CHECKS: tuple[Callable[[Draft], Iterator[Remark]], ...] = (
    _sums,
    _small_percents,
    _words,
    _everyone,
    _tables,
    verbatim,
    twice,
    one_voice,
    names,
    _groups,
    _rejected,
    overridden,
)
"""Every check, run in this order; findings are then put in the order of print."""
