"""An institution's own Word template: a letterhead the draft is put into, or a document with our tags."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import StudyError
from qualcode.report.templating import environment
from qualcode.report.word_parts import qualified
from qualcode.report.word_template import PATH, build_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILTERS = ("bookmark", "bookmark_id", "drawing", "fill", "lines")
"""What a draft is filled in with (docx.py), beside Jinja's own."""
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = "[Content_Types].xml"
_TAG = re.compile(r"\{[{%][^{}]*\breport\b")
_BODY = re.compile(r"\breport\.(blocks|chapters)\b")
"""One of what a template of tags must print, or there would be nothing of the draft in it."""
_ANEW = "Mend it in Word, or begin anew from ours: qualcode template NEW.docx"


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template to fill in. content: a docx with tags; path: an institution's own, None for ours."""

    content: bytes
    path: Path | None = None

    def opened(self) -> Any:
        """As docxtpl fills it in, but for what is no XML then: docxtpl would guess at its sense."""
        from docxtpl import DocxTemplate
        from lxml import etree

        class Whole(DocxTemplate):  # type: ignore[misc]
            def fix_tables(self, xml: str) -> Any:
                etree.fromstring(xml)
                return super().fix_tables(xml)

        return Whole(io.BytesIO(self.content))

    @contextmanager
    def mistakes(self) -> Iterator[None]:
        """While it is filled in: what is wrong in an institution's template, told as theirs to mend.

        Raises:
            StudyError: a tag cannot be read, or asks for what a draft does not have.
        """
        from jinja2 import TemplateError
        from lxml.etree import XMLSyntaxError

        try:
            yield
        except (TemplateError, XMLSyntaxError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            if self.path is None:
                raise
            raise StudyError(_told(error), where=str(self.path), fix=_ANEW) from None


def opened_template(path: Path | None) -> WordTemplate:
    """A Word template to fill in.

    A document whose text has tags that name the draft (`report`) is taken as it is. Any other is a
    letterhead: the draft comes after what stands in it, in its styles, those it lacks added from ours.

    Args:
        path: an institution's .docx or .dotx; None is our own template.

    Raises:
        StudyError: it is not there, not a Word document, or its tags cannot be read or print no draft.
    """
    if path is None:
        return WordTemplate(PATH.read_bytes())
    content = _read(path)
    document = _document(content, path)
    text = "\n".join("".join(p.itertext()) for p in document.element.body.iter(qualified("w:p")))
    if not _TAG.search(text):
        content = build_template(document)
    elif not _BODY.search(text):
        raise StudyError(
            "prints nothing of the draft: no tag in it asks for report.blocks",
            where=str(path),
            fix="Take the tags from ours (qualcode template NEW.docx), or take yours out for a letterhead.",
        )
    template = WordTemplate(content, path)
    with template.mistakes():
        _parse(template)
    return template


def _parse(template: WordTemplate) -> None:
    """Read every tag, in the body, headers and footers."""
    jinja = environment(sandboxed=True)
    jinja.filters.update(dict.fromkeys(FILTERS, str))
    template.opened().get_undeclared_template_variables(jinja)


def _read(path: Path) -> bytes:
    """A docx's bytes; a template of Word's (.dotx) becomes a document."""
    not_word = "Save it from Word as a document (.docx) or a template (.dotx)."
    try:
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            types = parts.read(_TYPES).decode()
    except FileNotFoundError:
        raise StudyError(
            "is not there", where=str(path), fix="Correct word_template under [report] in qualcode.toml."
        ) from None
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise StudyError("is not a Word document", where=str(path), fix=not_word) from None
    except OSError as error:
        raise StudyError(f"cannot be read ({error.strerror})", where=str(path)) from None
    if "macroEnabled" in types:
        fix = "Save it from Word without them, as .docx or .dotx."
        raise StudyError("is a Word document with macros", where=str(path), fix=fix)
    if f"{_KINDS}template.main+xml" in types:
        from qualcode.outfiles import fixed_zip

        as_document = types.replace(f"{_KINDS}template.main+xml", f"{_KINDS}document.main+xml")
        content = fixed_zip(content, {_TYPES: as_document.encode()})
    elif f"{_KINDS}document.main+xml" not in types:
        raise StudyError("is not a Word document", where=str(path), fix=not_word)
    return content


def _document(content: bytes, path: Path) -> Any:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(io.BytesIO(content))
        document.styles, document.sections[-1]
    except (OpcError, XMLSyntaxError, zipfile.BadZipFile, LookupError, ValueError, AttributeError):
        raise StudyError(
            "is a damaged Word document", where=str(path), fix="Open it in Word and save it again."
        ) from None
    return document


def _told(error: Exception) -> str:
    """What is wrong in a template, with the line of its text where that is known."""
    from jinja2 import TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError
    from lxml.etree import XMLSyntaxError

    said = re.sub(r"'qualcode\.[\w.]*\.(\w+) object'", r"\1", str(error.args[0] if error.args else error))
    lines = [re.sub(r"<[^>]*>", "", line).strip() for line in getattr(error, "docx_context", ())]
    near = next((line for line in lines if "{" in line), "")
    place = f", near {near[:60]!r}" if near else ""
    if isinstance(error, TemplateSyntaxError):
        return f"has a tag that cannot be read ({said}){place}"
    if isinstance(error, UndefinedError):
        return f"asks for what a draft does not have ({said}){place}"
    if isinstance(error, SecurityError):
        return f"asks for what a template may not do ({said}){place}"
    if isinstance(error, XMLSyntaxError):
        return "is no Word document once it is filled in: a tag begins and ends in different parts of it"
    return f"has a tag that cannot be worked out ({said}){place}"
