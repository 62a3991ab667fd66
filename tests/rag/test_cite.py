"""Footnotes are exact slices, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answers import Citation, Evidence
from rag.cite import Footnotes
from vectorstore.documents import Document, Passage, Span, canonical

TRICKY = st.text(
    st.sampled_from("ab .\r\n\u0301\u200b\u200d\u05d0\u0627\U0001f469\U0001f33e\ufeff“”é\u2028"),
    min_size=1,
    max_size=60,
)


def evidence(text: str, identity: str = "d") -> Evidence:
    document = Document(identity, "/a.txt", text, "0" * 64)
    return Evidence(document, Passage("p", identity, Span(0, len(text))), 1.0)


@given(st.one_of(st.text(min_size=1), TRICKY), st.data())
def test_a_citation_is_an_exact_slice(raw: str, data: st.DataObject) -> None:
    text = canonical(raw)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    item, span = evidence(text), Span(start, end)
    if not text[start:end].strip():
        with pytest.raises(ValueError, match="non-empty"):
            Footnotes().cite([(item, span)])
        return
    (citation,) = Footnotes().cite([(item, span)])
    assert citation.document.text[start:end] == citation.quote


def test_a_citation_outside_its_passage_cannot_be_built() -> None:
    document = Document("d", "/a.txt", "one two three", "0" * 64)
    item = Evidence(document, Passage("p", "d", Span(0, 7)), 1.0)
    with pytest.raises(ValueError, match="inside its passage"):
        Citation(1, item, Span(4, 13))


def test_numbers_follow_first_use_and_stay() -> None:
    notes = Footnotes()
    one, other = evidence("first. second."), evidence("third.", "e")
    assert [c.number for c in notes.cite([(one, Span(0, 6)), (other, Span(0, 6))])] == [1, 2]
    assert [c.number for c in notes.cite([(one, Span(7, 14)), (one, Span(0, 6))])] == [3, 1]
