"""What could change a result: the code, the settings, the prompts, the library, the cases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vectorstore.catalog import LibraryView

_PACKAGES = ("rag", "vectorstore", "prompts")
_NAMED = (
    "footnoted", "chromadb", "ir-measures", "llama-index-core", "numpy", "onnxruntime", "openvino",
    "sentencex", "tantivy", "tokenizers", "trafilatura",
)  # fmt: skip


def digest(value: Any) -> str:
    """Return 12 hexadecimal digits of anything JSON can hold."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@cache
def code(prompts: Path | None = None) -> str:
    """Return 12 hexadecimal digits of the source of all that answers, variants of prompts too."""
    found = hashlib.sha256()
    for file in sorted(prompts.glob("*.md")) if prompts else ():
        found.update(f"{file.name}\0".encode())
        found.update(file.read_bytes())
    for package in _PACKAGES:
        _read_into(found, package)
    return found.hexdigest()[:12]


@cache
def scoring() -> str:
    """Return 12 hexadecimal digits of the source of all that scores and judges."""
    found = hashlib.sha256()
    _read_into(found, "evals")
    return found.hexdigest()[:12]


def _read_into(found: hashlib._Hash, package: str) -> None:
    root = Path(str(files(package)))
    for file in sorted(root.rglob("*")):
        if file.suffix in (".py", ".md", ".json", ".txt") and file.is_file():
            found.update(f"{package}/{file.relative_to(root).as_posix()}\0".encode())
            found.update(file.read_bytes())


def packages() -> dict[str, str]:
    """Return the versions of what the answers rest on."""
    found = {}
    for name in _NAMED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def prompt_texts(names: Iterable[str], folder: Path | None) -> dict[str, dict[str, str]]:
    """Return fingerprint and text of the prompts that were used, by name."""
    import prompts

    return {
        name: {
            "fingerprint": prompts.load(name, folder).fingerprint,
            "text": prompts.source(name, folder),
        }
        for name in sorted(names)
    }


def arithmetic(encoder: object) -> str | None:
    """Return what tells how this machine computes the local embedder's vectors; else None."""
    from vectorstore.encoders.local import LocalEncoder

    return encoder.arithmetic if isinstance(encoder, LocalEncoder) else None


def content(library: LibraryView) -> str:
    """Return 12 hexadecimal digits of what a library holds, wherever it lies, and its corrections.

    What people say of a document in place of its source may answer a question, or forbid an answer.
    """
    said = library.corrections()
    known = sorted(
        (Path(row.source).name, row.content_hash, *map(digest, filter(None, [said.get(row.id)])))
        for row in library.documents()
    )
    return digest(known)
