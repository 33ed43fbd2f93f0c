"""Reads files of written examples: JSON lines beside the codebooks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from qualcode.codebook.files import content, decoded, raise_all
from qualcode.errors import CodebookError
from qualcode.model import Example

if TYPE_CHECKING:
    from qualcode.codebook.history import CodeHistory
    from qualcode.errors import QualcodeError


def read_examples(path: Path | str) -> tuple[Example, ...]:
    """Read a file of examples: one JSON object a line, with `text` and `codes` (none: no code fits).

    With `not`, a list of themes, an example was judged for those and its codes' alone, and of other themes
    nothing is known. Other keys (`source`, notes) are allowed and left. Blank lines are skipped.

    Raises:
        CodebookError: for one mistake, with its line; Problems for several.
    """
    path = Path(path)
    errors: list[QualcodeError] = []
    examples: list[Example] = []
    for number, line in enumerate(decoded(content(path), path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else "cannot be read"
            errors.append(CodebookError(f"not JSON: {what}", where=where, fix="One JSON object a line."))
            continue
        codes = row.get("codes", []) if isinstance(row, dict) else None
        rejected = row.get("not", []) if isinstance(row, dict) else None
        text = row.get("text") if isinstance(row, dict) else None
        if not isinstance(text, str) or not text.strip():
            errors.append(CodebookError("no text", where=where, fix='Expected {"text": "...", "codes": []}.'))
        elif not _are_codes(codes) or not _are_codes(rejected):
            key = "not" if _are_codes(codes) else "codes"
            errors.append(
                CodebookError(f"{key} is not a list of codes", where=where, fix=f'Expected "{key}": [].')
            )
        else:
            examples.append(Example(text, tuple(codes), tuple(rejected) if "not" in row else None))
    raise_all(errors)
    return tuple(examples)


def examples_of_today(path: Path, history: CodeHistory) -> tuple[Example, ...]:
    """A file of examples by the codes of today: those of renamed and merged codes follow.

    Raises:
        CodebookError: as read_examples.
    """
    follow, siblings = history.follow, history.siblings
    return tuple(
        replace(
            example,
            codes=tuple(map(follow, example.codes)),
            # That a part of a merged code was rejected says nothing of the whole.
            rejected=example.rejected and tuple(follow(c) for c in example.rejected if not siblings(c)),
        )
        for example in read_examples(path)
    )


def _are_codes(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(code, str) for code in value)
