"""Numbers a draft's tables and figures in the order of print, and fills in where its text speaks of them.

While a draft is built they have no number yet: `mark` stands in the text for them, `referred` puts the
numbers in. Tables or figures in a row that no sentence speaks of get one that does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from qualcode.report.context import (
    Bullets,
    Cell,
    Figure,
    Paragraph,
    Reference,
    Sentence,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.report.context import Block, Heading, Section
    from qualcode.report.texts import Words

# Of the private use area: no text of a study has a meaning there.
_OPEN, _CLOSE = "\ue010", "\ue011"
_MARK = re.compile(f"{_OPEN}(-[0-9]+){_CLOSE}")
_Said = TypeVar("_Said", Sentence, Cell)
_MOST_NAMED = 3
"""Tables named one by one; more that follow each other are named by the first and the last."""


def mark(words: Words, blocks: Sequence[Table | Figure]) -> str:
    """What stands in a text for tables and figures until they have numbers: `tabell 1 og tabell 2`.

    Args:
        words: of the draft's language.
        blocks: in the order of print, nothing numbered between them.
    """
    marks = [f"{_OPEN}{block.number}{_CLOSE}" for block in blocks]
    if len(marks) > _MOST_NAMED and len({type(block) for block in blocks}) == 1:
        return f"{marks[0]}{words['through_']}{marks[-1]}"
    return words.listed(marks)


def referred(chapters: Sequence[Section], words: Words, suffix: str = "") -> tuple[Section, ...]:
    """Number the tables and figures, and say in the text what their numbers are.

    Args:
        chapters: as built.
        words: of the draft's language.
        suffix: of the draft's files, as `ReportContext.suffix`.
    """
    pass_ = _Pass(chapters, words, suffix)
    return tuple(map(pass_.section, chapters))


class _Pass:
    """What has got its number and what is spoken of, and the walk that fills it in."""

    def __init__(self, chapters: Sequence[Section], words: Words, suffix: str) -> None:
        self._words, self._suffix = words, suffix
        blocks = [block for chapter in chapters for block in chapter.walk()]
        self._placed: dict[int, Table | Figure] = {}
        for kind in (Table, Figure):
            own = [block for block in blocks if isinstance(block, kind)]
            self._placed |= {block.number: replace(block, number=n) for n, block in enumerate(own, start=1)}
        self._spoken = {int(n) for block in blocks for text in _texts(block) for n in _MARK.findall(text)}

    def section(self, section: Section) -> Section:
        blocks = tuple(self._block(block) for block in self._introduced(section.blocks))
        return replace(section, blocks=blocks, sections=tuple(map(self.section, section.sections)))

    def _introduced(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks, with a sentence on each row of tables or figures that is not spoken of elsewhere."""
        rows = [list(row) for _, row in groupby(blocks, key=_numbered_kind)]
        done: list[Block] = []
        for i, row in enumerate(rows):
            named = [block for block in row if isinstance(block, Table | Figure)]
            if named and not self._spoken & {block.number for block in named}:
                see = Sentence(self._words.text("see", names=mark(self._words, named)))
                after = rows[i + 1] if i + 1 < len(rows) else []
                if done and _is_text(done[-1]):
                    done[-1] = replace(done[-1], sentences=(*done[-1].sentences, see))
                elif after and _is_text(after[0]):
                    after[0] = replace(after[0], sentences=(*after[0].sentences, see))
                else:
                    done.append(Paragraph((see,)))
            done += row
        return done

    def _block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, sentences=tuple(map(self._filled, block.sentences)))
        if isinstance(block, Bullets):
            return replace(block, items=tuple(map(self._filled, block.items)))
        if isinstance(block, Table):
            rows = tuple(tuple(map(self._filled, row)) for row in block.rows)
            return replace(block, rows=rows, number=self._placed[block.number].number)
        if isinstance(block, Figure):
            return replace(block, number=self._placed[block.number].number, suffix=self._suffix)
        return block

    def _filled(self, said: _Said) -> _Said:
        """A sentence or cell with numbers in the place of marks."""
        pieces = _MARK.split(said.text)
        if len(pieces) == 1:
            return said
        references = []
        for i in range(1, len(pieces), 2):
            block = self._placed[int(pieces[i])]
            name = self._words["table_in_text" if isinstance(block, Table) else "figure_in_text"]
            if not "".join(pieces[:i]):
                name = name.capitalize()
            references.append(Reference(f"{name}\u00a0{block.number}", block.anchor))
            pieces[i] = references[-1].text
        return replace(said, text="".join(pieces), references=tuple(references))


def _numbered_kind(block: Block) -> type | None:
    return type(block) if isinstance(block, Table | Figure) else None


def _is_text(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.style == "text"


def _texts(block: Block | Heading) -> list[str]:
    """The texts of a block in which tables and figures may be spoken of."""
    if isinstance(block, Paragraph):
        return [sentence.text for sentence in block.sentences]
    if isinstance(block, Bullets):
        return [item.text for item in block.items]
    return [cell.text for row in block.rows for cell in row] if isinstance(block, Table) else []
