"""The networks of the bundled pipeline: the same vectors as spaCy's, in less time, saved and loaded with it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.ml.models.tok2vec import MultiHashEmbed
from thinc.api import NumpyOps

from qualcode.language.networks import form_embed, numpy_products
from qualcode.language.pipelines import BUNDLED, load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Model

HERE = Path(__file__).parent
BUNDLED_FOLDER = HERE.parents[1] / "qualcode" / "language" / "data" / "nb_qualcode_sm"
ATTRS = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
ROWS = [50, 10, 30, 20]
blank = spacy.blank("nb")


def weights(model: Model[Any, Any]) -> dict[str, list[tuple[Any, str]]]:
    """The layers and names of a network's weights, by kind of layer, in order."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for layer in model.walk():
        for name in layer.param_names:
            found.setdefault(f"{layer.name}.{name}", []).append((layer, name))
    return found


@pytest.fixture(scope="module")
def pair() -> tuple[Model[Any, Any], Model[Any, Any]]:
    """spaCy's layer and ours with the same weights."""
    theirs = MultiHashEmbed(16, ATTRS, ROWS, include_static_vectors=False)
    theirs.initialize(X=[blank("En setning.")])
    ours = form_embed(16, ATTRS, ROWS, [])
    ours.initialize()
    for key, layers in weights(theirs).items():
        for (layer, name), (twin, _) in zip(layers, weights(ours)[key], strict=True):
            twin.set_param(name, layer.get_param(name))
    return theirs, ours


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=4))
def test_without_endings_the_vectors_are_spacys_own(
    pair: tuple[Model[Any, Any], Model[Any, Any]], texts: list[str]
) -> None:
    theirs, ours = pair
    docs = [blank.make_doc(text) for text in [*texts, "Og så kom hun, og så gikk hun."]]
    for expected, found in zip(theirs.predict(docs), ours.predict(docs), strict=True):
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_a_form_with_another_norm_is_another_word() -> None:
    model = form_embed(8, ["NORM"], [50], [])
    model.initialize()
    doc = blank.make_doc("hu hu")
    doc[1].norm_ = "hun"
    first, second = model.predict([doc])[0]
    assert not np.allclose(first, second)
    assert np.allclose(second, model.predict([blank.make_doc("hun")])[0][0])


def test_words_with_the_same_end_share_a_feature_and_others_do_not() -> None:
    model = form_embed(8, [], [200], [6])
    model.initialize()
    (vectors,) = model.predict([blank.make_doc("støtteordning nyordning bordning barnehage")])
    assert np.allclose(vectors[0], vectors[1])
    assert np.allclose(vectors[0], vectors[2])  # six letters: ...rdning
    assert not np.allclose(vectors[0], vectors[3])


def test_texts_without_words_have_vectors_without_rows() -> None:
    model = form_embed(8, ["NORM"], [50], [])
    model.initialize()
    assert [rows.shape for rows in model.predict([blank.make_doc(""), blank.make_doc("Ja")])] == [
        (0, 8),
        (1, 8),
    ]
    assert [rows.shape for rows in model.predict([blank.make_doc("")])] == [(0, 8)]


def test_gradients_are_those_of_the_vectors() -> None:
    model = form_embed(8, ["NORM", "SUFFIX"], [40, 30, 30], [4])
    model.initialize()
    docs: list[Doc] = [blank.make_doc("og så og så gikk hun"), blank.make_doc("og hun kom")]
    rng = np.random.default_rng(1)
    for table, name in weights(model)["hashembed.E"]:  # larger than at the start, so that a step is small
        table.set_param(name, rng.standard_normal(table.get_param(name).shape).astype(np.float32))
    vectors, backprop = model.begin_update(docs)
    directions = [rng.standard_normal(rows.shape).astype(np.float32) for rows in vectors]
    backprop(directions)

    def along() -> float:
        pairs = zip(model.predict(docs), directions, strict=True)
        return float(sum((rows.astype(float) * way).sum() for rows, way in pairs))

    for key, layers in weights(model).items():
        layer, name = layers[0]
        gradient, values = layer.get_grad(name), layer.get_param(name)
        at = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
        before = values[at]
        sides = []
        for step in (0.002, -0.002):
            values[at] = before + step
            sides.append(along())
        values[at] = before
        assert (sides[0] - sides[1]) / 0.004 == pytest.approx(gradient[at], rel=0.03), key


def test_each_feature_needs_a_table() -> None:
    with pytest.raises(ValueError, match="1 tables for 3 features"):
        form_embed(8, ["NORM"], [50], [4, 6])


def with_blis(nlp: Language, name: str) -> set[bool]:
    """Whether the layers of a component multiply with BLIS."""
    return {layer.ops.use_blis for layer in nlp.get_pipe(name).model.walk()}  # type: ignore[attr-defined]


def test_the_bundled_networks_multiply_with_numpy() -> None:
    nlp = spacy.load(BUNDLED_FOLDER)
    for name in ("tok2vec", "morphologizer", "edit_trees", "senter"):
        assert with_blis(nlp, name) == {False}, name
    assert False in with_blis(nlp, "ner")  # spaCy makes its last layer anew when it loads


def test_products_by_numpy_change_no_reading() -> None:
    """The probes' sentences, read with numpy's product and with thinc's own."""
    sentences = []
    for probe in ("agent_nouns_probe.csv", "spoken_forms_probe.csv"):
        with (HERE / probe).open(encoding="utf-8", newline="") as lines:
            sentences += [row["sentence"] for row in csv.DictReader(lines, delimiter=";")]
    fast = load_pipeline(BUNDLED)
    nlp = spacy.load(BUNDLED_FOLDER)
    for _, component in nlp.components:
        for layer in component.model.walk() if hasattr(component, "model") else ():
            layer.ops = NumpyOps()
    slow = type(fast)(nlp, fast.info)
    assert list(slow.analyse(sentences)) == list(fast.analyse(sentences))
    assert list(slow.entities(sentences)) == list(fast.entities(sentences))
    numpy_products()(nlp)
    assert with_blis(nlp, "tok2vec") == {False}
