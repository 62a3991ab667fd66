"""Sources become Documents: one module a format family."""

from __future__ import annotations

from pathlib import Path

from vectorstore.documents import Document
from vectorstore.errors import ReadingError
from vectorstore.reading.files import (
    SUPPORTED,
    Source,
    content_hash,
    document_id,
    load,
    printable,
    read_bytes,
    read_sidecar_bytes,
    source_name,
    source_path,
)
from vectorstore.reading.kinds import Kind, kind_of
from vectorstore.reading.reading import Reading

__all__ = [
    "SUPPORTED",
    "Source",
    "content_hash",
    "document_id",
    "load",
    "parse",
    "read",
    "read_bytes",
    "read_sidecar_bytes",
    "source_name",
    "source_path",
]


def read(path: Path, data: bytes | None = None) -> Document:
    """Read one file and its sidecar; `data` are the file's bytes where the caller has them already.

    Raises ReadingError, one sentence that names the file, and nothing else.
    """
    if data is None:
        return parse(load(path))
    return parse(Source(path, data, read_sidecar_bytes(path)))


def parse(source: Source) -> Document:
    """Make a Document of a source: its text, regions and metadata, under the sidecar's.

    Raises ReadingError, also where a library fails in a way of its own.
    """
    name = printable(source.path.name)
    try:
        reading = _with_sidecar(_read(source.data, name), source, name)
        if not reading.text.strip():
            raise ReadingError(f"{name} contains no text.")
        return _document(source, reading)
    except ReadingError:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}".strip().rstrip(".:").splitlines()[0][:200]
        raise ReadingError(f"{name} cannot be read ({what}).") from error


def _read(data: bytes, name: str) -> Reading:
    if not data.strip(b" \t\r\n\v\f\0"):
        raise ReadingError(f"{name} is empty." if not data else f"{name} contains no text.")
    match kind_of(data, name):
        case Kind.PDF:
            from vectorstore.reading.pdf import read_pdf

            return read_pdf(data, name)
        case Kind.DOCX:
            from vectorstore.reading.office import read_docx

            return read_docx(data, name)
        case Kind.HTML:
            from vectorstore.reading.html import read_html

            return read_html(data, name)
        case kind:
            from vectorstore.reading.decode import decode
            from vectorstore.reading.text import read_markdown, read_text

            text = decode(data, name)
            return read_markdown(text, name) if kind is Kind.MARKDOWN else read_text(text, name)


def _with_sidecar(reading: Reading, source: Source, name: str) -> Reading:
    if source.sidecar is None:
        return reading
    from vectorstore.reading.metadata import overlay, read_sidecar

    return overlay(reading, read_sidecar(source.sidecar, f"the sidecar of {name}"))


def _document(source: Source, reading: Reading) -> Document:
    return Document(
        id=document_id(source.path),
        source=source_name(source.path),
        text=reading.text,
        content_hash=source.content_hash,
        regions=reading.regions,
        title=reading.title,
        publisher=reading.publisher,
        authors=reading.authors,
        published=reading.published,
        language=reading.language,
        url=reading.url,
        media_type=reading.media_type,
    )
