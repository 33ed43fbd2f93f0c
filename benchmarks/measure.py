"""Runs a command as a process of its own, to its end: wall time, processor time and largest memory."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """wall, cpu: seconds (cpu of user and system, children it waited for included). memory: megabytes."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> Cost:
    """Run a command once.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=os.environ | (env or {}), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {said.decode(errors='replace')[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def in_turn(tasks: dict[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """Run each task once per round, A B A B, so that a busy machine slows all alike; the medians."""
    costs: dict[str, list[Cost]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            costs[name].append(task())
    return {
        name: Cost(
            median(c.wall for c in found), median(c.cpu for c in found), median(c.memory for c in found)
        )
        for name, found in costs.items()
    }
