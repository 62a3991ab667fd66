from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.conftest import Opener, article
from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from vectorstore.collection import Collection, view_collection
from vectorstore.errors import (
    EmbeddingError,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    RecipeMismatch,
    UnknownDocument,
)
from vectorstore.ingest import ingest
from vectorstore.layout import collection_folder
from vectorstore.lexical import LexicalConfig


def ids(hits) -> list[str]:
    return [hit.id for hit in hits]


def words(collection: Collection, passage_ids) -> list[str]:
    found = collection.find(passage_ids)
    return [f.passage.span.of(f.document.text) for f in found.values()]


def vector(text: str) -> np.ndarray:
    return HashingEncoder().encode([text])[0]


def test_both_indexes_find_live_passages(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    assert collection.passage_count == 9
    assert not collection.empty
    text = article("beta", 3).split("\n\n")[1]
    assert words(collection, ids(collection.dense(vector(text), 1))) == [text]
    assert words(collection, ids(collection.lexical("item1beta", 5))) == [text]
    assert collection.dense(vector(text), 100)[0].score == pytest.approx(1.0, abs=1e-4)
    assert len(collection.dense(vector(text), 100)) == 9
    assert collection.lexical("😀", 5) == []


def test_the_lookups_agree(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    hits = ids(collection.lexical("committee", 20))
    found = collection.find([*hits, "unknown"])
    assert set(found) == set(hits) == set(collection.passages(hits))
    assert {id_: f.near for id_, f in found.items()} == collection.near_fingerprints(hits)
    for f in found.values():
        assert collection.document(f.document.id) == f.document
    rows = collection.documents()
    assert [Path(row.source).name for row in rows] == ["alpha.txt", "beta.txt", "gamma.txt"]
    assert [row.passages for row in rows] == [3, 3, 3]


def test_a_search_within_documents(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    within = collection.document_ids(sources=("gamma",))
    assert within is not None
    for hits in (
        collection.dense(vector("alpha"), 10, within),
        collection.lexical("committee", 10, within),
    ):
        assert {f.document.id for f in collection.find(ids(hits)).values()} == within
        assert len(hits) == 3
    assert collection.dense(vector("alpha"), 10, frozenset()) == []
    assert collection.lexical("committee", 10, frozenset({"unknown"})) == []


def test_a_removed_document_is_gone_everywhere(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    revision = collection.revision
    id_ = next(iter(collection.document_ids(sources=("beta",)) or ()))
    collection.remove(id_)
    assert collection.revision > revision
    assert collection.passage_count == 6
    assert collection.lexical("item1beta", 5) == []
    assert len(collection.dense(vector("beta"), 20)) == 6
    assert collection.stores.vectors.count == collection.stores.keywords.count == 6
    with pytest.raises(UnknownDocument):
        collection.document(id_)
    with pytest.raises(UnknownDocument, match="sources list"):
        collection.remove(id_)
    assert (files / "beta.txt").exists()


def test_what_is_pending_or_dead_is_never_found(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(collection, [files])
    (files / "beta.txt").write_text(article("beta", 3, version=2))
    monkeypatch.setattr(Collection, "purge", lambda self: None)
    ingest(collection, [files / "beta.txt"])
    assert collection.stores.vectors.count == 12
    assert len(collection.dense(vector("beta"), 12)) == 9
    assert all(
        "version 2" in text for text in words(collection, ids(collection.lexical("beta", 9)))
    )


def test_it_opens_again_as_it_was(open_collection: Opener, files: Path) -> None:
    with open_collection() as first:
        ingest(first, [files])
        before = (first.documents(), first.revision, first.lexical("committee", 9))
    with open_collection() as again:
        assert (again.documents(), again.revision, again.lexical("committee", 9)) == before
        assert len(again.dense(vector("alpha"), 20)) == 9


def test_a_second_opener_is_told_who_is_there(collection: Collection, home: Path) -> None:
    with pytest.raises(LibraryBusy, match="this process"):
        Collection.open(home)
    collection.close()
    Collection.open(home).close()


def test_the_library_can_be_read_while_it_is_owned(
    collection: Collection, home: Path, files: Path
) -> None:
    ingest(collection, [files])
    with view_collection(home) as view:
        assert view.documents() == collection.documents()


def test_another_embedder_or_splitter_is_refused(open_collection: Opener, files: Path) -> None:
    with open_collection(HashingEncoder(16)) as empty:
        assert empty.dense(np.ones(16, dtype=np.float32), 3) == []
        ingest(empty, [files])
        for row in empty.documents():
            empty.remove(row.id)
    with open_collection(HashingEncoder(64)) as collection:
        ingest(collection, [files])
    with pytest.raises(RecipeMismatch, match="hashing-16"):
        open_collection(HashingEncoder(16))
    with pytest.raises(RecipeMismatch, match=r"paragraphs-1.*paragraphs-2.*new collection"):
        open_collection(version=2)
    open_collection().close()


def test_without_an_encoder_documents_can_be_removed_but_not_ingested(
    open_collection: Opener, home: Path, files: Path
) -> None:
    with open_collection() as collection:
        ingest(collection, [files])
    with Collection.open(home) as bare:
        bare.remove(bare.documents()[0].id)
        assert bare.passage_count == 6
        with pytest.raises(LibraryError, match="takes no files"):
            ingest(bare, [files])


def test_a_missing_collection_is_an_empty_one_that_leaves_nothing(home: Path) -> None:
    with Collection.open(
        home, encoder=HashingEncoder(), splitter=ParagraphSplitter(), create=False
    ) as none:
        assert none.empty
        assert none.documents() == []
        assert none.lexical("anything", 3) == none.dense(vector("anything"), 3) == []
    assert not home.exists()


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "..", "ümlaut", "x" * 65, "a b"])
def test_a_name_that_cannot_be_a_folder_is_refused(home: Path, name: str) -> None:
    with pytest.raises(LibraryError, match="cannot name a collection"):
        collection_folder(home, name)


def test_collections_do_not_know_each_other(home: Path, files: Path) -> None:
    encoder, splitter = HashingEncoder(), ParagraphSplitter()
    with (
        Collection.open(home, "one", encoder, splitter) as one,
        Collection.open(home, "two.2", encoder, splitter) as two,
    ):
        ingest(one, [files])
        assert two.empty
        assert two.lexical("committee", 3) == []


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryError, match="file"):
        Collection.open(tmp_path / "file")


def test_a_closed_collection_says_so(collection: Collection, files: Path) -> None:
    ingest(collection, [files])
    collection.close()
    collection.close()
    with pytest.raises(LibraryError, match="has been closed"):
        collection.lexical("committee", 3)
    with pytest.raises(LibraryError, match="has been closed"):
        _ = collection.stores.vectors


def test_new_rules_for_terms_rebuild_the_keyword_index(
    open_collection: Opener, home: Path, files: Path
) -> None:
    with open_collection() as collection:
        ingest(collection, [files])
        assert len(collection.lexical("agreeing", 20)) == 9
    plain = LexicalConfig(language=None)
    with Collection.open(home, lexical=plain) as collection:
        assert collection.lexical("agreeing", 20) == []
        assert len(collection.lexical("agreed", 20)) == 9
    with open_collection() as collection:
        assert len(collection.lexical("agreeing", 20)) == 9


@pytest.mark.parametrize("folder", ["chroma", "lexical"])
def test_a_lost_index_is_damage_and_not_silence(
    open_collection: Opener, home: Path, files: Path, folder: str
) -> None:
    import shutil

    with open_collection() as collection:
        ingest(collection, [files])
    shutil.rmtree(home / "collections" / "default" / folder)
    with open_collection() as collection:
        assert len(collection.documents()) == 3
        with pytest.raises(LibraryDamaged, match=r"doctor --repair"):
            collection.lexical("alpha", 3) + collection.dense(vector("alpha"), 3)


def test_warming_up_fails_only_at_first_use(
    open_collection: Opener, home: Path, files: Path
) -> None:
    with open_collection() as collection:
        ingest(collection, [files])
        collection.warm()
        collection.warm()
        assert len(collection.dense(vector("alpha"), 20)) == 9


class Loading(HashingEncoder):
    """Says when it is loaded, and then fails."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded = threading.Event()

    def load(self) -> None:
        self.loaded.set()
        raise EmbeddingError("The model is not installed.")


def test_warming_up_loads_the_encoder_and_leaves_its_failure_to_the_first_use(
    open_collection: Opener,
) -> None:
    encoder = Loading()
    with open_collection(encoder) as collection:
        collection.warm()
    assert encoder.loaded.is_set()


def test_threads_search_while_documents_change(collection: Collection, files: Path) -> None:
    """Every search finds whole documents of one version, the old or the new one."""
    ingest(collection, [files])
    errors: list[BaseException] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                hits = [*collection.lexical("committee", 20), *collection.dense(vector("beta"), 20)]
                for f in collection.find(ids(hits)).values():
                    text = f.passage.span.of(f.document.text)
                    assert text.startswith("Paragraph")
                    assert text.endswith("state.")
                assert collection.passage_count in (9, 10)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in range(2, 8):
        (files / "beta.txt").write_text(article("beta", 3 + version % 2, version))
        report = ingest(collection, [files])
        assert (report.changed, report.unchanged) == (1, 2)
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
