from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.vectorstore.conftest import article
from tests.vectorstore.hashing import HashingEncoder, ParagraphSplitter
from vectorstore.collection import Collection
from vectorstore.doctor import examine
from vectorstore.errors import LibraryBusy, LibraryDamaged
from vectorstore.findings import Code, Finding
from vectorstore.ingest import ingest
from vectorstore.layout import LIBRARY
from vectorstore.repair import Repair, repair
from vectorstore.signs import signs
from vectorstore.store import VectorStore

ENCODER = HashingEncoder()
DOCUMENTS, PARAGRAPHS = 40, 6
PASSAGES = DOCUMENTS * PARAGRAPHS


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for n in range(DOCUMENTS):
        (folder / f"{n:02d}.txt").write_text(article(f"doc{n}", PARAGRAPHS))
    return folder


@pytest.fixture(scope="module")
def sound(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose library is sound."""
    home = tmp_path_factory.mktemp("sound")
    with Collection.open(home, "default", ENCODER, ParagraphSplitter()) as collection:
        ingest(collection, [sources])
    return home


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """The folder of a copy of that library."""
    shutil.copytree(sound, tmp_path / "home")
    return tmp_path / "home" / "collections" / "default"


def mended(folder: Path, sources: Path, documents: int = DOCUMENTS) -> dict[Code, Finding]:
    """Return what a repair finds.

    It has to leave nothing wrong, and so many documents before the next ingest.
    """
    found = repaired(folder)
    complete(folder, sources, documents)
    return found


def repaired(folder: Path, encoder: HashingEncoder = ENCODER) -> dict[Code, Finding]:
    """Return what a repair finds, which has to leave nothing wrong."""
    repair_ = repair(folder, encoder)
    assert repair_.left == ()
    return {finding.code: finding for finding in repair_.found}


def complete(folder: Path, sources: Path, documents: int = DOCUMENTS) -> None:
    """Check that an ingest completes the library and that its indexes lead to what they hold."""
    home = folder.parents[1]
    with Collection.open(home, "default", ENCODER, ParagraphSplitter()) as collection:
        assert len(collection.documents()) >= documents
        ingest(collection, [sources])
        assert collection.passage_count == PASSAGES
        for n in (0, 17, DOCUMENTS - 1):
            (hit,) = collection.lexical(f"item3doc{n}", 1)
            found = collection.find([hit.id])[hit.id]
            text = found.passage.span.of(found.document.text)
            assert f"item3doc{n} " in text
            (nearest,) = collection.dense(ENCODER.encode([text])[0], 1)
            assert nearest.score == pytest.approx(1.0, abs=1e-3)


def edit(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / LIBRARY)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def cut(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size * 4 // 5)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def garble(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(size // 3)
        stream.write(b"\xa5" * max(1, size // 3))


def lose(file: Path) -> None:
    file.unlink()


def test_a_sound_library_has_no_findings(folder: Path) -> None:
    assert examine(folder, ENCODER) == []
    assert examine(folder) == []
    assert repair(folder, ENCODER) == Repair()


def test_a_folder_without_a_library_has_none_either(tmp_path: Path) -> None:
    assert examine(tmp_path / "nothing", ENCODER) == []
    assert repair(tmp_path / "nothing", ENCODER) == Repair()
    assert not (tmp_path / "nothing").exists()


def test_an_open_library_is_not_examined(folder: Path) -> None:
    with (
        Collection.open(folder.parents[1], "default", ENCODER, ParagraphSplitter()),
        pytest.raises(LibraryBusy),
    ):
        examine(folder, ENCODER)


def use(folder: Path) -> None:
    """Open the library and read all of it."""
    with Collection.open(folder.parents[1]) as collection:
        collection.documents()
        assert list(collection.library.contents())


@pytest.mark.parametrize("harm", [cut, empty, garble, lose])
def test_a_damaged_library_saves_what_it_can(
    folder: Path, sources: Path, harm: Callable[[Path], None]
) -> None:
    harm(folder / LIBRARY)
    with pytest.raises(LibraryDamaged, match="footnoted doctor"):
        use(folder)
    documents = DOCUMENTS // 2 if harm is cut else 0
    assert mended(folder, sources, documents).keys() == {Code.LIBRARY_UNREADABLE}
    assert any(path.name.startswith(f"{LIBRARY}.damaged-") for path in folder.iterdir())


HARMS = [
    *[("chroma.sqlite3", harm) for harm in (garble, lose)],
    *[("data_level0.bin", harm) for harm in (cut, garble)],
    *[("header.bin", cut), ("length.bin", garble), ("index_metadata.pickle", empty)],
    *[("link_lists.bin", lose), ("link_lists.bin", garble)],
    *[("meta.json", lose), ("*.idx", garble)],
    *[("*.fieldnorm", garble), ("*.fast", lose)],
]


@pytest.mark.parametrize(("name", "harm"), HARMS)
def test_a_damaged_index_is_named_and_made_anew(
    folder: Path, sources: Path, name: str, harm: Callable[[Path], None]
) -> None:
    files = list(folder.rglob(name))
    assert files
    for file in files:
        harm(file)
    found = repaired(folder).keys()
    if not found:  # Chroma reads past some damage without a loss
        use(folder)
        return
    assert found <= {
        *(Code.VECTORS_UNREADABLE, Code.VECTORS_WRONG, Code.VECTORS_MISSING),
        *(Code.VECTORS_DIFFER, Code.KEYWORDS_UNREADABLE, Code.KEYWORDS_MISSING),
    }
    complete(folder, sources)


def test_missing_stray_and_wrong_vectors(folder: Path, sources: Path) -> None:
    store = VectorStore(folder / "chroma", create=False)
    (_, held), *_ = store.vectors([10])
    store.delete([1, 2, 10])
    store.add([10, 9001, 9002], -held.repeat(3, axis=0))
    store.close()
    examined = examine(folder, ENCODER)
    found = mended(folder, sources)
    assert [*found.values()] == examined
    assert set(found) == {Code.VECTORS_MISSING, Code.VECTORS_STRAY, Code.VECTORS_WRONG}
    assert found[Code.VECTORS_MISSING].keys == {1, 2}
    assert found[Code.VECTORS_STRAY].keys == {9001, 9002}
    assert found[Code.VECTORS_WRONG].keys == {10}
    assert found[Code.VECTORS_MISSING].sentence == (
        "The vector index lacks 2 passages of the library."
    )


def test_missing_stray_and_doubled_keywords(folder: Path, sources: Path) -> None:
    with Collection.open(folder.parents[1]) as collection:
        collection.stores.keywords.delete([1])
        collection.stores.keywords.add([(2, "again"), (9001, "stray")])
        collection.stores.keywords.commit()
    found = mended(folder, sources).keys()
    assert found == {Code.KEYWORDS_MISSING, Code.KEYWORDS_STRAY, Code.KEYWORDS_DOUBLED}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE texts SET text = replace(text, 'e', 'x') WHERE document = 3",
        "UPDATE passages SET past = 99999 WHERE key = 3",
        "DELETE FROM texts WHERE document = 3",
        "UPDATE regions SET kind = 'nonsense'",
    ],
)
def test_an_altered_document_is_removed_and_can_be_ingested(
    folder: Path, sources: Path, statement: str
) -> None:
    edit(folder, statement)
    found = mended(folder, sources, documents=0 if "regions" in statement else DOCUMENTS - 1)
    assert Code.DOCUMENT_ALTERED in found
    assert "ingest their files again" in found[Code.DOCUMENT_ALTERED].sentence


def test_traces_of_a_cut_short_ingest(folder: Path, sources: Path) -> None:
    edit(
        folder,
        "INSERT INTO documents SELECT 900, id, 'pending', source, real_path, content_hash, title,"
        " publisher, authors, published, published_how, published_first, published_last, language,"
        " url, media_type, characters, passages, text_digest, ingested_at"
        " FROM documents WHERE key = 1",
        "INSERT INTO passages SELECT 9000, 900, id, first, past, region, heading, title, near,"
        " signs FROM passages WHERE key = 1",
        "UPDATE documents SET state = 'dead' WHERE key = 2",
    )
    assert mended(folder, sources, documents=DOCUMENTS - 1).keys() == {Code.UNSETTLED}


def test_an_embedder_that_changed_under_its_name_is_noticed(folder: Path, sources: Path) -> None:
    other = HashingEncoder(seed=7)
    other.fingerprint = ENCODER.fingerprint
    assert repaired(folder, other).keys() == {Code.VECTORS_DIFFER}
    assert mended(folder, sources).keys() == {Code.VECTORS_DIFFER}


def test_another_embedder_is_told_and_repairs_no_vectors(folder: Path) -> None:
    shutil.rmtree(folder / "chroma")
    other = HashingEncoder(dimension=16)
    left = repair(folder, other).left
    assert [(f.code, f.repairable) for f in left] == [
        (Code.RECIPE, False),
        (Code.VECTORS_UNREADABLE, True),
    ]
    assert "new collection" in left[0].sentence
    assert repair(folder, ENCODER).left == ()


def test_a_newer_library_is_left_alone(folder: Path) -> None:
    edit(folder, "PRAGMA user_version = 99")
    (finding,) = examine(folder, ENCODER)
    assert (finding.code, finding.repairable) == (Code.LIBRARY_NEWER, False)
    assert repair(folder, ENCODER) == Repair((finding,), (finding,))


def test_signs_tell_vectors_apart() -> None:
    made = ENCODER.encode([article(f"doc{n}") for n in range(50)])
    codes_ = signs(made)
    assert signs(made * 3.5) == codes_
    assert len(set(codes_)) > 40
    assert signs(made[:, :5])[0] < 2**64
