"""What changed from one version of some codebooks to another: codes, indicators, thresholds, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codebook.history import code_history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.model import Code, Codebook, Indicator


def codebook_changes(old: Sequence[Codebook], new: Sequence[Codebook]) -> list[str]:
    """Every change, a line each: `+` added, `-` removed, `~` changed; in the order of the new codebooks.

    A renamed or merged code (`was:`) is compared with what it was.

    Args:
        old: the codebooks before.
        new: the codebooks after.
    """
    return [*_books(old, new), *_codes(old, new), *_indicators(old, new)]


def _books(old: Sequence[Codebook], new: Sequence[Codebook]) -> Iterator[str]:
    before = {book.id: book for book in old}
    for book in new:
        was = before.get(book.id)
        if was is None:
            continue
        if was.version != book.version:
            yield f"~ {book.id}: version {was.version} -> {book.version}"
        if was.threshold != book.threshold:
            yield f"~ {book.id}: threshold {was.threshold:g} -> {book.threshold:g}"
        for name in sorted({*was.classes, *book.classes}):
            mine, theirs = book.classes.get(name, ()), was.classes.get(name, ())
            yield from _marked(f"{book.id}: @{name}: ", set(theirs), set(mine))
    shared = [book for book in new if book.id in before and before[book.id].written != book.written]
    if shared:  # one file of examples serves all the codebooks of a folder
        first = shared[0]
        yield from _examples(len(before[first.id].written), len(first.written))


def _examples(before: int, after: int) -> Iterator[str]:
    yield f"~ written examples: {before} -> {after}" + (" (others)" if before == after else "")


def _codes(old: Sequence[Codebook], new: Sequence[Codebook]) -> Iterator[str]:
    before, after = _by_id(old), _by_id(new)
    history = code_history(new)
    yield from (f"~ {line}" for line in history.lines() if line.split(" ", 1)[0] in before)
    for code_id in after:
        if code_id not in before and not any(was in before for was in after[code_id].was):
            yield f"+ {code_id}"
    for code_id in before:
        if code_id not in after and code_id not in history.heirs:
            yield f"- {code_id}"
    for code_id, code in after.items():
        was = before.get(code_id)
        if was is not None:
            said = [
                name
                for name in ("name", "definition", "include", "exclude")
                if getattr(was, name) != getattr(code, name)
            ]
            if said:
                yield f"~ {code_id}: {', '.join(said)} rewritten"


def _indicators(old: Sequence[Codebook], new: Sequence[Codebook]) -> Iterator[str]:
    before, after = _by_id(old), _by_id(new)
    for code_id, code in after.items():
        earlier = [before[i] for i in (code_id, *code.was) if i in before]
        was = {key: strength for one in earlier for key, strength in _strengths(one).items()}
        now = _strengths(code)
        yield from _marked(f"{code_id}: ", set(was), set(now))
        for key in now:
            if key in was and was[key] != now[key]:
                yield f"~ {code_id}: {key} {was[key]:g} -> {now[key]:g}"


def _marked(where: str, before: set[str], after: set[str]) -> Iterator[str]:
    yield from (f"+ {where}{one}" for one in sorted(after - before))
    yield from (f"- {where}{one}" for one in sorted(before - after))


def _strengths(code: Code) -> Mapping[str, float]:
    return {_written(indicator): indicator.strength for indicator in code.indicators}


def _written(indicator: Indicator) -> str:
    return f"`{'! ' if indicator.counter else ''}{indicator.pattern}`"


def _by_id(books: Sequence[Codebook]) -> dict[str, Code]:
    return {code.id: code for book in books for code in book.codes}
