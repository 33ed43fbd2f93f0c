"""A draft as one self-contained html file: no scripts, nothing fetched, prints well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.report.templating import environment

if TYPE_CHECKING:
    from qualcode.report.context import ReportContext


def render_html(report: ReportContext) -> bytes:
    """Render a draft as html.

    Args:
        report: the draft's content.
    """
    from markupsafe import Markup

    jinja = environment()
    # Our own svg; within a page its namespaces go without saying.
    jinja.filters["drawing"] = lambda svg: Markup(re.sub(r' xmlns(?::\w+)?="[^"]*"', "", svg))  # noqa: S704
    css = jinja.get_template("report.css").render()
    page = jinja.get_template("report.html.j2").render(report=report, css=Markup(css))  # noqa: S704  our own file
    return page.encode("utf-8", "replace")
