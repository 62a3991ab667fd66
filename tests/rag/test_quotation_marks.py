"""Where quotations stand in a sentence, and when they are the words of a source."""

import pytest

from rag.faults import quoted, verbatim


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no", then "yes".', ["no", "yes"]),
        ('He said "no. ', ["no. "]),
        ("We will go,” she said.", ["We will go,"]),
        ('We will go," she said.', ["We will go,"]),
        ('A 5" pipe of 3" and 2".', []),
        ("It's the boys' room and the '90s.", []),
        ("„Wir gehen“, sagte sie.", ["Wir gehen"]),
        ("“He called it «a wonder» then”", ["He called it «a wonder» then"]),
        ("“…”", []),
    ],
)
def test_where_quotations_stand(text: str, found: list[str]) -> None:
    assert quoted(text) == found


@pytest.mark.parametrize(
    ("words", "source", "same"),
    [
        ("it's done", "“It is – it’s done.”", True),
        ("no - never", "no—never", True),
        ("no -- never", "no – never", True),
        ("wait ... here", "wait…here", True),
        ("two words", "two\u00a0words", True),
        ("co\u00adoperate", "cooperate", True),
        ("we will go,", "we will go to Halmet", True),
        ("we shall go", "we will go", False),
        ("We will go", "we will go", False),
        ("4,350", "4.350", False),
        ("twowords", "two words", False),
    ],
)
def test_which_words_are_the_same(words: str, source: str, same: bool) -> None:
    assert verbatim(words, source) is same
