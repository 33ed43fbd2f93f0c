"""What lemma an unknown form may belong to, by the regular endings of bokmål, nynorsk and radical bokmål."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Ending of the form, ending of the lemma, part of speech; longer endings first within a class. Source: the
# inflection classes of Språkrådet's rules of spelling for bokmål (2005) and nynorsk (2012).
_ENDINGS: tuple[tuple[str, str, str], ...] = tuple(
    (ending, lemma, pos)
    for pos, lemma, endings in (
        ("N", "", "ingane ingar mene ene ane met men en et er ar a i"),
        ("N", "e", "ene ane en et er ar a i"),
        ("N", "ing", "ingane ingar inga ingi"),
        ("N", "er", "rene rane re"),
        ("V", "e", "ande ende ast te de dde ar er et es as a t d"),
        ("A", "", "aste este are ere ast est t e"),
        ("A", "et", "ede a"),
        ("A", "en", "ne"),
    )
    for ending in endings.split()
)
_BY_LAST_LETTER: dict[str, tuple[tuple[str, str, str], ...]] = {
    letter: tuple(row for row in _ENDINGS if row[0][-1] == letter)
    for letter in sorted({ending[-1] for ending, _, _ in _ENDINGS})
}
LONGEST_ENDING = max(len(ending) for ending, _, _ in _ENDINGS)
SHORTEST_STEM = 2
_GUESSES = ("ane", "ene", "en", "et", "er", "ar", "a", "s")


def known_stems(form: str) -> Iterator[tuple[str, str]]:
    """(lemma, part of speech) each regular ending would give; the caller keeps those its dictionary has.

    Args:
        form: lower-case form.
    """
    for ending, lemma, pos in _BY_LAST_LETTER.get(form[-1:], ()):
        if form.endswith(ending) and len(form) - len(ending) >= SHORTEST_STEM:
            yield form[: len(form) - len(ending)] + lemma, pos


def guesses(form: str) -> Iterator[str]:
    """Lemmas a form may have when neither it nor any stem is in the dictionary (names, new words)."""
    for ending in _GUESSES:
        if form.endswith(ending) and len(form) - len(ending) >= 4:
            yield form[: len(form) - len(ending)]
