"""Measures what the project promises of speed, each as a ratio within one run, and writes the page.

python benchmarks/run.py [--quick] [--seeds FOLDER] [--rounds N]
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Cost, in_turn
from tasks import EVERY_SENTENCE, FINDALL, LIBRARIES, PHRASES, WHOLE, Runner, forget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = Path(__file__).parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "performance.md"
WORDS, SOURCES, FEW = 8000, 200, 20
EXTRA_TERMS = 675
READING = "bruker/NOUN", "tilbud/NOUN", "møte/VERB"
"""Indicators that ask the pipeline, for the measure of parsing on demand."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A ratio of two costs with what it should be at most (`falls`) or at least (`rises`)."""

    name: str
    cpu: float
    wall: float
    must: float
    aim: float | None
    rises: bool = False
    unit: str = "x"
    by_clock: bool = False

    def row(self) -> str:
        """The measure as a row of the table."""
        sign = "≥" if self.rises else "≤"
        aim = "" if self.aim is None else f"{sign} {self.aim:g}"
        values = f"{self.cpu:.2f} | {self.wall:.2f}" if self.unit == "x" else f"{self.cpu:.0f} | "
        return f"| {self.name} | {values} | {sign} {self.must:g} | {aim} | {self.verdict()} |"

    def verdict(self) -> str:
        """Judged by processor time, unless it is the clock that several processors are for."""
        value = self.wall if self.by_clock else self.cpu
        for limit, word in ((self.aim, "aim"), (self.must, "must")):
            if limit is not None and (value >= limit if self.rises else value <= limit):
                return word
        return "**no**"


def main() -> None:
    """Measure, print, and write the page unless --quick."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the words, printed only")
    parser.add_argument("--seeds", type=Path, help="a folder of plain .txt files to take sentences from too")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), FEW if options.quick else SOURCES, options.seeds, options.rounds)
        measures = bench.measures()
        text = page(measures, bench)
    print(text)
    if not options.quick:
        reading = PAGE.read_text("utf-8").partition(MARK)[2] if PAGE.is_file() else ""
        PAGE.write_text(text + MARK + (reading or "\n"), "utf-8")


class Bench:
    """Studies to measure on, and what was measured.

    Args:
        folder: to work in. sources: of the large study. seeds: more sentences. rounds: of each comparison.
    """

    def __init__(self, folder: Path, sources: int, seeds: Path | None, rounds: int) -> None:
        self.rounds, self.sources = rounds, sources
        self.runner = Runner(folder)
        self.large, self.small, self.default = folder / "large", folder / "small", folder / "default"
        for study, count in ((self.large, sources), (self.small, sources // 10)):
            # In a process of its own: Linux counts the memory of whoever starts a process as that process's.
            command = [
                sys.executable,
                str(HERE / "corpus.py"),
                str(study),
                "--study",
                "--sources",
                str(count),
            ]
            subprocess.run([*command, *(["--seeds", str(seeds)] if seeds else [])], check=True)
            shutil.copytree(HERE / "codebook", study / "codebooks")
        self.costs: dict[str, Cost] = {}

    def compare(self, rounds: int | None = None, **tasks: Callable[[], Cost]) -> list[Cost]:
        """Run tasks in turn and remember their costs."""
        costs = in_turn(tasks, rounds or self.rounds)
        for task, cost in costs.items():
            self.costs[task.replace("_", " ")] = cost
            print(
                f"{task:28} {cost.cpu:8.2f} s cpu {cost.wall:8.2f} s {cost.memory:6.0f} MB", file=sys.stderr
            )
        return list(costs.values())

    def measures(self) -> list[Measure]:
        """Everything."""
        runner, large, small = self.runner, self.large, self.small
        runner.fresh(small)  # so that bytecode is compiled
        findall, full, warm, tenth = self.compare(
            findall=lambda: runner.python(FINDALL, large / "transcripts"),
            fresh_study=lambda: runner.fresh(large),
            fresh_study_words_met_before=lambda: runner.fresh(large, cold=False),
            fresh_study_of_a_tenth=lambda: runner.fresh(small),
        )
        million = self.sources * WORDS * 0.9 / 1e6
        memory = (full.memory - tenth.memory) / million
        runner.fresh(large)
        one = next(iter(sorted((large / "transcripts").glob("*.txt"))))
        imports, nothing, changed = self.compare(
            import_of_the_store=lambda: runner.python("import qualcode.store"),
            nothing_changed=lambda: runner.again(large),
            one_source_changed=lambda: runner.again(large, one),
        )
        nothing_python, help_ = self.compare(
            7,
            python_pass=lambda: runner.python("pass"),
            qualcode_help=lambda: runner.qualcode("--help"),
        )
        (more,) = self.compare(with_further_terms=lambda: self._with_terms(large))
        demand, parsed, asked = self._pipeline()
        alone, together = self._processes()
        sample, libraries = self._sample()
        self._phrases()
        return [
            _ratio("import + code of a fresh study / one `re.findall` pass", full, findall, 10, 5),
            _ratio("the same, its text met in an earlier study (caches kept)", warm, findall, 10, 5),
            Measure("MB of memory per extra million words", memory, 0, 60, 15, unit="MB"),
            _ratio("re-run, nothing changed / full run", nothing, full, 1 / 5, 1 / 10, net=imports),
            _ratio(
                f"re-run, 1 of {self.sources} changed / full run", changed, full, 1 / 4, 1 / 6, net=imports
            ),
            _ratio("`qualcode --help` / `python -c pass`", help_, nothing_python, 10, 6),
            _ratio("10 times the words / the time of a tenth", full, tenth, 10.5, None),
            _ratio(f"{EXTRA_TERMS} further terms that occur nowhere / the 75", more, full, 1.5, None),
            _ratio("every sentence parsed / default codebooks on demand", parsed, demand, 5, 15, rises=True),
            _ratio("every sentence parsed / three terms that ask", parsed, asked, 5, 15, rises=True),
            replace(
                _ratio(
                    "`code`, default codebooks: one process / two", alone, together, 1.4, None, rises=True
                ),
                by_clock=True,
            ),
            _ratio(
                "`run` of the sample study, html without figures / loading the libraries",
                sample,
                libraries,
                3,
                2,
            ),
        ]

    def _with_terms(self, study: Path) -> Cost:
        book = study / "codebooks" / "more.yaml"
        book.write_text(_codebook("more", [f"xq{_letters(n)}zw" for n in range(EXTRA_TERMS)]), "utf-8")
        cost = self.runner.fresh(study)
        book.unlink()
        return cost

    def _pipeline(self) -> list[Cost]:
        """The study with the default codebooks: on demand, every sentence, and with terms that ask."""
        default, asking = self.default, self.small.with_name("asking")
        for study in (default, asking):
            shutil.copytree(self.large, study)
            forget(study)
            shutil.rmtree(study / "codebooks")
            shutil.copytree(ROOT / "codebooks", study / "codebooks")
        (asking / "codebooks" / "asking.yaml").write_text(_codebook("asking", READING), "utf-8")
        for study in (default, asking):  # trains the classifiers, which then are kept
            self.runner.fresh(study, cold=study is default)
        return self.compare(
            1,
            default_codebooks_on_demand=lambda: self._without_forms(default, WHOLE),
            every_sentence_parsed=lambda: self._without_forms(default, EVERY_SENTENCE),
            three_terms_that_ask=lambda: self._without_forms(asking, WHOLE),
        )

    def _without_forms(self, study: Path, program: str) -> Cost:
        self.runner.forget_words()
        return self.runner.fresh(study, program, cold=False)

    def _processes(self) -> list[Cost]:
        """The imported study with the default codebooks, coded by one process and by two."""

        def coded(processes: int) -> Cost:
            self.runner.forget_words()
            forget(self.default)
            self.runner.qualcode("import", self.default)
            return self.runner.qualcode("code", self.default, "--processes", processes)

        return self.compare(one_process=lambda: coded(1), two_processes=lambda: coded(2))

    def _sample(self) -> list[Cost]:
        sample = self.small.with_name("sample")
        shutil.copytree(ROOT / "transcripts_sample", sample, ignore=shutil.ignore_patterns("qualcode.db*"))
        shutil.copytree(ROOT / "codebooks", self.small.with_name("codebooks"))
        settings = sample / "qualcode.toml"
        text = re.sub(r"(?m)^language = .*$", 'language = "nb"', settings.read_text("utf-8"))
        settings.write_text(text + "\n[report]\nfigures = false\n", "utf-8")

        def whole() -> Cost:
            forget(sample)
            self.runner.forget_words()
            return self.runner.qualcode("run", sample, "--format", "html", "--no-check")

        whole()  # trains the classifier, which then is kept
        forget(sample)
        return self.compare(run_of_the_sample=whole, libraries=lambda: self.runner.python(LIBRARIES))

    def _phrases(self) -> None:
        import yaml

        terms = [
            term
            for path in sorted((HERE / "codebook").glob("*.yaml"))
            for term in yaml.safe_load(path.read_text("utf-8"))["indicators"]
            if set(term) <= set("abcdefghijklmnopqrstuvwxyzæøå ")
        ]
        listed = self.small.with_name("terms.txt")
        listed.write_text("\n".join(terms), "utf-8")
        self.compare(
            1,
            phrase_matcher_on_a_tenth=lambda: self.runner.python(PHRASES, self.small / "transcripts", listed),
        )


def _codebook(name: str, terms: Iterable[str]) -> str:
    head = f"id: {name}\nversion: 1.0.0\nname: {{nb: {name}}}\ndefinition: {{nb: Fartsprøve}}\nindicators:\n"
    return head + "".join(f"  - {term}\n" for term in terms)


def _letters(number: int) -> str:
    return "".join(chr(ord("b") + int(digit)) for digit in str(number + 1000))


def _ratio(
    name: str,
    cost: Cost,
    base: Cost,
    must: float,
    aim: float | None,
    *,
    net: Cost | None = None,
    rises: bool = False,
) -> Measure:
    off = net or Cost(0, 0, 0)
    return Measure(
        name,
        max(cost.cpu - off.cpu, 0) / (base.cpu - off.cpu),
        max(cost.wall - off.wall, 0) / (base.wall - off.wall),
        must,
        aim,
        rises,
    )


MARK = "\n## Reading\n"


def page(measures: list[Measure], bench: Bench) -> str:
    """The page: the machine, the table, what each was made of."""
    words = bench.sources * WORDS
    versions = ", ".join(f"{name} {version(name)}" for name in ("spacy", "pandas", "sqlalchemy", "rapidfuzz"))
    rows = "\n".join(measure.row() for measure in measures)
    costs = "\n".join(
        f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.memory:.0f} |"
        for name, cost in bench.costs.items()
    )
    return f"""# Performance

Written by `make bench` (benchmarks/). {words:,} words in {bench.sources} sources, a codebook of 75 terms,
whole processes from start to exit, medians of {bench.rounds} rounds run in turn.
Ratios compare what ran in the same run; between machines compare the ratios, never the seconds.

Machine: {platform.system()} {platform.machine()}, {os.cpu_count()} processors,
load {os.getloadavg()[0]:.1f}. Python {platform.python_version()}, {versions}.
Judged by processor time, since other work may share the machine; time by the clock stands beside it, and
judges where two processes are measured.

| measure | ratio, processor | ratio, clock | must | aim | reached |
| --- | --- | --- | --- | --- | --- |
{rows}

| program | processor s | clock s | MB |
| --- | --- | --- | --- |
{costs}
"""


if __name__ == "__main__":
    main()
