"""A source as HTML: the lit words are the slice, and nothing in it is live."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from rag.errors import RequestError
from ui.terminal import visible
from ui.web.phrases import ENGLISH, FRENCH, LANGUAGES
from ui.web.source import PIECE, piece_html, source_html
from vectorstore.documents import Document, Region, RegionKind, Span, canonical

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=60)


@st.composite
def lit(draw: st.DrawFn) -> tuple[Document, Span]:
    text = canonical(draw(WORDS))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)))
    kinds = draw(st.lists(st.sampled_from(RegionKind), min_size=len(cuts), max_size=len(cuts)))
    regions = tuple(
        Region(Span(one, other), kind)
        for one, other, kind in zip(cuts, cuts[1:], kinds, strict=False)
    )
    start = draw(st.integers(0, len(text) - 1))
    span = Span(start, draw(st.integers(start + 1, len(text))))
    return Document("d", "/a.txt", text, "", regions=regions), span


@given(lit())
def test_the_lit_words_are_the_slice(drawn: tuple[Document, Span]) -> None:
    document, span = drawn
    page = html.fragment_fromstring(source_html(document, span, ENGLISH), create_parent="div")
    marks = "".join(mark.text_content() for mark in page.iter("mark"))
    assert marks == visible(span.of(document.text))
    assert page.find_class("text")[0].text_content() == visible(document.text)


def test_nothing_of_a_document_is_live() -> None:
    evil = "<script>x</script> <img src=x onerror=y>"
    document = Document(
        "d", "javascript:alert(1)", evil, "", title=evil, publisher=evil, url="javascript:x"
    )
    page = html.fragment_fromstring(source_html(document, Span(0, 8), ENGLISH), create_parent="div")
    assert not list(page.iter("script", "img", "a"))
    assert evil in page.text_content()


def test_only_a_web_address_is_a_link() -> None:
    document = Document("d", "/a.txt", "text", "", url="https://example.org/a?b=1&c=2")
    page = html.fragment_fromstring(source_html(document, Span(0, 4), ENGLISH), create_parent="div")
    (link,) = page.iter("a")
    assert link.get("href") == "https://example.org/a?b=1&c=2"
    assert link.get("rel") == "noreferrer noopener"


def test_who_speaks_is_named_of_a_quotation_alone() -> None:
    document = Document("d", "/a.txt", "“It is not open,” said Hanne <i>Verlo</i>. It rained.", "")
    spoken = read(source_html(document, Span(1, 15), ENGLISH)).find_class("speaking")
    assert [line.text_content() for line in spoken] == ["Speaking here: Hanne"]
    assert not read(source_html(document, Span(44, 53), ENGLISH)).find_class("speaking")


def test_a_span_that_is_not_there_is_refused() -> None:
    with pytest.raises(RequestError, match=r"there is no 0\.\.9"):
        source_html(Document("d", "/a.txt", "text", ""), Span(0, 9), ENGLISH)


def test_of_an_empty_span_nothing_is_lit() -> None:
    page = source_html(Document("d", "/a.txt", "text", ""), Span(0, 0), ENGLISH)
    assert "<mark>" not in page
    assert "text</div>" in page


def test_languages_say_the_same_things() -> None:
    assert set(LANGUAGES) == {"en", "fr"}
    assert ENGLISH.counts.keys() == FRENCH.counts.keys()
    assert FRENCH.counted("checked", 1) == "1 phrase vérifiée"
    assert ENGLISH.counted("passages", 1204) == "1,204 passages"


def read(page: str) -> html.HtmlElement:
    return html.fragment_fromstring(page, create_parent="div")


@given(lit(), st.data())
def test_pieces_join_to_the_whole_text_and_its_regions(
    drawn: tuple[Document, Span], data: st.DataObject
) -> None:
    document, span = drawn
    whole = len(document.text)
    cuts = sorted({0, whole, *data.draw(st.lists(st.integers(0, whole), max_size=5))})
    joined = "".join(
        piece_html(document, Span(one, other), span, ENGLISH) for one, other in pairwise(cuts)
    )
    page = read(joined)
    assert page.text_content() == visible(document.text)
    assert "".join(mark.text_content() for mark in page.iter("mark")) == visible(
        span.of(document.text)
    )
    for kind in RegionKind:
        if kind is not RegionKind.BODY:
            told = [r.span.of(document.text) for r in document.regions if r.kind is kind]
            shown = page.xpath(f"//span[@title='{ENGLISH.wording.regions[kind]}']")
            assert "".join(part.text_content() for part in shown) == visible("".join(told))


def test_a_long_document_can_be_read_on_to_both_ends() -> None:
    text = "".join(f"Sentence {n:06d}. " for n in range(6000))
    document = Document("d", "/a.txt", text, "ab" * 32)
    page = read(source_html(document, Span(50_000, 50_016), ENGLISH))
    (body,) = page.find_class("text")
    first, past = int(body.get("data-from")), int(body.get("data-to"))
    assert (first, past) == (50_000 - PIECE, 50_016 + PIECE)
    assert int(body.get("data-length")) == len(text)
    assert body.get("data-version") == "ab" * 32
    assert not page.xpath("//button[@hidden]")
    shown = body.text_content()
    while first:
        first, piece = max(0, first - PIECE), Span(max(0, first - PIECE), first)
        shown = read(piece_html(document, piece, Span(0, 0), ENGLISH)).text_content() + shown
    while past < len(text):
        piece = Span(past, min(len(text), past + PIECE))
        shown, past = (
            shown + read(piece_html(document, piece, Span(0, 0), ENGLISH)).text_content(),
            piece.end,
        )
    assert shown == text


def test_the_ends_of_a_document_offer_nothing_more() -> None:
    page = read(source_html(Document("d", "/a.txt", "text", ""), Span(0, 2), ENGLISH))
    assert len(page.xpath("//button[@data-more and @hidden]")) == 2


def test_a_piece_that_is_not_there_or_too_long_is_refused() -> None:
    document = Document("d", "/a.txt", "x" * 200_000, "")
    for piece in (Span(199_999, 200_001), Span(0, 150_000)):
        with pytest.raises(RequestError):
            piece_html(document, piece, Span(0, 0), ENGLISH)


def test_a_region_says_what_it_is_where_it_begins() -> None:
    regions = (Region(Span(0, 4), RegionKind.CAPTION), Region(Span(4, 9), RegionKind.BODY))
    document = Document("d", "/a.txt", "abcdefghi", "", regions=regions)
    assert piece_html(document, Span(0, 9), Span(2, 6), ENGLISH).count('data-kind="caption"') == 1
    assert "data-kind" not in piece_html(document, Span(1, 9), Span(2, 6), ENGLISH)
