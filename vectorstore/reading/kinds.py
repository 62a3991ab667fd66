"""What kind of file some bytes are: by content first, by the suffix of the name second."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from vectorstore.errors import ReadingError
from vectorstore.reading.decode import looks_binary, sample_of

_HEAD = 2048
_PROLOGUE = re.compile(r"(?:\s|\ufeff|<\?xml[^>]*>|<!--.*?-->)*", re.S)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_TAG = re.compile(rb"<[a-zA-Z!/]|<\0[a-zA-Z!/]\0|\0<\0[a-zA-Z!/]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_ARCHIVES = {
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint presentation",
    "META-INF/container.xml": "an EPUB book",
    "META-INF/manifest.xml": "an OpenDocument file",
}


class Kind(StrEnum):
    """The families of files that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


def kind_of(data: bytes, name: str) -> Kind:
    """Return the kind of a file; raise ReadingError for a kind that is known but cannot be read.

    Anything that nothing else claims is text; whether it is, shows when it is decoded.
    """
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    head = data[:_HEAD]
    # Some PDF files begin with a stray line; a text that only speaks of them has another suffix.
    if head.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-") or (
        suffix == ".pdf" and b"%PDF-" in head
    ):
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(data, name)
    _refuse_known(data, name)
    remains = suffix == ".pdf" and b"endobj" in data
    if remains or (suffix in {".pdf", ".docx"} and looks_binary(sample_of(data))):
        raise ReadingError(f"{name} is not a {suffix[1:].upper()} file, or is damaged.")
    if _is_html(head) or (suffix in {".html", ".htm", ".xhtml"} and _TAG.search(data)):
        return Kind.HTML
    return Kind.MARKDOWN if suffix in {".md", ".markdown"} else Kind.TEXT


def _is_html(head: bytes) -> bool:
    encoding = "latin-1"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in head[:64]:
        encoding = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    text = head.decode(encoding, "replace").removeprefix("ï»¿")
    start = _PROLOGUE.match(text)
    return _HTML.match(text, start.end() if start else 0) is not None


def _zip_kind(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        what = "DOCX file" if name.lower().endswith(".docx") else "archive"
        raise ReadingError(f"{name} is a damaged or cut off {what}.") from error
    if any(member.startswith("word/") for member in members):
        return Kind.DOCX
    for start, what in _OTHER_ARCHIVES.items():
        if any(member.startswith(start) for member in members):
            raise ReadingError(f"{name} is {what}, which cannot be read; save it as PDF or DOCX.")
    raise ReadingError(f"{name} is an archive; unpack it and name what it holds.")


def _refuse_known(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise ReadingError(f"{name} is encrypted; save a copy without a password.")
        raise ReadingError(f"{name} is an old Office file; save it as DOCX or PDF.")
    if data.startswith(b"{\\rtf"):
        raise ReadingError(f"{name} is a Rich Text file; save it as DOCX or PDF.")
