"""Measures how long a coder waits for a decision to be stored, alone and among thirty; writes docs/review.md.

python benchmarks/decisions.py [--seconds N]

Every coder decides about once a second, far faster than anyone reads. Each has a connection of their own; the
page around a decision adds some milliseconds. PostgreSQL is Debian's, started here and gone afterwards, with
its own settings (it waits for the disk).
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from qualcode.coding import code_study, import_study  # noqa: E402
from qualcode.errors import StaleDecision  # noqa: E402
from qualcode.model import Decision  # noqa: E402
from qualcode.passes import act, add_coder  # noqa: E402
from qualcode.study import Study, open_study  # noqa: E402
from tests.postgres import binaries, running_server  # noqa: E402

PAGE = ROOT / "docs" / "review.md"
START, END = "<!-- decisions: start -->", "<!-- decisions: end -->"
CROWD = 30


def decide_along(study: Study, name: str, segments: list[str], seconds: float) -> list[float]:
    """Decide about once a second; the time each decision took, refusals included."""
    chance = random.Random(name)
    seen: dict[str, int] = {}
    waited: list[float] = []
    until = time.monotonic() + seconds
    time.sleep(chance.random())
    while time.monotonic() < until:
        segment = chance.choice(segments)
        start = time.perf_counter()
        while True:
            try:
                decision = Decision(segment, "tidlig_innsats", "accept", name)
                seen[segment] = act(study, decision, seen=seen.get(segment, 0))
                break
            except StaleDecision as error:
                seen[segment] = error.seen or 0
        waited.append(time.perf_counter() - start)
        time.sleep(chance.uniform(0.5, 1.5))
    return waited


def measure(folder: Path, url: str | None, coders: int, seconds: float) -> str:
    """A row of the table: median and 95th percentile, in milliseconds."""
    shutil.copytree(ROOT / "codebooks", folder / "codebooks")
    shutil.copytree(ROOT / "transcripts_sample", folder / "study", ignore=shutil.ignore_patterns("*.db*"))
    if url:
        settings = folder / "study" / "qualcode.toml"
        settings.write_text(f'database = "{url}"\n' + settings.read_text("utf-8"), "utf-8")
    study = open_study(folder / "study")
    import_study(study)
    code_study(study)
    segments = [placed.id for placed in study.store.outline()]
    names = [f"Student {n:02}" for n in range(coders)]
    for name in names:
        add_coder(study, name)
    own = {name: open_study(folder / "study") for name in names}
    for opened in own.values():  # codebooks and connection are there before the clock runs
        _ = opened.codes
        opened.store.last_run()
    with ThreadPoolExecutor(coders) as pool:
        found = list(pool.map(lambda name: decide_along(own[name], name, segments, seconds), names))
    waited = sorted(wait * 1000 for waits in found for wait in waits)
    if len(study.store.stored_decisions()) != len(waited):
        sys.exit("Decisions were lost, or stored twice.")
    p50, p95 = (waited[int(len(waited) * share)] for share in (0.5, 0.95))
    database = "PostgreSQL" if url else "SQLite"
    return f"| {database} | {coders} | {len(waited)} | {p50:.0f} ms | {p95:.0f} ms |"


def main() -> None:
    """Measure, print, and write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    rows = ["| database | coders | decisions | p50 | p95 |", "| --- | --- | --- | --- | --- |"]
    with ExitStack() as stack:
        programs = binaries()
        if programs is None:
            sys.exit("There is no PostgreSQL here: apt-get install postgresql.")
        server = stack.enter_context(running_server(programs))
        for postgres in (False, True):
            for coders in (1, CROWD):
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                url = server.new_database() if postgres else None
                rows.append(measure(folder, url, coders, options.seconds))
                print(rows[-1], flush=True)
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(START)
    PAGE.write_text(f"{before}{START}\n" + "\n".join(rows) + f"\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
