"""Files as sources: their bytes and sidecar, their ids and hashes, and names that can be stored."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import ReadingError

SUPPORTED = (*(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"),)
SIDECAR = ".meta.toml"
LARGEST = 200 * 1024 * 1024
"""The largest file that is read, in bytes."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was when it was read: its bytes, and those of its sidecar if it has one."""

    path: Path
    data: bytes
    sidecar: bytes | None = None

    @property
    def content_hash(self) -> str:
        """The hexadecimal SHA-256 of what a document is made from."""
        return content_hash(self.data, self.sidecar)


def load(path: Path) -> Source:
    """Read a file and its sidecar; raise ReadingError where that cannot be done."""
    return Source(path, read_bytes(path), read_sidecar_bytes(path))


def content_hash(data: bytes, sidecar: bytes | None = None) -> str:
    """Return the hexadecimal SHA-256 of a file's bytes and of its sidecar's, if it has one."""
    digest = hashlib.sha256(data)
    if sidecar is not None:
        digest.update(b"\0sidecar\0" + hashlib.sha256(sidecar).digest())
    return digest.hexdigest()


def document_id(path: Path) -> str:
    """Return the id of the document at `path`: 12 hexadecimal digits, stable for one path."""
    return hashlib.sha256(os.fsencode(absolute(path))).hexdigest()[:12]


def absolute(path: Path) -> Path:
    """Return `path` made absolute and free of `..`, symbolic links left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`


def source_name(path: Path) -> str:
    r"""Return the absolute path as text that any database, JSON file and terminal can hold.

    Bytes that are not UTF-8, and control characters, are written `\xhh`.
    """
    return printable(str(absolute(path)))


def source_path(name: str) -> Path:
    """Return the path that `source_name` was given."""
    as_written = Path(name)
    if "\\x" not in name or as_written.exists():
        return as_written
    return Path(os.fsdecode(_ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), os.fsencode(name))))


def printable(name: str) -> str:
    r"""Return a file name with whatever cannot be printed written as `\xhh`."""
    return _UNPRINTABLE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in match[0].encode("utf-8", "surrogateescape"))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file of 1 to `LARGEST` bytes, or raise ReadingError."""
    name = printable(path.name)
    try:
        descriptor = os.open(path, _OPEN)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ReadingError(f"{name} is not a regular file.")
            data = b"" if status.st_size > LARGEST else file.read(LARGEST + 1)
    except OSError as error:
        raise ReadingError(_why(name, error)) from error
    if max(status.st_size, len(data)) > LARGEST:
        raise ReadingError(
            f"{name} is larger than {LARGEST // 1024**2} MB; split it into smaller files."
        )
    if not data:
        raise ReadingError(f"{name} is empty.")
    return data


def read_sidecar_bytes(path: Path) -> bytes | None:
    """Return the bytes of `NAME.pdf.meta.toml` or `NAME.meta.toml` beside `path`, if any."""
    for sidecar in (path.with_name(path.name + SIDECAR), path.with_suffix(SIDECAR)):
        try:
            return sidecar.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ReadingError(_why(printable(sidecar.name), error)) from error
    return None


def _why(name: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{name} does not exist any more, or never did."
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder, not a file."
    if isinstance(error, PermissionError):
        return f"{name} cannot be read: you have no permission."
    return f"{name} cannot be read: {(error.strerror or str(error)).lower()}."
