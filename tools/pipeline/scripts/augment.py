"""More kinds of training text made from the treebank's: speech without marks, hesitations, agent nouns."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from treebank import Word

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from treebank import Sentence

_PRESENT = "Mood=Ind|Tense=Pres|VerbForm=Fin"
HESITATIONS = ("eh", "ehm", "øh", "mm", "hm", "eeh")
_NOUN = {
    ("Ind", "Sing"): "indefinite",
    ("Def", "Sing"): "definite",
    ("Ind", "Plur"): "indefinite_plural",
    ("Def", "Plur"): "definite_plural",
}
# Endings of nouns for people, and people without such an ending: what an agent noun can stand in for.
_AGENT_ENDINGS = ("er", "ar", "ør", "ant", "ent", "ist", "mann", "leder", "leiar", "sjef")
_PEOPLE = frozenset(
    """mann gutt person venn kamerat pasient kollega lege prest far sønn bror onkel student politimann elev
    minister statsminister statsråd president direktør sjef vert gjest kunde klient borger tilskuer nabo
    fiende forfatter kunstner journalist forsker ungdom rektor ordfører redaktør advokat dommer fyr type gut
    ven bonde
    """.split()
)
_NOT_PEOPLE = frozenset("dollar meter kilometer liter november oktober september desember januar".split())
_TRANSITIVE = frozenset(
    """gi ta se finne holde skape støtte få vise kjenne følge møte trenge lage bygge spise kaste elske
    redde kreve velge prøve forklare merke forstå drive dekke finne lese skrive gje sjå halde
    møte velje krevje trenge byggje elske spele lese følgje kjenne stø prøve forklare""".split()
)


def lower_cased(sentence: Sentence) -> Sentence:
    """The sentence as a speech recogniser without capitals writes it; lemmas of names keep theirs."""
    return [replace(word, form=word.form.lower()) for word in sentence]


def without_punctuation(sentence: Sentence) -> Sentence:
    """The sentence without its punctuation marks; entities that lose their first word lose all."""
    kept: Sentence = []
    inside = False
    for word in sentence:
        if word.pos == "PUNCT":
            inside = inside and word.entity.startswith("I-")
            continue
        if word.entity.startswith("I-") and not inside and not (kept and kept[-1].entity != "O"):
            word = replace(word, entity="B-" + word.entity[2:])  # noqa: PLW2901
        inside = word.entity != "O"
        kept.append(replace(word, space=True))
    return kept


def with_hesitations(sentence: Sentence, rng: Random) -> Sentence:
    """The sentence with one to three hesitations, never inside an entity."""
    spoken = list(sentence)
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(spoken))
        if at < len(spoken) and (spoken[at].entity.startswith("I-") or spoken[at].pos == "PUNCT"):
            continue
        form = rng.choice(HESITATIONS)
        if at and not spoken[at - 1].space:
            continue
        spoken.insert(at, Word(form, form, "INTJ", ""))
    return spoken


def with_radical_forms(sentence: Sentence) -> Sentence:
    """Bokmål with -a for -et in weak verbs (jobba, snakka) and for -en in feminines (boka, jenta)."""
    spoken: Sentence = []
    for word in sentence:
        form = word.form
        past = "Tense=Past" in word.feats or "VerbForm=Part" in word.feats
        if word.pos == "VERB" and past and word.lemma.endswith("e") and form.lower() == word.lemma + "t":
            form = form[:-2] + "a"
        spoken.append(replace(word, form=form))
    return spoken


@dataclass(frozen=True, slots=True)
class AgentNoun:
    """A row of the swap list: the forms of an agent noun, and the verb whose present it looks like."""

    forms: dict[str, str]
    verb: str
    present: str


def read_agent_nouns(path: Path) -> dict[str, list[AgentNoun]]:
    """The swap list by norm."""
    nouns: dict[str, list[AgentNoun]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            forms = {name: row[name] for name in _NOUN.values()}
            nouns[row["norm"]].append(AgentNoun(forms, row["verb"], row["present"]))
    return nouns


def _feats(word: Word) -> dict[str, str]:
    return dict(item.split("=", 1) for item in word.feats.split("|") if item)


def is_person(word: Word) -> bool:
    """True for a masculine noun that most likely names a person."""
    if word.pos != "NOUN" or not word.form.isalpha() or word.lemma in _NOT_PEOPLE:
        return False
    feats = _feats(word)
    if feats.get("Gender") != "Masc" or "Case" in feats or "Abbr" in feats:
        return False
    return word.lemma in _PEOPLE or word.lemma.endswith(_AGENT_ENDINGS)


def _cased(form: str, like: str) -> str:
    return form.capitalize() if like[:1].isupper() else form


def with_agent_noun(sentence: Sentence, nouns: list[AgentNoun], rng: Random) -> Sentence | None:
    """The sentence with a noun for a person swapped for an agent noun in its form; None if it has none."""
    places = [i for i, word in enumerate(sentence) if is_person(word) and word.entity == "O"]
    if not places:
        return None
    at = rng.choice(places)
    noun = rng.choice(nouns)
    word = sentence[at]
    feats = _feats(word)
    slot = _NOUN.get((feats.get("Definite", ""), feats.get("Number", "")))
    if slot is None:
        return None
    new = replace(word, form=_cased(noun.forms[slot], word.form), lemma=noun.forms["indefinite"])
    return [*sentence[:at], new, *sentence[at + 1 :]]


def with_agent_verb(sentence: Sentence, nouns: list[AgentNoun], rng: Random) -> Sentence | None:
    """The sentence with a present-tense verb swapped for one that looks like an agent noun; None without."""
    places = [
        i
        for i, word in enumerate(sentence)
        if word.pos == "VERB"
        and word.feats == "Mood=Ind|Tense=Pres|VerbForm=Fin"
        and word.lemma in _TRANSITIVE
    ]
    verbs = [noun for noun in nouns if noun.verb]
    if not places or not verbs:
        return None
    at = rng.choice(places)
    noun = rng.choice(verbs)
    new = replace(sentence[at], form=_cased(noun.present, sentence[at].form), lemma=noun.verb)
    return [*sentence[:at], new, *sentence[at + 1 :]]
