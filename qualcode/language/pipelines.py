"""Choosing, describing and running spaCy pipelines: the bundled one, an installed one, or a folder.

Describing reads files only; spaCy is imported when a pipeline is loaded. Nothing here opens the network but
`install`, which hands over to spaCy's own downloader.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import warnings
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import PipelineError
from qualcode.segmenting import sentences as sentences_by_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

BUNDLED = "bundled"
_BUNDLED_FOLDER = Path(__file__).parent / "data" / "nb_qualcode_sm"
_BATCH = 256
_NORMS = {"nb": ("nb",), "nn": ("nn",), "no": ("nb", "nn")}
# What spaCy's components set, where their own declaration does not say it.
_ALSO_SETS = {"attribute_ruler": ("token.pos", "token.morph"), "sentencizer": ("token.is_sent_start",)}
_TWO_WAYS = f'or set pipeline = "{BUNDLED}" in qualcode.toml.'
# What other components read; the spoken forms change what they all see of a word.
_SHARED = {"tok2vec", "transformer", "qualcode_spoken_forms"}
_NEEDS = {
    "pos": ("token.pos", "a tagger of parts of speech (morphologizer)"),
    "morph": ("token.morph", "a tagger of morphology (morphologizer)"),
    "lemma": ("token.lemma", "a lemmatizer"),
    "entities": ("doc.ents", "a recogniser of names (ner)"),
}


@dataclass(frozen=True, slots=True)
class PipelineInfo:
    """What a run records of its pipeline.

    name: as a study names it (`bundled`, `nb_core_news_sm`, a path). norms: `nb`, `nn`; () for a pipeline of
    another language. sha256: of the pipeline's files (`folder_hash`).
    """

    name: str
    version: str
    sha256: str
    components: tuple[str, ...]
    norms: tuple[str, ...]
    full_name: str = ""
    """Language and name from the pipeline's meta, `nb_qualcode_sm`."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an analysed sentence: `sentence[start:end]`. What the pipeline cannot tell is ""."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    morph: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A name found in a text: `text[start:end]`, with the pipeline's label (PER, ORG, GPE_LOC ...)."""

    start: int
    end: int
    text: str
    label: str


def folder_hash(folder: Path) -> str:
    """SHA-256 over a pipeline's files, by their paths and contents in sorted order.

    meta.json is left out, since it holds the hash; caches and hidden files are no part of a pipeline.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        inner = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inner.parts)
        if not path.is_file() or hidden or inner.as_posix() == "meta.json":
            continue
        name = inner.as_posix().encode("utf-8")
        digest.update(len(name).to_bytes(4, "big") + name)
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _missing(name: str, what: str) -> PipelineError:
    return PipelineError(
        what,
        where="pipeline",
        fix=f"Install it (`qualcode pipeline install {name}`), {_TWO_WAYS}",
    )


def _data_folder(package: Path) -> Path | None:
    """Where an installed pipeline package holds its data: `name-version` in it, or the package itself."""
    if (package / "config.cfg").is_file():
        return package
    found = sorted(path.parent for path in package.glob("*/config.cfg"))
    return found[-1] if found else None


def _folder(name: str) -> Path:
    """Where the files of a pipeline are.

    Raises:
        PipelineError: no such pipeline here.
    """
    if name == BUNDLED:
        if (_BUNDLED_FOLDER / "config.cfg").is_file():
            return _BUNDLED_FOLDER
        raise PipelineError(
            "the bundled pipeline is not in this installation",
            where=str(_BUNDLED_FOLDER),
            fix="Install qualcode again, or name an installed spaCy pipeline in qualcode.toml.",
        )
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            for location in spec.submodule_search_locations:
                folder = _data_folder(Path(location))
                if folder is not None:
                    return folder
    path = Path(name).expanduser()
    if (path / "config.cfg").is_file():
        return path
    if path.is_dir():
        raise PipelineError(
            f"{name} is not a spaCy pipeline: it has no config.cfg",
            where="pipeline",
            fix=f"Give the folder that holds config.cfg, {_TWO_WAYS}",
        )
    raise _missing(name, f"the pipeline {name} is not installed")


def describe(name: str | Path) -> PipelineInfo:
    """What a pipeline is, from its files; spaCy is not imported.

    Args:
        name: `bundled`, the name of an installed spaCy pipeline, or a path to one.

    Raises:
        PipelineError: it is missing or its meta.json cannot be read.
    """
    folder = _folder(str(name))
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        own = meta.get("qualcode", {})
        norms = tuple(own.get("norms", ())) or _NORMS.get(str(meta.get("lang")), ())
        return PipelineInfo(
            name=str(name),
            version=str(meta["version"]),
            sha256=folder_hash(folder),
            components=tuple(meta.get("pipeline") or meta.get("components") or ()),
            norms=norms,
            full_name=f"{meta['lang']}_{meta['name']}",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PipelineError(
            f"the pipeline {name} has no readable meta.json",
            where=str(folder / "meta.json"),
            fix=f"Install the pipeline again, {_TWO_WAYS}",
        ) from error


def figures(name: str | Path) -> dict[str, float]:
    """The figures a pipeline's meta gives for itself (`performance`); only the plain numbers."""
    meta = json.loads((_folder(str(name)) / "meta.json").read_text(encoding="utf-8"))
    performance = meta.get("performance", {})
    return {key: float(value) for key, value in performance.items() if isinstance(value, int | float)}


def installed_pipelines() -> list[PipelineInfo]:
    """The bundled pipeline and every installed one, sorted by name; unreadable ones are left out."""
    names = sorted({point.name for point in entry_points(group="spacy_models")})
    found = []
    for name in [BUNDLED, *names]:
        try:
            found.append(describe(name))
        except PipelineError:
            continue
    return found


def check_pinned(name: str | Path, version: str, sha256: str) -> PipelineInfo:
    """The description of a pipeline that a study has pinned.

    Raises:
        PipelineError: it is missing, or is another version or has other files than pinned.
    """
    info = describe(name)
    if (info.version, info.sha256) == (version, sha256):
        return info
    theirs = f"{version} ({sha256[:12]})"
    ours = f"{info.version} ({info.sha256[:12]})"
    raise PipelineError(
        f"the study is pinned to {name} {theirs}, here is {ours}",
        where="pipeline",
        fix=f"Install version {version} of {name}, or pin the one that is here and code the study again.",
    )


def install(name: str) -> PipelineInfo:
    """Let spaCy's downloader fetch and install a pipeline. The one thing here that needs the network.

    Raises:
        PipelineError: it could not be fetched (no network, no such name).
    """
    if not re.fullmatch(r"[a-z]{2,3}_[a-z0-9_]+", name):
        raise PipelineError(
            f"{name} is not the name of a spaCy pipeline", fix="Names look like nb_core_news_sm."
        )
    command = [sys.executable, "-m", "spacy", "download", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - name is checked
    if done.returncode:
        raise PipelineError(
            f"spaCy could not fetch {name}; it comes from github.com, which this machine may not reach",
            where="network",
            fix=f'Fetch {name}\'s wheel elsewhere and `pip install` it, or set pipeline = "{BUNDLED}".',
        )
    return describe(name)


class Pipeline:
    """A loaded pipeline. Runs only the components that a question needs."""

    def __init__(self, nlp: Language, info: PipelineInfo) -> None:
        """Wrap a loaded spaCy pipeline; use `load_pipeline`."""
        from threadpoolctl import ThreadpoolController

        self.info = info
        self._nlp = nlp
        self._libraries = ThreadpoolController()
        self._sets: dict[str, set[str]] = {}
        for name, factory in nlp.pipe_factories.items():
            also = _ALSO_SETS.get(factory, ())
            self._sets[name] = {*nlp.get_pipe_meta(name).assigns, *also}

    @property
    def provides(self) -> frozenset[str]:
        """What the pipeline can tell of a text: some of `pos`, `morph`, `lemma`, `entities`."""
        told = set().union(*self._sets.values()) if self._sets else set()
        return frozenset(name for name, (attribute, _) in _NEEDS.items() if attribute in told)

    def require(self, *needs: str) -> None:
        """Make sure that the pipeline can tell what an indicator asks for.

        Args:
            needs: some of `pos`, `morph`, `lemma`, `entities`.

        Raises:
            PipelineError: it lacks a component for one of them.
        """
        for need in needs:
            if need not in self.provides:
                raise PipelineError(
                    f"the pipeline {self.info.name} lacks {_NEEDS[need][1]}",
                    where="pipeline",
                    fix=f'Set pipeline = "{BUNDLED}" in qualcode.toml, or leave out what asks for it.',
                )

    def _left_out(self, *wanted: str) -> list[str]:
        """Components that set nothing wanted and that no other component needs."""
        return [
            name
            for name, factory in self._nlp.pipe_factories.items()
            if name in self._nlp.pipe_names
            and factory not in _SHARED
            and self._sets[name]
            and not self._sets[name] & set(wanted)
        ]

    def analyse(self, sentences: Iterable[str]) -> Iterator[list[Token]]:
        """The words of each sentence, in order; white space makes no words.

        Args:
            sentences: texts of a sentence or a few, any number.

        Yields:
            One list per sentence. Without a lemmatizer the lemma is the lower-case form; without a tagger
            pos and morph are "".
        """
        has_lemmas = "lemma" in self.provides
        without = self._left_out("token.pos", "token.morph", "token.lemma", "token.tag")
        for doc in self._docs(sentences, without):
            yield [
                Token(
                    start=token.idx,
                    end=token.idx + len(token.text),
                    text=token.text,
                    lemma=(token.lemma_ if has_lemmas else "") or token.text.lower(),
                    pos=token.pos_,
                    morph=str(token.morph),
                )
                for token in doc
                if not token.is_space
            ]

    def _docs(self, texts: Iterable[str], without: list[str]) -> Iterator[Doc]:
        """Texts through the pipeline, by one thread: its networks are small, more would wait for each other.

        So what comes out does not depend on how many processors there are either.
        """
        with self._libraries.limit(limits=1):
            yield from self._nlp.pipe(texts, batch_size=_BATCH, disable=without)

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """The sentences of a text as ranges, by senter or parser; by rule for a pipeline with neither."""
        makers = [
            name
            for name in self._nlp.component_names
            if self._sets.get(name, set()) & {"token.is_sent_start", "doc.sents"}
        ]
        if not makers:
            return sentences_by_rule(text)
        maker = next((name for name in makers if "senter" in name or "sentencizer" in name), makers[0])
        keep = [name for name, factory in self._nlp.pipe_factories.items() if factory in _SHARED]
        with self._nlp.select_pipes(enable=[*keep, maker]), self._libraries.limit(limits=1):
            doc = self._nlp(text)
        found = []
        for sentence in doc.sents:
            words = [token for token in sentence if not token.is_space]
            if words:
                found.append((words[0].idx, words[-1].idx + len(words[-1].text)))
        return found

    def entities(self, texts: Iterable[str]) -> Iterator[list[Entity]]:
        """The names in each text.

        Raises:
            PipelineError: the pipeline has no component for names.
        """
        self.require("entities")
        without = self._left_out("doc.ents")
        for doc in self._docs(texts, without):
            yield [Entity(ent.start_char, ent.end_char, ent.text, ent.label_) for ent in doc.ents]


def load_pipeline(name: str | Path) -> Pipeline:
    """Load a pipeline, once per process.

    Args:
        name: `bundled`, the name of an installed spaCy pipeline, or a path to one.

    Raises:
        PipelineError: it is missing or spaCy cannot load it.
    """
    return Pipeline(_load(_folder(str(name)).resolve(), str(name)), describe(name))


@cache
def _load(folder: Path, name: str) -> Language:
    import spacy  # a second that most runs do not need
    from spacy.about import __version__

    import qualcode.language.components  # noqa: F401 - its factories, also without entry points

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # spaCy warns of other minor versions; the run records ours
            return spacy.load(folder)
    except Exception as error:  # whatever a foreign pipeline raises, the user gets one line
        reason = " ".join(str(error).split())[:120]
        raise PipelineError(
            f"spaCy cannot load the pipeline {name}: {reason}",
            where=str(folder),
            fix=f"Install a version made for spaCy {__version__}, {_TWO_WAYS}",
        ) from error
