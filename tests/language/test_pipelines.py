"""Choosing and running spaCy pipelines: the bundled one, a stand-in for nb_core_news_sm, a path."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.training import Example
from threadpoolctl import threadpool_info, threadpool_limits

from qualcode.errors import PipelineError
from qualcode.language.pipelines import (
    BUNDLED,
    check_pinned,
    describe,
    figures,
    folder_hash,
    install,
    installed_pipelines,
    load_pipeline,
)

PROBE = Path(__file__).parent / "agent_nouns_probe.csv"
FOLDER = Path(__file__).parents[2] / "qualcode" / "language" / "data" / "nb_qualcode_sm"


def test_the_bundled_pipeline_loads_with_plain_spacy_load() -> None:
    code = f"import spacy; print([t.lemma_ for t in spacy.load({str(FOLDER)!r})('Barna var med.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "'barn', 'være', 'med'" in done.stdout


def test_the_bundled_pipeline_stays_within_25_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 25_000_000


def test_the_bundled_pipeline_says_what_it_is_made_of() -> None:
    meta = json.loads((FOLDER / "meta.json").read_text(encoding="utf-8"))
    assert meta["qualcode"]["sha256"] == folder_hash(FOLDER) == describe(BUNDLED).sha256
    assert all(source["license"] for source in meta["sources"])
    assert figures(BUNDLED)["pos_acc"] > 0.9
    assert describe(BUNDLED).norms == ("nb", "nn")
    assert {"tok2vec", "morphologizer", "senter", "lemmatizer", "ner"} <= set(describe(BUNDLED).components)


def test_describing_a_pipeline_does_not_import_spacy() -> None:
    code = (
        "import sys; from qualcode.language.pipelines import describe; describe('bundled');"
        "assert 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_agent_nouns_are_told_from_the_verbs_they_look_like() -> None:
    with PROBE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert len(rows) >= 120
    right = 0
    analysed = load_pipeline(BUNDLED).analyse(row["sentence"] for row in rows)
    for row, tokens in zip(rows, analysed, strict=True):
        found = [token.pos.replace("AUX", "VERB") for token in tokens if token.text.lower() == row["word"]]
        right += found == [row["pos"]]
    assert right / len(rows) >= 0.95


def test_tokens_carry_lemma_part_of_speech_and_morphology() -> None:
    (tokens,) = load_pipeline(BUNDLED).analyse(["Brukerne snakket om barnevernet."])
    assert [token.lemma for token in tokens] == ["bruker", "snakke", "om", "barnevern", "."]
    assert [token.pos for token in tokens] == ["NOUN", "VERB", "ADP", "NOUN", "PUNCT"]
    assert "Number=Plur" in tokens[0].morph


def test_lemmas_are_those_of_the_sentences_own_norm() -> None:
    nb, nn = load_pipeline(BUNDLED).analyse(["Vi er ikke der ennå.", "Vi er ikkje der enno."])
    assert (nb[1].lemma, nn[1].lemma) == ("være", "vere")


def test_no_sentences_give_no_words_and_an_empty_one_gives_an_empty_list() -> None:
    pipeline = load_pipeline(BUNDLED)
    assert list(pipeline.analyse([])) == []
    assert list(pipeline.analyse(["", " \n\t ", "Ja."]))[:2] == [[], []]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_every_token_is_the_stretch_of_text_it_points_to(texts: list[str]) -> None:
    for text, tokens in zip(texts, load_pipeline(BUNDLED).analyse(texts), strict=True):
        assert [token.text for token in tokens] == [text[token.start : token.end] for token in tokens]
        assert "".join(token.text for token in tokens).split() == "".join(text.split()).split()


def test_an_analysis_does_not_depend_on_what_was_analysed_before() -> None:
    pipeline = load_pipeline(BUNDLED)
    (alone,) = pipeline.analyse(["En leder må veilede."])
    list(pipeline.analyse(["Eg veit ikkje kva dei gjer.", "Leder leder."]))
    assert next(iter(pipeline.analyse(["En leder må veilede."]))) == alone


def test_names_and_sentences_are_found_on_request() -> None:
    pipeline = load_pipeline(BUNDLED)
    text = "Kari Nordmann jobber i Oslo. Hun trives der."
    (entities,) = pipeline.entities([text])
    assert ("Kari Nordmann", "PER") in [(entity.text, entity.label) for entity in entities]
    assert [text[start:end] for start, end in pipeline.sentences(text)] == [
        "Kari Nordmann jobber i Oslo.",
        "Hun trives der.",
    ]


def test_a_missing_pipeline_names_the_two_ways_out() -> None:
    with pytest.raises(PipelineError) as caught:
        load_pipeline("nb_core_news_lg")
    assert "nb_core_news_lg is not installed" in str(caught.value)
    assert "qualcode pipeline install nb_core_news_lg" in str(caught.value)
    assert 'pipeline = "bundled"' in str(caught.value)


def test_a_module_that_is_no_pipeline_is_not_taken_for_one() -> None:
    with pytest.raises(PipelineError, match="json is not installed"):
        describe("json")


def test_a_folder_that_is_no_pipeline_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"it has no config\.cfg"):
        load_pipeline(tmp_path)


def test_a_pinned_pipeline_that_differs_is_refused_never_swapped() -> None:
    here = describe(BUNDLED)
    assert check_pinned(BUNDLED, here.version, here.sha256) == here
    with pytest.raises(PipelineError, match=r"pinned to bundled 0\.0\.1 \(abc\)") as caught:
        check_pinned(BUNDLED, "0.0.1", "abc")
    assert "Install version 0.0.1 of bundled, or pin the one that is here" in str(caught.value)


def test_a_name_that_spacy_could_not_have_is_not_sent_to_its_downloader() -> None:
    with pytest.raises(PipelineError, match="not the name of a spaCy pipeline"):
        install("https://example.org/x")


# --- a folder with a pipeline ------------------------------------------------------------------------


def test_the_hash_covers_names_and_contents_but_no_caches(tmp_path: Path) -> None:
    spacy.blank("nb").to_disk(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    first = folder_hash(tmp_path / "one")
    (tmp_path / "two" / "__pycache__").mkdir()
    (tmp_path / "two" / "__pycache__" / "x.pyc").write_bytes(b"x")
    (tmp_path / "two" / "meta.json").write_text("{}", encoding="utf-8")
    assert folder_hash(tmp_path / "two") == first
    (tmp_path / "two" / "extra").write_bytes(b"x")
    assert folder_hash(tmp_path / "two") != first


def test_a_pipeline_with_an_unreadable_meta_is_named(tmp_path: Path) -> None:
    spacy.blank("nb").to_disk(tmp_path / "pipe")
    (tmp_path / "pipe" / "meta.json").write_text("[1", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"no readable meta\.json"):
        describe(tmp_path / "pipe")


def test_a_pipeline_that_spacy_cannot_load_gives_one_line(tmp_path: Path) -> None:
    spacy.blank("nb").to_disk(tmp_path / "pipe")
    config = tmp_path / "pipe" / "config.cfg"
    config.write_text(config.read_text(encoding="utf-8").replace('"nb"', '"xxyyzz"'), encoding="utf-8")
    with pytest.raises(PipelineError, match="spaCy cannot load the pipeline") as caught:
        load_pipeline(tmp_path / "pipe")
    assert "\n" not in str(caught.value)


def test_a_pipeline_without_a_component_degrades_as_documented(tmp_path: Path) -> None:
    spacy.blank("nb").to_disk(tmp_path / "blank")
    pipeline = load_pipeline(tmp_path / "blank")
    (tokens,) = pipeline.analyse(["Brukerne snakket."])
    assert [(token.lemma, token.pos, token.morph) for token in tokens][:2] == [
        ("brukerne", "", ""),
        ("snakket", "", ""),
    ]
    assert pipeline.sentences("Det gikk bra. Vi dro.") == [(0, 13), (14, 21)]
    with pytest.raises(PipelineError, match="lacks a tagger of parts of speech"):
        pipeline.require("pos")
    with pytest.raises(PipelineError, match="lacks a recogniser of names"):
        list(pipeline.entities(["Kari"]))


# --- a stand-in for nb_core_news_sm ------------------------------------------------------------------


@pytest.fixture(scope="module")
def site_with_stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site folder with an installed pipeline named nb_core_news_sm, trained on two sentences."""
    nlp = spacy.blank("nb")
    nlp.add_pipe("morphologizer")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    nlp.add_pipe("ner")
    words = ["Kari", "leder", "møtet", ".", "Hun", "bruker", "tid", "."]
    gold = {
        "words": words,
        "pos": ["PROPN", "VERB", "NOUN", "PUNCT", "PRON", "VERB", "NOUN", "PUNCT"],
        "morphs": ["", "Tense=Pres", "Number=Sing", "", "", "Tense=Pres", "Number=Sing", ""],
        "heads": [1, 1, 1, 1, 5, 5, 5, 5],
        "deps": ["nsubj", "ROOT", "obj", "punct", "nsubj", "ROOT", "obj", "punct"],
        "entities": ["U-PER", "O", "O", "O", "O", "O", "O", "O"],
    }
    example = Example.from_dict(nlp.make_doc("Kari leder møtet. Hun bruker tid."), gold)
    optimizer = nlp.initialize(lambda: [example])
    for _ in range(40):
        nlp.update([example], sgd=optimizer)
    site = tmp_path_factory.mktemp("site")
    package = site / "nb_core_news_sm"
    nlp.meta.update(name="core_news_sm", version="3.8.0")
    package.mkdir()
    nlp.to_disk(package / "nb_core_news_sm-3.8.0")
    (package / "__init__.py").write_text("", encoding="utf-8")
    info = site / "nb_core_news_sm-3.8.0.dist-info"
    info.mkdir()
    metadata = "Metadata-Version: 2.1\nName: nb_core_news_sm\nVersion: 3.8.0\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    points = "[spacy_models]\nnb_core_news_sm = nb_core_news_sm\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    return site


@pytest.fixture
def stand_in(site_with_stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the stand-in, importable for the test."""
    monkeypatch.syspath_prepend(str(site_with_stand_in))
    return "nb_core_news_sm"


def test_an_installed_pipeline_is_listed_beside_the_bundled_one(stand_in: str) -> None:
    assert next(info.name for info in installed_pipelines()) == BUNDLED
    assert stand_in in [info.name for info in installed_pipelines()]


def test_an_installed_pipeline_is_described_and_runs(stand_in: str) -> None:
    info = describe(stand_in)
    assert (info.version, info.full_name, info.norms) == ("3.8.0", "nb_core_news_sm", ("nb",))
    assert len(info.sha256) == 64
    pipeline = load_pipeline(stand_in)
    (tokens,) = pipeline.analyse(["Kari leder møtet."])
    assert [token.pos for token in tokens] == ["PROPN", "VERB", "NOUN", "PUNCT"]


def test_a_parser_gives_sentences_where_no_senter_is(stand_in: str) -> None:
    assert load_pipeline(stand_in).sentences("Kari leder møtet. Hun bruker tid.") == [(0, 17), (18, 33)]


def test_a_pipeline_without_lemmas_says_so_only_when_they_are_asked_for(stand_in: str) -> None:
    pipeline = load_pipeline(stand_in)
    assert pipeline.provides == {"pos", "morph", "entities"}
    pipeline.require("pos", "morph")
    with pytest.raises(PipelineError, match="nb_core_news_sm lacks a lemmatizer"):
        pipeline.require("lemma")


def test_an_installed_pipeline_can_be_named_by_its_path_too(stand_in: str, site_with_stand_in: Path) -> None:
    folder = site_with_stand_in / stand_in / "nb_core_news_sm-3.8.0"
    assert describe(folder).sha256 == describe(stand_in).sha256


def test_sentences_are_analysed_by_one_thread_and_what_was_set_stands_afterwards() -> None:
    with threadpool_limits(limits=2):
        before = [library["num_threads"] for library in threadpool_info()]
        assert max(before) == 2
        analysed = load_pipeline(BUNDLED).analyse(["Vi ringte.", "Ingen svarte."])
        next(analysed)
        assert {library["num_threads"] for library in threadpool_info()} == {1}
        list(analysed)
        assert [library["num_threads"] for library in threadpool_info()] == before
