"""How often each word stands first and last in the dictionary's compounds: what the splitter ranks by.

The dictionary does not say which of its lemmas are compounds. Every way to cut a lemma into a first and a
last part of the lemma's own word class is weighed by how many other lemmas the two parts explain (expectation
maximisation, six rounds); a lemma may also stay whole.
"""

from __future__ import annotations

from collections import defaultdict

from qualcode.language.compounds import word_lists

ROUNDS = 6
SIMPLEX_PER_LETTER = 0.12
"""Weight of leaving a lemma whole falls by this factor per letter: the longer, the more likely a compound."""


def modifiers(lemmas: dict[str, set[str]], stems: set[str]) -> set[str]:
    """Surfaces a first part may have: bare, with -s, with -e, or a verb's stem."""
    found = set()
    for lemma, classes in lemmas.items():
        if len(lemma) < 2 or "-" in lemma:
            continue
        if classes & set("NAVDF"):
            found.add(lemma)
        if "N" in classes and (len(lemma) > 2 or lemma == "år"):
            found |= {lemma + "s", lemma + "e"}
    return found | {stem for stem in stems if len(stem) > 2}


def count_families(lemmas: dict[str, set[str]], stems: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Count how many lemmas each first and last part explains.

    Args:
        lemmas: lemma -> parts of speech.
        stems: bare stems of verbs.

    Returns:
        (surface of the first part -> count, lemma of the last part -> count), counts of one or more.
    """
    surfaces = modifiers(lemmas, stems)
    words = word_lists()
    never_first, never_last = words["not_first"] | words["never_first"], words["not_last"]
    cuts: dict[str, list[tuple[str, str]]] = {}
    for lemma in sorted(lemmas):
        if len(lemma) < 5 or "-" in lemma:
            continue
        options = []
        for at in range(2, len(lemma) - 2):
            first, last = lemma[:at], lemma[at:]
            if first in never_first or last in never_last:
                continue
            if first in words["particle"] and lemmas[lemma] != {"N"}:
                continue
            if first in surfaces and lemmas.get(last, set()) & lemmas[lemma] & set("NAV"):
                options.append((first, last))
        if options:
            cuts[lemma] = options
    firsts: dict[str, float] = defaultdict(lambda: 1.0)
    lasts: dict[str, float] = defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        new_firsts: dict[str, float] = defaultdict(float)
        new_lasts: dict[str, float] = defaultdict(float)
        for lemma, options in cuts.items():
            whole = 1e4 * SIMPLEX_PER_LETTER ** (len(lemma) / 3)
            weights = [firsts[first] * lasts[last] for first, last in options]
            total = sum(weights) + whole
            for (first, last), weight in zip(options, weights, strict=True):
                new_firsts[first] += weight / total
                new_lasts[last] += weight / total
        firsts = defaultdict(lambda: 0.02, new_firsts)
        lasts = defaultdict(lambda: 0.02, new_lasts)
    return _rounded(firsts), _rounded(lasts)


def _rounded(counts: dict[str, float]) -> dict[str, int]:
    return {part: round(count) for part, count in sorted(counts.items()) if count >= 0.5}
