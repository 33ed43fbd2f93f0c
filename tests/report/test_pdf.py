"""The draft as pdf: for paper and screen readers, from nothing but the page itself."""

from __future__ import annotations

import builtins
import http.server
import sys
import threading

import pypdf
import pytest

from qualcode.errors import OutputError
from qualcode.report import build_context, in_language, write_reports
from qualcode.report.html import page_of
from qualcode.report.pdf import library, render_pdf
from qualcode.settings_names import LANGUAGES
from tests import studies
from tests.small_study import small_study


def pdf_of(data, folder):
    return pypdf.PdfReader(str(write_reports(data, folder, ["utkast.pdf"])[0]))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


def tags(node, found=None):
    """The names of a pdf's tags, with what stands instead of a picture."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, pypdf.generic.ArrayObject):
        for child in node:
            tags(child, found)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            found.append((node["/S"], str(node.get("/Alt", ""))))
        if "/K" in node:
            tags(node["/K"], found)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_has_title_language_date_outline_and_tags(tmp_path, language):
    pdf = pdf_of(in_language(small_study(), language), tmp_path)
    root = pdf.trailer["/Root"]
    assert pdf.metadata.title.startswith("Hjelp i tide – ")
    assert str(pdf.metadata.creation_date.date()) == "2026-11-21"
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert len(pdf.outline) > 0
    found = tags(root["/StructTreeRoot"])
    names = {name for name, _ in found}
    assert {
        "/H1",
        "/H2",
        "/H3",
        "/P",
        "/Table",
        "/TH",
        "/TD",
        "/Caption",
        "/Figure",
        "/Link",
        "/BlockQuote",
    } <= names
    assert all(len(alt) > 40 for name, alt in found if name == "/Figure")


def test_a_pdf_has_page_numbers_in_its_contents_and_on_its_pages(tmp_path):
    pdf = pdf_of(small_study(), tmp_path)
    text = pdf.pages[0].extract_text()
    numbers = [line.split()[-1] for line in text.splitlines() if " . . ." in line]
    assert len(numbers) > 5
    assert all(1 < int(n) <= len(pdf.pages) for n in numbers)
    for number, page in enumerate(pdf.pages, start=1):
        assert str(number) in page.extract_text().split()
        assert "Maskinelt forslag, ikke gjennomgått" in page.extract_text()


def test_a_pdf_holds_the_draft_and_of_the_appendix_the_quoted_segments(tmp_path):
    study = small_study()
    text = text_of(pdf_of(study, tmp_path))
    assert "Av de intervjuede som ble spurt, har halvparten, to av fire, sagt noe om temaet" in text
    assert "Tallene for temaet står i tabell 3" in text
    assert "«At vi ble spurt»" in text
    page = page_of(build_context(study), printed=True)
    assert "belegg_" not in page
    assert page.count('<div id="utdrag_') == page.count('class="quoted"') > 0


def test_a_pdf_reads_nothing_but_its_own_page(monkeypatch):
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        page = (
            f'<html lang="nb"><title>t</title><link rel="stylesheet" href="{address}/a.css">'
            f'<p>Her.<img alt="b" src="{address}/b.png"><img alt="c" src="file:///usr/share/c.png"></p></html>'
        )
        monkeypatch.setattr("qualcode.report.html.page_of", lambda *_, **__: page)
        assert render_pdf(build_context(small_study())).startswith(b"%PDF-1.7")
        server.shutdown()
    assert asked == []


def test_a_pdf_without_the_extra_is_told_in_one_line(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(missing):
        def importing(name, *arguments, **named):
            if name == "weasyprint":
                raise missing
            return real(name, *arguments, **named)

        return importing

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(builtins, "__import__", without(ModuleNotFoundError("weasyprint")))
    with pytest.raises(OutputError) as told:
        write_reports(small_study(), tmp_path, ["utkast.html", "utkast.pdf"])
    line = "pdf needs the WeasyPrint library. Install it with: pip install 'qualcode[pdf]'"
    assert str(told.value) == line
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(builtins, "__import__", without(OSError("cannot load library 'libpango-1.0-0'")))
    with pytest.raises(OutputError, match="apt-get install libpango"):
        library()


def test_the_settings_say_which_formats_a_run_writes(tmp_path):
    study = studies.small_study(tmp_path / "studie")
    settings = study / "qualcode.toml"
    plain = settings.read_text("utf-8")
    settings.write_text(plain + '\n[report]\nformats = ["md", "pdf"]\n', "utf-8")
    assert studies.qualcode("run", study).returncode == 0
    drafts = {path.name for path in (study / "reports").glob("rapportutkast*")}
    assert drafts == {"rapportutkast.md", "rapportutkast.pdf"}
    assert studies.qualcode("verify", study).returncode == 0
    settings.write_text(plain + '\n[report]\nformats = ["odt"]\n', "utf-8")
    studies.refused(
        studies.qualcode("run", study),
        "line 5: formats = 'odt' is not known. Choose one of: html, docx, md, pdf.",
    )
