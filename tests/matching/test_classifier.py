"""What is learnt from written examples, and how it joins the indicators in one open sum."""

import json
import math
from pathlib import Path

import pytest

from qualcode.codebook import load_codebook
from qualcode.matching import Coder, fusion
from qualcode.matching.classifier import FEWEST, Classifier, classifier, fingerprint, train
from qualcode.model import Example

NIGHT = [
    "Han våknet hver natt",
    "Ingen søvn på tre uker",
    "Vi bysset ham hele natten",
    "Hun sover aldri lenge",
]
PHONE = [
    "De ringte tilbake med en gang",
    "Telefonen ble aldri besvart",
    "Jeg ringte kontoret",
    "Ingen tok telefonen",
]
PLAIN = ["Bussen kom for sent", "Det regnet i går", "Vi malte stua grønn", "Kaka var god"]


def examples(times: int = 10) -> list[Example]:
    endings = [
        "",
        " da",
        " altså",
        " i fjor",
        " den våren",
        " på hytta",
        " hos oss",
        " før jul",
        " liksom",
        " vet du",
    ]
    return [
        Example(text + ending, codes)
        for ending in endings[:times]
        for texts, codes in ((NIGHT, ("hjelp",)), (PHONE, ("hjelp.telefon", "svar")), (PLAIN, ()))
        for text in texts
    ]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "qualcode"


def test_words_that_were_never_an_indicator_are_learnt() -> None:
    trained = train(examples(), ["hjelp", "svar"])
    assert (
        trained.scores("Gutten våknet om natten")["hjelp"] > 0 > trained.scores("Bussen var grønn")["hjelp"]
    )
    assert trained.scores("De ringte")["svar"] > 0 > trained.scores("Han våknet")["svar"]


def test_a_sub_code_teaches_its_theme() -> None:
    assert train(examples(), ["hjelp"]).scores("Jeg ringte kontoret")["hjelp"] > 0


def test_an_unseen_inflection_is_known_by_its_letters() -> None:
    scores = train(examples(), ["svar"]).scores
    assert scores("telefonene")["svar"] > scores("båtene")["svar"]


def test_the_words_add_up_to_the_score() -> None:
    trained = train(examples(), ["hjelp", "svar"])
    text = "Ingen tok telefonen hele natten"
    total = sum(spoken.weight for spoken in trained.spoken(text, "svar"))
    assert total + trained.bias[1] == pytest.approx(trained.scores(text)["svar"], abs=1e-4)


def test_a_theme_with_too_few_examples_is_not_learnt() -> None:
    assert train(examples(times=3), ["hjelp", "svar"]).codes == ()


def test_the_same_examples_teach_the_same_to_the_last_digit() -> None:
    assert train(examples(), ["hjelp"]).features == train(examples(), ["hjelp"]).features


def test_training_is_kept_and_found_again_and_other_examples_train_anew(cache: Path) -> None:
    first = classifier(examples(), ["hjelp"])
    assert len(list(cache.glob("classifier-*.json"))) == 1
    again = classifier(examples(), ["hjelp"])
    assert (again.codes, again.bias, again.features) == (first.codes, first.bias, first.features)
    assert fingerprint(examples(), ["hjelp"]) != fingerprint(examples(), ["svar"])


def test_a_damaged_cache_is_trained_over(cache: Path) -> None:
    first = classifier(examples(), ["hjelp"])
    next(cache.glob("*.json")).write_text('{"codes": ["hjelp"], "bi', encoding="utf-8")
    assert classifier(examples(), ["hjelp"]).features == first.features


def test_a_cache_that_cannot_be_written_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert isinstance(classifier(examples(), ["hjelp"]), Classifier)


def test_the_fused_score_is_the_logistic_of_the_printed_sum() -> None:
    odds = float(fusion.arithmetic(0.7, -0.5).rsplit("= ", 1)[1])
    assert fusion.fuse(0.7, -0.5) == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.003)
    assert 0 <= fusion.fuse(0, -1e9) < fusion.fuse(1, 1e9) <= 1
    needed = fusion.needed_from_indicators(0.4, -1.0)
    assert fusion.fuse(needed, -1.0) == pytest.approx(0.4, abs=1e-5)


def codebook(folder: Path, *, written: bool) -> Coder:
    (folder / "hjelp.yaml").write_text(
        "id: hjelp\nname: {nb: Hjelp}\nthreshold: 0.5\ncodes:\n  - id: soevn\n    name: {nb: Søvn}\n"
        "    indicators:\n      - sove\n      - lampe\n",
        encoding="utf-8",
    )
    if written:
        rows = [json.dumps({"text": e.text, "codes": e.codes}, ensure_ascii=False) for e in examples()]
        (folder / "examples.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return Coder([load_codebook(folder / "hjelp.yaml")])


def test_examples_beside_the_codebook_find_what_no_indicator_does(tmp_path: Path) -> None:
    found = codebook(tmp_path, written=True).code(["Vi bysset ham hele natten", "Bussen kom for sent"])
    assert [[s.code for s in of_text] for of_text in found] == [["hjelp"], []]
    assert found[0][0].matches == ()
    assert set(found[0][0].evidence) == {"indicators", "classifier"}


def test_a_sub_code_needs_an_indicator_of_its_own(tmp_path: Path) -> None:
    found = codebook(tmp_path, written=True).code(["Hun sover aldri lenge om natten"])[0]
    assert [s.code for s in found] == ["hjelp", "hjelp.soevn"]


def test_without_examples_the_indicators_alone_decide(tmp_path: Path) -> None:
    found = codebook(tmp_path, written=False).code(["Vi bysset ham hele natten", "Hun sover aldri"])
    assert [[s.code for s in of_text] for of_text in found] == [[], ["hjelp", "hjelp.soevn"]]
    assert set(found[1][0].evidence) == {"indicators"}


def test_the_explanation_shows_the_words_the_sum_and_what_is_missing(tmp_path: Path) -> None:
    shown = {
        e.code: "\n".join(e.lines()) for e in codebook(tmp_path, written=True).explain("En lampe på bussen")
    }
    assert f"  together    {fusion.WEIGHTS[0]} x 0.70 (indicators)" in shown["hjelp"]
    assert "  against     -" in shown["hjelp"]
    assert "'bussen'" in shown["hjelp"]
    plain = {
        e.code: "\n".join(e.lines()) for e in codebook(tmp_path, written=True).explain("Bussen kom for sent")
    }
    assert "missing" in plain["hjelp"]


def test_new_examples_change_the_hash_that_decides_what_is_coded_again(tmp_path: Path) -> None:
    before = codebook(tmp_path, written=True).sha256
    with (tmp_path / "examples.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"text": "Noe nytt.", "codes": []}\n')
    assert Coder([load_codebook(tmp_path / "hjelp.yaml")]).sha256 != before


def test_what_nobody_decided_of_a_theme_says_nothing_about_it() -> None:
    """A learnt utterance is no counter-example of the themes nobody judged it for."""
    unknown = [Example(f"Vi gikk til Fyrtårnet {i}", (), rejected=("svar",)) for i in range(20)]
    trained = train(examples(), ["hjelp", "svar"], unknown)
    without = train(examples(), ["hjelp", "svar"])
    text = "Fyrtårnet"
    assert trained.scores(text)["hjelp"] == pytest.approx(without.scores(text)["hjelp"], abs=0.1)
    assert trained.scores(text)["svar"] < without.scores(text)["svar"] - 0.5


def test_an_utterance_of_the_study_weighs_more_than_a_written_example() -> None:
    own = [Example("Vi gikk til Fyrtårnet", ("hjelp",), ())] * 2
    heavy, light = train(examples(), ["hjelp"], own), train([*examples(), *own], ["hjelp"])
    assert heavy.scores("Fyrtårnet")["hjelp"] > light.scores("Fyrtårnet")["hjelp"] > 0


def test_one_studys_utterances_do_not_make_up_for_missing_examples() -> None:
    own = [Example(f"Vi gikk til Fyrtårnet {i}", ("ny",), ("hjelp",)) for i in range(FEWEST)]
    assert train(examples(), ["hjelp", "ny"], own).codes == ("hjelp",)


def test_an_example_carries_lacks_or_does_not_know_a_theme() -> None:
    learnt = Example("...", ("hjelp.telefon",), rejected=("svar",))
    assert [learnt.carries(theme) for theme in ("hjelp", "svar", "annet")] == [True, False, None]
    assert Example("...", ("hjelp",)).carries("annet") is False
