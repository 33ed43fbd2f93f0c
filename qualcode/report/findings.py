"""The places of a draft that something can be said of, and the draft with what is said put there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.report.author import author_folder
from qualcode.report.context import Bullets, Figure, Finding, Paragraph, QuoteView, Sentence, Table
from qualcode.report.texts import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.report.context import Block, ReportContext, Section

_SHOWN = 90
"""Characters of a sentence shown on a terminal."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence, table or quote of the draft, and where it stands.

    section, block, item: which section, the how-manieth block in it, the how-manieth sentence of that.
    titles: of the chapter and the sections down to here. style, file: of the paragraph.
    """

    section: str
    block: int
    item: int
    titles: tuple[str, ...]
    what: Sentence | Table | QuoteView
    style: str = "text"
    file: str = ""

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells it from every other."""
        return self.section, self.block, self.item

    @property
    def own(self) -> bool:
        """Whether it is the author's own text."""
        return self.style == "author"

    @property
    def text(self) -> str:
        """What is printed there."""
        return self.what.caption if isinstance(self.what, Table) else self.what.text


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says of a spot: its catalogue key (`check_<name>`, `check_<name>_fix`) and its values.

    where: the place to mend it, if that is another than the spot.
    """

    spot: Spot
    check: str
    values: Mapping[str, Any]
    where: str = ""


def with_findings(report: ReportContext, remarks: Sequence[Remark]) -> ReportContext:
    """The draft with what is said of it at the words it is said of, numbered in the order of print.

    Args:
        report: as built.
        remarks: on its spots, in any order; on one spot they keep theirs.
    """
    words = Words(report.language)
    folder = author_folder(report.language, report.suffix)
    order = {spot.key: i for i, spot in enumerate(spots_of(report))}
    notes: dict[tuple[str, int, int], list[Finding]] = {}
    findings = []
    for i, remark in enumerate(sorted(remarks, key=lambda r: order[r.spot.key]), start=1):
        spot, name = remark.spot, f"check_{remark.check}"
        finding = Finding(
            id=f"merknad_{i}",
            check=remark.check,
            place=spot.section,
            where=remark.where or (f"{folder}/{spot.file}.md" if spot.own else " › ".join(spot.titles)),
            at=short(spot.text),
            text=words.text(name, **remark.values),
            fix=words.text(f"{name}_fix", **remark.values),
        )
        findings.append(finding)
        notes.setdefault(spot.key, []).append(finding)
    chapters = tuple(_noted(chapter, notes) for chapter in report.chapters)
    n = words.number(len(findings))
    line = words.text("checks_some", n=n) if findings else words["checks_none"]
    told = {**report.words, "checks_line": line}
    return replace(report, chapters=chapters, findings=tuple(findings), words=told)


def short(text: str) -> str:
    """The beginning of a text, enough to know it by."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 2].rstrip()} …"


def spots_of(report: ReportContext) -> list[Spot]:
    """Every sentence, table and quote of a draft, in the order of print."""
    return [spot for chapter in report.chapters for spot in _spots(chapter, ())]


def _spots(section: Section, above: tuple[str, ...]) -> Iterator[Spot]:
    titles = (*above, section.title)
    for b, block in enumerate(section.blocks):
        if isinstance(block, Paragraph):
            for i, sentence in enumerate(block.sentences):
                yield Spot(section.anchor, b, i, titles, sentence, block.style, block.file)
        elif isinstance(block, Bullets):
            for i, sentence in enumerate(block.items):
                yield Spot(section.anchor, b, i, titles, sentence)
        elif not isinstance(block, Figure):
            yield Spot(section.anchor, b, 0, titles, block, block.kind)
    for inner in section.sections:
        yield from _spots(inner, titles)


def _noted(section: Section, notes: Mapping[tuple[str, int, int], list[Finding]]) -> Section:
    def of(b: int, i: int = 0) -> tuple[Finding, ...]:
        return tuple(notes.get((section.anchor, b, i), ()))

    def block(b: int, one: Block) -> Block:
        if isinstance(one, Paragraph):
            said = tuple(replace(s, notes=of(b, i)) for i, s in enumerate(one.sentences))
            return replace(one, sentences=said)
        if isinstance(one, Bullets):
            return replace(one, items=tuple(replace(s, notes=of(b, i)) for i, s in enumerate(one.items)))
        return one if isinstance(one, Figure) else replace(one, notes=of(b))

    blocks = tuple(block(b, one) for b, one in enumerate(section.blocks))
    return replace(section, blocks=blocks, sections=tuple(_noted(s, notes) for s in section.sections))
