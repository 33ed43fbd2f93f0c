"""Many at once: what thirty students decide at the same time is stored, all of it, once."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qualcode.model import Coder, Decision
from qualcode.passes import StaleDecision, act, add_coder, card
from qualcode.study import Study
from tests.passes.conftest import fill
from tests.studies import ROOT

BOTH = {"intervju_1": "foreldre", "intervju_2": "foreldre"}


def code_along(
    study: Study, name: str, own: list[str], shared: list[str], wanted: int
) -> tuple[list[int], int]:
    """A student who decides `wanted` times, one time in ten where everyone is, and looks again when refused.

    Returns:
        The ids acknowledged, and how often the student was refused.
    """
    chance = random.Random(name)
    seen = dict.fromkeys([*own, *shared], 0)
    acknowledged: list[int] = []
    refused = 0
    while len(acknowledged) < wanted:
        segment = chance.choice(shared if chance.random() < 0.1 else own)
        reason = f"{name} {len(acknowledged)}"
        while True:
            decision = Decision(segment, "hjelp.telefon", "accept", name, reason=reason)
            try:
                seen[segment] = act(study, decision, seen=seen[segment])
            except StaleDecision as error:
                refused += 1
                seen[segment] = error.seen or 0
            else:
                acknowledged.append(seen[segment])
                break
    return acknowledged, refused


@pytest.mark.slow
def test_thirty_coders_with_200_decisions_each_lose_none_and_double_none(
    request: pytest.FixtureRequest, database_url: str, make_study: Callable[[], Study]
) -> None:
    coders, wanted = (30, 200) if database_url.startswith("postgresql") else (10, 50)
    study = make_study()
    fill(study, BOTH, 5 * (coders + 1))
    names = [f"Student {n:02}" for n in range(coders)]
    for name in names:
        add_coder(study, name)
    segments = [placed.id for placed in study.store.outline()]
    shares = {name: segments[10 * (n + 1) : 10 * (n + 2)] for n, name in enumerate(names)}
    # Threads, each with a database connection of its own.
    own = {name: make_study() for name in names}
    for opened in own.values():
        assert opened.codes
    start = time.monotonic()
    with ThreadPoolExecutor(coders) as pool:
        found = list(
            pool.map(lambda name: code_along(own[name], name, shares[name], segments[:10], wanted), names)
        )
    seconds = time.monotonic() - start
    print(f"{coders} x {wanted} in {seconds:.1f} s, {sum(refused for _, refused in found)} refused")
    acknowledged = [id_ for ids, _ in found for id_ in ids]
    stored = study.store.stored_decisions()
    assert sorted(acknowledged) == [s.id for s in stored]
    assert Counter(s.decision.coder for s in stored) == dict.fromkeys(names, wanted)
    assert len({s.decision.reason for s in stored}) == coders * wanted


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_programs_of_their_own_lose_none_either(make_study: Callable[[], Study], tmp_path: Path) -> None:
    study = make_study()
    fill(study, {"intervju_1": "foreldre"}, 10)
    names = ["Anne", "Berit", "Cato"]
    for name in names:
        add_coder(study, name)
    script = (
        "import sys\nfrom qualcode.study import open_study\nfrom tests.passes.test_together import code_along\n"
        "study = open_study(sys.argv[1])\n"
        "segments = [p.id for p in study.store.outline()]\n"
        "ids, _ = code_along(study, sys.argv[2], segments, segments, 20)\n"
        "study.store.close()\nprint(*ids)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(study.folder), name],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for name in names
    ]
    acknowledged = [int(id_) for process in running for id_ in process.communicate(timeout=120)[0].split()]
    assert [process.returncode for process in running] == [0, 0, 0]
    stored = study.store.stored_decisions()
    assert sorted(acknowledged) == [s.id for s in stored]
    assert Counter(s.decision.coder for s in stored) == dict.fromkeys(names, 20)


def test_of_two_who_decide_at_once_on_one_segment_one_is_shown_the_others_decision(
    make_study: Callable[[], Study], study: Study, people: dict[str, Coder]
) -> None:
    segment = "intervju_1-0000"
    own = {"Kari": make_study(), "Ola": make_study()}
    for _ in range(5):
        cards = {name: card(own[name], segment, people[name], "review") for name in own}

        def decide(name: str) -> int | StaleDecision:
            action = "accept" if name == "Kari" else "reject"
            try:
                return act(own[name], Decision(segment, "hjelp.telefon", action, name), seen=cards[name].seen)  # type: ignore[arg-type]  # noqa: B023
            except StaleDecision as error:
                return error

        with ThreadPoolExecutor(2) as pool:
            found = dict(zip(own, pool.map(decide, own), strict=True))
        (winner,) = (name for name, outcome in found.items() if isinstance(outcome, int))
        (loser,) = (name for name, outcome in found.items() if isinstance(outcome, StaleDecision))
        refusal = found[loser]
        assert isinstance(refusal, StaleDecision)
        assert f"{winner} has decided on this segment since you opened it" in str(refusal)
        shown = card(own[loser], segment, people[loser], "review")
        assert shown.seen == refusal.seen == found[winner]
        (state,) = (c for c in shown.codings if c.code == "hjelp.telefon")
        assert (state.coder, state.status) == (winner, "accepted" if winner == "Kari" else "rejected")
        # Having looked, the loser may decide.
        act(own[loser], Decision(segment, "hjelp.telefon", "accept", loser), seen=shown.seen)
    assert len(study.store.stored_decisions()) == 10
