"""Codes as people wrote them in a study's files and addresses, read as the codes of today.

The one place that decides what a renamed, merged or split code means where it is written by hand: a line is
kept for the user to see, never an error, unless it would have to be guessed which code is meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import StudyError

if TYPE_CHECKING:
    from qualcode.codebook.history import CodeHistory
    from qualcode.settings import Settings


class Todays:
    """Follows written codes through their history, and remembers what it followed.

    Args:
        history: of the codebooks in force.
    """

    def __init__(self, history: CodeHistory) -> None:
        self._history = history
        self._told: dict[str, None] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        """A line for each place whose code goes by another name now, in the order they were met."""
        return tuple(self._told)

    def one(self, code: str, where: str) -> str:
        """The code that is meant today.

        Args:
            code: as written; an id that is no old one is given back as it is.
            where: file and line, for the notice.

        Raises:
            StudyError: the code was split, so that it has to be said which of its heirs is meant.
        """
        if self._history.is_split(code):
            heirs = self._history.heirs[code]
            raise StudyError(
                f"the code {code!r} was split into {' and '.join(heirs)}",
                where=where,
                fix="Write the one that is meant; if both are, a line for each.",
            )
        return self.each(code, where)[0]

    def each(self, code: str, where: str) -> tuple[str, ...]:
        """The codes that what is said of a code holds for today: every heir of a split one.

        Args:
            code: as written.
            where: file and line, for the notice.
        """
        heirs = self._history.heirs.get(code, ())
        if not heirs:
            return (code,)
        names = " and ".join(map(repr, heirs))
        now = "was split, and what is said of it holds for" if len(heirs) > 1 else "is called"
        self._told[f"{where}: the code {code!r} {now} {names}{' now' if len(heirs) == 1 else ''}."] = None
        return heirs


def settings_of_today(settings: Settings, todays: Todays) -> Settings:
    """The settings with every code in them by its name of today.

    A split code's threshold holds for each of its heirs; a threshold written for the new name goes before one
    for an old.

    Args:
        settings: as read.
        todays: keeps what was followed.

    Raises:
        StudyError: two old codes with different thresholds that are one code now, or a code for relayed views
            that was split.
    """
    thresholds: dict[str, float] = {}
    followed: dict[str, float] = {}
    where = f"{settings.file}, [thresholds]"
    for code, threshold in settings.thresholds.items():
        for now in todays.each(code, where):
            own = thresholds if now == code else followed
            if own.get(now, threshold) != threshold and now not in settings.thresholds:
                raise StudyError(
                    f"two thresholds for {now!r}, of codes merged into it: {own[now]:g} and {threshold:g}",
                    where=where,
                    fix=f'Write one: "{now}" = {threshold:g}.',
                )
            own[now] = threshold
    relayed = {
        group: todays.one(code, f"{settings.file}, [report.relayed]")
        for group, code in settings.report.relayed.items()
    }
    return replace(
        settings, thresholds={**followed, **thresholds}, report=replace(settings.report, relayed=relayed)
    )
