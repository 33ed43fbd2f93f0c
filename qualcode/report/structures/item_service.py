"""Item x service: closed counts, open answers and interviews as three layers of each topic."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.analysis.counting import persons
from qualcode.analysis.data import records
from qualcode.analysis.items import ALL, Item, items
from qualcode.analysis.voices import Part
from qualcode.report.claims import claim
from qualcode.report.context import Bullets, Cell, Paragraph, Section, Sentence
from qualcode.report.rates import response_sentences, response_table
from qualcode.report.tables import people_cell
from qualcode.report.tendency import among
from qualcode.report.valences import valence_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.report.context import Backing, Block, Table
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
        blocks.append(_modal_table(facts, found))
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
    return facts.table(facts.words["modal_caption"], head, rows, note=facts.words["modal_rule"])


def _modal_cell(facts: Facts, item: Item, group: str) -> Cell:
    answers, most = item.modal(group)
    n = item.answered.get(group, 0)
    if not answers:
        return Cell("–")
    name = facts.words.listed(answers)
    each = facts.words["each_"] if len(answers) > 1 else ""
    return Cell(f"{name} ({facts.of(most, n)}{each})", backing=_gave(facts, item, group, answers, most))


def _gave(facts: Facts, item: Item, group: str, answers: Iterable[str], k: int) -> Backing:
    """Who gave one of these answers, of those of a group who answered."""
    who = [one for answer in answers for one in item.who.get((group, answer), ())]
    return facts.carried("respondents", k, item.answered.get(group, 0), "answers", who)


def _item(facts: Facts, item: Item) -> list[Block]:
    keys = [*item.groups, ALL]
    counted = [(answer, [(k, item.counts[k, answer]) for k in keys]) for answer in item.answers]
    rows = [
        [Cell(answer), *(_count(n, _gave(facts, item, k, [answer], n)) for k, n in counts)]
        for answer, counts in counted
    ]
    whole = [_count(item.answered.get(k, 0), _did(facts, item, k)) for k in keys]
    rows.append([Cell(facts.words["total"]), *whole])
    head = [facts.words["answer"], *(facts.value_name("group", g) for g in item.groups), facts.words["total"]]
    small = [facts.value_name("group", g) for g in item.groups if item.respondents[g] < DISCLOSES]
    note = facts.text("small_cells", names=facts.words.listed(small)) if small else None
    table = facts.table(facts.text("by_service", name=item.name), head, rows, note=note, has_total=True)
    sentences = _item_sentences(facts, item)
    if lost := _lost(facts, item):
        sentences.append(lost)
    return [Paragraph(tuple(sentences)), table]


def _count(n: int, back: Backing) -> Cell:
    return Cell(str(n), numeric=True, backing=back)


def _did(facts: Facts, item: Item, group: str = ALL) -> Backing:
    """Who of a group answered the question at all, of those who answered the form."""
    n, of = item.answered.get(group, 0), item.respondents[group]
    return facts.carried("respondents", n, of, "answers", item.answering(group))


def _item_sentences(facts: Facts, item: Item) -> list[Sentence]:
    answers, most = item.modal()
    if not answers:
        return [facts.say("item_empty")]
    n = item.answered[ALL]
    back = _gave(facts, item, ALL, answers, most)
    if len(answers) > 1:
        names = facts.words.listed([facts.words.quoted(a) for a in answers])
        first = facts.say("item_tie", back, names=names, k=facts.words.number(most), n=facts.words.number(n))
    else:
        first = facts.say("item_most", back, answer=answers[0], words=among(facts.words, most, n))
    modal = {group: item.modal(group)[0] for group in item.groups}
    same = [group for group in item.groups if modal[group] == answers]
    sentences = [first]
    if len(answers) == 1 and len(item.groups) > 1:
        back = facts.carried("groups", len(same), len(item.groups), "groups", same)
        values = {
            "answer": answers[0],
            "k": facts.words.number(len(same)),
            "n": facts.words.number(len(item.groups)),
        }
        sentences.append(
            facts.say("modal_all" if len(same) == len(item.groups) else "modal_in", back, **values)
        )
    others: dict[tuple[str, ...], list[str]] = {}
    for group in item.groups:
        if modal[group] and (len(modal[group]) > 1 or modal[group] != answers):
            others.setdefault(modal[group], []).append(facts.value_name("group", group))
    for given, groups in others.items():
        where = facts.words.listed(groups)
        if len(given) > 1:
            names = facts.words.listed([facts.words.quoted(answer) for answer in given])
            sentences.append(facts.say("modal_tie", group=where, names=names))
        else:
            sentences.append(facts.say("modal_other", group=where, answer=given[0]))
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
    return facts.say(
        key,
        _did(facts, item),
        n=facts.words.number(missing).capitalize(),
        where=facts.words.listed(where),
        **values,
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
    if facts.voices(code, layer="interview").present:
        said = _talk(facts, code, own)
        sections.append(Section(f"{anchor}-intervju", facts.words["talk_layer"], tuple(said)))
    sections.append(Section(f"{anchor}-lesning", facts.words["own_reading"], tuple(facts.reading(code))))
    return Section(anchor, facts.code_name(code), tuple(blocks), tuple(sections))


def _talk(facts: Facts, code: str, own: list[Item]) -> list[Block]:
    """What the interviews say of it: by group, and first in the words of those that answered otherwise."""
    talk = Part(layer="interview")
    sentences = claim(facts, code, talk)
    heard = [g for g in facts.groups if facts.voices(code, layer="interview", group=g).asked]
    speaking = [g for g in heard if facts.voices(code, layer="interview", group=g).spoke]
    if speaking and len(heard) > 1:
        named = []
        for group in speaking:
            voices = facts.voices(code, layer="interview", group=group)
            named.append(
                f"{facts.value_name('group', group)} ({facts.of(len(voices.spoke), len(voices.asked))})"
            )
        back = facts.carried("groups", len(speaking), len(heard), "groups", speaking)
        sentences.append(facts.say("talk_groups", back, names=facts.words.listed(named)))
    quotes: list[Block] = []
    for group in _differing(own):
        if len(quotes) < QUOTES_PER_LAYER:
            quotes += facts.quotes(code, Part(layer="interview", group=group), 1)
    quotes += facts.quotes(code, talk, QUOTES_PER_LAYER - len(quotes))
    return [Paragraph((*sentences, *valence_sentences(facts, code, talk))), *quotes]


def _differing(own: list[Item]) -> list[str]:
    """Groups whose most frequent answer is another than that of all, those that differ most often first."""
    often: Counter[str] = Counter()
    for item in own:
        whole = item.modal()[0]
        often.update(g for g in item.groups if item.modal(g)[0] and item.modal(g)[0] != whole)
    return [group for group, _ in often.most_common()]


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
            cells.append(
                people_cell(facts, sub, here) if wrote else Cell(facts.words["wrote_nothing"], numeric=True)
            )
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
    sentences += valence_sentences(facts, code, part)
    blocks: list[Block] = [Paragraph(tuple(sentences)), table]
    if sets := _sets(facts, code, [g for g in groups if g not in silent]):
        blocks.append(Bullets(tuple(sets)))
    return [*blocks, *facts.quotes(code, part, QUOTES_PER_LAYER)]


def _sets(facts: Facts, code: str, wrote: list[str]) -> list[Sentence]:
    """Which groups name each category, of those that wrote open answers: a group may be in several sets."""
    sentences = []
    for sub in facts.subs(code) if len(wrote) > 1 else ():
        voices = {group: facts.voices(sub, layer="survey", group=group) for group in wrote}
        having = [group for group in wrote if voices[group].spoke]
        segments = [one for group in having for one in voices[group].segments]
        back = facts.backing("groups", len(having), len(wrote), segments)
        names = facts.words.listed([facts.value_name("group", group) for group in having])
        which = (
            ("all" if len(wrote) > 2 else "both")
            if len(having) == len(wrote)
            else "some"
            if having
            else "none"
        )
        values = {"name": facts.code_name(sub), "k": facts.words.number(len(having)), "names": names}
        sentences.append(facts.say(f"set_{which}", back, n=facts.words.number(len(wrote)), **values))
    return sentences


def _respondents(facts: Facts) -> list[dict[str, object]]:
    """Everybody who answered a survey, with or without words."""
    return [*records(facts.data.answers), *facts.rows(part=Part(layer="survey"))]


def writers(facts: Facts, group: str) -> int:
    """How many of a group wrote at least one open answer."""
    return len(persons(facts.rows(part=Part(layer="survey", group=group))))
