"""The checksums tantivy keeps at the end of its files, which it does not look at when it reads."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

_MAGIC = 1337
_TAIL = 8


def altered_files(folder: Path) -> list[Path]:
    """Return the files of a keyword index whose content is not what tantivy wrote.

    A file ends with a JSON object that holds its CRC-32, that object's length, and a magic number.
    """
    segments = _segments(folder / "meta.json")
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix and path.stem.split(".")[0] in segments and not _is_sound(path)
    ]


def _segments(meta: Path) -> set[str]:
    """Return the file names' first parts; nothing where the index itself will say what is wrong."""
    try:
        told = json.loads(meta.read_text(encoding="utf-8"))
        return {segment["segment_id"].replace("-", "") for segment in told["segments"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()


def _is_sound(path: Path) -> bool:
    data = memoryview(path.read_bytes())
    if len(data) < _TAIL or int.from_bytes(data[-4:], "little") != _MAGIC:
        return False
    length = int.from_bytes(data[-_TAIL:-4], "little")
    try:
        footer = json.loads(bytes(data[-_TAIL - length : -_TAIL]))
        return bool(zlib.crc32(data[: -_TAIL - length]) == footer["crc"])
    except (ValueError, KeyError, TypeError):
        return False
