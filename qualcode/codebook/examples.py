"""Reads files of written examples: JSON lines beside the codebooks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.codebook.files import content, decoded, raise_all
from qualcode.errors import CodebookError
from qualcode.model import Example

if TYPE_CHECKING:
    from qualcode.errors import QualcodeError


def read_examples(path: Path | str) -> tuple[Example, ...]:
    """Read a file of written examples: one JSON object a line, with `text` and `codes` (none: no code fits).

    Other keys (`source`, notes) are allowed and left. Blank lines are skipped.

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
        text = row.get("text") if isinstance(row, dict) else None
        if not isinstance(text, str) or not text.strip():
            errors.append(CodebookError("no text", where=where, fix='Expected {"text": "...", "codes": []}.'))
        elif not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            errors.append(
                CodebookError("codes is not a list of codes", where=where, fix='Expected "codes": [].')
            )
        else:
            examples.append(Example(text, tuple(codes)))
    raise_all(errors)
    return tuple(examples)
