"""A draft as Markdown for Quarto and pandoc, every text of the study escaped."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from qualcode.report.templating import environment, printable

if TYPE_CHECKING:
    from markupsafe import Markup

    from qualcode.report.context import Cell, ReportContext, Sentence

# Pandoc takes any ASCII punctuation after a backslash as itself ("Backslash escapes" in its manual).
# Quotes, dashes and dots are escaped where its `smart` extension would turn them into others: a quote's
# characters are kept.
_SPECIAL = re.compile(
    r"[\\`*_{}\[\]<>#|$@~^&'\"]|--+|\.\.\.+|://|^[-+:=]|^\d+[.)](?=\s|$)|^\([a-z\d]+\)|(?<=\s)[-+](?=\s)"
)


def escaped(text: str) -> str:
    """A text as Markdown on one line that shows as it is written.

    Args:
        text: any text; line ends become spaces.
    """
    one_line = re.sub(r"[^\S\u00a0\u202f]+", " ", printable(text)).strip(" ")
    return _SPECIAL.sub(lambda m: re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", m[0]), one_line)


def _told(said: Sentence | Cell) -> Markup:
    """A sentence or cell with links where it speaks of tables and figures."""
    from markupsafe import Markup

    told = ""
    for part in said.parts:
        if part.anchor:
            told += f"[{escaped(part.text)}](#{part.anchor})"
        else:  # blanks at its ends divide it from the links
            before, after = (" " if part.text[i:][:1] == " " else "" for i in (0, -1))
            told += f"{before}{escaped(part.text)}{after}"
    return Markup(told.strip(" "))  # noqa: S704  escaped above


def render_markdown(report: ReportContext) -> bytes:
    """Render a draft as Markdown.

    Args:
        report: the draft's content.
    """
    from markupsafe import Markup

    jinja = environment(escaped, trim=True)
    jinja.filters["told"] = _told
    # Metadata texts are Markdown too, inside a YAML string.
    jinja.filters["yaml"] = lambda text: Markup(json.dumps(escaped(text), ensure_ascii=False))  # noqa: S704
    jinja.filters["quoted"] = lambda text: Markup(f'"{escaped(text)}"')  # noqa: S704
    jinja.filters["path"] = Markup  # a file's name of our own
    jinja.filters["id"] = lambda text: Markup(re.sub(r"[^\w-]", "-", text))  # noqa: S704  word characters only
    page = jinja.get_template("report.md.j2").render(report=report)
    return (re.sub(r"\n{3,}", "\n\n", page).strip("\n") + "\n").encode("utf-8", "replace")
