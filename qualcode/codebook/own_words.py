"""A theme's own words as a codebook: what a plain search for the theme's name finds, to be measured against.

The rule: of a theme's names in bokmål and nynorsk take every content word; of a compound that begins with a
noun only its last part (`brukermedvirkning`: `medvirkning`). A word with an ending that makes a noun (`-het`,
`-ning` ...) is searched as its stem within any word (`*medvirk*`), any other as a lemma, which finds its
inflections and compounds. One find is enough. Sub-themes are not searched: their names are everyday words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.model import Indicator

if TYPE_CHECKING:
    from qualcode.language.lexicon import Lexicon
    from qualcode.model import Code, Codebook

LANGUAGES = ("nb", "nn")
ENDINGS = ("heten", "het", "heit", "else", "ning", "ing", "nad", "skap", "sjon")
"""Endings that make a noun of a verb or an adjective, the longer before those they end in."""
SHORTEST_STEM = 5
_CONTENT = frozenset("NVA")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def own_words(codebook: Codebook, lexicon: Lexicon) -> Codebook:
    """The codebook of one theme's own words.

    Args:
        codebook: the theme's codebook.
        lexicon: tells content words from function words, and cuts compounds.

    Returns:
        A codebook of the top code alone, each word an indicator that carries it; nothing to learn from.
    """
    theme = codebook.codes[0]
    words = tuple(Indicator(pattern, 1.0) for pattern in _patterns(theme, lexicon))
    return replace(
        codebook,
        codes=(replace(theme, indicators=words),),
        examples=(),
        counter_examples=(),
        written=(),
        classes={},
        threshold=0.5,
    )


def _patterns(theme: Code, lexicon: Lexicon) -> list[str]:
    names = " ".join(theme.name.get(language, "") for language in LANGUAGES)
    patterns = []
    for word in _WORD.findall(names.lower()):
        readings = lexicon.readings(word)
        if readings and not any(reading.pos in _CONTENT for reading in readings):
            continue
        first, *rest = lexicon.split(word)
        last = rest[-1] if rest and any(r.pos == "N" for r in lexicon.readings(first)) else word
        ending = next((e for e in ENDINGS if last.endswith(e) and len(last) - len(e) >= SHORTEST_STEM), None)
        patterns.append(f"*{last.removesuffix(ending)}*" if ending else last)
    return list(dict.fromkeys(patterns))
