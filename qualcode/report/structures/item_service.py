"""Item x service: closed counts, open answers and interviews as three layers of each topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.counting import persons
from qualcode.analysis.data import records
from qualcode.analysis.items import ALL, Item, items
from qualcode.analysis.voices import Part
from qualcode.report.claims import claim
from qualcode.report.context import Cell, Paragraph, Section, Sentence
from qualcode.report.rates import response_sentences, response_table
from qualcode.report.tables import people_cell
from qualcode.report.tendency import among

if TYPE_CHECKING:
    from qualcode.report.context import Block, Table
    from qualcode.report.facts import Facts

DISCLOSES = 5
"""Respondents of a group below which a cell of it may point to a person."""
QUOTES_PER_LAYER = 2


def chapter(facts: Facts) -> Section:
    """The chapter of survey questions, open answers and interviews, topic by topic."""
    found = items(facts.data)
    topics = _topics(facts)
    blocks: list[Block] = []
    if facts.has("survey") or found:
        blocks += [Paragraph(tuple(response_sentences(facts))), response_table(facts)]
    if found:
        blocks += [_modal_table(facts, found), Paragraph((facts.say("modal_rule"),))]
    sections = [
        _topic(facts, code, [item for item in found if topics.get(item.name) == code])
        for code in facts.themes
    ]
    rest = [item for item in found if topics.get(item.name) not in facts.themes]
    if rest:
        sections.append(
            Section("svar-andre", facts.words["other_items"], tuple(b for i in rest for b in _item(facts, i)))
        )
    return Section("svar", facts.words["items_title"], tuple(blocks), tuple(sections))


def _topics(facts: Facts) -> dict[str, str]:
    """The theme of each closed question, by questions.csv."""
    rows = records(facts.data.questions)
    return {row["question"]: row["theme"] for row in rows if row["question"] and row["theme"]}


def lost_answers(facts: Facts) -> list[Sentence]:
    """A sentence for every closed question that some respondents left empty, as no sum shall hide it."""
    return [s for item in items(facts.data) if (s := _lost(facts, item))]


# --- closed questions --------------------------------------------------------------------------------


def _modal_table(facts: Facts, found: list[Item]) -> Table:
    groups = list(dict.fromkeys(group for item in found for group in item.groups))
    rows = [
        [Cell(item.name), *(_modal_cell(facts, item, group) for group in [*groups, ALL])] for item in found
    ]
    head = [facts.words["item"], *(facts.value_name("group", g) for g in groups), facts.words["total"]]
    return facts.table(facts.words["modal_caption"], head, rows)


def _modal_cell(facts: Facts, item: Item, group: str) -> Cell:
    answers, most = item.modal(group)
    n = item.answered.get(group, 0)
    if not answers:
        return Cell("–")
    name = facts.text("and_").join(answers)
    each = facts.words["each_"] if len(answers) > 1 else ""
    return Cell(f"{name} ({facts.of(most, n)}{each})", backing=facts.backing("respondents", most, n, ()))


def _item(facts: Facts, item: Item) -> list[Block]:
    keys = [*item.groups, ALL]
    rows = [
        [Cell(answer), *(Cell(str(item.counts[key, answer]), numeric=True) for key in keys)]
        for answer in item.answers
    ]
    rows.append(
        [Cell(facts.words["total"]), *(Cell(str(item.answered.get(k, 0)), numeric=True) for k in keys)]
    )
    head = [facts.words["answer"], *(facts.value_name("group", g) for g in item.groups), facts.words["total"]]
    small = [facts.value_name("group", g) for g in item.groups if item.respondents[g] < DISCLOSES]
    note = facts.text("small_cells", names=facts.words.listed(small)) if small else None
    table = facts.table(facts.text("by_service", name=item.name), head, rows, note=note, has_total=True)
    sentences = _item_sentences(facts, item)
    if lost := _lost(facts, item):
        sentences.append(lost)
    return [table, Paragraph(tuple(sentences))]


def _item_sentences(facts: Facts, item: Item) -> list[Sentence]:
    answers, most = item.modal()
    if not answers:
        return [facts.say("item_empty")]
    n = item.answered[ALL]
    back = facts.backing("respondents", most, n, ())
    if len(answers) > 1:
        names = facts.words.listed([facts.words.quoted(a) for a in answers])
        first = facts.say("item_tie", back, names=names, k=facts.words.number(most), n=facts.words.number(n))
    else:
        first = facts.say("item_most", back, answer=answers[0], words=among(facts.words, most, n))
    modal = {group: item.modal(group)[0] for group in item.groups}
    same = [group for group in item.groups if modal[group] == answers]
    sentences = [first]
    if len(answers) == 1 and len(item.groups) > 1:
        back = facts.backing("groups", len(same), len(item.groups), ())
        values = {
            "answer": answers[0],
            "k": facts.words.number(len(same)),
            "n": facts.words.number(len(item.groups)),
        }
        sentences.append(
            facts.say("modal_all" if len(same) == len(item.groups) else "modal_in", back, **values)
        )
    for group in item.groups:
        if len(modal[group]) > 1:
            names = facts.words.listed([facts.words.quoted(a) for a in modal[group]])
            sentences.append(facts.say("modal_tie", group=facts.value_name("group", group), names=names))
        elif modal[group] and modal[group] != answers:
            name = facts.value_name("group", group)
            sentences.append(facts.say("modal_other", group=name, answer=modal[group][0]))
    return sentences


def _lost(facts: Facts, item: Item) -> Sentence | None:
    missing = item.respondents[ALL] - item.answered.get(ALL, 0)
    if not missing:
        return None
    where = [
        f"{facts.value_name('group', g)} {facts.of(item.answered.get(g, 0), item.respondents[g])}"
        for g in item.groups
        if item.answered.get(g, 0) < item.respondents[g]
    ]
    values = {"name": item.name, "answered": item.answered.get(ALL, 0), "of": item.respondents[ALL]}
    key = "lost_one" if missing == 1 else "lost"
    back = facts.backing("respondents", item.answered.get(ALL, 0), item.respondents[ALL], ())
    return facts.say(
        key, back, n=facts.words.number(missing).capitalize(), where=facts.words.listed(where), **values
    )


# --- a topic's three layers --------------------------------------------------------------------------


def _topic(facts: Facts, code: str, own: list[Item]) -> Section:
    anchor = f"svar-{code}"
    closed = [block for item in own for block in _item(facts, item)]
    blocks: list[Block] = []
    if definition := facts.definition(code):
        blocks.append(Paragraph((Sentence(definition),), "definition"))
    sections = []
    if closed:
        sections.append(Section(f"{anchor}-lukket", facts.words["closed_layer"], tuple(closed)))
    if facts.has("survey"):
        sections.append(Section(f"{anchor}-apne", facts.words["open_layer"], tuple(_open(facts, code))))
    talk = Part(layer="interview")
    if facts.voices(code, talk).present:
        said: list[Block] = [Paragraph(tuple(claim(facts, code, talk)))]
        said += facts.quotes(code, talk, QUOTES_PER_LAYER)
        sections.append(Section(f"{anchor}-intervju", facts.words["talk_layer"], tuple(said)))
    sections.append(Section(f"{anchor}-lesning", facts.words["own_reading"], tuple(facts.reading(code))))
    return Section(anchor, facts.code_name(code), tuple(blocks), tuple(sections))


def _open(facts: Facts, code: str) -> list[Block]:
    """Categories x services of open answers; to write nothing is not the same as to name nothing."""
    part = Part(layer="survey")
    groups = [g for g in facts.groups if any(row["group"] == g for row in _respondents(facts))]
    rows = []
    for sub in [code, *facts.subs(code)]:
        cells = []
        for group in groups:
            here = Part(layer="survey", group=group)
            wrote = facts.voices(sub, here).present
            cells.append(people_cell(facts, sub, here) if wrote else Cell(facts.words["wrote_nothing"]))
        name = facts.words["whole_theme"] if sub == code else facts.code_name(sub)
        rows.append([Cell(name), *cells, people_cell(facts, sub, part)])
    head = [facts.words["category"], *(facts.value_name("group", g) for g in groups), facts.words["total"]]
    table = facts.table(
        facts.text("open_caption", name=facts.code_name(code)), head, rows, note=facts.words["open_note"]
    )
    silent = [g for g in groups if not facts.voices(code, layer="survey", group=g).present]
    sentences = claim(facts, code, part) if facts.voices(code, part).present else []
    if silent:
        names = facts.words.listed([facts.value_name("group", g) for g in silent])
        sentences.append(facts.say("open_silent", names=names))
    return [Paragraph(tuple(sentences)), table, *facts.quotes(code, part, QUOTES_PER_LAYER)]


def _respondents(facts: Facts) -> list[dict[str, object]]:
    """Everybody who answered a survey, with or without words."""
    return [*records(facts.data.answers), *facts.rows(part=Part(layer="survey"))]


def writers(facts: Facts, group: str) -> int:
    """How many of a group wrote at least one open answer."""
    return len(persons(facts.rows(part=Part(layer="survey", group=group))))
