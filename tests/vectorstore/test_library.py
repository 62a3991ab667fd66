from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorstore.catalog import LibraryView
from vectorstore.documents import (
    Document,
    Passage,
    Published,
    Region,
    RegionKind,
    Span,
    canonical,
)
from vectorstore.errors import LibraryDamaged, LibraryError, RecipeMismatch, UnknownDocument
from vectorstore.layout import LIBRARY
from vectorstore.library import Library, NewPassage
from vectorstore.records import DocumentState, Failure, Recipe

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
TEXTS = st.text(max_size=300).map(canonical)
DATES = st.sampled_from(["2020", "2021-02", "2024-02-29", "1999-12-31"])


@st.composite
def documents(draw: st.DrawFn, id_: str = "d1") -> Document:
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    regions = [
        Region(Span(start, end), draw(st.sampled_from(RegionKind)), draw(st.none() | WORDS))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return Document(
        id=id_,
        source=draw(WORDS.filter(bool)),
        text=text,
        content_hash="ab" * 32,
        regions=tuple(regions),
        title=draw(st.none() | WORDS),
        publisher=draw(st.none() | WORDS),
        authors=tuple(draw(st.lists(WORDS, max_size=3))),
        published=draw(st.none() | st.builds(Published, DATES, WORDS)),
        language=draw(st.sampled_from([None, "en", "fr"])),
        url=draw(st.none() | WORDS),
        media_type="text/plain",
    )


def make(
    id_: str = "d1", text: str = "One. Two. Three.", source: str | None = None, **told: object
) -> Document:
    return Document(id=id_, source=source or f"/{id_}.txt", text=text, content_hash="0", **told)


def passages_of(document: Document, version: str = "v1") -> list[Passage]:
    length = len(document.text)
    return [
        Passage(f"{document.id}:{version}:{n}", document.id, Span(start, min(start + 5, length)))
        for n, start in enumerate(range(0, length, 5))
    ]


def put(library: Library, document: Document, version: str = "v1", near: int = 7) -> list[int]:
    passages = passages_of(document, version)
    with library.change() as change:
        key = change.stage(document, len(passages))
        keys = change.add(key, [NewPassage(p, near, 2**64 - 1) for p in passages])
    with library.change() as change:
        change.publish([key])
    return keys


@pytest.fixture
def library(tmp_path: Path):
    with Library.create(tmp_path) as opened:
        yield opened


@given(document=documents(), near=st.integers(0, 2**64 - 1))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, document: Document, near: int
) -> None:
    folder = tmp_path_factory.mktemp("library")
    with Library.create(folder) as library:
        put(library, document, near=near)
    with LibraryView.open(folder) as view:
        assert view.document("d1") == document
        wanted = passages_of(document)
        found = view.find([p.id for p in wanted])
        assert [found[p.id] for p in wanted] == [(document, p, near) for p in wanted]
        row = view.row("d1")
        assert (row.title, row.published, row.authors) == (
            document.title,
            document.published,
            document.authors,
        )
        assert row.characters == len(document.text)
        assert row.passages == view.passage_count == len(wanted)


def test_nothing_is_found_before_it_is_live(library: Library) -> None:
    document = make()
    with library.change() as change:
        key = change.stage(document, 4)
        change.add(key, [NewPassage(p, 0, 0) for p in passages_of(document)])
    assert library.documents() == []
    assert library.find(["d1:v1:0"]) == library.passages(["d1:v1:0"]) == {}
    assert library.live_ids([1, 2, 3, 4]) == {}
    assert library.passage_keys(["d1"]) == frozenset()
    assert library.unsettled
    with pytest.raises(UnknownDocument, match="sources list"):
        library.document("d1")


def test_a_new_version_replaces_the_old_in_one_step(library: Library) -> None:
    old = put(library, make(), "v1")
    assert library.revision == 1
    new_document = make(text="Another text altogether.")
    new = put(library, new_document, "v2")
    assert library.revision == 2
    assert library.document("d1") == new_document
    assert library.live_ids([*old, *new]) == {key: f"d1:v2:{n}" for n, key in enumerate(new)}
    dead = library.dead()
    assert dead.passages == old
    with library.change() as change:
        change.bury(dead)
    assert not library.unsettled


def test_keys_are_never_used_twice(library: Library) -> None:
    first = put(library, make())
    with library.change() as change:
        assert change.retire(["d1", "unknown"]) == 1
    with library.change() as change:
        change.bury(library.dead())
    assert min(put(library, make())) > max(first)


def test_an_error_takes_the_whole_change_back(library: Library) -> None:
    lone = Passage("p", "d1", Span(0, 1))
    with pytest.raises(LibraryError), library.change() as change:
        change.add(change.stage(make(), 0), [NewPassage(lone, 0, 0), NewPassage(lone, 0, 0)])
    assert not library.unsettled


def test_filters(library: Library) -> None:
    put(library, make("a", source="/News/Ärger.html", published=Published("2021-05", "x")))
    put(library, make("b", publisher="Lake COURIER", published=Published("2022", "x")))
    put(library, make("c", title="A lake in May"))

    assert library.document_ids() is None
    assert library.document_ids(sources=("ÄRGER",)) == {"a"}
    assert library.document_ids(sources=("lake",)) == {"b", "c"}
    assert library.document_ids(sources=("ärger", "courier")) == {"a", "b"}
    assert library.document_ids(sources=("nothing",)) == frozenset()
    assert library.document_ids(ids=("a", "c", "zzz")) == {"a", "c"}
    assert library.document_ids(ids=("a",), sources=("lake",)) == frozenset()
    day = dt.date(2021, 5, 31)
    assert library.document_ids(published_from=day) == {"a", "b"}
    assert library.document_ids(published_to=day) == {"a"}
    assert library.document_ids(published_from=dt.date(2021, 6, 1)) == {"b"}
    assert library.document_ids(published_to=dt.date(2021, 4, 30)) == frozenset()


def test_troubles_show_in_a_documents_state(library: Library) -> None:
    put(library, make("a"))
    put(library, make("b"))
    with library.change() as change:
        change.trouble("failed", [Failure("/a.txt", "broken"), Failure("/new.txt", "empty")])
        change.trouble("gone", [Failure("/b.txt", "not there")])
    assert [row.state for row in library.documents()] == [DocumentState.STALE, DocumentState.GONE]
    assert library.failures() == [("/a.txt", "broken"), ("/new.txt", "empty")]
    with library.change() as change:
        change.forget_failures(["/a.txt", "/new.txt"])
        change.settle(["/b.txt"])
    assert [row.state for row in library.documents()] == [DocumentState.STALE, DocumentState.LIVE]
    assert library.failures() == [("/a.txt", "broken")]


def test_another_recipe_is_refused_once_there_is_something(library: Library) -> None:
    library.adopt(Recipe("e1", "s1"), "Model One")
    library.adopt(Recipe("e2", "s1"), "Model Two")
    put(library, make())
    library.adopt(Recipe("e2", "s1"), "Model Two")
    with pytest.raises(RecipeMismatch, match=r"Model Two \(e2\).*Model One \(e1\).*new collection"):
        library.adopt(Recipe("e1", "s1"), "Model One")
    with pytest.raises(RecipeMismatch, match="splitter s1, and the settings now say s2"):
        library.adopt(Recipe("e2", "s2"), "Model Two")


def test_a_reader_sees_what_the_owner_commits(library: Library, tmp_path: Path) -> None:
    with LibraryView.open(tmp_path) as view:
        assert view.documents() == []
        put(library, make())
        assert [row.id for row in view.documents()] == ["d1"]
        with pytest.raises(LibraryError, match="cannot be written"):
            put(Library(view._database), make("d2"))


def test_a_missing_or_newer_or_foreign_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"no collection in .*footnoted ingest"):
        LibraryView.open(tmp_path)
    Library.create(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / LIBRARY)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="newer Footnoted"):
        Library.create(tmp_path)
    with closing(sqlite3.connect(tmp_path / LIBRARY)) as connection:
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(LibraryDamaged, match="is not a library"):
        Library.create(tmp_path)


def test_a_file_that_is_no_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / LIBRARY).write_bytes(b"\xa5" * 8192)
    with pytest.raises(LibraryDamaged, match="footnoted doctor"):
        Library.create(tmp_path)


def test_an_empty_file_beside_an_index_is_damage(tmp_path: Path) -> None:
    (tmp_path / LIBRARY).touch()
    (tmp_path / "chroma").mkdir()
    with pytest.raises(LibraryDamaged, match="ingest your files again"):
        Library.create(tmp_path)


def test_a_huge_text_costs_nothing_in_a_listing(library: Library) -> None:
    put(library, make(text="x" * 50))
    long = "word " * 1_000_000
    document = make("big", text=long)
    with library.change() as change:
        change.publish([change.stage(document, 0)])
    assert library.document("big").text == long
    assert [row.characters for row in library.documents()] == [len(long), 50]
