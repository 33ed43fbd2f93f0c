"""How our spaCy networks compute: what a word looks like once per form of a batch, products by numpy.

Registered through `spacy_architectures` and `spacy_callbacks` entry points, so that a saved pipeline loads
with plain `spacy.load`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import NORM, ORTH, intify_attr  # type: ignore[import-not-found]
from spacy.strings import get_string_id
from thinc.api import Dropout, HashEmbed, Maxout, Model, NumpyOps, chain, concatenate

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from thinc.types import Floats2d

_FIRST_SEED = 8  # as in spaCy's own MultiHashEmbed, so that its weights can be taken over
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that (norm, orth) -> one number loses nothing it need not


@lru_cache(maxsize=200_000)
def _ending(text: str, letters: int) -> int:
    return int(get_string_id(text[-letters:]))


def form_embed(width: int, attrs: list[str], rows: list[int], endings: list[int]) -> Model[Any, Any]:
    """Words as vectors: hashed features, put together and mixed, once for each form in the batch.

    The same as spaCy's `MultiHashEmbed` where `endings` is empty, but for the order of the work: that one
    computes the vector of *og* anew for every *og*. Endings longer than spaCy's three letters tell the last
    part of a compound, and so the gender and part of speech of words never seen.

    Args:
        width: the length of each feature's vectors, and of the result's.
        attrs: lexical attributes of spaCy, of the form or its norm (NORM, PREFIX, SUFFIX, SHAPE).
        rows: the rows of each feature's table: the attributes', then the endings'.
        endings: how many last letters of the norm to use as features.

    Returns:
        A layer from documents to one (words, width) array each.
    """
    if len(rows) != len(attrs) + len(endings):
        raise ValueError(f"{len(rows)} tables for {len(attrs) + len(endings)} features")
    tables: list[Model[Any, Any]] = [
        HashEmbed(width, n, column=column, seed=_FIRST_SEED + column, dropout=0.0)
        for column, n in enumerate(rows)
    ]
    mix = Maxout(width, width * len(rows), nP=3, normalize=True)
    return Model(
        "qualcode_form_embed",
        _forward,
        init=_init,
        layers=[chain(concatenate(*tables), mix), Dropout(0.0)],
        dims={"nO": width},
        attrs={"attrs": [intify_attr(name) for name in attrs], "endings": list(endings)},
    )


def _features(model: Model[Any, Any], docs: list[Doc]) -> tuple[Any, Any]:
    """(features of each form, which form each word is); a form is a pair of text and norm."""
    columns = [ORTH, NORM, *model.attrs["attrs"]]
    found = np.concatenate([doc.to_array(columns).reshape(len(doc), len(columns)) for doc in docs])
    found = found.astype(np.uint64, copy=False)
    _, first, which = np.unique(found[:, 0] * _MIX ^ found[:, 1], return_index=True, return_inverse=True)
    forms = found[first]
    features = [forms[:, 2:]]
    if model.attrs["endings"]:
        features.append(_endings(docs[0].vocab, forms[:, 1], model.attrs["endings"]))
    return np.ascontiguousarray(np.hstack(features)), which.astype(np.int32)


def _endings(vocab: Vocab, norms: Any, endings: list[int]) -> Any:
    strings = vocab.strings
    texts = [strings[norm] for norm in norms.tolist()]
    rows = [[_ending(text, letters) for letters in endings] for text in texts]
    return np.asarray(rows, dtype=np.uint64).reshape(len(texts), len(endings))


def _forward(
    model: Model[Any, Any], docs: list[Doc], is_train: bool
) -> tuple[list[Floats2d], Callable[[list[Floats2d]], list[Doc]]]:
    by_form, dropout = model.layers
    ops = model.ops
    lengths = [len(doc) for doc in docs]
    if not sum(lengths):
        return [ops.alloc2f(0, model.get_dim("nO")) for _ in docs], lambda _: docs
    features, which = _features(model, docs)
    vectors, back_vectors = by_form(ops.asarray(features), is_train)
    words, back_dropout = dropout(vectors[which], is_train)

    def backprop(d_words: list[Floats2d]) -> list[Doc]:
        d_all = back_dropout(ops.xp.concatenate(d_words))
        d_vectors = ops.alloc2f(*vectors.shape)
        ops.scatter_add(d_vectors, ops.asarray1i(which), d_all)
        back_vectors(d_vectors)
        return docs

    return ops.unflatten(words, ops.asarray1i(lengths)), backprop


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803 - thinc's names
    features = len(model.attrs["attrs"]) + len(model.attrs["endings"])
    model.layers[0].initialize(X=np.zeros((1, features), dtype=np.uint64))


def numpy_products() -> Callable[[Language], Language]:
    """A callback for `[nlp.after_pipeline_creation]`: the networks multiply with numpy, not with BLIS.

    That is three times as fast on the machines we tried. Results differ in the last bits of a number, as
    between two kinds of processors.
    """

    def use(nlp: Language) -> Language:
        for _, component in nlp.components:
            network = getattr(component, "model", None)
            for layer in network.walk() if isinstance(network, Model) else ():
                if type(layer.ops) is NumpyOps:
                    layer.ops = NumpyOps(use_blis=False)
        return nlp

    return use
