"""PDF files: the text layer as paragraphs, what pages repeat set aside, and what is stated."""

from __future__ import annotations

import ctypes
import re
from contextlib import closing
from typing import Any

from vectorstore.documents import RegionKind
from vectorstore.errors import ReadingError
from vectorstore.reading import stated
from vectorstore.reading.compose import Part, composed
from vectorstore.reading.metadata import language_tag, one_line
from vectorstore.reading.pdffront import front_of
from vectorstore.reading.pdflayout import in_reading_order
from vectorstore.reading.pdfmargins import without_margins
from vectorstore.reading.pdfparagraphs import Paragraph, paragraphs_of
from vectorstore.reading.pdfwords import Page, read_page
from vectorstore.reading.reading import Reading

_END = re.compile(rb"%%EOF|startxref")
_END_ZONE = 4096
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
_XMP_DATE = re.compile(rb"prism:publicationDate(?:=\"|[^>]{0,200}>\s*)([0-9TZ:+.\s-]{4,40})")
_XMP_PUBLISHER = re.compile(rb"<dc:publisher>.{0,200}?<rdf:li[^>]*>([^<]{1,200})<", re.S)


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF that has a text layer.

    Raises ReadingError for one that is damaged or cut off, encrypted, or without text. The date is
    one that the first page or its publisher's metadata states; never that of the file.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(_why(error, name)) from error
    with closing(document):
        if _END.search(data.rstrip(b"\0 \t\r\n")[-_END_ZONE:]) is None:
            raise ReadingError(f"{name} is a damaged or cut off PDF: its end is missing.")
        pages = _pages(document, name)
        properties = document.get_metadata_dict()
        language = _language(document)
    kept, margins = without_margins(pages)
    paragraphs = paragraphs_of([in_reading_order(lines) for lines in kept])
    text = " ".join(paragraph.text for paragraph in paragraphs) + " ".join(margins)
    if not text.strip():
        raise ReadingError(f"{name} contains no text; it may be a scan, which needs OCR first.")
    if len(_UNREADABLE.findall(text)) > len(text) / 3:
        raise ReadingError(f"{name} does not say which letters its signs are; it needs OCR first.")
    return _reading(paragraphs, margins, properties, language, data)


def _why(error: Exception, name: str) -> str:
    import pypdfium2.raw as pdfium

    code = getattr(error, "err_code", None)
    if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
        return f"{name} is encrypted and needs a password; save a copy without one."
    if code == pdfium.FPDF_ERR_SECURITY:
        return f"{name} is encrypted in a way that cannot be opened; save a copy without it."
    if code == pdfium.FPDF_ERR_SUCCESS:
        return f"{name} has no pages."
    return f"{name} is a damaged or cut off PDF."


def _pages(document: Any, name: str) -> list[Page]:
    import pypdfium2

    pages: list[Page] = []
    for number in range(len(document)):
        try:
            with closing(document[number]) as page:
                pages.append(read_page(page, number))
        except pypdfium2.PdfiumError as error:
            raise ReadingError(
                f"{name} is a damaged PDF: page {number + 1} cannot be read."
            ) from error
    return pages


def _reading(
    paragraphs: list[Paragraph],
    margins: list[str],
    properties: dict[str, str],
    language: str | None,
    data: bytes,
) -> Reading:
    front = front_of(paragraphs, properties)
    parts = [Part(front.kinds.get(i, p.kind), p.text) for i, p in enumerate(paragraphs)]
    text, regions = composed([*parts, Part(RegionKind.BOILERPLATE, "\n".join(margins))])
    stamped = stated.published_of([_from_xmp(_XMP_DATE, data) or ""], "document metadata")
    return Reading(
        text=text,
        regions=regions,
        media_type="application/pdf",
        title=front.title,
        publisher=_from_xmp(_XMP_PUBLISHER, data),
        authors=front.authors,
        published=stamped or stated.published_of([*front.dated, *margins], "first page"),
        language=language,
    )


def _language(document: Any) -> str | None:
    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_ushort * 64)()
    length = pdfium.FPDFCatalog_GetLanguage(document.raw, buffer, ctypes.sizeof(buffer))
    if not 2 < length <= ctypes.sizeof(buffer):
        return None
    return language_tag(bytes(buffer)[: length - 2].decode("utf-16-le", "replace"))


def _from_xmp(pattern: re.Pattern[bytes], data: bytes) -> str | None:
    """Return what the publisher's metadata states, where the file keeps it readable."""
    match = pattern.search(data)
    return one_line(match[1].decode("utf-8", "replace")) if match else None
