"""Convert the unpacked treebank to spaCy's training files, and gather what the lemmatiser looks up."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from augment import (
    AgentNoun,
    lower_cased,
    read_agent_nouns,
    with_agent_noun,
    with_agent_verb,
    with_hesitations,
    with_radical_forms,
    without_punctuation,
)
from spacing import with_spaces
from spacy.tokens import Doc, DocBin
from tagmap import TagMap
from tokenizer import joint_blank
from treebank import NORMS, NdtToken, Sentence, Word, forms, read_split, read_ud, with_entities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language

UD_NAMES = {"nob": "no_bokmaal", "nno": "no_nynorsk"}
Text = list[Sentence]
"""Sentences that follow one another: one training document."""

# How many agent-noun sentences to make of each kind, per norm; the noun is what the treebank lacks.
AGENT_NOUNS = {"nob": 3500, "nno": 2000}
AGENT_VERBS = {"nob": 1600, "nno": 900}


def without_headline_marks(tokens: list[NdtToken]) -> list[NdtToken]:
    """The sentence without NDT's own `|` after headlines, which stands in no text."""
    kept = [i for i, token in enumerate(tokens) if token.form != "|"]
    new = {old: i for i, old in enumerate(kept)}
    return [replace(tokens[i], head=new.get(tokens[i].head, -1)) for i in kept]


def learn_tags(folder: Path) -> dict[str, TagMap]:
    """A tag map for each norm from NDT's and UD's development files; bokmål lends to nynorsk."""
    maps: dict[str, TagMap] = {}
    for norm in NORMS:
        ud = {forms(sentence): sentence for sentence in read_ud(ud_path(folder, norm, "dev"))}
        pairs = []
        for _, tokens in read_split(folder / "ndt", norm, "dev"):
            rows = without_headline_marks(tokens)
            twin = ud.get(tuple(row.form for row in rows))
            if twin is not None:
                pairs.append((rows, twin))
        maps[norm] = TagMap(maps.get("nob")).fit(pairs)
    return maps


def ud_path(folder: Path, norm: str, split: str) -> Path:
    """Where the UD r2.8 file of a norm and split lies."""
    return folder / "ud-2.8" / f"{UD_NAMES[norm]}-ud-{split}.conllu"


def named_path(folder: Path, norm: str, split: str) -> Path:
    """Where the UD file with NorNE's entities lies."""
    return folder / "ud" / norm / f"{UD_NAMES[norm]}-ud-{split}.conllu"


def training_sentences(folder: Path, norm: str, tags: TagMap) -> list[tuple[str, Sentence]]:
    """(file stem, sentence) of the training split in UD's scheme, spaced; none that the evaluation has."""
    held_out = {
        forms(sentence) for split in ("dev", "test") for sentence in read_ud(ud_path(folder, norm, split))
    }
    stems, rows = [], []
    for stem, tokens in read_split(folder / "ndt", norm, "train"):
        kept = without_headline_marks(tokens)
        if kept and tuple(token.form for token in kept) not in held_out:
            stems.append(stem)
            rows.append(kept)
    sentences = []
    for stem, tokens, converted in zip(stems, rows, tags.convert(rows), strict=True):
        words = [
            Word(token.form, token.lemma, pos, feats, token.entity)
            for token, (pos, feats) in zip(tokens, converted, strict=True)
        ]
        sentences.append((stem, with_spaces(words)))
    return sentences


def texts_of(sentences: Iterable[tuple[str, Sentence]], rng: Random) -> list[Text]:
    """Documents of 4 to 10 sentences of one file, so that sentence starts can be learnt."""
    texts: list[Text] = []
    current, size, last = [], rng.randint(4, 10), ""
    for stem, sentence in sentences:
        if current and (len(current) >= size or stem != last):
            texts.append(current)
            current, size = [], rng.randint(4, 10)
        current.append(sentence)
        last = stem
    if current:
        texts.append(current)
    return texts


def to_doc(nlp: Language, text: Text) -> Doc:
    """A document as spaCy trains on it: tags, lemmas, sentence starts, entities."""
    words = [word for sentence in text for word in sentence]
    starts = [i == 0 for sentence in text for i in range(len(sentence))]
    ends = {len(words)}
    spaces = [word.space or starts[i + 1 : i + 2] == [True] for i, word in enumerate(words)]
    return Doc(
        nlp.vocab,
        words=[word.form for word in words],
        spaces=[space and i + 1 not in ends for i, space in enumerate(spaces)],
        pos=[word.pos for word in words],
        morphs=[word.feats for word in words],
        lemmas=[word.lemma for word in words],
        sent_starts=starts,
        ents=repaired(words),
    )


def repaired(words: Sentence) -> list[str]:
    """IOB tags in which every entity opens with B-; unknown (`?`) counts as none."""
    tags, before = [], "O"
    for word in words:
        tag = "O" if word.entity == "?" else word.entity
        if tag.startswith("I-") and before[2:] != tag[2:]:
            tag = "B-" + tag[2:]
        tags.append(tag)
        before = tag
    return tags


def agent_texts(texts: list[Text], norm: str, nouns: list[AgentNoun], rng: Random) -> list[Text]:
    """Single sentences with agent nouns, and with the verbs that look like them."""
    pool = [sentence for text in texts for sentence in text if 4 <= len(sentence) <= 30]
    made: list[Text] = []
    for swap, wanted in ((with_agent_noun, AGENT_NOUNS[norm]), (with_agent_verb, AGENT_VERBS[norm])):
        n = 0
        for _ in range(wanted * 40):
            if n >= wanted:
                break
            new = swap(rng.choice(pool), nouns, rng)
            if new is not None:
                made.append([spoken(new, rng) if rng.random() < 0.2 else new])
                n += 1
    return made


def spoken(sentence: Sentence, rng: Random) -> Sentence:
    """A sentence as speech recognition may write it: lower case, mostly no marks, some hesitations."""
    if rng.random() < 0.35:
        sentence = with_radical_forms(sentence)
    if rng.random() < 0.75:
        sentence = without_punctuation(sentence)
    if rng.random() < 0.9:
        sentence = lower_cased(sentence)
    return with_hesitations(sentence, rng) if rng.random() < 0.35 else sentence


def tagger_variants(texts: list[Text], norm: str, nouns: list[AgentNoun], rng: Random) -> list[Text]:
    """Half of the treebank's texts again as speech, and the agent nouns."""
    again: list[Text] = []
    for text in texts:
        if rng.random() < 0.5:
            sentences = [new for new in (spoken(sentence, rng) for sentence in text) if new]
            again += [sentences[i : i + 2] for i in range(0, len(sentences), 2)]
    return [*again, *agent_texts(texts, norm, nouns, rng)]


def entity_texts(texts: list[Text], rng: Random) -> list[Text]:
    """The treebank's texts, and a part of them in lower case, with and without marks."""
    again: list[Text] = []
    for text in texts:
        if rng.random() < 0.1:
            made = [lower_cased(sentence) for sentence in text]
            if rng.random() < 0.6:
                made = [new for new in map(without_punctuation, made) if new]
            again.append(made)
    return [*texts, *[text for text in again if text]]


def sentence_texts(texts: list[Text], rng: Random) -> list[Text]:
    """The treebank's texts, and a fifth of them in lower case with their marks."""
    return [*texts, *[[lower_cased(s) for s in text] for text in texts if rng.random() < 0.2]]


def write(nlp: Language, texts: list[Text], path: Path, rng: Random | None = None) -> int:
    """Write the documents in one shuffled (rng) or the given order; the number of words."""
    texts = list(texts)
    if rng is not None:
        rng.shuffle(texts)
    store = DocBin(attrs=["ORTH", "SPACY", "POS", "MORPH", "LEMMA", "SENT_START", "ENT_IOB", "ENT_TYPE"])
    n = 0
    for text in texts:
        doc = to_doc(nlp, text)
        n += len(doc)
        store.add(doc)
    path.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(path)
    return n


def evaluation_texts(sentences: list[Sentence], size: int = 10) -> list[Text]:
    """Documents of ten sentences, as the published figures of nb_core_news_sm are made."""
    return [sentences[i : i + size] for i in range(0, len(sentences), size)]


def lemma_table(sentences: dict[str, list[Sentence]]) -> dict[str, dict[str, list[str]]]:
    """Norm -> "form<TAB>UPOS<TAB>FEATS" -> lemmas, the most frequent first; names keep their capitals.

    Lemmas with less than a twentieth of a form's words are left out: the other norm's, in quotations.
    """
    table: dict[str, dict[str, list[str]]] = {}
    for norm, rows in sentences.items():
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for sentence in rows:
            for word in sentence:
                form = word.form if word.pos == "PROPN" else word.form.lower()
                counts[f"{form}\t{word.pos}\t{word.feats}"][word.lemma] += 1
        table[norm] = {
            key: [
                lemma
                for lemma, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))
                if n * 20 >= sum(found.values())
            ]
            for key, found in sorted(counts.items())
        }
    return table


def norm_scores(sentences: dict[str, list[Sentence]], least: float = 1.5) -> dict[str, float]:
    """Log odds of a word form for nynorsk against bokmål; words that say little are left out.

    Add-one smoothed, per million words of each norm; only forms seen at least five times.
    """
    counts = {
        norm: Counter(word.form.lower() for sentence in rows for word in sentence if word.form.isalpha())
        for norm, rows in sentences.items()
    }
    sizes = {norm: sum(counter.values()) for norm, counter in counts.items()}
    scores: dict[str, float] = {}
    for form in sorted(set(counts["nob"]) | set(counts["nno"])):
        nob, nno = counts["nob"][form], counts["nno"][form]
        if nob + nno < 5:
            continue
        score = math.log((nno + 0.5) / sizes["nno"]) - math.log((nob + 0.5) / sizes["nob"])
        if abs(score) >= least:
            scores[form] = round(score, 2)
    return scores


def abbreviations(sentences: Iterable[Sentence]) -> list[str]:
    """Forms of letters that end in a full stop inside a sentence."""
    found = {
        word.form.lower()
        for sentence in sentences
        for word in sentence[:-1]
        if len(word.form) > 1 and word.form.endswith(".") and word.form.replace(".", "").isalpha()
    }
    return sorted(found)


def convert(treebank: Path, nouns_file: Path, out: Path, seed: int) -> dict[str, int]:
    """Write every training and evaluation file; the number of words in each.

    Args:
        treebank: the unpacked treebank (`ndt/`, `ud/`, `ud-2.8/`).
        nouns_file: the swap list of agent nouns.
        out: the folder to write to: `*.spacy`, `lemmas.json`, `norms.json`, `base/`.
        seed: for everything drawn by lot.
    """
    maps = learn_tags(treebank)
    nouns = read_agent_nouns(nouns_file)
    rng = Random(seed)  # noqa: S311 - no secrets here
    sizes: dict[str, int] = {}
    training = {norm: training_sentences(treebank, norm, maps[norm]) for norm in NORMS}
    plain = {norm: [sentence for _, sentence in rows] for norm, rows in training.items()}
    for norm in NORMS:
        sizes[f"{norm}_sentences"] = len(plain[norm])
    nlp = joint_blank(abbreviations(sentence for rows in plain.values() for sentence in rows))
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out / "base")
    parts: dict[str, list[Text]] = {"tagger": [], "finish": [], "ner": [], "senter": []}
    dev: list[Text] = []
    for norm in NORMS:
        texts = texts_of(training[norm], rng)
        variants = tagger_variants(texts, norm, nouns[norm], rng)
        parts["tagger"] += [*texts, *variants]
        parts["finish"] += [*texts, *rng.sample(variants, len(variants) // 4)]
        parts["ner"] += entity_texts(texts, rng)
        parts["senter"] += sentence_texts(texts, rng)
        named = with_entities(
            read_ud(ud_path(treebank, norm, "dev")), read_ud(named_path(treebank, norm, "dev"))
        )
        dev += evaluation_texts(named)[::2]
    for name, texts in parts.items():
        sizes[name] = write(nlp, texts, out / f"{name}_train.spacy", rng)
    sizes["dev"] = write(nlp, dev, out / "dev.spacy")
    for name, data in (("lemmas", lemma_table(plain)), ("norms", norm_scores(plain))):
        text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)
        (out / f"{name}.json").write_text(text, encoding="utf-8")
    return sizes


def main() -> None:
    """The convert step of project.yml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("agent_nouns", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    for name, size in convert(options.treebank, options.agent_nouns, options.out, options.seed).items():
        sys.stdout.write(f"{name:16} {size:>9}\n")


if __name__ == "__main__":
    main()
