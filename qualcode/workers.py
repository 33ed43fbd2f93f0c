"""Codes sources in several processes at once; what they find is the same, and stored by the one that asked.

Each process opens the study's codebooks for itself and is sent texts with the places of their segments; plain
suggestions come back. Processes are spawned, not forked: the one that asks may have threads.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from qualcode.collecting import without_collection
from qualcode.errors import QualcodeError, StudyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from qualcode.matching import Coder
    from qualcode.matching.matcher import News
    from qualcode.model import Suggestion
    from qualcode.store import Uncoded
    from qualcode.study import Study

    Coded = dict[str, list[Suggestion]]
    """Suggestions by segment id, for the segments that have any."""

    Text = tuple[str, list[Uncoded]]
    """A source's text and its segments."""

AHEAD = 4
"""Sources for each process that wait their turn, so that none is idle while results are stored."""


def code_segments(coder: Coder, text: str, segments: Sequence[Uncoded]) -> Coded:
    """Suggestions by segment id, for the segments that have any; matches at offsets of the source's text."""
    found = coder.code_in(text, [(s.start, s.end) for s in segments], [s.question for s in segments])
    return {s.id: suggestions for s, suggestions in zip(segments, found, strict=True) if suggestions}


def code_in_processes(
    study: Study, sources: Iterable[tuple[str, Text]], processes: int, *, remember: bool
) -> Iterator[tuple[str, Coded]]:
    """Code sources, several at a time; what the processes found anew is given to the study's own coder.

    Args:
        study: whose codebooks to code with; its coder is in `remembering` if `remember`.
        sources: id with text and segments; taken as they are needed.
        processes: how many.
        remember: use what earlier runs left in the user's cache folder.

    Yields:
        Each source's id and suggestions, in the order given.

    Raises:
        StudyError: the codebooks were changed meanwhile, or a process was killed.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    about = (study.folder, study.coder.sha256, remember)
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_open, initargs=about)
    waiting: deque[tuple[str, Future[tuple[Coded, News]]]] = deque()

    def first() -> tuple[str, Coded]:
        id_, future = waiting.popleft()
        coded, news = future.result()
        if remember:
            study.coder.take(news)
        return id_, coded

    try:
        for id_, (text, segments) in sources:
            with _no_interruption():  # this may start a process
                waiting.append((id_, pool.submit(_code, text, segments)))
            if len(waiting) > AHEAD * processes:
                yield first()
        while waiting:
            yield first()
    except BrokenProcessPool:
        raise StudyError(
            "a process that was coding came to a sudden end (the machine may be short of memory)",
            where=str(study.folder),
            fix="Run it again with --processes 1; what was stored is not coded again.",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Processes that start inside are not interrupted by Ctrl-C, but ended by the one that started them."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # only the main thread is interrupted, and may say this
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# --- in each of the processes ------------------------------------------------------------------------

_own: list[Coder] = []
"""The coder of this process; none where the codebooks are no longer those that were asked for."""
_until_the_end = ExitStack()


def _open(folder: Path, wanted: str, remember: bool) -> None:
    """Make this process's coder; what it finds is handed over, and never saved here."""
    from threading import Thread

    from qualcode.study import open_study

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(QualcodeError):  # what is wrong now was right when the work began
        coder = open_study(folder).coder
        if coder.sha256 == wanted:
            if remember:
                _until_the_end.enter_context(coder.remembering())
            _until_the_end.enter_context(without_collection())
            _own.append(coder)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however it went."""
    from multiprocessing import parent_process

    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _code(text: str, segments: list[Uncoded]) -> tuple[Coded, News]:
    if not _own:
        raise StudyError("the codebooks were changed while they were in use", fix="Run it again.")
    return code_segments(_own[0], text, segments), _own[0].hand_over()
