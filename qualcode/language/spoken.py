"""Words as they are said (*itte, hu, æ, ehhm*), given to the tagger as the written form they stand for.

The text itself is not changed, only spaCy's `norm` of the word, which is what the networks read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.util import ensure_path

from qualcode.language.normal_forms import is_hesitation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from spacy.tokens import Doc

FACTORY = "qualcode_spoken_forms"
_FILE = "forms.txt"
_HESITATION = "eh"
"""The sound of thinking aloud that the tagger has seen the most of."""


def read_forms(text: str) -> dict[str, str]:
    """Spelling -> written form, from lines of `written form: spelling spelling`; # opens a comment."""
    forms: dict[str, str] = {}
    for line in text.splitlines():
        written, colon, spellings = line.partition(":")
        if colon and not line.startswith("#"):
            forms.update(dict.fromkeys(spellings.split(), written.strip()))
    return forms


@Language.factory(FACTORY)
def make_spoken_forms(nlp: Language, name: str) -> SpokenForms:
    """The factory behind the entry point."""
    return SpokenForms(nlp, name)


class SpokenForms(Pipe):
    """Gives words in dialect spelling, and hesitations, the features of what the tagger knows them as.

    They are set on spaCy's lexeme (norm, first letter, last three letters), once for each form that turns up,
    so that it costs next to nothing; the text, and the shape of the word, stay as they are.
    """

    def __init__(self, nlp: Language, name: str = FACTORY) -> None:
        self.nlp = nlp
        self.name = name
        self.table = ""
        self._forms: dict[str, str] = {}
        self._seen: set[int] = set()

    def fill(self, table: str) -> SpokenForms:
        """Take a table of spellings, as `read_forms` reads it."""
        self.table = table
        self._forms = read_forms(table)
        self._seen.clear()
        return self

    def written(self, form: str) -> str | None:
        """What the tagger is to read for a form as it is said; None for any other word."""
        found = self._forms.get(form.lower())
        return _HESITATION if found is None and is_hesitation(form) else found

    def __call__(self, doc: Doc) -> Doc:
        """Look at the words not seen before."""
        new = set(doc.to_array("ORTH").tolist()) - self._seen
        for orth in new:
            lexeme = doc.vocab[orth]
            written = self.written(lexeme.text)
            if written is not None:
                cased = written.capitalize() if lexeme.text[:1].isupper() else written
                lexeme.norm_, lexeme.prefix_, lexeme.suffix_ = written, cased[:1], cased[-3:]
        self._seen |= new
        return doc

    # spaCy's protocol for saved components

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The table."""
        return self.table.encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> SpokenForms:
        """Read what `to_bytes` wrote."""
        return self.fill(data.decode())

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the table to a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_text(self.table, encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> SpokenForms:
        """Read what `to_disk` wrote."""
        return self.fill((ensure_path(path) / _FILE).read_text(encoding="utf-8"))
