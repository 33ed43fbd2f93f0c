"""A codebook's indicators compiled once: elements for single words, plans for patterns of several words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from qualcode.codebook.syntax import ClassName, Either, Exact, Gap, Near, Node, Phrase, Word, parse
from qualcode.matching.forms import FUNCTION_WORDS, Forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.language.lexicon import Lexicon
    from qualcode.model import Codebook, Indicator


MOST_ROWS = 12
"""Rows that one row with alternatives in it is spread out to."""


@dataclass(frozen=True, slots=True)
class Element:
    """One word that matches an element of `Forms`; `tags` are left to the language pipeline."""

    number: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyWord:
    """One word, whatever it is."""

    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word that matches any of several elements, each with the class members it stands for."""

    members: Mapping[int, tuple[Members, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """Parts next to each other."""

    parts: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Parts in order, at any distance."""

    parts: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """Two parts at most `distance` words apart, in either order."""

    left: Step
    distance: int
    right: Step


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives."""

    options: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a class; the same class twice in a match must be two members."""

    name: str
    index: int
    step: Step


Members = frozenset[tuple[str, int]]
"""(class, index) of the members of classes that a match holds."""

Step = Element | AnyWord | OneOf | Row | Order | Nearby | Choice | Member


@dataclass(frozen=True, slots=True)
class Rule:
    """An indicator and the code it speaks for or against."""

    code: str
    indicator: Indicator
    node: Node


@dataclass(frozen=True, slots=True)
class Plan:
    """A pattern of several words.

    rule: number of its indicator. width: words it can span at most, None where the sentence is the bound.
    needed: sets of elements; a sentence without one of each cannot match.
    others: those of them that it is not tried from, the rarest first.
    slots: for a row of single words, the elements that each word may match; None for any other pattern.
    anchor: the slot of the word that the plan is tried from.
    reads: whether the language pipeline has a say.
    """

    rule: int
    step: Step
    width: int | None
    needed: tuple[frozenset[int], ...]
    others: tuple[frozenset[int], ...]
    slots: tuple[frozenset[int], ...] | None
    anchor: int
    reads: bool


class Compiled:
    """The rules of some codebooks, by what starts them.

    Attributes:
        forms: looks up single words.
        rules: every indicator, numbered.
        plans: every pattern of several words, numbered.
        alone: element -> rules that it satisfies by itself.
        local: element -> plans with a bounded width that it anchors.
        wide: element -> plans that take the sentence into account that it anchors.
    """

    def __init__(self, codebooks: Iterable[Codebook], lexicon: Lexicon) -> None:
        self.forms = Forms(lexicon)
        self.rules: list[Rule] = []
        self.plans: list[Plan] = []
        self.alone: dict[int, list[int]] = {}
        self.local: dict[int, list[int]] = {}
        self.wide: dict[int, list[int]] = {}
        self._members: dict[str, tuple[Node, ...]] = {}
        for codebook in codebooks:
            self._members = parse_classes(codebook)
            for code in codebook.codes:
                for indicator in code.indicators:
                    self._add(code.id, indicator)

    @property
    def reads(self) -> bool:
        """Whether any indicator needs the language pipeline."""
        return any(plan.reads for plan in self.plans)

    def _add(self, code: str, indicator: Indicator) -> None:
        node = parse(
            indicator.pattern,
            classes=frozenset(self._members),
            file=indicator.file,
            line=indicator.line,
            column=indicator.column,
        )
        number = len(self.rules)
        self.rules.append(Rule(code, indicator, node))
        for step in chain.from_iterable(map(_spread, _options(self._step(node)))):
            if isinstance(step, Element) and not step.tags:
                self.alone.setdefault(step.number, []).append(number)
            else:
                self._plan(number, step)

    def _plan(self, rule: int, step: Step) -> None:
        reads, width = _reads(step), _width(step)
        number = len(self.plans)
        local = width is not None and not reads
        needed = tuple(dict.fromkeys(_needed(step, self.forms)))
        rarest, *others = sorted(needed, key=lambda group: (_cost(group, self.forms), sorted(group)))
        slots = _slots(step) if local else None
        anchor = slots.index(rarest) if slots else 0
        bound = width if local else None
        self.plans.append(Plan(rule, step, bound, needed, tuple(others), slots, anchor, reads))
        table = self.local if local else self.wide
        for element in sorted(rarest):
            table.setdefault(element, []).append(number)

    def _step(self, node: Node) -> Step:
        match node:
            case Word("*", tags):
                return AnyWord(tags)
            case Word(text, tags):
                add = self.forms.add_wildcard if node.is_wildcard else self.forms.add_word
                return Element(add(text), tags)
            case Exact(words, tags):
                return _row([Element(self.forms.add_exact(word), tags) for word in words])
            case ClassName(name):
                own = self._members[name]
                return _choice([Member(name, i, self._step(member)) for i, member in enumerate(own)])
            case Phrase(parts):
                return self._phrase(parts)
            case Gap(parts):
                return Order(tuple(map(self._step, parts)))
            case Near(left, distance, right):
                return Nearby(self._step(left), distance, self._step(right))
            case Either(options):
                return _choice(list(map(self._step, options)))

    def _phrase(self, parts: tuple[Node, ...]) -> Step:
        row = _row([self._step(part) for part in parts])
        match parts:
            case (Word(first, ()), Word(second, ())) if "*" not in first + second:
                glued = self.forms.add_glued((first, second))
                if glued is not None:
                    return Choice((row, Element(glued)))
        return row


def parse_classes(codebook: Codebook) -> dict[str, tuple[Node, ...]]:
    """The patterns of a codebook's classes by name; a class cannot name another."""
    return {
        name: tuple(parse(member, classes=frozenset(), file=codebook.path or None) for member in members)
        for name, members in codebook.classes.items()
    }


def _choice(options: list[Step]) -> Step:
    """Alternatives, those of single words gathered in one table: a class has many members, a sentence few."""
    table: dict[int, set[Members]] = {}
    rest: list[Step] = []
    for option in options:
        _sort_out(option, frozenset(), table, rest)
    if not table:
        return Choice(tuple(rest))
    words = OneOf({number: tuple(sorted(own, key=sorted)) for number, own in table.items()})
    return Choice((words, *rest)) if rest else words


def _sort_out(option: Step, members: Members, table: dict[int, set[Members]], rest: list[Step]) -> None:
    match option:
        case Element(number, ()):
            table.setdefault(number, set()).add(members)
        case OneOf(inner):
            for number, sets in inner.items():
                table.setdefault(number, set()).update(members | own for own in sets)
        case Choice(options):
            for part in options:
                _sort_out(part, members, table, rest)
        case Member(name, index, inner_step):
            _sort_out(inner_step, members | {(name, index)}, table, rest)
        case _:
            step: Step = option
            for name, index in sorted(members):
                step = Member(name, index, step)
            rest.append(step)


def _row(steps: list[Element] | list[Step]) -> Step:
    flat: list[Step] = []
    for step in steps:
        flat += step.parts if isinstance(step, Row) else (step,)
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def _options(step: Step) -> list[Step]:
    """The alternatives a whole pattern consists of; which member of a class it is does not matter alone."""
    options: list[Step] = []
    for option in _alternatives(step):
        options += map(Element, option.members) if isinstance(option, OneOf) else (option,)
    return options


def _alternatives(step: Step) -> list[Step]:
    """As `_options`, those of single words left together."""
    match step:
        case Choice(options):
            return list(chain.from_iterable(map(_alternatives, options)))
        case Member(_, _, inner):
            return _alternatives(inner)
    return [step]


def _spread(step: Step) -> list[Step]:
    """A row with alternatives of several words in it as rows of single words, which are quicker to rule out.

    Left as it is where a class is named twice (which member a word is then matters), or where there would be
    more than MOST_ROWS.
    """
    if not isinstance(step, Row) or sum(len(_classes(part)) for part in step.parts) > len(_classes(step)):
        return [step]
    rows: list[tuple[Step, ...]] = [()]
    for part in step.parts:
        rows = [(*row, option) for row in rows for option in _alternatives(part)]
        if len(rows) > MOST_ROWS:
            return [step]
    return [_row(list(row)) for row in rows]


def _parts(step: Step) -> tuple[Step, ...]:
    match step:
        case Row(parts) | Order(parts):
            return parts
        case Nearby(left, _, right):
            return (left, right)
        case Choice(options):
            return options
        case Member(_, _, inner):
            return (inner,)
    return ()


def _reads(step: Step) -> bool:
    return bool(step.tags) if isinstance(step, Element | AnyWord) else any(map(_reads, _parts(step)))


def _width(step: Step) -> int | None:
    """How many written words a match spans at most (a split compound is two), None if there is no bound."""
    match step:
        case Element() | AnyWord() | OneOf():
            return 2
        case Order() | Nearby():
            return None
    widths = [_width(part) for part in _parts(step)]
    bounded = [width for width in widths if width is not None]
    if len(bounded) < len(widths):
        return None
    return sum(bounded) if isinstance(step, Row) else max(bounded)


def _needed(step: Step, forms: Forms) -> list[frozenset[int]]:
    """Sets of elements of which every match holds one each."""
    match step:
        case Element(number):
            return [frozenset({number})]
        case OneOf(members):
            return [frozenset(members)]
        case AnyWord():
            return []
        case Choice(options):
            best = [
                min(groups, key=lambda group: (_cost(group, forms), sorted(group)))
                for groups in (_needed(option, forms) for option in options)
                if groups
            ]
            return [frozenset().union(*best)] if len(best) == len(options) else []
    return [group for part in _parts(step) for group in _needed(part, forms)]


def _slots(step: Step) -> tuple[frozenset[int], ...] | None:
    """The elements each word of a row may match, where the row is nothing but single words."""
    if not isinstance(step, Row):
        return None
    slots = []
    for part in step.parts:
        match part:
            case Element(number):
                slots.append(frozenset({number}))
            case OneOf(members):
                slots.append(frozenset(members))
            case _:
                return None
    # A class named twice means two members, which looking at one word at a time cannot tell.
    once = sum(len(_classes(part)) for part in step.parts) == len(_classes(step))
    return tuple(slots) if once else None


def _classes(step: Step) -> set[str]:
    """The classes of the members that a step names."""
    match step:
        case OneOf(members):
            return {name for sets in members.values() for own in sets for name, _ in own}
        case Member(name, _, inner):
            return {name} | _classes(inner)
    return {name for part in _parts(step) for name in _classes(part)}


def _cost(group: Iterable[int], forms: Forms) -> float:
    """How common a set of elements is in running text, roughly: short words are common, some very."""
    cost = 0.0
    for number in group:
        text = forms.texts[number]
        letters = len(text.replace("*", ""))
        common = 100.0 + forms.frequency(text) if text in FUNCTION_WORDS else 0.0
        cost += common or (3.0 if "*" in text else 1.0) / letters**2
    return cost
