"""questions.csv: who was asked about what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import Problems, QualcodeError, StudyError, TranscriptError
from qualcode.intake.finding import find_sources, source_id
from qualcode.intake.tabular import read_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.settings import Settings

FILE_NAME = "questions.csv"
COLUMNS = ("question", "theme", "group", "site", "source", "asked")
ASKED = {"ja": True, "nei": False, "yes": True, "no": False, "": True}


def read_questions(
    settings: Settings, themes: Sequence[str], today: Callable[[str, str], str] | None = None
) -> list[dict[str, Any]]:
    """Read a study's questions.csv, if it has one.

    Args:
        settings: the study's settings.
        themes: ids of the top codes a question may be about.
        today: the code of today of a code written at a place, where codes have had other names.

    Returns:
        A row per line with question, theme, group, site, source (None: all) and asked (bool).

    Raises:
        StudyError: a missing column, an unknown theme, group, site or source, or else than ja and nei.
        Problems: several of these.
    """
    path = settings.folder / FILE_NAME
    try:
        data = path.read_bytes()
        if not data.strip():
            return []
        table = read_csv(data, path)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except TranscriptError as error:
        raise StudyError(error.what, where=error.where, fix=error.fix) from None
    header = [name.lower() for name in table.header]
    missing = [name for name in ("question", "theme") if name not in header]
    if missing:
        raise StudyError(
            f"has no column {missing[0]!r}", where=str(path), fix=f"The columns are: {', '.join(COLUMNS)}."
        )
    errors: list[QualcodeError] = []
    rows = []
    known = {
        "theme": list(themes),
        "group": list(settings.groups),
        "site": list(settings.sites),
        "source": [source_id(source) for source in find_sources(settings)],
    }
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = dict.fromkeys(COLUMNS, "") | dict(zip(header, row, strict=True))
        where = f"{path}, line {line}"
        try:
            cells["theme"] = today(cells["theme"], where) if today else cells["theme"]
        except StudyError as error:
            errors.append(error)
            continue
        errors += _mistakes(cells, where, known)
        said: dict[str, Any] = {name: cells[name] or None for name in COLUMNS}
        rows.append(said | {"asked": ASKED.get(cells["asked"].lower())})
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Problems(errors)
    return rows


def _mistakes(cells: dict[str, str], where: str, known: dict[str, list[str]]) -> Iterator[StudyError]:
    for name, names in known.items():
        if cells[name] and names and cells[name] not in names:
            yield StudyError(
                f"unknown {name} {cells[name]!r}", where=where, fix=f"Known: {', '.join(names)}."
            )
    if cells["asked"].lower() not in ASKED:
        yield StudyError(f"asked is {cells['asked']!r}", where=where, fix="Write ja or nei.")
