"""Who answered a survey, of how many invited: response rates, persons of each layer apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.counting import persons
from qualcode.analysis.data import records
from qualcode.analysis.voices import Part
from qualcode.model import UNKNOWN
from qualcode.report.context import Cell, Sentence
from qualcode.report.tendency import FEWEST_FOR_PERCENT

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
    """How many were invited, None where the settings do not say; a group, to the surveys it answered."""
    found = [
        facts.settings.survey_columns(name).invited
        for name in surveys(facts)
        if source in (None, name) and (group is None or respondents(facts, group=group, source=name))
    ]
    counts = [table.get(group, 0) if group else sum(table.values()) for table in found]
    return sum(counts) if counts and all(counts) else None


def response_sentences(facts: Facts) -> list[Sentence]:
    """How many answered each survey, of how many."""
    sentences = []
    for source in surveys(facts):
        who, of = respondents(facts, source=source), invited(facts, source=source)
        n = len(who)
        back = facts.carried("respondents", n, of, "informants", who)
        if of:
            values = {"n": facts.words.grouped(n), "of": facts.words.grouped(of)}
            key = "response" if of >= FEWEST_FOR_PERCENT else "response_few"
            sentences.append(facts.say(key, back, share=facts.words.percent(n / of), **values))
        else:
            sentences.append(facts.say("response_plain", back, n=facts.words.grouped(n)))
        writers = persons([r for r in facts.segments if r["source"] == source])
        if writers:
            back = facts.carried("respondents", len(writers), n, "informants", writers)
            sentences.append(
                facts.say("response_open", back, k=facts.words.number(len(writers)).capitalize())
            )
    return sentences


def rate(facts: Facts, k: int, of: int) -> str:
    """A response rate as printed: `14 av 20 (70 prosent)`, without the share where there are few."""
    if of < FEWEST_FOR_PERCENT:
        return facts.of(k, of)
    share = facts.words.percent(k / of).replace(" ", "\u00a0")
    return f"{facts.of(k, of)} ({share})"


def response_table(facts: Facts) -> Table:
    """Persons of each group in each layer: who ticked or wrote, who was interviewed, who was invited."""
    groups = [g for g in facts.groups if respondents(facts, group=g) or facts.rows(part=Part(group=g))]
    groups += [UNKNOWN] if respondents(facts, group=UNKNOWN) else []
    by_group = any(invited(facts, group=g) for g in groups)
    head = [facts.words["group"]]
    if by_group:
        head += [facts.words["invited"]]
    head += [facts.words[key] for key in ("answered", "wrote", "layer_interview")]
    if by_group:
        head += [facts.words["rate"]]
    rows = []
    layers = ("survey", "interview")
    for group in [*groups, None]:
        who, of = respondents(facts, group=group), invited(facts, group=group)
        wrote, heard = (persons(facts.rows(part=Part(layer=layer, group=group))) for layer in layers)
        counted = [("respondents", who), ("respondents", wrote), ("layer_interview", heard)]
        cells = [
            Cell(str(len(own)), True, backing=facts.carried(unit, len(own), None, "informants", own))
            for unit, own in counted
        ]
        if by_group:
            cells.insert(0, Cell(str(of) if of else "–", numeric=True))
            back = facts.carried("respondents", len(who), of, "informants", who) if of else None
            cells.append(Cell(rate(facts, len(who), of) if of else "–", numeric=True, backing=back))
        name = facts.value_name("group", group) if group else facts.words["total"]
        rows.append([Cell(name), *cells])
    return facts.table(facts.words["response_caption"], head, rows, has_total=True)
