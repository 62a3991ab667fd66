"""Settings become a chain."""

from pathlib import Path
from typing import Any

import pytest

from rag.assemble import build_chain, open_library
from rag.errors import SettingsError
from rag.settings import RetrievalSettings, Settings
from vectorstore.ingest import ingest

RERANKER = "llama_index.core.postprocessor:SimilarityPostprocessor"


def settings(home: Path, **retrieval: Any) -> Settings:
    return Settings(home=home, retrieval=RetrievalSettings(**retrieval))


def test_a_reranker_is_chosen_by_name(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The dam at Brenn was closed in May.\n", encoding="utf-8")
    chosen = settings(tmp_path, reranker=RERANKER, reranker_options={"similarity_cutoff": 1e9})
    with open_library(chosen, create=True) as library:
        ingest(library, [page])
        assert build_chain(settings(tmp_path), library).search("dam at Brenn")
        assert not build_chain(chosen, library).search("dam at Brenn")


def test_a_plug_in_that_is_not_installed_is_named(tmp_path: Path) -> None:
    chosen = settings(tmp_path, retriever="llama_index.retrievers.nowhere:Retriever")
    with (
        open_library(chosen, create=True) as library,
        pytest.raises(SettingsError, match="pip install llama-index-retrievers-nowhere"),
    ):
        build_chain(chosen, library)
