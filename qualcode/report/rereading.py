"""What the author's texts were written against, so that a draft can say which to read again.

Kept in `forfatter/.tall.json` (`.tall.nn.json` for a further language's texts): for every text the numbers
that stood under it when it was last written or read, and the numbers of the last draft. The numbers are found
anew each time; nothing here is printed.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from qualcode.errors import StudyError
from qualcode.outfiles import replace_file
from qualcode.report.author import FOLDER
from qualcode.report.context import Paragraph
from qualcode.report.findings import Remark, short, spots_of
from qualcode.report.texts import Words
from qualcode.report.wording import shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.report.context import Claim, ReportContext, Section
    from qualcode.report.findings import Spot

_UNWRITABLE = re.compile(r"[/\\:*?\"<>|\x00-\x1f]")
"""No file name on one system or another."""
_SHOWN = 3
"""Changes told one by one; the rest are counted."""
_FRONT = {"sammendrag": "oversikt", "innledning": "oversikt"}
"""Texts about the whole draft, and the section whose numbers stand for it."""
FIXED = ("oversikt", "sammenfall", "spredning", "metode", "begrensninger")
"""Sections of every draft that have a text of the author's under their own name."""
Numbers = dict[str, str]
"""What is printed, by a key that stays when the number changes."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was kept of the last draft.

    texts: hash by file. against: the numbers under each text when it was written. last: those under each
    place for a text in the last draft. made: the files that were made for the author to write in.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    against: Mapping[str, Numbers] = field(default_factory=dict)
    last: Mapping[str, Numbers] = field(default_factory=dict)
    made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A number that is another now. old, new: as printed; "" where it was not, or is no more."""

    old: str
    new: str


def memory_file(suffix: str = "") -> str:
    """What the memory of a draft's texts is called, in `forfatter/`.

    Args:
        suffix: of the draft's language, `.nn`; nothing for the main one.
    """
    return f".tall{suffix}.json"


def read_memory(study: Path, suffix: str = "") -> Memory:
    """What the last draft of a study in a language remembered; nothing if there was none.

    Args:
        study: the study folder.
        suffix: as `memory_file`.

    Raises:
        StudyError: the file cannot be read as what it was written as.
    """
    path = study / FOLDER / memory_file(suffix)
    try:
        kept = json.loads(path.read_text("utf-8"))
        return Memory(dict(kept["texts"]), dict(kept["against"]), dict(kept["last"]), tuple(kept["made"]))
    except FileNotFoundError:
        return Memory()
    except (OSError, ValueError, KeyError, TypeError):
        raise StudyError(
            "cannot be read as the numbers of the last draft",
            where=str(path),
            fix="Delete it; texts written so far then count as written against the next draft.",
        ) from None


def remember(
    report: ReportContext, author: Mapping[str, Sequence[str]], before: Memory, *, read: Sequence[str] = ()
) -> Memory:
    """What to keep of a draft that is being written.

    A text that is new or changed since the last draft was written against the last draft's numbers; one that
    is as it was keeps its own.

    Args:
        report: the draft.
        author: the author's paragraphs by file.
        before: what was kept until now.
        read: texts the author has read again, as they stand, against this draft.
    """
    now = _numbers(report)
    texts = {name: _hash(own) for name, own in author.items()}
    against = {}
    for name, digest in texts.items():
        here = now.get(name, {})
        if name in read:
            against[name] = here
        elif before.texts.get(name) == digest:
            against[name] = before.against.get(name, here)
        else:
            against[name] = before.last.get(name, here)
    return Memory(texts, against, now, before.made)


def write_memory(study: Path, memory: Memory, suffix: str = "") -> None:
    """Keep it in `forfatter/`; suffix as `memory_file`."""
    (study / FOLDER).mkdir(exist_ok=True)
    kept = {"texts": memory.texts, "against": memory.against, "last": memory.last, "made": memory.made}
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    replace_file(study / FOLDER / memory_file(suffix), text.encode())


def remarks(report: ReportContext, author: Mapping[str, Sequence[str]], before: Memory) -> list[Remark]:
    """Which of the author's sentences to read again, and what has changed under them.

    The sentences that repeat a number that is no longer in the draft; where none does, the text's first.
    """
    now = remember(report, author, before)
    own: dict[str, list[Spot]] = {}
    for spot in spots_of(report):
        if spot.own:
            own.setdefault(spot.file, []).append(spot)
    found = []
    for name, spots in own.items():
        changes = changed(now.against.get(name, {}), now.last.get(name, {}))
        if not changes:
            continue
        told = "; ".join(f"«{short(c.old)}» → «{short(c.new)}»" for c in changes[:_SHOWN])
        more = len(changes) - _SHOWN
        values = {"changes": told + (f" (+{more})" if more > 0 else ""), "file": name}
        stale = [spot for spot in spots if _repeats(spot.text, changes)]
        found += [Remark(spot, "reread", values) for spot in stale or spots[:1]]
    return found


def changed(old: Numbers, new: Numbers) -> list[Change]:
    """What stands otherwise than it did, in the order of the new draft, then what is gone."""
    found = [Change(old.get(key, "–"), text) for key, text in new.items() if old.get(key) != text]
    return found + [Change(text, "–") for key, text in old.items() if key not in new]


def _repeats(text: str, changes: Sequence[Change]) -> bool:
    gone = {(s.k, s.n) for c in changes for s in shares(c.old)} - {
        (s.k, s.n) for c in changes for s in shares(c.new)
    }
    return any((s.k, s.n) in gone for s in shares(text))


def _hash(paragraphs: Sequence[str]) -> str:
    return sha256("\n\n".join(paragraphs).encode()).hexdigest()


# --- places to write in ------------------------------------------------------------------------------


def make_places(study: Path, report: ReportContext, memory: Memory) -> Memory:
    """Make a file for each text the author may write, once: what is there, or was taken away, is left alone.

    Args:
        study: the study folder.
        report: the draft, whose places they are.
        memory: which files have been made before.

    Returns:
        The memory with the new files.
    """
    folder = study / FOLDER
    folder.mkdir(exist_ok=True)
    words = Words(report.language)
    made = list(memory.made)
    for name, title in _places(report, words):
        if name in made or _UNWRITABLE.search(name):
            continue
        made.append(name)
        hint = words.text("author_hint", title=title)
        text = f"# {title}\n\n<!-- {hint} -->\n"
        with suppress(FileExistsError), (folder / f"{name}.md").open("xb") as file:
            file.write(text.encode())
    return replace(memory, made=tuple(made))


def _places(report: ReportContext, words: Words) -> list[tuple[str, str]]:
    """Names of the files and titles of the texts, in the order of print."""
    found = {"sammendrag": words["abstract"], "innledning": words["opening"]}
    for chapter in report.chapters:
        for section, above in _within(chapter, None):
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.file and block.style == "reading":
                    own = None if section.anchor.endswith("-lesning") else section
                    titles = [s.title for s in (above, own) if s and s is not chapter]
                    found.setdefault(block.file, " – ".join(titles) or section.title)
    for name in ("metode", "begrensninger"):
        found[name] = report.sections[name].title
    return list(found.items())


# --- the numbers under each text ---------------------------------------------------------------------


def _numbers(report: ReportContext) -> dict[str, Numbers]:
    """The numbers under every text and every place for one."""
    found: dict[str, Numbers] = {}
    sections = report.sections
    for chapter in report.chapters:
        for section, above in _within(chapter, None):
            for file in dict.fromkeys(b.file for b in section.blocks if isinstance(b, Paragraph) and b.file):
                about = section
                if file in _FRONT:
                    about = sections[_FRONT[file]]
                elif section.anchor.endswith("-lesning") and above is not None:
                    about = above
                found.setdefault(file, _of(about, report.claims))
    for file, anchor in {**_FRONT, **{name: name for name in FIXED}}.items():
        found.setdefault(file, _of(sections[anchor], report.claims))
    return found


def _within(section: Section, above: Section | None) -> list[tuple[Section, Section | None]]:
    return [(section, above), *(pair for inner in section.sections for pair in _within(inner, section))]


def _of(section: Section, claims: Sequence[Claim]) -> Numbers:
    """A section's numbers: its sentences; where it has none, its tables' cells."""
    anchors = {inner.anchor for inner in section.every()}
    own = [claim for claim in claims if claim.chapter in anchors and claim.place != "quote"]
    said = [claim for claim in own if claim.place == "sentence"] or own
    found: Numbers = {}
    counts: dict[tuple[str, str], int] = {}
    for claim in said:
        if claim.place == "sentence":
            # The words of a sentence change with its number; its place among those of its unit does not.
            nth = counts[claim.chapter, claim.backing.unit] = (
                counts.get((claim.chapter, claim.backing.unit), 0) + 1
            )
            found[f"{claim.chapter} | {claim.backing.unit} {nth}"] = claim.text
        else:
            _, _, cell = claim.text.partition(": ")
            row, _, shown = cell.rpartition(" | ")
            found[f"{claim.chapter} | {row}"] = f"{row}: {shown}"
    return found
