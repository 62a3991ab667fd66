"""Settings to a working chain: the only module that names implementations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vectorstore.collection import Collection
from vectorstore.embed import EmbeddingConfig, Encoder, load_encoder
from vectorstore.split import Splitter

if TYPE_CHECKING:
    from rag.chain import Chain
    from rag.retrieve import HybridRetriever, Leg, Reranker
    from rag.settings import RetrievalSettings, Settings


def encoder_of(settings: Settings) -> Encoder:
    """Return the encoder the settings name. Raises EmbeddingError when it cannot be had."""
    return load_encoder(EmbeddingConfig(**dict(settings.embedding)))


def open_library(settings: Settings, *, create: bool) -> Collection:
    """Open the collection the settings name, for this process alone, until it is closed.

    Raises LibraryBusy, RecipeMismatch, LibraryDamaged; with `create` false a missing library opens
    as an empty one that leaves nothing on the disk.
    """
    return Collection.open(
        settings.home,
        settings.collection,
        encoder_of(settings),
        Splitter(settings.split.words),
        create=create,
    )


def build_chain(settings: Settings, collection: Collection) -> Chain:
    """Return the chain every surface asks."""
    from rag.chain import Chain
    from rag.extract import ExtractiveAnswerer
    from rag.rewrite import RuleRewriter
    from rag.verify import VerbatimVerifier

    encoder = collection.encoder or encoder_of(settings)
    return Chain(
        library=collection,
        rewriter=RuleRewriter(),
        retriever=build_retriever(settings, collection),
        answerer=ExtractiveAnswerer(
            reading_encoder(settings, encoder),
            lambda word: collection.stores.keywords.rarity(word),
            settings.answer.max_statements,
        ),
        verifier=VerbatimVerifier(),
        embedder=encoder.name,
        settings=settings.fingerprint,
    )


def build_retriever(settings: Settings, collection: Collection) -> HybridRetriever:
    """Return what finds passages, with the retriever and reranker the settings name."""
    from rag.retrieve import HybridRetriever

    encoder = collection.encoder or encoder_of(settings)
    legs, rerankers = _plugged_in(settings.retrieval, collection)
    return HybridRetriever(collection, encoder, settings.retrieval, legs, rerankers)


def _plugged_in(
    settings: RetrievalSettings, collection: Collection
) -> tuple[list[Leg], list[Reranker]]:
    """Return the llama-index components the settings name; importing llama-index takes 2 s."""
    legs: list[Leg] = []
    rerankers: list[Reranker] = []
    if settings.retriever:
        from rag.llamaindex import load_leg

        legs.append(load_leg(settings.retriever, collection, settings.retriever_options))
    if settings.reranker:
        from rag.llamaindex import load_reranker

        rerankers.append(load_reranker(settings.reranker, settings.reranker_options))
    return legs, rerankers


def reading_encoder(settings: Settings, encoder: Encoder) -> Encoder:
    """Return what the embedded answerer reads with: always the local model it was calibrated on."""
    if settings.embedding.provider == "local":
        return encoder
    return load_encoder(EmbeddingConfig(runtime=settings.embedding.runtime))
