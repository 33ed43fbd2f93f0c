"""What is folded to one key: function words, spelling variants, nynorsk counterparts, hesitations.

The tables are text files in `data/`; the rules are here. Nothing is applied to the text itself: a normal form
is only ever a key to find by. docs/language.md tells what is folded and why.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Knows = Callable[[str, str], bool]
    """(lemma, part of speech) -> is it a lemma of the dictionary."""

HESITATION = re.compile(
    r"(?:e+h*[mh]+|ø+h*[mh]*|ø+|ehe?|m+h?m+|h+m+|mh+|æ+h+m*|a+h+|å+h+|hæ+|u+hm+|tja|ehh+)[.…-]*"
)
"""Sounds a transcriber writes for thinking aloud or listening on; the words 'ja', 'å' and 'øh' differ: only
the last is a sound, 'å' alone is a word."""


def is_hesitation(form: str) -> bool:
    """Whether the form is a sound of hesitation or listening (eh, ehm, mm, hm, øh), not a word.

    Args:
        form: one token, any case.
    """
    return HESITATION.fullmatch(form.lower()) is not None and form.lower() not in {"ø", "ah"}


def _rows(name: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(section, key, forms) of a table of `data/`; comments start with #, sections stand in brackets."""
    section = ""
    for line in (files("qualcode.language") / "data" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, _, forms = line.partition(":")
            yield section, key, tuple(forms.split())


@cache
def function_words() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Form -> keys of closed-class words.

    Returns:
        Two tables: forms that have these keys and no other, and forms that have them beside the dictionary's.
    """
    tables: dict[str, dict[str, set[str]]] = {"only": {}, "also": {}}
    for section, key, forms in _rows("function_words.txt"):
        for form in forms:
            tables[section].setdefault(form, set()).add(key)
    only, also = ({form: frozenset(keys) for form, keys in tables[name].items()} for name in ("only", "also"))
    return only, also


@cache
def variants() -> Mapping[str, str]:
    """Lemma -> the key of its word, for the lemmas that are not their own key."""
    return {form: key for _, key, forms in _rows("variants.txt") for form in forms}


# Regular correspondences between nynorsk or a bokmål variant (left) and the form used as key (right), each
# tried on a lemma of the part of speech named and taken only if it gives a lemma of the dictionary with that
# part of speech. Source: Norsk ordbank's double forms; Språkrådet's rules of spelling for nynorsk (2012) and
# bokmål (2005).
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (pos, re.compile(pattern), replacement)
    for pos, pattern, replacement in (
        ("N", r"heit$", "het"),
        ("N", r"leik$", "het"),
        ("N", r"(?<=[a-zæøå]{2})ar$", "er"),
        ("N", r"døme$", "dømme"),
        ("N", r"semd$", "somhet"),
        ("N", r"gjeving$", "givning"),
        ("N", r"gjeving$", "giving"),
        (
            "N",
            r"(forsk|tenk|skriv|grens|[^k]tyd|[^b]les|løs|.lys|.giv|.vis|hev|bøy|rens|øk|virk)ing$",
            r"\1ning",
        ),
        ("A", r"leg$", "lig"),
        ("A", r"(?<=[a-zæøå]{3})sam$", "som"),
        ("A", r"a$", "et"),
        ("A", r"ande$", "ende"),
        ("V", r"([^tlr]|[iart]t|kt|ft|[lr][rl])a$", r"\1e"),
        ("V", r"ast$", "es"),
        ("V", r"(?<=[gk])je$", "e"),
        ("V", r"(?<=.b|sk)ere$", "ære"),
        ("NVA", r"^kv", "hv"),
        ("NVA", r"^sjuke(?=..)", "syke"),
        ("NVA", r"^sjuk", "syk"),
        ("NVA", r"^skule", "skole"),
        ("NVA", r"^heime(?=..)", "hjemme"),
        ("NVA", r"^heim(?=..)", "hjem"),
        ("NVA", r"^fram(?=...)", "frem"),
        ("NVA", r"^høg(?=..)", "høy"),
        ("NVA", r"^låg(?=...)", "lav"),
        ("NVA", r"^veg(?=...)", "vei"),
        ("NVA", r"^føre(?=....)", "fore"),
        ("NVA", r"^føre(?=....)", "for"),
        ("NVA", r"^saman", "sammen"),
        ("NVA", r"^utan", "uten"),
        ("NVA", r"^innan", "innen"),
        ("NVA", r"^sjølv?(?=...)", "selv"),
        ("NVA", r"^einskild", "enkelt"),
        ("NVA", r"^ein(?=....)", "en"),
        ("NVA", r"^heil(?=...)", "hel"),
        ("NVA", r"^hovud", "hoved"),
        ("NVA", r"^aust", "øst"),
        ("NVA", r"(?<=[a-zæøå]{2})tag(?=[ebn])", "tak"),
        ("NVA", r"lign", "likn"),
    )
)

# One search per part of speech tells whether any rule can apply: most lemmas need none.
_ANY_RULE = {
    wanted: re.compile(
        "|".join(f"(?:{pattern.pattern})" for classes, pattern, _ in _RULES if wanted in classes)
    )
    for wanted in "NVA"
}

# What a word must begin with, hold or end in for any of the rules, or -else for -ing, to change it.
_RULE_STARTS = tuple(
    "kv sjuk skule heim fram høg låg veg føre saman utan innan sjøl einskild ein heil hovud aust".split()
)
_RULE_ENDS = tuple("heit leik ar døme semd ing leg sam a ande ast je ere".split())
_RULE_INNER = re.compile("tag|lign")

# Nouns in -ing that are the same word as the one in -else (opplevelse/oppleving). Not every such pair is:
# 'føling' is not 'følelse', 'vekking' not 'vekkelse'.
_NOT_ELSE = frozenset(
    "føling spøking letting kjenning forbinding skuffing likning vekking stiving skikking størring".split()
)


@cache
def _variant_ends() -> tuple[frozenset[str], frozenset[str]]:
    """The variants without their part of speech, and the last three letters of those that may be heads."""
    words = frozenset(form.partition("/")[0] for form in variants())
    return words, frozenset(form[-3:] for form in variants() if len(form) >= 3)


def may_fold(word: str) -> bool:
    """Whether `fold` may give another form for any part of speech; a quick no to most words.

    Args:
        word: lower-case word.
    """
    words, ends = _variant_ends()
    return (
        word in words
        or word.endswith(_RULE_ENDS)
        or word.startswith(_RULE_STARTS)
        or _RULE_INNER.search(word) is not None
        or (len(word) > 4 and word[-3:] in ends)
    )


def fold(lemma: str, pos: str, knows: Knows) -> str:
    """The key of a lemma: the same for spelling variants and for bokmål and nynorsk forms of one word.

    Args:
        lemma: lower-case lemma.
        pos: N, V, A, D, F, I or P.
        knows: is (lemma, part of speech) in the dictionary; a rule's outcome counts only if it is.
    """
    for _ in range(3):  # 'heimesjukepleie' needs a rule twice
        folded = _fold_once(lemma, pos, knows)
        if folded == lemma:
            break
        lemma = folded
    return lemma


def _fold_once(lemma: str, pos: str, knows: Knows) -> str:
    table = variants()
    direct = table.get(lemma) or table.get(f"{lemma}/{pos}")
    if direct or pos not in "NVA":
        return direct or lemma
    if pos == "N" and lemma.endswith("ing") and lemma not in _NOT_ELSE and knows(lemma[:-3] + "else", "N"):
        return lemma[:-3] + "else"
    for classes, pattern, replacement in _RULES if _ANY_RULE[pos].search(lemma) else ():
        if pos in classes:
            changed = pattern.sub(replacement, lemma, count=1)
            if changed != lemma and knows(changed, pos):
                return changed
    for cut in range(2, len(lemma) - 2):  # a variant as the last part of a compound: skoleveg, fosterheim
        if lemma[cut:] in table and knows(lemma[:cut] + table[lemma[cut:]], pos):
            return lemma[:cut] + table[lemma[cut:]]
    return lemma
