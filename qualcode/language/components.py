"""Our own spaCy component: lemmas looked up in the dictionary of the written norm a sentence is in.

Registered through `spacy_factories` entry points, so that a saved pipeline loads with plain `spacy.load`.
"""

from __future__ import annotations

import json
import lzma
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.util import ensure_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Doc, Span

Norm = Literal["nb", "nn"]
FACTORY = "qualcode_lemmatizer"
_BLOCK = 24
_MEMORY = 100_000
_SHORTEST_HEAD = 3
"""Letters the last part of an unknown compound must have to lend its inflection."""
_CLEAR = 1.0
"""Log odds from which a sentence's own words decide its norm; below it the whole text's do."""
_FILES = ("norms.json", "ordbank.xz", "treebank_nb.xz", "treebank_nn.xz")
_OPEN = {"NOUN": "noun", "VERB": "verb", "AUX": "verb", "ADJ": "adj", "ADV": "adv"}


class Table:
    """A sorted table from text to text, searched in its packed lines and never unpacked into objects.

    600,000 word forms take 20 MB in memory and load in a tenth of a second.
    """

    def __init__(self, entries: Mapping[str, str] | None = None) -> None:
        """Build from entries; keys and values hold no tabs or newlines."""
        self._take(_packed(entries or {}))

    def _take(self, data: bytes) -> None:
        self._data = data
        self._blocks = data.split(b"\n\n") if data else []
        self._heads = [block[: block.index(b"\t")] for block in self._blocks]

    def get(self, key: str) -> str | None:
        """The value of a key; None if it has none."""
        wanted = key.encode("utf-8")
        at = bisect_right(self._heads, wanted) - 1
        if at < 0:
            return None
        block, wanted = self._blocks[at], wanted + b"\t"
        start = 0 if block.startswith(wanted) else block.find(b"\n" + wanted) + 1
        if start == 0 and not block.startswith(wanted):
            return None
        end = block.find(b"\n", start)
        return block[start + len(wanted) : end if end >= 0 else len(block)].decode("utf-8")

    def to_bytes(self) -> bytes:
        """Compressed; the same entries give the same bytes."""
        return lzma.compress(self._data, preset=9)

    def from_bytes(self, data: bytes) -> Table:
        """Read what `to_bytes` wrote."""
        self._take(lzma.decompress(data))
        return self


def _packed(entries: Mapping[str, str]) -> bytes:
    lines = sorted(f"{key}\t{value}".encode() for key, value in entries.items())
    lines.sort(key=lambda line: line[: line.index(b"\t")])
    return b"\n\n".join(b"\n".join(lines[i : i + _BLOCK]) for i in range(0, len(lines), _BLOCK))


def shortened(form: str, lemma: str) -> str:
    """A lemma as what to strip from the form's end and what to add: `3e`; the inverse of `lengthened`."""
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    return f"{len(form) - shared} {lemma[shared:]}"


def lengthened(form: str, edit: str) -> str:
    """The lemma that an edit makes of a form."""
    strip, _, ending = edit.partition(" ")
    return form[: len(form) - int(strip)] + ending


@Language.factory(FACTORY, assigns=["token.lemma"], requires=["token.pos"])
def make_lemmatizer(nlp: Language, name: str) -> NormLemmatizer:
    """The factory behind the entry point."""
    return NormLemmatizer(nlp, name)


class NormLemmatizer(Pipe):
    """Gives every token the lemma of its sentence's written norm.

    In order: the treebank's lemma of form, part of speech and features in that norm; for bokmål Norsk
    ordbank's lemma of form and part of speech; for an unknown compound the inflection of its last part;
    what the component before (edit trees) made of it. Where the treebank knows several lemmas, the edit
    trees choose.
    """

    def __init__(self, nlp: Language, name: str = FACTORY) -> None:
        self.nlp = nlp
        self.name = name
        self.treebank: dict[str, Table] = {"nb": Table(), "nn": Table()}
        self.ordbank = Table()
        self.norm_scores: dict[str, float] = {}
        self._scores: dict[int, float] = {}
        self._known: dict[tuple[Norm, int, int, int, int, int], int] = {}

    def fill(
        self,
        treebank: Mapping[str, Mapping[str, str]],
        ordbank: Mapping[str, str],
        norm_scores: Mapping[str, float],
    ) -> None:
        """Take the dictionaries.

        Args:
            treebank: norm (`nb`, `nn`) -> "form|UPOS|FEATS" -> lemmas joined by a space, best first;
                forms in lower case, names as written.
            ordbank: "form|pos" (noun, verb, adj, adv) -> edit (`shortened`) to the lemma.
            norm_scores: lower-case form -> log odds for nynorsk.
        """
        self.treebank = {norm: Table(treebank.get(norm, {})) for norm in ("nb", "nn")}
        self.ordbank = Table(ordbank)
        self._take_scores(norm_scores)

    def _take_scores(self, scores: Mapping[str, float]) -> None:
        self.norm_scores = dict(sorted(scores.items()))
        self._scores = {self.nlp.vocab.strings.add(form): score for form, score in self.norm_scores.items()}
        self._known.clear()

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a document, sentence by sentence where it has sentences."""
        total = self._score(doc)
        if doc.has_annotation("SENT_START"):
            for sentence in doc.sents:
                self._lemmatise(sentence, self._norm(self._score(sentence), total))
        else:
            self._lemmatise(doc, self._norm(total, total))
        return doc

    def norm_of(self, text: Doc | Span) -> Norm:
        """The written norm of a text, by the words that one norm has and the other has not."""
        score = self._score(text)
        return self._norm(score, score)

    def _score(self, text: Doc | Span) -> float:
        scores = self._scores
        return sum(scores.get(token.lower, 0.0) for token in text)

    @staticmethod
    def _norm(score: float, fallback: float) -> Norm:
        decisive = score if abs(score) >= _CLEAR else fallback
        return "nn" if decisive > 0 else "nb"

    def _lemmatise(self, text: Doc | Span, norm: Norm) -> None:
        known = self._known
        strings = self.nlp.vocab.strings
        if len(known) > _MEMORY:
            known.clear()
        for token in text:
            key = (norm, token.orth, token.norm, token.pos, hash(token.morph), token.lemma)
            lemma = known.get(key)
            if lemma is None:
                form, spoken = token.text, token.norm_ if token.is_alpha else ""
                found = self.lemma(form, token.pos_, str(token.morph), token.lemma_, norm, spoken=spoken)
                lemma = known[key] = strings.add(found)
            token.lemma = lemma

    def lemma(self, form: str, pos: str, feats: str, guess: str, norm: Norm, *, spoken: str = "") -> str:
        """The lemma of one form.

        Args:
            form: as written.
            pos: UPOS.
            feats: UD features as one string, "" for none.
            guess: what the edit trees made of it; "" for nothing.
            norm: the norm of the sentence.
            spoken: the written form, in bokmål, of a word in dialect spelling, where it is one.
        """
        if pos == "PUNCT":
            return self._first(norm, f"{form}|PUNCT|") or form
        if pos == "PROPN":
            return self._name(form, feats, norm)
        lower = form.lower()
        found = self._look_up(lower, pos, feats, guess.lower(), norm)
        if found is None and "Case=Gen" in feats and lower.endswith("s"):
            bare = "|".join(feat for feat in feats.split("|") if feat != "Case=Gen")
            found = self._look_up(lower[:-1], pos, bare, guess.lower(), norm)
        if found is None and spoken not in {"", lower} and " " not in spoken:
            found = self._look_up(spoken, pos, feats, guess.lower(), "nb") or spoken
        if found is not None:
            return found
        if guess and guess[:1].isupper() and "-" not in form:  # a name that was not tagged as one
            return guess
        return self._by_last_part(form, pos, feats, guess or lower, norm)

    def _first(self, norm: Norm, key: str) -> str | None:
        found = self.treebank[norm].get(key)
        return found.split(" ")[0] if found is not None else None

    def _name(self, form: str, feats: str, norm: Norm) -> str:
        found = self._first(norm, f"{form}|PROPN|{feats}")
        if found is not None:
            return found
        if "Case=Gen" in feats and form.endswith(("s", "S")):
            return form[:-1].rstrip("'’")
        return form

    def _look_up(self, form: str, pos: str, feats: str, guess: str, norm: Norm) -> str | None:
        found = self.treebank[norm].get(f"{form}|{pos}|{feats}")
        if found is not None:
            lemmas = found.split(" ")
            return guess if guess in lemmas else lemmas[0]
        return self._in_ordbank(form, pos) if norm == "nb" else None

    def _in_ordbank(self, form: str, pos: str) -> str | None:
        edit = self.ordbank.get(f"{form}|{_OPEN[pos]}") if pos in _OPEN else None
        return None if edit is None else lengthened(form, edit)

    def _by_last_part(self, form: str, pos: str, feats: str, guess: str, norm: Norm) -> str:
        """The lemma of an unknown word: what precedes its longest known last part, and that part's lemma.

        Capitals before a hyphen stay (`TV-skjerm`).
        """
        hyphen = form.rfind("-")
        start = form[: hyphen + 1] + form[hyphen + 1 :].lower()
        if pos in {"NOUN", "ADJ", "VERB"} and start.replace("-", "").isalpha():
            for at in range(1, len(form) - _SHORTEST_HEAD + 1):
                lemma = self._look_up(start[at:].lower(), pos, feats, guess[at:].lower(), norm)
                if lemma is not None:
                    return start[:at] + lemma
        if norm == "nn":
            return self._in_ordbank(form.lower(), pos) or guess
        return guess

    # spaCy's protocol for saved components

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Everything in one piece: a JSON line of lengths, then the parts."""
        parts = self._parts()
        head = json.dumps({name: len(part) for name, part in parts.items()}).encode()
        return head + b"\n" + b"".join(parts.values())

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NormLemmatizer:
        """Read what `to_bytes` wrote."""
        head, _, rest = data.partition(b"\n")
        parts: dict[str, bytes] = {}
        for name, length in json.loads(head).items():
            parts[name], rest = rest[:length], rest[length:]
        return self._from_parts(parts)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write one file per dictionary."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, part in self._parts().items():
            (folder / name).write_bytes(part)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NormLemmatizer:
        """Read what `to_disk` wrote."""
        folder = ensure_path(path)
        return self._from_parts({name: (folder / name).read_bytes() for name in _FILES})

    def _parts(self) -> dict[str, bytes]:
        scores = json.dumps(self.norm_scores, ensure_ascii=False, indent=0).encode()
        return {
            "norms.json": scores,
            "ordbank.xz": self.ordbank.to_bytes(),
            "treebank_nb.xz": self.treebank["nb"].to_bytes(),
            "treebank_nn.xz": self.treebank["nn"].to_bytes(),
        }

    def _from_parts(self, parts: Mapping[str, bytes]) -> NormLemmatizer:
        self.treebank = {norm: Table().from_bytes(parts[f"treebank_{norm}.xz"]) for norm in ("nb", "nn")}
        self.ordbank = Table().from_bytes(parts["ordbank.xz"])
        scores: dict[str, Any] = json.loads(parts["norms.json"])
        self._take_scores(scores)
        return self
