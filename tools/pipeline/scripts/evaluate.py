"""Measure a pipeline from raw text and print the table of docs/pipeline.md.

Every figure starts from characters: the pipeline tokenises, and a token is right only if its bounds are.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import spacy
from augment import lower_cased, without_punctuation
from corpora import evaluation_texts, named_path, to_doc, ud_path
from spacy.scorer import Scorer
from spacy.training import Example
from threadpoolctl import threadpool_limits
from treebank import Sentence, Word, read_ud, with_entities

import qualcode.language.components  # noqa: F401 - the lemmatiser's factory, also without entry points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

MARKS = ("<!-- figures: start -->", "<!-- figures: end -->")
COLUMNS = ("token", "pos", "morph", "lemma", "sents", "ents")
PUBLISHED = ("nb_core_news_sm 3.8.0, nob dev (published)", (0.9981, 0.9672, 0.9525, 0.9677, 0.9263, 0.7479))
TARGETS: dict[str, dict[str, float]] = {
    "nob dev": {"pos": 0.968, "morph": 0.954, "lemma": 0.975, "sents": 0.945, "ents": 0.775},
    "nno test": {"pos": 0.953, "lemma": 0.965, "ents": 0.70},
    "speed": {"tagger and lemmas": 25_000, "all components": 9_000},
}
Row = dict[str, float]


def as_speech(sentences: list[Sentence]) -> list[Sentence]:
    """Lower case and no punctuation, lemmas in lower case too: a text without capitals has none to give."""
    made = [lower_cased(without_punctuation(sentence)) for sentence in sentences]
    return [[replace(word, lemma=word.lemma.lower()) for word in sentence] for sentence in made if sentence]


def with_names_as_names(sentences: list[Sentence]) -> list[Sentence]:
    """UD r2.8 tags nynorsk names that have a gender (Marie, Espen) as nouns; here as names, as in bokmål."""

    def corrected(word: Word) -> Word:
        is_name = word.pos == "NOUN" and word.lemma[:1].isupper() and word.feats.startswith("Gender=")
        return replace(word, pos="PROPN") if is_name and "|" not in word.feats else word

    return [[corrected(word) for word in sentence] for sentence in sentences]


def evaluation_sets(treebank: Path) -> dict[str, list[Sentence]]:
    """Row of the table -> its sentences."""
    sets: dict[str, list[Sentence]] = {}
    for norm in ("nob", "nno"):
        for split in ("dev", "test"):
            named = read_ud(named_path(treebank, norm, split))
            sets[f"{norm} {split}"] = with_entities(read_ud(ud_path(treebank, norm, split)), named)
    for split in ("dev", "test"):
        sets[f"nno {split}, names as names"] = with_names_as_names(sets[f"nno {split}"])
    for norm in ("nob", "nno"):
        sets[f"{norm} test, lower case, no punctuation"] = as_speech(sets[f"{norm} test"])
    spoken = read_ud(treebank / "lia" / "no_nynorsklia-ud-dev.conllu")
    sets["LIA dev (spoken dialect in nynorsk), without pause marks"] = [
        [replace(word, space=True, entity="?") for word in sentence if word.form != "#"]
        for sentence in spoken
    ]
    return sets


def measure(nlp: Language, sentences: list[Sentence]) -> Row:
    """The figures of one row, over documents of ten sentences; `ents` only where entities are known."""
    golds: list[Doc] = []
    known: list[bool] = []
    for text in evaluation_texts(sentences):
        golds.append(to_doc(nlp, text))
        known.append(not any(word.entity == "?" for sentence in text for word in sentence))
    examples = [
        Example(doc, gold) for doc, gold in zip(nlp.pipe(gold.text for gold in golds), golds, strict=True)
    ]
    scores: dict[str, Any] = Scorer.score_tokenization(examples)
    for attr in ("pos", "lemma"):
        scores.update(Scorer.score_token_attr(examples, attr))
    scores.update(Scorer.score_token_attr(examples, "morph", getter=_key))
    scores.update(Scorer.score_spans(examples, "sents", getter=_sents, has_annotation=_has_sents))
    with_names = [example for example, is_known in zip(examples, known, strict=True) if is_known]
    row = {name: scores.get(f"{name}_acc") for name in ("token", "pos", "morph", "lemma")}
    row["sents"] = scores.get("sents_f")
    if with_names:
        row["ents"] = Scorer.score_spans(with_names, "ents").get("ents_f")
    return {name: round(value, 4) for name, value in row.items() if value is not None}


def _key(token: Token, attr: str) -> int:
    # Not the text: spaCy's scorer takes "" for a missing annotation, and a word without features has one.
    return int(getattr(token, attr).key)


def _sents(doc: Doc, _: str) -> Iterator[Span]:
    return doc.sents


def _has_sents(doc: Doc) -> bool:
    return bool(doc.has_annotation("SENT_START"))


def share_right(nlp: Language, probe: Path) -> tuple[float, list[str]]:
    """The share of a probe's words (`word` in `sentence`) read as their `pos`, and the others' sentences.

    An auxiliary counts as a verb where a verb is asked for.
    """
    with probe.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    wrong = []
    for row, doc in zip(rows, nlp.pipe(row["sentence"] for row in rows), strict=True):
        tags = [token.pos_ for token in doc if token.lower_ == row["word"]]
        if row["pos"] == "VERB":
            tags = [tag.replace("AUX", "VERB") for tag in tags]
        if [row["pos"]] != tags:
            wrong.append(f"{row['pos']} read as {','.join(tags)}: {row['sentence']}")
    return round(1 - len(wrong) / len(rows), 4), wrong


def speed(nlp: Language, sentences: list[Sentence], rounds: int = 5) -> Row:
    """Words per second of one core: the median over rounds that measure each thing in turn.

    Processor time of a single thread, so that what else the machine does counts little. The blank pipeline is
    new each round, since a tokeniser remembers the words it has seen.
    """
    texts = [to_doc(nlp, text).text for text in evaluation_texts(sentences)]
    not_lemmas = [name for name in ("senter", "parser", "ner") if name in nlp.pipe_names]
    measured: dict[str, list[float]] = {}
    with threadpool_limits(limits=1):
        for _ in range(rounds):
            for name, pipeline, without in (
                ("tokenising (blank nb)", spacy.blank("nb"), []),
                ("tagger and lemmas", nlp, not_lemmas),
                ("all components", nlp, []),
            ):
                start = time.process_time()
                n = sum(len(doc) for doc in pipeline.pipe(texts, disable=without))
                measured.setdefault(name, []).append(n / (time.process_time() - start))
    return {name: round(median(values)) for name, values in measured.items()}


def table(rows: dict[str, Row], probes: list[str], speeds: Row) -> str:
    """The figures as Markdown, and a line for each probe; a figure below its target carries a dagger."""
    lines = ["| from raw text | " + " | ".join(COLUMNS) + " |", "| --- |" + " --- |" * len(COLUMNS)]
    label, published = PUBLISHED
    lines.append(f"| {label} | " + " | ".join(f"{value:.4f}" for value in published) + " |")
    for name, row in rows.items():
        cells = []
        for column in COLUMNS:
            value = row.get(column)
            short = value is not None and value < TARGETS.get(name, {}).get(column, 0)
            cells.append("" if value is None else f"{value:.4f}{' †' if short else ''}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    if any("†" in line for line in lines):
        lines += ["", "† below the target."]
    lines += ["", *[f"- {probe}" for probe in probes]]
    base = speeds["tokenising (blank nb)"]
    lines += ["", "| words per second of one core | | of blank tokenising |", "| --- | --- | --- |"]
    for name, value in speeds.items():
        dagger = " †" if value < TARGETS["speed"].get(name, 0) else ""
        lines.append(f"| {name} | {value:,.0f}{dagger} | {value / base:.3f} |")
    return "\n".join(lines)


def write_between_marks(page: Path, text: str) -> None:
    """Replace what stands between the marks of a Markdown page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    page.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8")


def main() -> None:
    """The evaluate step of project.yml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", help="a folder, or the name of an installed spaCy pipeline")
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--probe", type=Path, required=True, help="the agent-noun sentences")
    parser.add_argument("--spoken", type=Path, required=True, help="the sentences in dialect spelling")
    parser.add_argument("--page", type=Path, help="the Markdown page to write the table into")
    parser.add_argument("--json", type=Path, help="where to write the figures for the meta")
    options = parser.parse_args()
    nlp = spacy.load(options.pipeline)
    sets = evaluation_sets(options.treebank)
    rows = {name: measure(nlp, sentences) for name, sentences in sets.items()}
    nouns, wrong = share_right(nlp, options.probe)
    spoken, wrong_spoken = share_right(nlp, options.spoken)
    # Loaded anew: the spoken forms are set on the words of a vocabulary, and stay there.
    without, _ = share_right(spacy.load(options.pipeline, exclude=["spoken_forms"]), options.spoken)
    said = f"{spoken:.4f} ({len(wrong_spoken)} wrong); {without:.4f} without the table of spoken forms."
    probes = [
        f"Agent nouns, noun or verb: {nouns:.4f} ({len(wrong)} wrong; target .95).",
        f"Words in dialect spelling, part of speech: {said}",
    ]
    text = table(rows, probes, speed(nlp, sets["nob dev"]))
    sys.stdout.write(text + "\n\n" + "\n".join([*wrong, *wrong_spoken]) + "\n")
    if options.page:
        write_between_marks(options.page, text)
    if options.json:
        dev = rows["nob dev"]
        figures: dict[str, Any] = {
            "token_acc": dev["token"],
            "pos_acc": dev["pos"],
            "morph_acc": dev["morph"],
            "lemma_acc": dev["lemma"],
            "sents_f": dev.get("sents"),
            "ents_f": dev.get("ents"),
            "agent_nouns": nouns,
            "spoken_forms": spoken,
            "rows": rows,
        }
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
