"""The tokeniser of the joint pipeline: spaCy's rules for bokmål and nynorsk in one.

The rules are saved with the model, so that loading it needs no code of ours. Abbreviations that the
treebank keeps in one piece join spaCy's list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language


# Words of one norm or the other that spaCy's lists take for abbreviations at the end of a sentence.
_WORDS = frozenset({"i.", "no.", "eg.", "min.", "jul.", "frp.", "e.", "st.", "ap.", "sp.", "v."})


def joint_blank(abbreviations: Iterable[str] = ()) -> Language:
    """A blank pipeline (`nb`) that tokenises both written norms.

    Args:
        abbreviations: forms ending in a full stop that are one token.
    """
    nlp = spacy.blank("nb")
    other = spacy.blank("nn")
    own, extra = nlp.Defaults, other.Defaults
    tokenizer = nlp.tokenizer
    prefixes = list(dict.fromkeys([*own.prefixes, *extra.prefixes]))
    suffixes = list(dict.fromkeys([*own.suffixes, *extra.suffixes]))
    infixes = list(dict.fromkeys([*own.infixes, *extra.infixes]))
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for form, pieces in sorted(other.tokenizer.rules.items()):
        if form not in tokenizer.rules:
            tokenizer.add_special_case(form, pieces)
    for form in sorted(set(abbreviations)):
        for variant in {form, form.capitalize()}:
            if variant not in tokenizer.rules:
                tokenizer.add_special_case(variant, [{ORTH: variant}])
    rules = tokenizer.rules
    tokenizer.rules = {form: pieces for form, pieces in rules.items() if form.lower() not in _WORDS}
    return nlp
