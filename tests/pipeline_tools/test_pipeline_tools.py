"""The training of the bundled pipeline, step by step, on forty sentences of our own in NDT's format."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from random import Random

import pytest
import spacy
from augment import (
    HESITATIONS,
    lower_cased,
    read_agent_nouns,
    with_agent_noun,
    with_agent_verb,
    with_hesitations,
    with_radical_forms,
    without_punctuation,
)
from corpora import convert, learn_tags, texts_of, training_sentences
from evaluate import MARKS, evaluation_sets, measure, share_right, speed, table, write_between_marks
from package import read_ordbank, read_treebank_lemmas, without_radical_forms
from spacing import text_of, with_spaces
from spacy.tokens import DocBin
from tagmap import TagMap, by_rule
from tokenizer import joint_blank
from treebank import NdtToken, Word, read_ndt, read_split, read_ud, split_of
from unpack import unpack

from qualcode.language.pipelines import describe, load_pipeline

HERE = Path(__file__).parent
TREEBANK = HERE / "treebank"
PROJECT = HERE.parents[1] / "tools" / "pipeline"
PRESENT = "Mood=Ind|Tense=Pres|VerbForm=Fin"
PERSON = "Definite=Ind|Gender=Masc|Number=Sing"


def sentence(text: str) -> list[Word]:
    """A sentence of words tagged by hand: `form/UPOS`, lemma the lower-case form."""
    pairs = [piece.rsplit("/", 1) for piece in text.split(" ")]
    return with_spaces([Word(form, form.lower(), pos, "") for form, pos in pairs])


# --- reading -----------------------------------------------------------------------------------------


def test_files_are_divided_as_the_readmes_of_ud_say() -> None:
    assert [split_of("nob", stem) for stem in ("kk005_0001", "kk006_0001", "kk007_0001")] == [
        "train",
        "dev",
        "test",
    ]
    assert [split_of("nno", stem) for stem in ("dot014_0007", "dot014_0008", "dot015_0003")] == [
        "train",
        "dev",
        "test",
    ]
    assert split_of("nob", "db001a_0000") == "train"
    with pytest.raises(ValueError, match="no series"):
        split_of("nob", "zz001_0000")


def test_ndt_is_read_with_heads_entities_and_bare_lemmas_of_marks() -> None:
    second = list(read_ndt(TREEBANK / "ndt" / "nob" / "kk001_0000.conll"))[2]
    assert (second[0].form, second[0].entity, second[0].head) == ("Kari", "B-PER", 1)
    assert second[-1].lemma == "."
    assert len(list(read_split(TREEBANK / "ndt", "nob", "train"))) == 12


def test_ud_is_read_with_spaces_and_entities() -> None:
    named = read_ud(TREEBANK / "ud" / "nob" / "no_bokmaal-ud-dev.conllu")
    assert [word.space for word in named[0]] == [True, True, False, True]
    assert [word.entity for word in named[3]][3] == "B-PER"


# --- tags --------------------------------------------------------------------------------------------


def test_tags_are_learnt_from_the_sentences_that_stand_in_both_schemes() -> None:
    maps = learn_tags(TREEBANK)
    for norm, auxiliary in (("nob", "har"), ("nno", "har")):
        words = [word for _, words in training_sentences(TREEBANK, norm, maps[norm]) for word in words]
        tags = [word.pos for word in words if word.form == auxiliary]
        assert tags == ["AUX", "VERB"]
        assert {word.pos for word in words if word.form == "Kari"} == {"PROPN"}
        assert {word.feats for word in words if word.form == "Vi"} == {
            "Animacy=Hum|Case=Nom|Number=Plur|Person=1|PronType=Prs"
        }


def test_a_name_is_a_name_whatever_ud_made_of_one_like_it() -> None:
    name = NdtToken("Ola", "Ola", "subst", ("prop",), 1, "SUBJ", "B-PER")
    verb = NdtToken("les", "lese", "verb", ("pres",), -1, "FINV", "O")
    as_noun = [Word("Ola", "Ola", "NOUN", ""), Word("les", "lese", "VERB", PRESENT)]
    tags = TagMap().fit([([name, verb], as_noun)]).convert([[name, verb]])
    assert tags == [[("PROPN", ""), ("VERB", PRESENT)]]


def test_a_tag_that_was_never_seen_is_put_together_by_rule() -> None:
    assert by_rule("subst|appell|fem|fl|gen|ub") == ("NOUN", "Case=Gen|Definite=Ind|Gender=Fem|Number=Plur")
    assert by_rule("subst|gen|prop") == ("PROPN", "Case=Gen")
    assert by_rule("verb|inf|pass") == ("VERB", "VerbForm=Inf|Voice=Pass")
    assert by_rule("<komma>") == ("PUNCT", "")


# --- running text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Hun sa det, og han ( som kom ) gikk.".replace("( ", "(").replace(" )", ")"),
        "De kalte det « planen » ; ingen lo!".replace("« ", "«").replace(" »", "»").replace(" ;", ";"),
        'Han sa " ja " og gikk.'.replace('" ja "', '"ja"'),
        "Vi kom, og/eller dro...",
    ],
)
def test_words_are_put_back_into_text_as_it_is_written(text: str) -> None:
    doc = joint_blank()(text)
    words = with_spaces([Word(token.text, token.text, "X", "") for token in doc])
    assert text_of(words) == text


def test_the_tokeniser_takes_abbreviations_and_leaves_words_that_look_like_them() -> None:
    nlp = joint_blank(["m.a."])
    assert [token.text for token in nlp("Vi har m.a. planar.")][2] == "m.a."
    assert [token.text for token in nlp("Det var alt eg såg, sa eg.")][-2:] == ["eg", "."]


def test_texts_of_several_sentences_never_cross_files() -> None:
    rows = [(f"file{n // 7}", [Word(str(n), "", "X", "")]) for n in range(30)]
    texts = texts_of(rows, Random(1))
    assert [s[0].form for text in texts for s in text] == [str(n) for n in range(30)]
    assert all(len({int(s[0].form) // 7 for s in text}) == 1 for text in texts)


# --- variants ----------------------------------------------------------------------------------------


def test_speech_has_no_capitals_and_no_marks() -> None:
    spoken = lower_cased(
        without_punctuation(sentence("Kari/PROPN kom/VERB ,/PUNCT sa/VERB Ola/PROPN ./PUNCT"))
    )
    assert text_of(spoken) == "kari kom sa ola"


def test_hesitations_are_interjections_and_split_no_name() -> None:
    name = [Word("Kari", "Kari", "PROPN", "", "B-PER"), Word("Nordmann", "Nordmann", "PROPN", "", "I-PER")]
    for seed in range(30):
        made = with_hesitations(name, Random(seed))
        added = [word for word in made if word.form in HESITATIONS]
        assert all((word.pos, word.entity) == ("INTJ", "O") for word in added)
        at = [word.form for word in made].index("Kari")
        assert made[at + 1].form == "Nordmann"


def test_weak_verbs_get_their_radical_forms() -> None:
    word = Word("snakket", "snakke", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin")
    assert [made.form for made in with_radical_forms([word])] == ["snakka"]
    assert with_radical_forms([Word("huset", "hus", "NOUN", "")])[0].form == "huset"


def test_a_noun_for_a_person_is_swapped_for_an_agent_noun_in_the_same_form() -> None:
    nouns = [noun for noun in read_agent_nouns(PROJECT / "agent_nouns.csv")["nob"] if noun.verb == "lede"]
    words = [
        Word("Legen", "lege", "NOUN", "Definite=Def|Gender=Masc|Number=Sing"),
        Word("kom", "komme", "VERB", ""),
    ]
    made = with_agent_noun(words, nouns, Random(1))
    assert made is not None
    assert (made[0].form, made[0].lemma, made[0].pos) == ("Lederen", "leder", "NOUN")
    assert with_agent_noun(words[1:], nouns, Random(1)) is None


def test_a_verb_is_swapped_for_one_that_looks_like_an_agent_noun() -> None:
    nouns = [noun for noun in read_agent_nouns(PROJECT / "agent_nouns.csv")["nob"] if noun.verb == "lede"]
    made = with_agent_verb([Word("støtter", "støtte", "VERB", PRESENT)], nouns, Random(1))
    assert made is not None
    assert (made[0].form, made[0].lemma, made[0].pos) == ("leder", "lede", "VERB")


def test_the_swap_list_holds_no_sentence_and_not_every_word_of_the_probe() -> None:
    listed = {
        form
        for nouns in read_agent_nouns(PROJECT / "agent_nouns.csv").values()
        for noun in nouns
        for form in (*noun.forms.values(), noun.present)
    }
    probe = (HERE.parent / "language" / "agent_nouns_probe.csv").read_text(encoding="utf-8").splitlines()[1:]
    words = {line.split(";")[1] for line in probe}
    assert {"forsker", "selger", "leier"} <= words - listed
    assert not any(" " in form for form in listed)


# --- the whole way -----------------------------------------------------------------------------------


def test_the_treebank_is_unpacked_and_what_it_lacks_is_named(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bank.tar.xz", "w:xz") as bundle:
        bundle.add(TREEBANK, arcname=".")
    assert unpack(tmp_path / "bank.tar.xz", tmp_path / "work") == []
    with tarfile.open(tmp_path / "part.tar.xz", "w:xz") as bundle:
        bundle.add(TREEBANK / "ndt", arcname="ndt")
    assert unpack(tmp_path / "part.tar.xz", tmp_path / "other") == ["ud/nob", "ud/nno", "ud-2.8", "lia"]


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the convert step writes."""
    out = tmp_path_factory.mktemp("work") / "corpora"
    convert(TREEBANK, PROJECT / "agent_nouns.csv", out, seed=20)
    return out


@pytest.fixture(scope="module")
def lookups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel with three words of a dictionary, in the place spacy-lookups-data has its own."""
    path = tmp_path_factory.mktemp("wheel") / "lookups.whl"
    tables = {"noun": {"politikerne": ["politiker"], "a b": ["a b"]}, "verb": {"kom": ["komme"]}, "adj": {}}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "spacy_lookups_data/data/nb_lemma_exc.json.gz", gzip.compress(json.dumps(tables).encode())
        )
    return path


def test_converting_gives_docs_with_everything_to_learn_from(corpora: Path) -> None:
    nlp = spacy.blank("nb")
    docs = list(DocBin().from_disk(corpora / "tagger_train.spacy").get_docs(nlp.vocab))
    assert all(doc.has_annotation(name) for doc in docs for name in ("POS", "MORPH", "LEMMA"))
    assert any(token.text in {"bruker", "lederen", "veileder", "brukar"} for doc in docs for token in doc)
    names = list(DocBin().from_disk(corpora / "ner_train.spacy").get_docs(nlp.vocab))
    assert {ent.label_ for doc in names for ent in doc.ents} == {"PER", "GPE_LOC"}


def test_converting_again_gives_the_same_files(corpora: Path, tmp_path: Path) -> None:
    convert(TREEBANK, PROJECT / "agent_nouns.csv", tmp_path, seed=20)
    nlp = spacy.blank("nb")
    for name in ("tagger_train.spacy", "ner_train.spacy", "dev.spacy"):
        first, second = (
            DocBin().from_disk(folder / name).get_docs(nlp.vocab) for folder in (corpora, tmp_path)
        )
        assert [doc.to_json() for doc in first] == [doc.to_json() for doc in second]
    assert (corpora / "lemmas.json").read_bytes() == (tmp_path / "lemmas.json").read_bytes()


def test_what_the_evaluation_has_is_not_trained_on(corpora: Path) -> None:
    nlp = spacy.blank("nb")
    docs = DocBin().from_disk(corpora / "senter_train.spacy").get_docs(nlp.vocab)
    trained = {sent.text for doc in docs for sent in doc.sents}
    assert trained
    for name, sentences in evaluation_sets(TREEBANK).items():
        assert not trained & {text_of(words) for words in sentences}, name


def test_the_lemma_tables_are_read_as_the_component_takes_them(corpora: Path, lookups: Path) -> None:
    tables = read_treebank_lemmas(corpora / "lemmas.json")
    assert tables["nn"]["kjem|VERB|" + PRESENT] == "kome"
    assert read_ordbank(lookups) == {"politikerne|noun": "2 ", "kom|verb": "0 me"}


def test_radical_forms_are_no_sign_of_nynorsk() -> None:
    scores = {"jobba": 3.8, "ikkje": 6.0, "hva": -6.5, "gåva": 2.0}
    kept = without_radical_forms(scores, {"jobba|verb": "1 e", "hva|adv": "0 "})
    assert kept == {"ikkje": 6.0, "hva": -6.5, "gåva": 2.0}


@pytest.mark.slow
def test_train_package_and_evaluate_in_a_small_way(corpora: Path, lookups: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    shutil.copytree(corpora, work / "corpora")
    for part in ("tagger", "finish", "ner", "senter"):
        command = [sys.executable, "-m", "spacy", "train", str(PROJECT / "configs" / f"{part}.cfg")]
        command += ["--output", str(work / "models" / part), "--training.max_steps", "8"]
        command += ["--code", str(PROJECT / "scripts" / "resume.py")]
        command += ["--training.eval_frequency", "4", "--training.batcher.size.start", "100"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    out = tmp_path / "pipeline"
    script = [
        sys.executable,
        str(PROJECT / "scripts" / "package.py"),
        str(work / "corpora"),
        str(work / "models"),
    ]
    for folder in (out, tmp_path / "again"):
        tables = ["--lookups", str(lookups), "--spoken", str(PROJECT / "spoken_forms.txt")]
        subprocess.run([*script, str(folder), *tables], check=True, capture_output=True)
    info = describe(out)
    assert info.sha256 == describe(tmp_path / "again").sha256
    assert info.components == (
        "spoken_forms",
        "tok2vec",
        "morphologizer",
        "ner",
        "senter",
        "edit_trees",
        "lemmatizer",
    )
    (tokens,) = load_pipeline(out).analyse(["Politikerne snakker."])
    assert [token.text for token in tokens] == ["Politikerne", "snakker", "."]
    row = measure(spacy.load(out), evaluation_sets(TREEBANK)["nob dev"])
    assert row["token"] == 1.0
    assert set(row) == {"token", "pos", "morph", "lemma", "sents", "ents"}


def test_a_perfect_reading_scores_one_and_a_wrong_one_does_not() -> None:
    nlp = spacy.blank("nb")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": {"IN": ["bruker", "leder"]}}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    share, wrong = share_right(nlp, HERE.parent / "language" / "agent_nouns_probe.csv")
    assert 0 < share < 0.5
    assert any("Vi bruker" in line for line in wrong)


def test_speed_is_measured_with_and_without_names_beside_blank_tokenising() -> None:
    nlp = spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    found = speed(nlp, evaluation_sets(TREEBANK)["nob dev"], rounds=3)
    assert list(found) == ["tokenising (blank nb)", "tagger and lemmas", "all components"]
    assert all(value > 0 for value in found.values())


def test_what_falls_short_of_its_target_carries_a_dagger() -> None:
    rows = {"nob dev": {"pos": 0.9679, "morph": 0.954}, "nno dev": {"pos": 0.1}}
    speeds = {"tokenising (blank nb)": 100_000.0, "tagger and lemmas": 24_000.0, "all components": 9_000.0}
    lines = table(rows, ["Agent nouns: 1.0"], speeds).splitlines()
    assert [line for line in lines if "†" in line and line.startswith("|")] == [
        "| nob dev |  | 0.9679 † | 0.9540 |  |  |  |",
        "| tagger and lemmas | 24,000 † | 0.240 |",
    ]
    assert "- Agent nouns: 1.0" in lines


def test_the_table_replaces_what_stood_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n", encoding="utf-8")
    write_between_marks(page, "new")
    assert page.read_text(encoding="utf-8") == f"before\n{MARKS[0]}\nnew\n{MARKS[1]}\nafter\n"


def test_the_project_names_files_that_are_there() -> None:
    text = (PROJECT / "project.yml").read_text(encoding="utf-8")
    for name in ("unpack", "convert", "train", "package", "evaluate", "bundle"):
        assert f"name: {name}" in text
    for path in ("scripts/unpack.py", "scripts/corpora.py", "scripts/package.py", "scripts/evaluate.py"):
        assert path in text
        assert (PROJECT / path).is_file()
