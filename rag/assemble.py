"""Settings to a working chain: the only module that names implementations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import SettingsError
from rag.likeness import Likeness
from vectorstore.collection import Collection
from vectorstore.embed import EmbeddingConfig, Encoder, load_encoder
from vectorstore.split import Splitter

if TYPE_CHECKING:
    from prompts import Prompt
    from rag.chain import Answerer, Chain, Rewriter
    from rag.claims import ClaimChecker
    from rag.examine import Examiner, Judge
    from rag.retrieve import HybridRetriever, Leg, Reranker
    from rag.settings import LlmSettings, RetrievalSettings, Settings


PROMPTS = ("answer", "rewrite", "verify")
"""The prompts of the ask path, which `llm.prompts` may replace."""


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
    """Return the chain every surface asks: with a language model where the settings name one.

    Raises SettingsError or ModelRefused for a model that cannot be had; a server that is down is
    only met by a question.
    """
    from rag.chain import Chain, Standby
    from rag.extract import ExtractiveAnswerer
    from rag.llm import model_wanted
    from rag.remembering import Remembering
    from rag.rewrite import RuleRewriter

    encoder = collection.encoder or encoder_of(settings)
    reading = reading_encoder(settings, encoder)
    standby = Standby(
        RuleRewriter(),
        ExtractiveAnswerer(
            Remembering(reading),
            lambda word: collection.stores.keywords.rarity(word),
            settings.answer.max_statements,
        ),
    )
    parts = _with_model(settings) if model_wanted(settings.llm) else None
    return Chain(
        library=collection,
        rewriter=parts.rewriter if parts and settings.llm.rewrite else standby.rewriter,
        retriever=build_retriever(settings, collection),
        answerer=parts.answerer if parts else standby.answerer,
        examiner=build_examiner(settings, reading, parts.judge if parts else None),
        standby=standby,
        embedder=encoder.name,
        settings=settings.fingerprint,
    )


def build_examiner(settings: Settings, encoder: Encoder, judge: Judge | None = None) -> Examiner:
    """Return what checks statements: the aligner, and a judge where there is one."""
    from rag.examine import Examiner
    from rag.support import SupportScorer
    from rag.verify import AligningVerifier

    return Examiner(
        AligningVerifier(SupportScorer(), Likeness(encoder)),
        judge,
        withhold=settings.check.unsupported == "withhold",
    )


def build_claim_checker(settings: Settings) -> ClaimChecker:
    """Return what checks claims against texts; it needs no library."""
    from rag.claims import ClaimChecker
    from rag.support import SupportScorer

    encoder = load_encoder(EmbeddingConfig(runtime=settings.embedding.runtime))
    return ClaimChecker(SupportScorer(), Likeness(encoder))


@dataclass(frozen=True)
class _WithModel:
    """The parts of a chain that are a language model."""

    answerer: Answerer
    rewriter: Rewriter
    judge: Judge | None


def _with_model(settings: Settings) -> _WithModel:
    from rag.generate import GeneratedAnswerer
    from rag.judge import ModelJudge
    from rag.llm import build_model
    from rag.rewrite_model import ModelRewriter

    model = build_model(settings.llm)
    judging = judging_settings(settings)
    judge = None
    if settings.check.judge:
        own = settings.check.base_url or settings.check.api_key
        same = judging == settings.llm
        judging_model = model if same else build_model(judging, "check" if own else "llm")
        judge = ModelJudge(judging_model, _prompt(settings, "verify"))
    answerer = GeneratedAnswerer(model, settings.llm.passages, _prompt(settings, "answer"))
    return _WithModel(answerer, ModelRewriter(model, _prompt(settings, "rewrite")), judge)


def _prompt(settings: Settings, name: str) -> Prompt:
    import prompts

    folder = settings.llm.prompts
    if folder is not None and not any((folder / f"{one}.md").is_file() for one in PROMPTS):
        raise SettingsError(
            f"llm.prompts names {folder}, which holds none of {', '.join(PROMPTS)} as NAME.md."
        )
    try:
        return prompts.load(name, folder)
    except (OSError, ValueError) as error:
        raise SettingsError(f"A prompt of llm.prompts cannot be used: {error}") from error


def judging_settings(settings: Settings) -> LlmSettings:
    """Return the settings of the model that judges: its own where named, else the answering one's.

    A key goes to the server it was given for and to no other.
    """
    check, llm = settings.check, settings.llm
    changed: dict[str, object] = {}
    if check.base_url and check.base_url != llm.base_url:
        changed |= {
            "base_url": check.base_url,
            "api_key": None,
            "model": None,
            "provider": "openai",
        }
    if check.model:
        changed["model"] = check.model
    if check.api_key:
        changed["api_key"] = check.api_key
    return llm.model_copy(update=changed) if changed else llm


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
