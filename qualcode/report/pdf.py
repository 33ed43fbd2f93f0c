"""A draft as pdf (the extra `pdf`): set for paper by WeasyPrint, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qualcode.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.report.context import ReportContext


def library() -> Any:
    """WeasyPrint.

    Raises:
        OutputError: it is not installed, or not the libraries of the system it draws text with.
    """
    try:
        import weasyprint
    except ImportError:
        raise OutputError(
            "pdf needs the WeasyPrint library", fix="Install it with: pip install 'qualcode[pdf]'"
        ) from None
    except OSError:
        raise OutputError(
            "pdf needs Pango, a library of the system, which is not installed",
            fix="On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from None
    return weasyprint


def render_pdf(report: ReportContext) -> bytes:
    """Render a draft as pdf: what html shows, with page numbers, and in the appendix the quoted segments.

    Args:
        report: the draft's content.

    Raises:
        OutputError: what pdf needs is not installed.
    """
    from qualcode.report.html import page_of

    weasyprint = library()
    # Only what the page itself holds is read; nothing of the machine's, nothing from the net.
    embedded = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    with _quiet():
        page = weasyprint.HTML(string=page_of(report, printed=True), url_fetcher=embedded)
        content: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return content


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the terminal that WeasyPrint passes over what only screens have use for."""
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
