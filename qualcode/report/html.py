"""A draft as one self-contained html file: no scripts, nothing fetched, prints well."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from qualcode.report.templating import environment

if TYPE_CHECKING:
    from qualcode.report.context import ReportContext


def render_html(report: ReportContext) -> bytes:
    """Render a draft as html.

    Args:
        report: the draft's content.
    """
    return page_of(report).encode("utf-8", "replace")


def page_of(report: ReportContext, *, printed: bool = False) -> str:
    """A draft's page.

    Args:
        report: the draft's content.
        printed: for paper: no links to the evidence, only the quoted segments in the appendix.
    """
    from markupsafe import Markup

    jinja = environment()
    jinja.filters["drawing"] = lambda svg: Markup(_within(svg))  # noqa: S704  our own svg
    jinja.filters["data_url"] = lambda svg: f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    css = jinja.get_template("report.css").render()
    template = jinja.get_template("report.html.j2")
    return template.render(report=report, css=Markup(css), printed=printed)  # noqa: S704  our own file


def _within(svg: str) -> str:
    """An svg as a part of a page, where its namespaces go without saying."""
    return re.sub(r' xmlns(?::\w+)?="[^"]*"', "", svg)
