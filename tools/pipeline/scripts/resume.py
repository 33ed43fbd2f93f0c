"""What resuming a training needs beyond spaCy: the edit-tree lemmatizer's way from trees to labels."""

from __future__ import annotations

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
