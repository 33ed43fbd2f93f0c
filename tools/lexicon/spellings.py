"""What the dictionary spells in another way than the word it belongs to, for the sieve of word forms."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qualcode.language.lexicon import applied
from qualcode.language.spellings import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable


def spellings(lines: Iterable[str]) -> str:
    """The content of spellings.gz.

    Args:
        lines: of the dictionary, as they are compiled.

    Returns:
        Forms with those of their lemmas that begin with other letters (gikk, gå), a blank line, and keys with
        the other lemmas that may stand for them (skole: skule; ringe: ring); both sorted.
    """
    irregular: defaultdict[str, set[str]] = defaultdict(set)
    other: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        form, _, rest = line.partition("\t")
        edits = [reading[1:].partition("=") for reading in rest.partition("\t")[0].split(" ")]
        lemmas = [(applied(form, edit), key_edit) for edit, _, key_edit in edits]
        is_lemma = any(lemma == form for lemma, _ in lemmas)
        for lemma, key_edit in lemmas:
            if not form.startswith(lemma[:LETTERS]):
                irregular[form].add(lemma)
            key = applied(lemma, key_edit) if key_edit else lemma
            if is_lemma and key != form:
                other[key].add(form)
    return "\n\n".join(
        "\n".join("\t".join((word, *sorted(table[word]))) for word in sorted(table))
        for table in (irregular, other)
    )
