from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.vectorstore.tricky_text import TRICKY
from vectorstore.errors import LibraryDamaged
from vectorstore.lexical import LexicalConfig, LexicalIndex

TEXTS = {
    1: "The mission has 4,800 troops in the U.N. force, said Mali’s minister.",
    2: "The minister resigned; running the ministry was no longer possible.",
    3: "A recipe for plum cake: flour, butter, plums, don't stop stirring.",
    4: "中国的军队进入东京。 Café naïve Straße",
    5: "किताब पढ़ना और मिशन",
}


@pytest.fixture
def index(tmp_path: Path):
    opened = LexicalIndex(tmp_path / "lexical")
    opened.add(TEXTS.items())
    opened.commit()
    yield opened
    opened.close()


def found(index: LexicalIndex, text: str, k: int = 10, allowed: set[int] | None = None):
    return [hit.key for hit in index.query(text, k, allowed)]


def test_words_are_found_in_any_form(index: LexicalIndex) -> None:
    assert found(index, "How many troops does the mission have?")[0] == 1
    assert found(index, "MINISTERS")[:2] in ([1, 2], [2, 1])
    assert found(index, "run") == [2]
    assert found(index, "Mali's") == found(index, "mali’s") == found(index, "MALI") == [1]
    assert found(index, "4,800") == [1]
    assert found(index, "cafe") == found(index, "cafe\u0301") == [4]
    assert found(index, "軍") == []
    assert found(index, "军队") == [4]
    assert found(index, "मिशन") == [5]
    assert found(index, "ＭＡＬＩ") == [1]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "😀🎉", "(", ')"', "title:x AND", "-mission +cake", "key:1", "a OR NOT b", "*",
        "~2^3",
        "[* TO *]", "U.N. (", "\\", "\x00", "'" * 50, "a" * 100_000, "the " * 25_000, "…—“”",
    ],
)  # fmt: skip
def test_any_text_is_a_question(index: LexicalIndex, text: str) -> None:
    assert isinstance(index.query(text, 5), list)


@given(text=TRICKY)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_a_syntax_error(index: LexicalIndex, text: str) -> None:
    keys = found(index, text)
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(TEXTS)


def test_operators_are_only_words(index: LexicalIndex) -> None:
    assert set(found(index, "cake AND mission")) == {1, 3}
    assert set(found(index, "cake -mission")) == {1, 3}
    assert found(index, '"cake plum"') == [3]


def test_of_a_long_question_the_rarest_words_count(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path, LexicalConfig(most_terms=3))
    index.add((n, f"common words everywhere item{n}") for n in range(50))
    index.commit()
    assert found(index, "common words everywhere item7 and unknown stuff", k=1) == [7]
    index.close()


def test_a_search_can_be_restricted(index: LexicalIndex, tmp_path: Path) -> None:
    assert found(index, "minister", allowed={2, 3}) == [2]
    assert found(index, "minister", allowed=set()) == []
    assert found(index, "minister", k=0) == []
    many = LexicalIndex(tmp_path / "many")
    many.add((n, f"word{n % 7} common") for n in range(2000))
    many.commit()
    for size in (1, 20, 150, 1999):
        allowed = set(range(size))
        keys = found(many, "word3 common", 15, allowed)
        assert set(keys) <= allowed
        assert len(keys) == min(15, size)
        assert all(key % 7 == 3 for key in keys[: sum(key % 7 == 3 for key in allowed)])
    many.close()


def test_changes_show_when_committed_and_stay(index: LexicalIndex, tmp_path: Path) -> None:
    index.add([(9, "plums again")])
    index.delete([3, 77])
    assert found(index, "plum") == [3]
    index.commit()
    assert found(index, "plum") == [9]
    assert sorted(index.keys()) == [1, 2, 4, 5, 9]
    index.add([(10, "plums never committed")])
    index.close()
    index.close()
    again = LexicalIndex(tmp_path / "lexical", create=False)
    assert sorted(again.keys()) == [1, 2, 4, 5, 9]
    assert again.count == 5
    again.close()


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical")
    assert index.query("anything", 5) == []
    assert index.keys() == []
    index.commit()
    index.close()


def test_rarity_runs_from_everywhere_to_nowhere(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add((n, "always " + ("rare" if n == 3 else "common" if n % 2 else "")) for n in range(20))
    index.commit()
    order = [index.rarity(word) for word in ("always", "commonly", "rare", "never")]
    assert order == sorted(order)
    assert 0 <= order[0] < 0.1
    assert order[-1] == 1.0
    index.close()


def test_a_missing_or_damaged_index_is_named(tmp_path: Path, index: LexicalIndex) -> None:
    with pytest.raises(LibraryDamaged, match="is gone"):
        LexicalIndex(tmp_path / "none", create=False)
    index.close()
    for file in (tmp_path / "lexical").glob("*.idx"):
        file.write_bytes(b"")
    with pytest.raises(LibraryDamaged, match="footnoted doctor"):
        LexicalIndex(tmp_path / "lexical", create=False)


def test_configurations_differ_in_fingerprint(tmp_path: Path) -> None:
    plain, stopped = LexicalConfig(language=None), LexicalConfig(stop_words=True)
    assert len({plain.fingerprint, stopped.fingerprint, LexicalConfig().fingerprint}) == 3
    assert LexicalConfig(most_terms=3).fingerprint == LexicalConfig().fingerprint
    index = LexicalIndex(tmp_path, stopped)
    index.add([(1, "the cake")])
    index.commit()
    assert found(index, "the") == []
    assert found(index, "cakes") == [1]
    index.close()


def test_threads_search_while_one_writes(index: LexicalIndex) -> None:
    errors: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(300):
                assert 2 in found(index, "ministry")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(100, 130):
        index.add([(n, "other words")])
        index.commit()
    for thread in threads:
        thread.join()
    assert errors == []
