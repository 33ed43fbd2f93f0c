"""Checks before printing: what an author should look at again, each finding at the words it is about.

Pure over a built draft and the study's tables. What is said of words and numbers holds for the author's own
text as well; the checks of the author's quotes are here, how quotes are found is in `citing`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode.analysis.data import records
from qualcode.analysis.items import ALL, items
from qualcode.analysis.prevalence import dimension_values
from qualcode.analysis.quotes import NOT_QUOTED, alike
from qualcode.analysis.voices import Part, VoiceCounts
from qualcode.intake.overrides import FILE_NAME
from qualcode.model import UNKNOWN
from qualcode.report.citing import Quotable, quoted, stands_in
from qualcode.report.context import QuoteView, Sentence, Table
from qualcode.report.facts import NO_PERSONS
from qualcode.report.findings import Remark, Spot, short, spots_of, with_findings
from qualcode.report.overrides import overrides
from qualcode.report.tendency import FEWEST_FOR_PERCENT
from qualcode.report.texts import Words
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


class Draft:
    """What the checks look at: a draft's spots and the study's tables, read once."""

    def __init__(self, report: ReportContext, data: StudyData) -> None:
        self.data = data
        self.spots = spots_of(report)
        self.words = Words(report.language)

    @cached_property
    def segments(self) -> list[dict[str, Any]]:
        """The table of segments."""
        return records(self.data.segments)

    @cached_property
    def row(self) -> dict[str, dict[str, Any]]:
        """A segment's row by its id."""
        return {row["segment_id"]: row for row in self.segments}

    @cached_property
    def quotable(self) -> Quotable:
        """The sources' words."""
        return Quotable(self.segments)

    @cached_property
    def rejected(self) -> set[str]:
        """Segments with codings, none of which people have let stand."""
        standing: dict[str, bool] = {}
        for row in records(self.data.codings):
            if row["pass"] != "blind":
                own = standing.get(row["segment_id"], False)
                standing[row["segment_id"]] = own or row["status"] != "rejected"
        return {segment for segment, stands in standing.items() if not stands}

    @cached_property
    def people(self) -> dict[str, int]:
        """How many informants each group has, interviewed or by survey; none is 0."""
        groups = [g for g in dimension_values(self.data, "group") if g not in NO_PERSONS]
        heard = [row for row in self.segments if row["is_informant"]]
        rows = [row for row in [*heard, *records(self.data.answers)] if row["person"]]
        return {group: len({row["person"] for row in rows if row["group"] == group}) for group in groups}

    @cached_property
    def names(self) -> set[str]:
        """What stands in quotation marks without being a quote: codes, questions, answers, groups, sites."""
        settings = self.data.settings
        found = [row[f"name_{lang}"] for row in records(self.data.codebook) for lang in ("nb", "nn", "en")]
        found += [row["question"] for row in [*self.segments, *records(self.data.questions)]]
        found += [text for row in records(self.data.answers) for text in (row["item"], row["answer"])]
        found += [*settings.groups.values(), *settings.sites.values(), settings.title]
        return {bare(name) for name in found if name}

    @cached_property
    def codes(self) -> list[str]:
        """The codebooks' codes."""
        return [str(code) for code in self.data.codebook["code"].tolist()]

    @cached_property
    def voices(self) -> VoiceCounts:
        """Who was asked about a theme and who spoke of it."""
        return VoiceCounts(self.data)

    def places(self, what: str) -> list[Part]:
        """The groups, or the sites, as parts of the study."""
        if what == "groups":
            return [Part(group=group) for group in self.people]
        return [Part(site=site) for site in dimension_values(self.data, "site") if site != UNKNOWN]

    def group_name(self, group: str) -> str:
        """A group's printed name."""
        return self.data.settings.groups.get(group, group)

    def where_told(self, group: str) -> Spot | None:
        """The first place that is about a group: its own section, else the limitation that names it."""
        for spot in self.spots:
            if spot.section == f"gruppe-{group}" or (
                spot.section.startswith("tema-") and spot.section.endswith(f"-{group}")
            ):
                return spot
        name = self.group_name(group)
        return next((s for s in self.spots if s.section == "begrensninger" and name in s.text), None)


def bare(text: str) -> str:
    """A text to compare names by: white space, capitals and the marks around it apart."""
    return " ".join(text.casefold().split()).strip(" .,;:!?")


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


# --- quotes ------------------------------------------------------------------------------------------


def _verbatim(draft: Draft) -> Iterator[Remark]:
    """Quotes that are not word for word in their source, or not an informant's words."""
    for spot in draft.spots:
        if isinstance(spot.what, QuoteView):
            row = draft.row.get(spot.what.segment)
            if row is None or not stands_in(spot.what.text, row["text"]):
                yield Remark(spot, "verbatim", {"segment": spot.what.segment})
        elif isinstance(spot.what, Sentence) and spot.own:
            for words in quoted(spot.text):
                if bare(words) not in draft.names:
                    yield from _own_quote(draft, spot, words)


def _own_quote(draft: Draft, spot: Spot, words: str) -> Iterator[Remark]:
    found = draft.quotable.find(words)
    if found is None:
        yield Remark(spot, "nowhere", {"quote": short(words)})
        return
    segment = found.segment["segment_id"]
    if not found.exact:
        values = {"quote": short(words), "passage": short(found.passage), "segment": segment}
        yield Remark(spot, "differs", values)
    elif found.segment["kind"] in NOT_QUOTED or found.segment["fidelity"] == "notes":
        yield Remark(spot, "paraphrase", {"segment": segment})
    elif segment in draft.rejected:
        yield Remark(spot, "quote_rejected", {"segment": segment})


def _twice(draft: Draft) -> Iterator[Remark]:
    """The same utterance quoted a second time, by the draft or by the author."""
    earlier: list[tuple[str, Spot]] = []
    for spot in draft.spots:
        if isinstance(spot.what, QuoteView):
            here = [spot.text]
        elif isinstance(spot.what, Sentence) and spot.own:
            here = [words for words in quoted(spot.text) if bare(words) not in draft.names]
        else:
            continue
        for words in here:
            other = next((place for said, place in earlier if alike(words, said)), None)
            if other:
                yield Remark(spot, "twice", {"where": other.titles[-1]})
            earlier.append((words, spot))


def _voices(draft: Draft) -> Iterator[Remark]:
    """Every quote of a section from one person, though several have the theme there."""
    by_section: dict[str, list[Spot]] = {}
    for spot in draft.spots:
        if isinstance(spot.what, QuoteView) and spot.what.segment in draft.row:
            by_section.setdefault(spot.section, []).append(spot)
    for spots in by_section.values():
        voices = Counter(draft.row[s.what.segment]["person"] for s in spots if isinstance(s.what, QuoteView))
        if len(spots) > 1 and len(voices) == 1:
            yield Remark(spots[-1], "one_voice", {"n": draft.words.number(len(spots))})


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
        for row in records(draft.data.codings)
        if row["pass"] != "blind"
        and (row["code"] == code or row["code"].startswith(f"{code}."))
        and (group not in draft.people or row["group"] == group)
    ]
    return len(statuses) if set(statuses) == {"rejected"} else 0


def _overrides(draft: Draft) -> Iterator[Remark]:
    """Pinned and banned quotes that can no longer be followed, where the method tells of them."""
    told = [spot for spot in draft.spots if spot.section == "metode"]
    spot = next((s for s in told if FILE_NAME in s.text), told[0] if told else None)
    for one in overrides(draft.data):
        if one.problem and spot:
            where = f"{FILE_NAME}, {draft.words['line']} {one.line}"
            yield Remark(spot, f"quote_{one.problem}", {"segment": one.segment}, where)


CHECKS: tuple[Callable[[Draft], Iterator[Remark]], ...] = (
    _sums,
    _small_percents,
    _words,
    _everyone,
    _tables,
    _verbatim,
    _twice,
    _voices,
    _groups,
    _rejected,
    _overrides,
)
"""Every check, run in this order; findings are then put in the order of print."""
