"""The commands that are measured, each a process of its own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Cost, run

if TYPE_CHECKING:
    from collections.abc import Callable

    Task = Callable[[], Cost]

FINDALL = r"""
import re, sys
from pathlib import Path
print(sum(len(re.findall(r"\w+", p.read_text("utf-8"))) for p in sorted(Path(sys.argv[1]).glob("*.txt"))))
"""
WHOLE = """
import sys
from qualcode import open_study
from qualcode.coding import code_study, import_study
study = open_study(sys.argv[1])
import_study(study)
code_study(study)
"""
EVERY_SENTENCE = (
    WHOLE
    + """
from qualcode.language.pipelines import load_pipeline
from qualcode.segmenting import sentences
texts = [s.text[a:b] for s in study.segments() for a, b in sentences(s.text)]
for _ in load_pipeline("bundled").analyse(texts):
    pass
"""
)
LIBRARIES = """
import pandas, spacy
from qualcode.language.pipelines import load_pipeline
load_pipeline("bundled")
"""
PHRASES = """
import sys
from pathlib import Path
import spacy
from spacy.matcher import PhraseMatcher
nlp = spacy.blank("nb")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
matcher.add("terms", [nlp.make_doc(line) for line in Path(sys.argv[2]).read_text("utf-8").splitlines()])
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    for doc in nlp.pipe(path.read_text("utf-8").splitlines()):
        matcher(doc)
"""


class Runner:
    """Runs programs with a cache folder of their own.

    Args:
        folder: where caches and compiled bytecode are kept; an installed package has its bytecode.
    """

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self.environment = {
            "XDG_CACHE_HOME": str(self.cache),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",
            "HOME": str(folder),
        }

    def python(self, program: str, *arguments: object) -> Cost:
        """Run a program."""
        return run([sys.executable, "-c", program, *map(str, arguments)], env=self.environment)

    def qualcode(self, *arguments: object) -> Cost:
        """Run the command line as it was installed."""
        return run(
            [str(Path(sys.executable).parent / "qualcode"), *map(str, arguments)], env=self.environment
        )

    def fresh(self, study: Path, program: str = WHOLE, *, cold: bool = True) -> Cost:
        """Import and code a study that has no database; `cold`: with no cache of earlier runs either."""
        forget(study)
        if cold:
            shutil.rmtree(self.cache, ignore_errors=True)
        return self.python(program, study)

    def forget_words(self) -> None:
        """Take away what earlier runs found of words, texts and sentences; classifiers stay."""
        for path in (self.cache / "qualcode").glob("*.bin"):
            path.unlink()

    def again(self, study: Path, changed: Path | None = None) -> Cost:
        """Import and code a study that is already coded; with a word more in one file if one is named."""
        if changed is not None:
            changed.write_text(changed.read_text("utf-8").rstrip() + " ja\n", "utf-8")
        return self.python(WHOLE, study)


def forget(study: Path) -> None:
    """Take a study's database away."""
    for name in ("qualcode.db", "qualcode.db-wal", "qualcode.db-shm"):
        (study / name).unlink(missing_ok=True)
