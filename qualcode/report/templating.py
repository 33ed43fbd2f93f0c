"""The Jinja environment the text templates share, and what no format can print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

# Not allowed in XML 1.0 (section 2.2), and shown by no browser.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(value: Any) -> Any:
    """A text with characters no document format holds shown as the replacement character; else the value."""
    if not isinstance(value, str) or not _UNPRINTABLE.search(value):
        return value  # markup stays markup
    return _UNPRINTABLE.sub("\ufffd", value)


def environment(
    escape: Callable[[str], str] | None = None, *, trim: bool = False, sandboxed: bool = False
) -> Environment:
    """An environment that reads the package's templates, escapes every value and fails on a missing name.

    Args:
        escape: how the format escapes a text; None is html.
        trim: whether lines that hold only a tag leave nothing.
        sandboxed: whether the templates are other people's, which may read the draft and do nothing else.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        value = printable(value)
        if escape is None or not isinstance(value, str) or isinstance(value, Markup):
            return value
        return Markup(escape(value))  # noqa: S704  escaped by the format's own rule, html's would be wrong

    return (ImmutableSandboxedEnvironment if sandboxed else Environment)(
        autoescape=True,  # so that what a macro gives back is not escaped twice
        finalize=finalize,
        keep_trailing_newline=True,
        loader=PackageLoader("qualcode.report"),
        lstrip_blocks=True,
        trim_blocks=trim,
        undefined=StrictUndefined,
    )
