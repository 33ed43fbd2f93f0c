"""Put the trained parts together, add the dictionary lemmatiser, and write the pipeline with its meta.

Use after a training: `package.py work/corpora work/models OUT --spoken spoken_forms.txt --lookups WHEEL`. The
figures that `evaluate.py --json` measured go into the meta with `--figures`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy

from qualcode.language.components import FACTORY, shortened
from qualcode.language.pipelines import folder_hash
from qualcode.language.spoken import FACTORY as SPOKEN

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "qualcode_sm"
VERSION = "0.2.0"
LOOKUPS = "spacy_lookups_data/data/nb_lemma_exc.json.gz"
NORMS = {"nob": "nb", "nno": "nn"}

SOURCES = [
    {
        "name": "Norwegian Dependency Treebank (training split), bokmål and nynorsk",
        "author": "National Library of Norway; Text Laboratory and Informatics, University of Oslo",
        "url": "https://github.com/UniversalDependencies/UD_Norwegian-Bokmaal",
        "license": "CC0 1.0 (annotation); the texts are not part of this pipeline",
    },
    {
        "name": "NorNE: named entities for the treebank",
        "author": "Fredrik Jørgensen, Tobias Aasmoe, Anne-Stine Ruud Husevåg, Lilja Øvrelid, Erik Velldal",
        "url": "https://github.com/ltgoslo/norne",
        "license": "CC0 1.0 (annotation)",
    },
    {
        "name": "Universal Dependencies r2.8, Norwegian development files (names of tags)",
        "author": "Lilja Øvrelid, Petter Hohle and others",
        "url": "https://universaldependencies.org",
        "license": "CC BY-SA 4.0; no text and no annotation of it is part of this pipeline",
    },
    {
        "name": "Norsk ordbank, bokmål (through spacy-lookups-data)",
        "author": "CLARINO NB - Språkbanken, Nasjonalbiblioteket",
        "url": "https://www.nb.no/sprakbanken/",
        "license": "CC BY 4.0",
    },
]


def read_ordbank(wheel: Path) -> dict[str, str]:
    """Norsk ordbank as "form|pos" -> edit to the lemma; single words only."""
    with zipfile.ZipFile(wheel) as archive:
        tables = json.loads(gzip.decompress(archive.read(LOOKUPS)))
    return {
        f"{form}|{pos}": shortened(form, lemmas[0])
        for pos, forms in tables.items()
        for form, lemmas in forms.items()
        if lemmas and " " not in form and "|" not in form and form == form.lower()
    }


def read_treebank_lemmas(path: Path) -> dict[str, dict[str, str]]:
    """The lemma table of the convert step, as the component takes it."""
    tables: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    result: dict[str, dict[str, str]] = {}
    for norm, table in tables.items():
        result[NORMS[norm]] = {
            "|".join(key.split("\t")): " ".join(lemma for lemma in lemmas if " " not in lemma)
            for key, lemmas in table.items()
            if "|" not in key.split("\t")[0] and any(" " not in lemma for lemma in lemmas)
        }
    return result


def without_radical_forms(scores: dict[str, float], ordbank: dict[str, str]) -> dict[str, float]:
    """The words that tell the norms apart, less what Norsk ordbank has as bokmål in -a.

    The treebank's newspapers write *jobbet* and *boken*; people say *jobba* and *boka*,
    and speak bokmål still.
    """
    return {
        form: score
        for form, score in scores.items()
        if score < 0 or not form.endswith("a") or not {f"{form}|noun", f"{form}|verb"} & ordbank.keys()
    }


def assemble(corpora: Path, models: Path, ordbank: dict[str, str], spoken: str) -> Language:
    """One pipeline of the trained parts and the tables.

    Args:
        corpora: what the convert step wrote.
        models: what the train step wrote.
        ordbank: Norsk ordbank, as `read_ordbank` gives it.
        spoken: the table of spoken forms.

    Returns:
        spoken_forms, tok2vec, morphologizer, ner, senter, edit_trees, lemmatizer.
    """
    nlp = spacy.load(models / "finish" / "model-last")  # its rate has fallen to nothing
    nlp.tokenizer.from_disk(corpora / "base" / "tokenizer")
    nlp.add_pipe(SPOKEN, name="spoken_forms", first=True).fill(spoken)
    # Names before sentences: they were learnt without, and a wrong sentence start would cut one in two.
    for name in ("ner", "senter"):
        nlp.add_pipe(name, source=spacy.load(models / name / "model-best"), before="edit_trees")
    lemmatizer = nlp.add_pipe(FACTORY, name="lemmatizer", after="edit_trees")
    scores = json.loads((corpora / "norms.json").read_text(encoding="utf-8"))
    scores = without_radical_forms(scores, ordbank)
    lemmatizer.fill(read_treebank_lemmas(corpora / "lemmas.json"), ordbank, scores)
    return nlp


def write_meta(folder: Path, figures: dict[str, Any]) -> str:
    """Complete meta.json; the hash of the folder's other files, which is written into it."""
    path = folder / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta.update(
        name=NAME,
        version=VERSION,
        description="Norwegian, bokmål and nynorsk together, for interviews: tags, lemmas, sentences, names.",
        author="The qualcode developers",
        license="CC BY 4.0",
        sources=SOURCES,
        performance=figures,
        requirements=["qualcode"],
    )
    meta["qualcode"] = {"norms": ["nb", "nn"], "sha256": folder_hash(folder)}
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return str(meta["qualcode"]["sha256"])


def main() -> None:
    """The package step of project.yml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lookups", type=Path, required=True, help="the wheel of spacy-lookups-data")
    parser.add_argument("--figures", type=Path, help="what evaluate.py --json wrote")
    parser.add_argument("--spoken", type=Path, required=True, help="spellings of speech, spoken_forms.txt")
    options = parser.parse_args()
    spoken = options.spoken.read_text(encoding="utf-8")
    nlp = assemble(options.corpora, options.models, read_ordbank(options.lookups), spoken)
    nlp.to_disk(options.out)
    figures = json.loads(options.figures.read_text(encoding="utf-8")) if options.figures else {}
    digest = write_meta(options.out, figures)
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    sys.stdout.write(f"{options.out}: {size / 1e6:.1f} MB, sha256 {digest}\n")


if __name__ == "__main__":
    main()
