"""Where codes come from: renamed, merged and split codes, as the codebooks say with `was:`.

    - id: lavterskel          was: [tidlig_innsats.aapen_doer]                   renamed
    - id: lavterskel          was: [tidlig_innsats.a, tidlig_innsats.b]          merged
    - id: melde / - id: se    was: [tidlig_innsats.oppdage]  (under both)        split

An old id is written whole, with its theme. A codebook keeps every old id for good: who renames a code twice
writes both old ids. Nothing is rewritten anywhere; whoever counts asks where an old id leads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.codebook.files import raise_all
from qualcode.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.errors import QualcodeError
    from qualcode.model import Codebook


@dataclass(frozen=True, slots=True)
class CodeHistory:
    """What became of the codes of earlier versions.

    heirs: old id -> the codes that have it under `was:`, in the order of the codebooks.
    """

    heirs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.heirs)

    def follow(self, code: str) -> str:
        """The code that an id stands for now: itself, unless it was renamed or merged."""
        heirs = self.heirs.get(code, ())
        return heirs[0] if len(heirs) == 1 else code

    def is_split(self, code: str) -> bool:
        """Whether an old id became several codes."""
        return len(self.heirs.get(code, ())) > 1

    def siblings(self, code: str) -> tuple[str, ...]:
        """The other old ids that were merged into the same code as this one."""
        if len(self.heirs.get(code, ())) != 1:
            return ()
        heir = self.heirs[code][0]
        return tuple(old for old, heirs in self.heirs.items() if old != code and heirs == (heir,))

    def lines(self) -> list[str]:
        """What became of each old id, one line each."""
        kinds = {}
        for old, heirs in sorted(self.heirs.items()):
            kind = "split into" if len(heirs) > 1 else "merged into" if self.siblings(old) else "renamed to"
            kinds[old] = f"{old} was {kind} {' and '.join(heirs)}"
        return list(kinds.values())


def code_history(codebooks: Iterable[Codebook]) -> CodeHistory:
    """What the codebooks say of the codes they had before.

    Raises:
        CodebookError: an old id that is still a code's (Problems for several).
    """
    books = tuple(codebooks)
    codes = {code.id for book in books for code in book.codes}
    heirs: dict[str, tuple[str, ...]] = {}
    errors: list[QualcodeError] = []
    for book in books:
        for code in book.codes:
            for old in dict.fromkeys(code.was):
                if old in codes:
                    errors.append(
                        CodebookError(
                            f"'{code.id}' says that it was '{old}', which is still a code",
                            where=book.path or None,
                            fix="Give the code that is left of a split one a new id, or take the line out.",
                        )
                    )
                heirs[old] = (*heirs.get(old, ()), code.id)
    raise_all(errors)
    return CodeHistory(heirs)
