"""From NDT's tags to UD's: learnt from the sentences that stand in both schemes.

Most NDT tags have one UD counterpart. The others (auxiliary or main verb, preposition or conjunction,
`som`, determiners, participles) are told apart by a small classifier on the word and its place in NDT's tree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treebank import NdtToken, Sentence

Tag = tuple[str, str]
"""UPOS and the FEATS string."""

# Nynorsk NDT writes some features in nynorsk; with one spelling an unseen tag can borrow from bokmål.
_SPELLINGS = {
    "eint": "ent",
    "bu": "be",
    "<ikkje-clb>": "<ikke-clb>",
    "<ordenstal>": "<ordenstall>",
    "st-form": "pass",
    "<st-verb>": "<s-verb>",
}
# Says how the word is made or spelt; UD has nothing for it.
_WITHOUT_COUNTERPART = {"samset", "unorm", "adj+subst", "<overskrift>"}
# A tag is plain when one UD tag holds this share of its words.
_PLAIN_SHARE = 0.995
_RARE = 3

_UPOS = {
    "subst": "NOUN",
    "verb": "VERB",
    "adj": "ADJ",
    "adv": "ADV",
    "prep": "ADP",
    "pron": "PRON",
    "det": "DET",
    "konj": "CCONJ",
    "sbu": "SCONJ",
    "inf-merke": "PART",
    "interj": "INTJ",
    "symb": "SYM",
    "ukjent": "X",
}
_FEATS = {
    "mask": "Gender=Masc",
    "fem": "Gender=Fem",
    "nøyt": "Gender=Neut",
    "ub": "Definite=Ind",
    "be": "Definite=Def",
    "ent": "Number=Sing",
    "fl": "Number=Plur",
    "gen": "Case=Gen",
    "fork": "Abbr=Yes",
    "pos": "Degree=Pos",
    "komp": "Degree=Cmp",
    "sup": "Degree=Sup",
    "<perf-part>": "VerbForm=Part",
    "<pres-part>": "VerbForm=Part",
    "perf-part": "VerbForm=Part",
    "inf": "VerbForm=Inf",
    "pass": "Voice=Pass",
    "pres": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "pret": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "imp": "Mood=Imp|VerbForm=Fin",
    "nom": "Case=Nom",
    "akk": "Case=Acc",
    "1": "Person=1",
    "2": "Person=2",
    "3": "Person=3",
    "hum": "Animacy=Hum",
    "refl": "Reflex=Yes",
    "poss": "Poss=Yes|PronType=Prs",
    "pers": "PronType=Prs",
    "dem": "PronType=Dem",
    "sp": "PronType=Int",
    "kvant": "PronType=Ind",
}


def ndt_key(token: NdtToken) -> str:
    """The part of an NDT tag that UD can express, in one spelling for both norms."""
    feats = sorted(_SPELLINGS.get(feat, feat) for feat in token.feats)
    return "|".join([token.pos, *(feat for feat in feats if feat not in _WITHOUT_COUNTERPART)])


def by_rule(key: str) -> Tag:
    """The UD tag put together from the parts of an NDT tag that was never seen with one."""
    pos, *feats = key.split("|")
    upos = "PROPN" if "prop" in feats else _UPOS.get(pos, "PUNCT")
    if upos in {"NOUN", "PROPN"}:
        feats = [feat for feat in feats if feat not in {"pos", "pass"}]
    values: dict[str, set[str]] = defaultdict(set)
    for feat in feats:
        for item in filter(None, _FEATS.get(feat, "").split("|")):
            name, _, value = item.partition("=")
            values[name].add(value)
    if len(values["Gender"]) == 3:
        del values["Gender"]
    text = "|".join(f"{name}={','.join(sorted(values[name]))}" for name in sorted(values) if values[name])
    return upos, text


def features(tokens: list[NdtToken], i: int, children: dict[int, list[int]]) -> dict[str, float]:
    """What the classifier sees of token i: the word, its function, its head, children and neighbours."""
    token = tokens[i]
    names = [f"lemma={token.lemma}", f"form={token.form.lower()}", f"deprel={token.deprel}"]
    if 0 <= token.head < len(tokens):
        head = tokens[token.head]
        side = "before" if token.head < i else "after"
        names += [f"head={head.pos}", f"head_deprel={head.deprel}", f"head_is={side}"]
        names += [f"head_feat={head.pos}|{feat}" for feat in head.feats]
        names.append(f"deprel+head={token.deprel}+{head.pos}+{side}")
    for child in children.get(i, []):
        other = tokens[child]
        side = "before" if child < i else "after"
        names += [f"child={other.deprel}+{side}", f"child_tag={other.pos}|{'|'.join(other.feats[:2])}"]
        names.append(f"child_full={other.deprel}+{other.pos}+{'|'.join(other.feats[:1])}")
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    names.append(f"before={before.pos if before else '-'}")
    names.append(f"after={after.pos if after else '-'}")
    names.append(f"lemma+deprel={token.lemma}+{token.deprel}")
    return dict.fromkeys(names, 1.0)


def children_of(tokens: list[NdtToken]) -> dict[int, list[int]]:
    """Indices of the dependents of each token."""
    children: dict[int, list[int]] = defaultdict(list)
    for i, token in enumerate(tokens):
        children[token.head].append(i)
    return children


class TagMap:
    """NDT tags to UD tags for one written norm; `other` lends what this norm's sample never showed."""

    def __init__(self, other: TagMap | None = None) -> None:
        self._plain: dict[str, Tag] = {}
        self._classifiers: dict[str, tuple[DictVectorizer, LogisticRegression, list[Tag]]] = {}
        self._other = other

    def fit(self, pairs: Iterable[tuple[list[NdtToken], Sentence]]) -> TagMap:
        """Learn from sentences in both schemes, word for word.

        Args:
            pairs: an NDT sentence and the same sentence in UD, of the same length.
        """
        seen: dict[str, list[tuple[dict[str, float], Tag]]] = defaultdict(list)
        for tokens, words in pairs:
            children = children_of(tokens)
            for i, (token, word) in enumerate(zip(tokens, words, strict=True)):
                seen[ndt_key(token)].append((features(tokens, i, children), (word.pos, word.feats)))
        for key, examples in seen.items():
            counts = Counter(tag for _, tag in examples)
            best, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
            self._plain[key] = best
            if n / len(examples) >= _PLAIN_SHARE or len(examples) < _RARE:
                continue
            tags = sorted(counts)
            vectorizer = DictVectorizer()
            rows = vectorizer.fit_transform([row for row, _ in examples])
            model = LogisticRegression(C=10.0, max_iter=2000)
            model.fit(rows, [tags.index(tag) for _, tag in examples])
            self._classifiers[key] = (vectorizer, model, tags)
        return self

    def convert(self, sentences: list[list[NdtToken]]) -> list[list[Tag]]:
        """The UD tags of many sentences."""
        result = [[self._look_up(ndt_key(token)) for token in tokens] for tokens in sentences]
        waiting: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, tokens in enumerate(sentences):
            for i, token in enumerate(tokens):
                owner = self._owner(ndt_key(token))
                if owner is not None and ndt_key(token) in owner._classifiers:
                    waiting[ndt_key(token)].append((n, i))
        trees = [children_of(tokens) for tokens in sentences]
        for key, places in waiting.items():
            owner = self._owner(key)
            assert owner is not None  # noqa: S101 - only keys with an owner wait
            vectorizer, model, tags = owner._classifiers[key]
            rows = vectorizer.transform([features(sentences[n], i, trees[n]) for n, i in places])
            for (n, i), tag in zip(places, model.predict(rows), strict=True):
                result[n][i] = tags[tag]
        for tokens, tagged in zip(sentences, result, strict=True):
            for i, token in enumerate(tokens):
                # Some of UD's nynorsk names are nouns; learnt from, that would spread to bokmål's.
                if "prop" in token.feats:
                    tagged[i] = ("PROPN", tagged[i][1])
        return result

    def _owner(self, key: str) -> TagMap | None:
        if key in self._plain:
            return self
        return self._other._owner(key) if self._other else None

    def _look_up(self, key: str) -> Tag:
        owner = self._owner(key)
        return owner._plain[key] if owner else by_rule(key)
