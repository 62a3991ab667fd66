"""A system by its name: the only module that knows all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evals.systems.spec import Kind, Spec

if TYPE_CHECKING:
    from evals.cases.case import Placed
    from evals.running.ask import System
    from rag.settings import Settings
    from vectorstore.collection import Collection


def build_system(
    spec: Spec,
    own: Settings,
    collection: Collection,
    placed: list[Placed],
    settings: Settings,
    key_variable: str | None = None,
) -> System:
    """Return what answers the cases; `own` are the settings with the collection that is asked.

    Raises EvaluationError, CaseFileError, ModelError.
    """
    match spec.kind:
        case Kind.FOOTNOTED:
            from evals.running.ask import Footnoted
            from rag.assemble import build_chain

            return Footnoted(build_chain(own, collection))
        case Kind.FILE:
            from evals.systems.answers import Answers

            answers = Answers.read(Path(spec.of))
            answers.covers(placed)
            return answers
        case Kind.CALL:
            from evals.systems.calling import Called

            return Called.named(spec.of)
        case Kind.OPENAI:
            from evals.cases.place import Names
            from evals.systems.endpoint import Endpoint

            return Endpoint.of(spec, settings.llm, key_variable, Names(collection))
        case Kind.CITATION_ENGINE:
            from evals.systems.citation_engine import CitationEngine

            return CitationEngine(collection, settings, settings.home)
