"""A look at the files of Chroma's vector index before Chroma loads them.

Chroma 1.5 loads a cut file without a word, and finds less from then on; other damage ends the
process. Sizes that do not fit together can be told for the price of a few `stat` calls. The format
is hnswlib's persistent one, version 1; files of another version are left for Chroma to judge.
"""

from __future__ import annotations

import struct
from pathlib import Path

from vectorstore.errors import LibraryDamaged

_HEADER = struct.Struct("<i6QiI3QdQ")
_VERSION = 1
_FILES = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin")


def check_index_files(folder: Path) -> None:
    """Raise LibraryDamaged where the index files in Chroma's `folder` do not fit together."""
    for segment in (path for path in folder.iterdir() if path.is_dir()):
        sizes = {path.name: path.stat().st_size for path in segment.iterdir()}
        if sizes:
            _check_segment(segment, sizes)


def _check_segment(segment: Path, sizes: dict[str, int]) -> None:
    for name in _FILES:
        if name not in sizes:
            raise _damaged(segment / name, "is missing")
    header = (segment / "header.bin").read_bytes()
    if len(header) != _HEADER.size:
        raise _damaged(segment / "header.bin", f"has {len(header)} bytes, not {_HEADER.size}")
    version, _, largest, count, width, *_, entry, _, _, _, _, _ = _HEADER.unpack(header)
    if version != _VERSION or not count:
        return
    if count > largest or entry >= count:
        raise _damaged(segment / "header.bin", "contradicts itself")
    for name, least in (
        ("data_level0.bin", count * width),
        ("length.bin", count * 4),
        ("index_metadata.pickle", 1),
    ):
        if sizes.get(name, 0) < least:
            raise _damaged(segment / name, f"has {sizes.get(name, 0)} bytes where {least} belong")


def _damaged(file: Path, how: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The vector index is damaged: {file} {how}; `footnoted doctor --repair` makes it anew."
    )
