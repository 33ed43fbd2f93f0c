"""What starting from a trained network needs beyond spaCy: edit trees' labels, the tagger's words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import spacy

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language


@spacy.registry.callbacks("qualcode_tools.restore_edit_trees.v1")
def restore_edit_trees(name: str) -> Callable[[Language], Language]:
    """A callback for `[initialize.after_init]`.

    spaCy 3.8 saves the lemmatizer's labels but not the table from trees to labels; without it every tree of a
    resumed training counts as the first label, and the lemmas fall apart.
    """

    def restore(nlp: Language) -> Language:
        lemmatizer = nlp.get_pipe(name)
        table = {tree: label for label, tree in enumerate(lemmatizer.labels)}  # type: ignore[attr-defined]
        lemmatizer.tree2label = table  # type: ignore[attr-defined]
        return nlp

    return restore


@spacy.registry.callbacks("qualcode_tools.start_from_tagger.v1")
def start_from_tagger(name: str, source: str) -> Callable[[Language], Language]:
    """A callback for `[initialize.after_init]`: a component's own tok2vec begins as the trained tagger's.

    Args:
        name: a component with a tok2vec of its own, of the same shape as the tagger's.
        source: the folder of the trained tagger.
    """

    def start(nlp: Language) -> Language:
        network = nlp.get_pipe(name).model.get_ref("tok2vec")  # type: ignore[attr-defined]
        network.layers[0].from_bytes((Path(source) / "tok2vec" / "model").read_bytes())
        return nlp

    return start
