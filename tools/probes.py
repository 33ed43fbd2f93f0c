"""Print how far the rules for valence and for names go on the labelled sentences under tests/analysis."""

from __future__ import annotations

import csv
from pathlib import Path

from qualcode.analysis.names import possible_names
from qualcode.analysis.question_valence import asked_for
from qualcode.analysis.valence import suggest_valence, valence_words, verdict
from qualcode.analysis.valence_judging import judge

FOLDER = Path(__file__).parent.parent / "tests" / "analysis"


def rows(name: str) -> list[dict[str, str]]:
    """A probe's lines."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tell(what: str, said: list[str], true: list[str], silent: str = "uklar") -> None:
    """One line: how many judgements were made, and how many of them are right."""
    made = [(mine, theirs) for mine, theirs in zip(said, true, strict=True) if mine != silent]
    right = sum(mine == theirs for mine, theirs in made)
    print(f"{what:58} {len(true):4} texts, {len(made):3} judged, {right:3} right")


def main() -> None:
    """Every probe, one line each."""
    plain = rows("valence_probe.csv")
    tell(
        "single sentences, by their words",
        suggest_valence([r["text"] for r in plain]),
        [r["valence"] for r in plain],
    )
    asked = rows("valence_question_probe.csv")
    for part in ("seen", "held"):
        own = [r for r in asked if r["part"] == part]
        tell(
            f"survey questions, {part}",
            [asked_for(r["question"]) or "" for r in own],
            [r["asks"] for r in own],
            "",
        )
    answers = rows("valence_answer_probe.csv")
    words = valence_words([r["text"] for r in answers])
    said = [judge(r["text"], w, "survey", r["question"]).valence for r, w in zip(answers, words, strict=True)]
    tell("survey answers", list(said), [r["valence"] for r in answers])
    talk = rows("valence_interview_probe.csv")
    for part in ("seen", "held"):
        own = [r for r in talk if r["part"] == part]
        found = valence_words([r["text"] for r in own])
        for speech, rule in ((True, "plain verdicts alone"), (False, "all words, as for answers")):
            pairs = zip(own, found, strict=True)
            verdicts: list[str] = [verdict(r["text"], w, speech=speech) for r, w in pairs]
            tell(f"utterances from interviews, {part}: {rule}", verdicts, [r["valence"] for r in own])
    for part in ("seen", "held"):
        own = [r for r in rows("names_probe.csv") if r["part"] == part]
        hits = said_ = true = 0
        for row in own:
            wanted, got = set(filter(None, row["names"].split(";"))), set(possible_names(row["text"]))
            hits, said_, true = hits + len(wanted & got), said_ + len(got), true + len(wanted)
        print(f"{f'names, {part}':58} {len(own):4} texts, {true} names, {hits} found, {said_ - hits} more")


if __name__ == "__main__":
    main()
