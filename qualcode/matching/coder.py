"""The coder: texts in, suggested codes with their matches out."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from qualcode.code_ids import ancestors, theme_of
from qualcode.codebook.reader import DEFAULT_THRESHOLD
from qualcode.collecting import without_collection
from qualcode.errors import CodebookError
from qualcode.language.lexicon import lexicon as bundled_lexicon
from qualcode.matching import fusion, scoring
from qualcode.matching.classifier import classifier, fingerprint, forget, own_classifier
from qualcode.matching.explain import Explanation, Reason, Removed
from qualcode.matching.forms import HOWS
from qualcode.matching.matcher import Matcher
from qualcode.matching.nearest import Neighbours
from qualcode.matching.rows import Reading
from qualcode.model import Match, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qualcode.language.lexicon import Lexicon
    from qualcode.language.pipelines import Pipeline
    from qualcode.matching.classifier import Classifier
    from qualcode.matching.matcher import News
    from qualcode.matching.rows import Hit
    from qualcode.matching.semantic import Semantic
    from qualcode.model import Codebook, Example

METHOD = "2"
"""Raised when matching or scoring changes what the same codebook gives."""

BUNDLED = "bundled"


class Learnt(NamedTuple):
    """What the examples say of a text: log-odds by theme, by its words and by its meaning."""

    words: Mapping[str, float]
    meanings: Mapping[str, float]


class Coder:
    """Codes texts with some codebooks.

    Args:
        codebooks: as `load_codebooks` reads them.
        pipeline: name or folder of the language pipeline, asked by indicators with a word class or feature;
            None is the bundled one. It is loaded when the first text needs it.
        thresholds: code id -> threshold, where it differs from the codebook's.
        lexicon: keys and parts of word forms; None is the one that comes with the package.
        learnt: utterances of a study that people have decided on, learnt from beside the written examples.
        keep_in: the study's folder, where what was learnt from them is kept: it holds their words.
        embeddings: name of the sentence embeddings to hear beside (`matching.embeddings`); empty is none.

    Raises:
        CodebookError: for an indicator that cannot be read, a code defined twice, or a threshold for a code
            that does not exist.
    """

    def __init__(
        self,
        codebooks: Iterable[Codebook],
        *,
        pipeline: str | Path | None = None,
        thresholds: Mapping[str, float] | None = None,
        lexicon: Lexicon | None = None,
        learnt: Sequence[Example] = (),
        keep_in: Path | None = None,
        embeddings: str = "",
    ) -> None:
        self.codebooks = tuple(codebooks)
        self._lexicon = lexicon or bundled_lexicon()
        self._pipeline_name = str(pipeline or BUNDLED)
        self._pipeline: Pipeline | None = None
        self.thresholds: dict[str, float] = {}
        """The threshold of each code."""
        for codebook in self.codebooks:
            for code in codebook.codes:
                if code.id in self.thresholds:
                    raise CodebookError(
                        f"the code '{code.id}' is defined twice",
                        where=codebook.path or None,
                        fix="Use one codebook for it.",
                    )
                self.thresholds[code.id] = codebook.threshold
        for code_id, threshold in (thresholds or {}).items():
            if code_id not in self.thresholds:
                raise CodebookError(
                    f"a threshold for the unknown code '{code_id}'",
                    fix=f"Codes: {', '.join(sorted(self.thresholds))}.",
                )
            self.thresholds[code_id] = threshold
        with without_collection():
            self._matcher = Matcher(self.codebooks, self._lexicon)
        self._rules = self._matcher.rules
        self._written = tuple(dict.fromkeys(e for book in self.codebooks for e in book.written))
        self.embeddings = embeddings
        self._themes = tuple(book.id for book in self.codebooks if book.written)
        self._learn(learnt, keep_in)

    def _learn(self, learnt: Sequence[Example], keep_in: Path | None = None) -> None:
        self.learnt = tuple(learnt)
        self._keep_in = keep_in

    def learning(self, learnt: Sequence[Example]) -> Coder:
        """The same coder with other utterances of the study to learn from; nothing of it is kept.

        Args:
            learnt: as to Coder; none gives the coder of the codebooks alone.
        """
        other = copy(self)
        vars(other).pop("classifier", None)
        other._learn(learnt)
        return other

    def without_thresholds(self) -> Coder:
        """The same coder without thresholds: it suggests every code of which anything speaks."""
        other = copy(self)
        other.thresholds = dict.fromkeys(self.thresholds, 0.0)
        return other

    @property
    def needs_pipeline(self) -> bool:
        """Whether any indicator asks the language pipeline."""
        return self._matcher.compiled.reads

    @property
    def sha256(self) -> str:
        """Hash of all that determines the outcome; the pipeline's only where an indicator asks it."""
        parts: dict[str, object] = {
            "method": METHOD,
            "codebooks": sorted((book.id, book.sha256) for book in self.codebooks),
            "thresholds": sorted(self.thresholds.items()),
            "lexicon": self._lexicon.version,
        }
        if self._themes:
            parts["classifier"] = fingerprint(self._written, self._themes, self.learnt)
            parts["fusion"] = fusion.WEIGHTS
        if self.semantic:
            parts["semantic"] = [self.semantic.sha256, fusion.WITH_MEANING]
        if self.needs_pipeline:
            parts["pipeline"] = self._pipeline_hash()
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @cached_property
    def classifier(self) -> Classifier:
        """What was learnt from written examples and the study's own; without any it knows no theme."""
        if self.learnt:
            return own_classifier(self._written, self._themes, self.learnt, self._keep_in)
        if self._keep_in:
            forget(self._keep_in)
        return classifier(self._written, self._themes)

    @cached_property
    def semantic(self) -> Semantic | None:
        """What was learnt of the written examples' meaning, where sentence embeddings are wanted."""
        if not self.embeddings:
            return None
        from qualcode.matching.embeddings import embedder
        from qualcode.matching.semantic import Semantic

        return Semantic(embedder(self.embeddings), self._written, self._themes)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The written examples beside the codebooks, to be looked up by likeness."""
        return Neighbours(self._written)

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Inside, what earlier runs found is taken from the user's cache folder, and what is new kept."""
        with self._matcher.remembering(self._pipeline_hash()):
            yield
        if self.semantic:
            self.semantic.save()

    def save(self) -> None:
        """Within `remembering`: write what was found to the user's cache folder."""
        self._matcher.save()

    def hand_over(self) -> News:
        """Within `remembering`: what was found since the last time, for another process to keep."""
        return self._matcher.hand_over()

    def take(self, news: News) -> None:
        """Within `remembering`: keep what another process found."""
        self._matcher.take(news)

    def _pipeline_hash(self) -> str:
        """Hash of the pipeline's files and of the spaCy that runs it; empty where no indicator asks it."""
        if not self.needs_pipeline:
            return ""
        from importlib.metadata import version

        from qualcode.language.pipelines import describe

        found = f"{describe(self._pipeline_name).sha256} {version('spacy')}"
        return hashlib.sha256(found.encode()).hexdigest()

    # --- coding ----------------------------------------------------------------------------------------

    @without_collection()
    def code(
        self, texts: Sequence[str], contexts: Sequence[str | None] | None = None
    ) -> list[list[Suggestion]]:
        """Suggestions for loose texts.

        Args:
            texts: what to code, each by itself.
            contexts: for each text the question it answers, or None. A question about a code raises the score
                of a text that holds an indicator of the code itself, and never codes a text alone.

        Returns:
            For each text its suggestions at or above the threshold, sorted by code; match positions are in
            that text.
        """
        return self._suggest(texts, texts, self._matcher.find_many(texts, self._read), contexts)

    @without_collection()
    def code_in(
        self,
        text: str,
        bounds: Sequence[tuple[int, int]],
        contexts: Sequence[str | None] | None = None,
    ) -> list[list[Suggestion]]:
        """Suggestions for ranges of one text (segments of a source); match positions are in the whole text.

        Args:
            text: the source's text.
            bounds: ordered, disjoint ranges of it.
            contexts: for each range the question it answers, or None.
        """
        found = self._matcher.find_in(text, bounds, self._read)
        return self._suggest([text[a:b] for a, b in bounds], [text] * len(bounds), found, contexts)

    def find(self, texts: Sequence[str], *, use_pipeline: bool = True) -> list[list[Match]]:
        """Every match in each text, also of counter-indicators and of what they take away.

        Args:
            texts: where to look.
            use_pipeline: False leaves out the indicators that ask for a word class or feature.
        """
        found = self._matcher.find_many(texts, self._read if use_pipeline else None)
        return [[self._match(hit, text) for hit in hits] for text, hits in zip(texts, found, strict=True)]

    def explain(self, text: str, context: str | None = None) -> list[Explanation]:
        """How a text stands to every code of which anything was found, also below the threshold.

        Args:
            text: one text.
            context: the question it answers, or None.

        Returns:
            Sorted by code.
        """
        settled = scoring.settle(self._matcher.find_many([text], self._read)[0], self._rules)
        asked = self._asked([context])[0]
        hits = scoring.by_code(settled.kept, self._rules)
        removed: dict[str, list[Removed]] = {}
        for hit, counter in settled.removed:
            gone = Removed(self._match(hit, text), self._match(counter, text))
            code = self._rules[hit.rule].code
            for owner in (code, *ancestors(code)):
                removed.setdefault(owner, []).append(gone)
        learnt = self._heard([text])[0]
        suggested = {s.code: s for s in self._suggestions(text, settled.kept, asked, learnt, everything=True)}
        passed = {s.code for s in self._suggestions(text, settled.kept, asked, learnt)}
        return [
            Explanation(
                code=code,
                score=suggested[code].score if code in suggested else 0.0,
                threshold=suggested[code].threshold if code in suggested else self.thresholds[code],
                suggested=code in passed,
                reasons=tuple(
                    Reason(self._match(w.hit, text), w.weight)
                    for w in scoring.weigh(hits.get(code, ()), self._rules)
                ),
                removed=tuple(removed.get(code, ())),
                evidence=suggested[code].evidence if code in suggested else {},
                spoken=tuple(self.classifier.spoken(text, code)) if code in self.classifier.codes else (),
            )
            for code in sorted((hits.keys() | removed.keys() | suggested.keys()) & self.thresholds.keys())
        ]

    # --- the parts -------------------------------------------------------------------------------------

    def _suggest(
        self,
        units: Sequence[str],
        texts: Sequence[str],
        found: list[list[Hit]],
        contexts: Sequence[str | None] | None,
    ) -> list[list[Suggestion]]:
        """Suggestions for units of text; the hits' positions are in `texts`."""
        asked = self._asked(contexts or [None] * len(texts), found)
        return [
            self._suggestions(text, scoring.settle(hits, self._rules).kept, codes, learnt)
            if hits or learnt.words
            else []
            for learnt, text, hits, codes in zip(self._heard(units), texts, found, asked, strict=True)
        ]

    def _heard(self, units: Sequence[str]) -> list[Learnt]:
        """What the examples say of units: by their words and, where it is wanted, by their meaning."""
        meanings = self.semantic.scores(units) if self.semantic else [{}] * len(units)
        return [Learnt(self.classifier.scores(unit), m) for unit, m in zip(units, meanings, strict=True)]

    def _asked(
        self, contexts: Sequence[str | None], found: Sequence[list[Hit]] | None = None
    ) -> list[frozenset[str]]:
        """The codes each question is about by its indicators; not worked out where the answer has no hit."""
        wanted = sorted({c for i, c in enumerate(contexts) if c and (found is None or found[i])})
        about: dict[str, frozenset[str]] = {}
        for question, hits in zip(wanted, self._matcher.find_many(wanted, self._read), strict=True):
            kept = scoring.by_code(scoring.settle(hits, self._rules).kept, self._rules)
            scores = scoring.scores(kept, self._rules)
            about[question] = frozenset(code for code in scores if scores[code] >= DEFAULT_THRESHOLD)
        return [about.get(context or "", frozenset()) for context in contexts]

    def _suggestions(
        self, text: str, kept: list[Hit], asked: frozenset[str], learnt: Learnt, *, everything: bool = False
    ) -> list[Suggestion]:
        """What is suggested for a unit by its hits in `text`, the question and what was learnt."""
        hits = scoring.by_code(kept, self._rules)
        plain = scoring.scores(hits, self._rules)
        lifted = scoring.scores(hits, self._rules, asked) if asked else plain
        words, meanings = learnt
        score = {
            code: fusion.fuse(lifted.get(code, 0.0), words[theme], meanings.get(theme))
            if theme in words
            else lifted[code]
            for code in sorted({*lifted, *words} & self.thresholds.keys())
            for theme in (theme_of(code),)
        }
        # A sub-code implies its parent: the parent's threshold is no higher than that of one that passed.
        limits = {code: self.thresholds[code] for code in score}
        for code, value in score.items():
            if value >= self.thresholds[code]:
                for parent in limits.keys() & set(ancestors(code)):
                    limits[parent] = min(limits[parent], self.thresholds[code])
        found: dict[Hit, Match] = {}
        suggestions = []
        for code, value in score.items():
            if everything or value >= limits[code]:
                own, with_question = plain.get(code, 0.0), lifted.get(code, 0.0)
                evidence = {"indicators": own}
                if with_question > own:
                    evidence["context"] = round(with_question - own, 6)
                if (theme := theme_of(code)) in words:
                    evidence["classifier"] = words[theme]
                if theme in meanings:
                    evidence["semantic"] = meanings[theme]
                for hit in hits.get(code, ()):
                    if hit not in found:
                        found[hit] = self._match(hit, text)
                matches = tuple(found[hit] for hit in hits.get(code, ()))
                suggestions.append(Suggestion(code, value, matches, limits[code], evidence))
        return suggestions

    def _match(self, hit: Hit, text: str) -> Match:
        rule = self._rules[hit.rule]
        return Match(
            code=rule.code,
            indicator=rule.indicator.pattern,
            start=hit.start,
            end=hit.end,
            surface=text[hit.start : hit.end],
            strength=rule.indicator.strength,
            counter=rule.indicator.counter,
            how=HOWS[hit.how],
        )

    def _read(self, sentences: list[str]) -> list[list[Reading]]:
        if self._pipeline is None:
            from qualcode.language.pipelines import load_pipeline

            self._pipeline = load_pipeline(self._pipeline_name)
            self._pipeline.require("pos", "morph")
        return [
            [Reading(t.start, t.end, t.pos, frozenset(t.morph.split("|"))) for t in tokens]
            for tokens in self._pipeline.analyse(sentences)
        ]
