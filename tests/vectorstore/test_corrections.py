"""What people correct of a document holds, also later, and touches nothing but what it says."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.conftest import Opener, article
from tests.vectorstore.hashing import HashingEncoder
from vectorstore.collection import Collection, view_collection
from vectorstore.corrections import BY_HAND, FIELDS, Corrections, corrected, restored, stated
from vectorstore.doctor import examine
from vectorstore.documents import Document, Passage, Published
from vectorstore.embed_text import passage_text_for_embedding
from vectorstore.errors import CorrectionError, EmbeddingError, LibraryBusy, UnknownDocument
from vectorstore.ingest import ingest
from vectorstore.layout import LIBRARY, collection_folder
from vectorstore.records import DocumentRow, DocumentState
from vectorstore.salvage import salvage

WHOLE = Corrections(
    title="The Alpha Minutes",
    publisher="Dranje Wire",
    authors=("Ines Calder", "Joss Verrin"),
    published="2021-05",
    language="fr",
    url="https://wire.example/alpha",
)


def named(collection: Collection, name: str) -> DocumentRow:
    (found,) = (row for row in collection.documents() if Path(row.source).stem == name)
    return found


def passages(collection: Collection, document_id: str) -> list[Passage]:
    return [passage for _, passage, _, _ in collection.library.passage_rows(document_id)]


@pytest.fixture
def alpha(collection: Collection, files: Path) -> DocumentRow:
    ingest(collection, [files])
    return named(collection, "alpha")


def test_a_correction_is_what_a_document_says(collection: Collection, alpha: DocumentRow) -> None:
    before, revision = collection.document(alpha.id), collection.revision
    collection.correct(alpha.id, WHOLE)
    row, document = named(collection, "alpha"), collection.document(alpha.id)
    for said in (row, document):
        assert (said.title, said.publisher, said.language) == (
            "The Alpha Minutes",
            "Dranje Wire",
            "fr",
        )
        assert said.authors == ("Ines Calder", "Joss Verrin")
        assert said.published == Published("2021-05", BY_HAND)
        assert said.url == "https://wire.example/alpha"
    assert set(row.corrected) == set(FIELDS)
    assert (document.text, document.regions) == (before.text, before.regions)
    assert (row.id, row.content_hash, row.ingested_at) == (
        alpha.id, alpha.content_hash, alpha.ingested_at,
    )  # fmt: skip
    assert collection.revision > revision


def test_filters_and_searches_follow_at_once(collection: Collection, alpha: DocumentRow) -> None:
    may = (dt.date(2021, 5, 1), dt.date(2021, 5, 31))
    assert collection.document_ids(published_from=may[0], published_to=may[1]) == frozenset()
    assert not collection.lexical("Dranje", 5)
    collection.correct(alpha.id, WHOLE)
    assert collection.document_ids(published_from=may[0], published_to=may[1]) == {alpha.id}
    assert collection.document_ids(sources=("dranje wire",)) == {alpha.id}
    found = [hit.id for hit in collection.lexical("Dranje", 5)]
    assert found == [passage.id for passage in passages(collection, alpha.id)]
    assert {f.document.title for f in collection.find(found).values()} == {"The Alpha Minutes"}


def test_passages_keep_their_ids_spans_and_places(
    collection: Collection, alpha: DocumentRow
) -> None:
    before = passages(collection, alpha.id)
    collection.correct(alpha.id, WHOLE)
    assert passages(collection, alpha.id) == before
    assert collection.passage_count == 9
    assert collection.stores.vectors.count == collection.stores.keywords.count == 9


def test_vectors_are_those_of_the_corrected_document(
    collection: Collection, alpha: DocumentRow, home: Path
) -> None:
    collection.correct(alpha.id, Corrections(title="Minutes of a committee"))
    document = collection.document(alpha.id)
    rows = collection.library.passage_rows(alpha.id)
    wanted = HashingEncoder().encode(
        [passage_text_for_embedding(document, p) for _, p, _, _ in rows]
    )
    held: dict[int, np.ndarray] = {}
    for keys, vectors in collection.stores.vectors.vectors([key for key, *_ in rows]):
        held |= zip(keys, vectors, strict=True)
    assert np.allclose(np.stack([held[key] for key, *_ in rows]), wanted, atol=1e-6)
    collection.close()
    assert examine(collection.folder, HashingEncoder()) == []


class Counting(HashingEncoder):
    """Counts what it embeds, and fails where it is told to."""

    texts = 0
    failing = False

    def encode(self, texts):  # type: ignore[no-untyped-def]
        if self.failing:
            raise EmbeddingError("The embedder is down.")
        self.texts += len(texts)
        return super().encode(texts)


def test_only_a_title_is_embedded_again(open_collection: Opener, files: Path) -> None:
    encoder = Counting()
    collection = open_collection(encoder)
    ingest(collection, [files])
    alpha = named(collection, "alpha")
    encoder.texts = 0
    collection.correct(alpha.id, Corrections(publisher="Dranje Wire", published="2021"))
    assert encoder.texts == 0
    collection.correct(alpha.id, Corrections(title="Minutes of May"))
    assert encoder.texts == 3


def test_what_cannot_be_embedded_leaves_all_as_it_was(open_collection: Opener, files: Path) -> None:
    encoder = Counting()
    collection = open_collection(encoder)
    ingest(collection, [files])
    alpha = named(collection, "alpha")
    encoder.failing = True
    with pytest.raises(EmbeddingError):
        collection.correct(alpha.id, WHOLE)
    assert named(collection, "alpha") == alpha
    assert collection.stores.vectors.count == 9
    assert not collection.library.unsettled
    encoder.failing = False
    collection.correct(alpha.id, WHOLE)
    assert named(collection, "alpha").title == WHOLE.title


def test_a_correction_outlives_a_new_version_of_the_file(
    collection: Collection, alpha: DocumentRow, files: Path
) -> None:
    (files / "alpha.txt.meta.toml").write_text('title = "Alpha"\npublished = "2019"\n')
    ingest(collection, [files])
    collection.correct(alpha.id, Corrections(published="2021-05-03"))
    (files / "alpha.txt").write_text(article("alpha", version=2), encoding="utf-8")
    (files / "alpha.txt.meta.toml").write_text('title = "Alpha II"\npublished = "2020"\n')
    assert ingest(collection, [files]).changed == 1
    row = named(collection, "alpha")
    assert (row.title, row.published) == ("Alpha II", Published("2021-05-03", BY_HAND))
    assert row.corrected == ("published",)
    assert "version 2" in collection.document(alpha.id).text
    collection.correct(alpha.id, Corrections(undo=("published",)))
    assert named(collection, "alpha").published == Published("2020", "sidecar")


def test_what_is_undone_is_what_the_source_states(
    collection: Collection, alpha: DocumentRow
) -> None:
    before = collection.document(alpha.id)
    collection.correct(alpha.id, WHOLE)
    collection.correct(alpha.id, Corrections(title="Another", undo=("authors", "language")))
    row = named(collection, "alpha")
    assert (row.title, row.authors, row.language) == ("Another", alpha.authors, alpha.language)
    assert set(row.corrected) == {"title", "publisher", "published", "url"}
    collection.correct(alpha.id, Corrections(undo=FIELDS))
    assert named(collection, "alpha") == alpha
    assert collection.document(alpha.id) == before


def test_a_wrong_fact_can_be_struck_out(
    collection: Collection, alpha: DocumentRow, files: Path
) -> None:
    (files / "alpha.txt.meta.toml").write_text('publisher = "Nobody"\npublished = "1970"\n')
    ingest(collection, [files])
    collection.correct(alpha.id, Corrections(publisher=" ", published="", authors=()))
    row = named(collection, "alpha")
    assert (row.publisher, row.published, row.authors) == (None, None, ())
    assert set(row.corrected) == {"publisher", "published", "authors"}


def test_nothing_new_is_no_change(collection: Collection, alpha: DocumentRow) -> None:
    collection.correct(alpha.id, WHOLE)
    revision = collection.revision
    collection.correct(alpha.id, WHOLE)
    collection.correct(alpha.id, Corrections())
    assert collection.revision == revision


def test_a_document_that_is_taken_out_takes_its_corrections(
    collection: Collection, alpha: DocumentRow, files: Path
) -> None:
    collection.correct(alpha.id, WHOLE)
    collection.remove(alpha.id)
    assert collection.library.corrections() == {}
    ingest(collection, [files])
    assert named(collection, "alpha").corrected == ()


def test_one_whose_file_was_away_for_a_while_keeps_them(
    collection: Collection, alpha: DocumentRow, files: Path
) -> None:
    collection.correct(alpha.id, Corrections(title="Minutes of May"))
    (files / "alpha.txt").rename(files.parent / "away")
    ingest(collection, [files], prune=True)
    (files.parent / "away").rename(files / "alpha.txt")
    ingest(collection, [files])
    assert named(collection, "alpha").title == "Minutes of May"


def test_a_corrected_document_can_be_stale_and_gone(
    collection: Collection, alpha: DocumentRow, files: Path
) -> None:
    collection.correct(alpha.id, Corrections(title="Minutes of May"))
    (files / "alpha.txt").write_bytes(b"")
    ingest(collection, [files])
    assert named(collection, "alpha").state is DocumentState.STALE
    (files / "alpha.txt").unlink()
    ingest(collection, [files])
    collection.correct(alpha.id, Corrections(undo=("title",)))
    assert named(collection, "alpha").state is DocumentState.GONE
    assert named(collection, "alpha").title == alpha.title


def test_an_unknown_document_and_a_busy_library_are_named(
    collection: Collection, alpha: DocumentRow
) -> None:
    with pytest.raises(UnknownDocument):
        collection.correct("nothing", WHOLE)
    with collection.ingesting, pytest.raises(LibraryBusy, match="wait until"):
        collection.correct(alpha.id, WHOLE)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"published": "yesterday"}, "published must be a date"),
        ({"published": "2021-02-30"}, "published must be a date"),
        ({"published": "03/04/2021"}, "published must be a date"),
        ({"language": "English!"}, "language must be a tag"),
        ({"url": "javascript:alert(1)"}, "url must be an address"),
        ({"title": "x" * 1001}, "at most 1,000 characters"),
        ({"authors": ("x" * 1001,)}, "at most 1000 characters"),
        ({"undo": ("text",)}, "what can be undone is title"),
        ({"title": "x", "undo": ("title",)}, "at once"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(CorrectionError, match=said):
        Corrections(**wrong)  # type: ignore[arg-type]


LINES = st.none() | st.text(max_size=20)
ANY = st.builds(
    Corrections,
    title=LINES,
    publisher=LINES,
    authors=st.none() | st.lists(st.text(max_size=9), max_size=3).map(tuple),
    published=st.none() | st.sampled_from(["", "2020", "2020-02", "2020-02-29"]),
    language=st.none() | st.sampled_from(["", "en", "pt_BR"]),
    url=st.none() | st.sampled_from(["", "https://a.example/"]),
)
SOURCE = Document(
    "d", "/a.txt", "Words.", "", title="A", authors=("B",), published=Published("1999", "dateline")
)


@given(ANY, ANY)
def test_any_corrections_can_be_kept_and_undone(first: Corrections, second: Corrections) -> None:
    facts = second.over(first.over({}))
    after = corrected(SOURCE, facts)
    assert (after.id, after.text, after.regions) == (SOURCE.id, SOURCE.text, SOURCE.regions)
    assert restored(after, stated(SOURCE, facts)) == SOURCE
    assert Corrections(undo=FIELDS).over(facts) == {}


def make_old(folder: Path) -> None:
    """Take a library back to the version of its tables before there were corrections."""
    with closing(sqlite3.connect(folder / LIBRARY)) as connection:
        connection.executescript(
            "DROP TABLE corrections; DROP TABLE stated; PRAGMA user_version = 1;"
        )


def test_an_old_library_opens_is_read_and_can_be_corrected(
    open_collection: Opener, files: Path, home: Path
) -> None:
    collection = open_collection()
    ingest(collection, [files])
    rows = collection.documents()
    collection.close()
    make_old(collection_folder(home, "default"))
    with view_collection(home) as view:
        assert view.documents() == rows
        assert view.corrections() == {}
    collection = open_collection()
    assert collection.documents() == rows
    collection.correct(rows[0].id, WHOLE)
    assert collection.documents()[0].title == WHOLE.title
    collection.close()
    with view_collection(home) as view:
        assert view.documents()[0].corrected


def test_corrections_are_saved_from_a_damaged_library(
    open_collection: Opener, files: Path, home: Path
) -> None:
    collection = open_collection()
    ingest(collection, [files])
    alpha = named(collection, "alpha")
    collection.correct(alpha.id, WHOLE)
    collection.close()
    salvage(collection_folder(home, "default"))
    collection = open_collection()
    assert named(collection, "alpha").title == WHOLE.title
    collection.correct(alpha.id, Corrections(undo=FIELDS))
    assert named(collection, "alpha").title == alpha.title


def test_documents_of_an_old_damaged_library_are_saved(
    open_collection: Opener, files: Path, home: Path
) -> None:
    collection = open_collection()
    ingest(collection, [files])
    collection.close()
    make_old(collection_folder(home, "default"))
    assert salvage(collection_folder(home, "default")) == 3
