"""Documents as text files, what they say of themselves in a sidecar beside each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from evals.cases.errors import ImportingError
from evals.cases.importing.imported import TextDocument

_SIDECAR = ".meta.toml"


def write_documents(folder: Path, documents: Iterable[TextDocument]) -> None:
    """Write documents into a folder that is new or empty. Raises ImportingError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ImportingError(f"{folder} is not empty; name a new folder for the documents.")
        for document in documents:
            file = folder / document.name
            file.write_bytes(document.text.encode())
            if said := _sidecar(document):
                file.with_name(file.name + _SIDECAR).write_text(said, encoding="utf-8")
    except OSError as error:
        raise ImportingError(f"{folder} cannot be written to: {error.strerror}.") from error


def _sidecar(document: TextDocument) -> str:
    """Return a sidecar; a JSON string or list of strings is one of TOML, too."""
    said = {
        "title": document.title,
        "authors": list(document.authors),
        "published": document.published,
        "url": document.url,
    }
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items() if value
    )
