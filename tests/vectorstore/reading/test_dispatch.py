"""From a path to a Document: the kind told by content, the sidecar, and every refusal."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import random
import socket
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from vectorstore.documents import Document, canonical
from vectorstore.errors import ReadingError
from vectorstore.reading import content_hash, document_id, files, load, read

PAGE = "<!doctype html><html><head><title>The river</title></head><body><p>France left.</p></body>"
SIDECAR = 'title = "From the sidecar"\npublished = "2022-02"\n'


def pdf(text: str = "France left.") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 600, text)
    canvas.save()
    return out.getvalue()


def word(text: str = "France left.") -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.txt", b"France left.", "text/plain"),
        ("a.log", b"France left.", "text/plain"),
        ("a", b"France left.", "text/plain"),
        ("a.md", b"France left.", "text/markdown"),
        ("a.html", PAGE.encode(), "text/html"),
        ("a.html", PAGE.encode("utf-16"), "text/html"),
        ("a.pdf", pdf(), "application/pdf"),
        ("a.docx", word(), "officedocument"),
        ("a.txt", pdf(), "application/pdf"),
        ("a.docx", pdf(), "application/pdf"),
        ("a.pdf", word(), "officedocument"),
        ("a.txt", PAGE.encode(), "text/html"),
        ("a.pdf", PAGE.encode(), "text/html"),
        ("a.txt", b"\xef\xbb\xbf <!-- saved --> " + PAGE.encode(), "text/html"),
        ("a.txt", PAGE.encode("utf-16"), "text/html"),
        ("a.pdf", b"France left.", "text/plain"),
        ("a.html", b"France left.", "text/plain"),
        ("a.txt", b"France left. %PDF-1.4 begins a PDF file.", "text/plain"),
        ("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + pdf(), "application/pdf"),
        ("a.txt", "France left.".encode("utf-16-le"), "text/plain"),
        ("a.txt", "France left. Café.".encode("latin-1"), "text/plain"),
    ],
)
def test_the_kind_is_told_by_content_first(
    tmp_path: Path, name: str, data: bytes, media_type: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = read(path)
    assert media_type in document.media_type
    assert "France left." in document.text
    assert document == read(path, data)


def test_a_document_knows_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"France left.\r\n")
    document = read(path)
    assert document.source == str(path)
    assert document.id == document_id(path) == hashlib.sha256(bytes(path)).hexdigest()[:12]
    assert document.content_hash == content_hash(b"France left.\r\n")
    assert document.text == "France left.\n"


@pytest.mark.parametrize("sidecar", ["a.txt.meta.toml", "a.meta.toml"])
def test_a_sidecar_states_what_the_file_does_not_and_is_part_of_its_hash(
    tmp_path: Path, sidecar: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("France left.")
    bare = read(path)
    (tmp_path / sidecar).write_text(SIDECAR)
    stated = read(path)
    assert stated.title == "From the sidecar"
    assert stated.published is not None
    assert stated.published.date == "2022-02"
    assert stated.id == bare.id
    assert stated.content_hash == load(path).content_hash != bare.content_hash


def test_a_wrong_sidecar_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("France left.")
    (tmp_path / "a.txt.meta.toml").write_text("headline = 1")
    with pytest.raises(ReadingError, match=r"sidecar of a\.txt has an unknown key 'headline'"):
        read(path)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.pdf", b"", "is empty"),
        ("a.txt", b" \r\n\t ", "contains no text"),
        ("a.txt", "\ufeff \n".encode("utf-16-le"), "contains no text"),
        ("a.html", b"<html><body></body></html>", "text"),
        ("a.md", b"\n\n", "contains no text"),
        ("a.txt", bytes(range(256)) * 50, "is a binary file"),
        ("a.pdf", bytes(range(256)) * 50, "is not a PDF file, or is damaged"),
        ("a.docx", bytes(range(256)) * 50, "is not a DOCX file, or is damaged"),
        ("a.pdf", pdf()[20:], "is not a PDF file, or is damaged"),
        ("a.pdf", pdf()[:-40], "damaged or cut off"),
        ("a.docx", word()[:-40], "is a damaged or cut off DOCX file"),
        ("a.docx", archive("a.txt"), "is an archive; unpack it"),
        ("a.xlsx", archive("xl/workbook.xml"), "is an Excel workbook"),
        ("a.odt", archive("mimetype", "META-INF/manifest.xml"), "is an OpenDocument file"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Office file"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is encrypted",
        ),
        ("a.rtf", rb"{\rtf1\ansi France left.}", "is a Rich Text file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadingError) as caught:
        read(path)
    said = str(caught.value)
    assert said.startswith(name)
    assert reason in said
    assert said.endswith(".")
    assert "\n" not in said


def test_a_file_that_vanished_or_never_was(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"^a\.txt does not exist any more"):
        read(tmp_path / "a.txt")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("France left.")
    path.chmod(0)
    if os.geteuid() == 0:
        # Root may read anything, so the operating system's refusal is put in its place.
        def refuse(*_: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(files.os, "open", refuse)
    with pytest.raises(ReadingError, match=r"^a\.txt cannot be read: you have no permission\.$"):
        read(path)


def test_folders_pipes_and_sockets_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="is a folder"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    started = time.perf_counter()
    with pytest.raises(ReadingError, match=r"^pipe\.txt is not a regular file"):
        read(tmp_path / "pipe.txt")
    assert time.perf_counter() - started < 1
    server = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        server.bind("s.txt")
        with pytest.raises(ReadingError, match=r"^s\.txt "):
            read(Path("s.txt"))
    finally:
        os.chdir(here)
        server.close()


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(ReadingError, match=r"^a\.txt cannot be read: too many levels"):
        read(tmp_path / "a.txt")


def test_a_file_past_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(files.LARGEST + 1)
    with pytest.raises(ReadingError, match=r"^a\.txt is larger than 200 MB"):
        read(path)


def test_a_large_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"France has left the country, and nobody knows why it did. " * 180_000)
    assert len(read(path).text) == path.stat().st_size > 10_000_000


def test_whatever_a_library_raises_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("France left.")

    def fail(*_: object) -> None:
        raise RecursionError("too deep\nto say")

    monkeypatch.setattr("vectorstore.reading.text.read_text", fail)
    with pytest.raises(ReadingError, match=r"^a\.txt cannot be read \(RecursionError: too deep\)"):
        read(path)


NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a"])


@given(NAMES, st.binary() | st.text().map(str.encode))
@settings(deadline=None)
def test_any_bytes_are_a_document_or_a_reading_error(name: str, data: bytes) -> None:
    try:
        document = read(Path("/nowhere") / name, data)
    except ReadingError as error:
        said = str(error)
    else:
        said = document.source
        assert isinstance(document, Document)
        assert document.text == canonical(document.text)
        assert document.text.strip()
    assert name in said


def test_damaged_files_of_every_kind_are_documents_or_reading_errors() -> None:
    dice = random.Random(11)
    for name, data in (("a.pdf", pdf()), ("a.docx", word()), ("a.html", PAGE.encode() * 3)):
        for _ in range(60):
            damaged = bytearray(data)
            for _ in range(10):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            cut = damaged[: dice.randrange(1, len(damaged) + 1)] if dice.random() < 0.5 else damaged
            with contextlib.suppress(ReadingError):
                assert read(Path("/nowhere") / name, bytes(cut)).text.strip()
