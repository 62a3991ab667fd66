from __future__ import annotations

import shutil
import threading
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest

import vectorstore.snapshot
import vectorstore.store
from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.hnsw_files import check_index_files
from vectorstore.snapshot import guarded, log_state, restore
from vectorstore.store import VectorStore

DIMENSION = 32


def vectors(n: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((20, DIMENSION))
    made = centres[rng.integers(0, 20, n)] + 0.7 * rng.standard_normal((n, DIMENSION))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def store(tmp_path: Path):
    opened = VectorStore(tmp_path / "chroma")
    yield opened
    opened.close()


def exact(all_vectors: np.ndarray, vector: np.ndarray, k: int, allowed: set[int] | None = None):
    scores = all_vectors @ vector
    order = [int(n) for n in np.argsort(-scores, kind="stable")]
    return [key for key in order if allowed is None or key in allowed][:k]


def test_what_is_added_is_found_by_cosine_similarity(store: VectorStore) -> None:
    made = vectors(500)
    store.add(range(500), made)
    assert store.count == 500
    for key in range(0, 500, 50):
        hits = store.query(made[key], 5)
        assert hits[0].key == key
        assert [hit.score for hit in hits] == pytest.approx(
            [float(made[hit.key] @ made[key]) for hit in hits], abs=1e-5
        )
        assert [hit.key for hit in hits] == exact(made, made[key], 5)


def test_an_empty_index_finds_nothing(store: VectorStore) -> None:
    assert store.query(vectors(1)[0], 5) == []
    assert store.keys() == []
    assert list(store.vectors([1, 2])) == []
    store.delete([1, 2])
    store.flush()
    assert store.count == 0


def test_a_search_can_be_restricted_to_any_number_of_keys(store: VectorStore) -> None:
    made = vectors(3000)
    store.add(range(3000), made)
    rng = np.random.default_rng(1)
    for size in (1, 10, 256, 257, 299, 301, 1500, 2999):
        allowed = {int(key) for key in rng.choice(3000, size, replace=False)}
        hits = store.query(made[0], 10, allowed)
        expected = exact(made, made[0], 10, allowed)
        assert len(hits) == min(10, size)
        assert len({hit.key for hit in hits} & set(expected)) >= 0.9 * len(expected)
        assert {hit.key for hit in hits} <= allowed
    assert store.query(made[0], 10, set()) == []
    assert store.query(made[0], 0) == []


def test_recall_against_exact_search(store: VectorStore) -> None:
    made, questions = vectors(4000), vectors(60, seed=9)
    store.add(range(4000), made)
    found = sum(
        len({hit.key for hit in store.query(q, 20)} & set(exact(made, q, 20))) for q in questions
    )
    assert found / (20 * len(questions)) >= 0.98


def test_deleted_vectors_are_gone_and_unknown_ones_do_no_harm(store: VectorStore) -> None:
    made = vectors(50)
    store.add(range(50), made)
    store.delete([3, 4, 99])
    assert store.count == 48
    assert sorted(store.keys()) == [key for key in range(50) if key not in (3, 4)]
    assert 3 not in {hit.key for hit in store.query(made[3], 10)}
    (keys, held), *_ = store.vectors([3, 5])
    assert keys == [5]
    assert held == pytest.approx(made[5:6], abs=1e-6)


def test_an_index_is_written_out_and_opens_again(tmp_path: Path) -> None:
    made = vectors(1500)
    store = VectorStore(tmp_path / "chroma")
    store.add(range(1500), made)
    store.flush()
    store.close()
    assert log_state(tmp_path / "chroma").backlog == 0
    assert [path.name for path in tmp_path.iterdir()] == ["chroma"]
    store = VectorStore(tmp_path / "chroma", create=False)
    assert store.query(made[7], 1)[0].key == 7
    store.close()
    store.close()


def test_chroma_writes_its_index_only_under_guard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole protection rests on knowing when Chroma writes: in `guarded`, and never else."""
    monkeypatch.setattr(vectorstore.store, "_LEAST_SYNC", 300)
    folder, made, key = tmp_path / "chroma", vectors(6000), 0
    rng = np.random.default_rng(3)
    guards = writes = 0

    def counted(place: Path, entries: int):
        nonlocal guards
        guards += 1
        return guarded(place, entries)

    monkeypatch.setattr(vectorstore.store, "guarded", counted)
    store = VectorStore(folder)
    for step in range(60):
        before, guards_before = log_state(folder).written, guards
        size = int(rng.integers(1, 200))
        if step % 9 == 5:
            store.close()
            store = VectorStore(folder, create=False)
        elif step % 4 == 3:
            store.delete(range(max(0, key - size), key))
        elif step % 4 == 2:
            store.query(made[0], 3)
            assert store.count == len(store.keys())
        else:
            store.add(range(key, key + size), made[key : key + size])
            key += size
        if log_state(folder).written != before:
            writes += 1
            assert guards > guards_before, f"step {step}: the index was written unguarded"
    store.close()
    assert writes >= 8


@pytest.mark.parametrize("ended", [False, True])
def test_files_are_put_back_only_when_writing_was_cut_short(tmp_path: Path, ended: bool) -> None:
    folder, made = tmp_path / "chroma", vectors(3000)
    store = VectorStore(folder)
    store.add(range(1200), made[:1200])
    store.flush()
    copied = guarded(folder, 0)
    copied.__enter__()
    store.add(range(1200, 1900), made[1200:1900])
    if ended:
        store._failed = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(vectorstore.store, "guarded", lambda *_: nullcontext())
            store.flush()
    else:
        segment = next(path for path in folder.iterdir() if path.is_dir())
        (segment / "index_metadata.pickle").write_bytes(b"")
        (segment / "data_level0.bin").write_bytes(b"torn")
    store.close()
    assert (tmp_path / "chroma.saved" / "mark.json").exists()
    store = VectorStore(folder, create=False)
    assert not (tmp_path / "chroma.saved").exists()
    assert sorted(store.keys()) == list(range(1900))
    assert [store.query(made[key], 1)[0].key for key in (3, 1199, 1200, 1899)] == [
        *(3, 1199, 1200, 1899)
    ]
    store.close()


def test_an_unfinished_copy_is_thrown_away(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    VectorStore(folder).close()
    (tmp_path / "chroma.saving").mkdir()
    (tmp_path / "chroma.saved").mkdir()
    assert not restore(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["chroma"]


def test_after_a_failed_write_nothing_more_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = VectorStore(tmp_path / "chroma")
    store.add([1], vectors(1))

    monkeypatch.setattr(vectorstore.snapshot, "_ENTRY_BYTES", 2**50)
    with pytest.raises(LibraryError, match=r"disk .* is full: free some space"):
        store.add(range(2, 1200), vectors(1198))
    with pytest.raises(LibraryError, match="close this program"):
        store.add([5000], vectors(1))
    assert store.query(vectors(1)[0], 1)[0].key == 1
    store.close()


def test_threads_add_and_search_at_once(store: VectorStore) -> None:
    made = vectors(2400)
    errors: list[BaseException] = []
    done = threading.Event()

    def add(first: int) -> None:
        for at in range(first, first + 800, 100):
            store.add(range(at, at + 100), made[at : at + 100])

    def search() -> None:
        try:
            while not done.is_set():
                store.query(made[0], 10)
        except BaseException as error:
            errors.append(error)

    searchers = [threading.Thread(target=search) for _ in range(2)]
    writers = [threading.Thread(target=add, args=(first,)) for first in (0, 800, 1600)]
    for thread in [*searchers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in searchers:
        thread.join()
    assert errors == []
    assert sorted(store.keys()) == list(range(2400))


def test_a_missing_index_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryDamaged, match=r"is gone.*doctor --repair"):
        VectorStore(tmp_path / "chroma", create=False)


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("header.bin", "cut"),
        ("header.bin", "gone"),
        ("data_level0.bin", "cut"),
        ("data_level0.bin", "gone"),
        ("length.bin", "cut"),
        ("length.bin", "gone"),
        ("link_lists.bin", "gone"),
        ("index_metadata.pickle", "gone"),
        ("index_metadata.pickle", "empty"),
        ("index_metadata.pickle", "noise"),
        ("chroma.sqlite3", "noise"),
    ],
)
def test_a_damaged_file_is_told_before_it_can_mislead(
    written: Path, tmp_path: Path, name: str, harm: str
) -> None:
    folder = tmp_path / "chroma"
    shutil.copytree(written, folder)
    file = next(folder.rglob(name))
    match harm:
        case "cut":
            with file.open("r+b") as stream:
                stream.truncate(file.stat().st_size // 2)
        case "empty":
            file.write_bytes(b"")
        case "noise":
            file.write_bytes(b"\xa5" * file.stat().st_size)
        case "gone":
            file.unlink()
    with pytest.raises(LibraryDamaged, match="doctor"):
        VectorStore(folder, create=False)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "chroma"
    store = VectorStore(folder)
    store.add(range(600), vectors(600))
    store.flush()
    store.close()
    check_index_files(folder)
    return folder
