"""Who answered a survey, of how many invited: response rates, persons of each layer apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.counting import persons
from qualcode.analysis.data import records
from qualcode.analysis.voices import Part
from qualcode.report.context import Cell, Sentence

if TYPE_CHECKING:
    from qualcode.report.context import Table
    from qualcode.report.facts import Facts


def surveys(facts: Facts) -> list[str]:
    """Ids of the survey sources."""
    return [row["id"] for row in records(facts.data.sources) if row["kind"] == "survey"]


def respondents(facts: Facts, *, group: str | None = None, source: str | None = None) -> set[str]:
    """Persons who answered a survey, with ticks or words."""
    rows = [*records(facts.data.answers), *(r for r in facts.segments if r["kind"] == "survey")]
    return {
        row["person"]
        for row in rows
        if row["person"]
        and (group is None or row["group"] == group)
        and (source is None or row["source"] == source)
    }


def invited(facts: Facts, *, group: str | None = None, source: str | None = None) -> int | None:
    """How many were invited, None where the settings do not say."""
    found = [facts.settings.survey_columns(name).invited for name in surveys(facts) if source in (None, name)]
    counts = [table.get(group, 0) if group else sum(table.values()) for table in found]
    return sum(counts) if counts and all(counts) else None


def response_sentences(facts: Facts) -> list[Sentence]:
    """How many answered each survey, of how many."""
    sentences = []
    for source in surveys(facts):
        n, of = len(respondents(facts, source=source)), invited(facts, source=source)
        words = len(persons([r for r in facts.segments if r["source"] == source]))
        if of:
            back = facts.backing("respondents", n, of, ())
            sentences.append(
                facts.say(
                    "response",
                    back,
                    n=facts.words.grouped(n),
                    of=facts.words.grouped(of),
                    share=facts.words.percent(n / of),
                )
            )
        else:
            sentences.append(facts.say("response_plain", n=facts.words.grouped(n)))
        sentences.append(facts.say("response_open", k=facts.words.number(words).capitalize()))
    return sentences


def response_table(facts: Facts) -> Table:
    """Persons of each group in each layer: who ticked or wrote, who was interviewed, who was invited."""
    groups = [g for g in facts.groups if respondents(facts, group=g) or facts.rows(part=Part(group=g))]
    by_group = any(invited(facts, group=g) for g in groups)
    head = [facts.words["group"]]
    if by_group:
        head += [facts.words["invited"]]
    head += [facts.words[key] for key in ("answered", "wrote", "layer_interview")]
    if by_group:
        head += [facts.words["rate"]]
    rows = []
    for group in [*groups, None]:
        part = Part(layer="survey", group=group)
        n, of = len(respondents(facts, group=group)), invited(facts, group=group)
        counts = [n, len(persons(facts.rows(part=part)))]
        counts.append(len(persons(facts.rows(part=Part(layer="interview", group=group)))))
        cells = [Cell(str(count), numeric=True) for count in counts]
        if by_group:
            cells.insert(0, Cell(str(of) if of else "–", numeric=True))
            cells.append(Cell(facts.words.percent(n / of) if of else "–", numeric=True))
        name = facts.value_name("group", group) if group else facts.words["total"]
        rows.append([Cell(name), *cells])
    return facts.table(facts.words["response_caption"], head, rows, has_total=True)
