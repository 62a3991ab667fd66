"""The vector index of the reference: llama-index's own chunks of the same documents, kept.

Importing this module imports llama-index, which takes two seconds.
"""

from __future__ import annotations

import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from llama_index.core import Document as Whole
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, TextNode

from evals.running import versions
from evals.running.errors import EvaluationError
from rag.assemble import encoder_of

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding

    from rag.settings import Settings
    from vectorstore.collection import Collection
    from vectorstore.documents import Document
    from vectorstore.embed import Encoder

CHUNK, OVERLAP = 1024, 200
"""What llama-index cuts documents into unless it is told otherwise, in tokens."""
DOCUMENT, START = "document_id", "start"


def encoder_for(collection: Collection, settings: Settings) -> Encoder:
    """Return what the collection was embedded with."""
    return collection.encoder or encoder_of(settings)


def built(
    collection: Collection, embedding: BaseEmbedding, fingerprint: str, home: Path
) -> VectorStoreIndex:
    """Return the index over all documents of a collection, kept below the home for the next time.

    Raises EvaluationError where the home cannot be written, EmbeddingError.
    """
    held = [versions.content(collection.library), fingerprint, CHUNK, OVERLAP]
    key = versions.digest([*held, version("llama-index-core")])
    folder = home / "evaluations" / "citation-query-engine" / key
    if not folder.exists():
        _make(folder, collection, embedding)
    storage = StorageContext.from_defaults(persist_dir=str(folder))
    return load_index_from_storage(storage, embed_model=embedding)


def _make(folder: Path, collection: Collection, embedding: BaseEmbedding) -> None:
    """Write an index whole or not at all."""
    index = VectorStoreIndex(chunks(collection), embed_model=embedding)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
        index.storage_context.persist(persist_dir=str(part))
        try:
            part.rename(folder)
        except OSError:
            # Another process has made it meanwhile.
            shutil.rmtree(part)
            if not folder.exists():
                raise
    except OSError as error:
        raise EvaluationError(
            f"The index of the reference cannot be written to {folder}: {error.strerror}."
        ) from error


def chunks(collection: Collection) -> list[BaseNode]:
    """Return llama-index's chunks of every document, each knowing where it was cut from."""
    splitter = SentenceSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    found: list[BaseNode] = []
    for row in collection.documents():
        document = collection.document(row.id)
        found += _of(document, splitter)
    return found


def _of(document: Document, splitter: SentenceSplitter) -> list[TextNode]:
    whole = Whole(text=document.text, id_=document.id, metadata={})
    nodes: list[TextNode] = splitter.get_nodes_from_documents([whole])
    for number, node in enumerate(nodes):
        # Its offsets are searched for after the cut; where a text repeats they may be of a copy.
        start = node.start_char_idx
        if start is None or document.text[start : start + len(node.text)] != node.text:
            start = max(0, document.text.find(node.text))
        node.id_ = f"{document.id}#{number}"
        node.metadata = {DOCUMENT: document.id, START: start}
        node.excluded_embed_metadata_keys = [DOCUMENT, START]
        node.excluded_llm_metadata_keys = [DOCUMENT, START]
    return nodes
