"""Passages: where they begin and end, and what holds for any document at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectorstore.tricky_text import TRICKY
from vectorstore.documents import Document, Passage, Region, RegionKind, Span, canonical
from vectorstore.sentences import sentences
from vectorstore.split import Splitter

RETRIEVED = {"body", "caption", "list", "table", "teaser"}


def document(*parts: tuple[RegionKind, str] | str, language: str | None = None) -> Document:
    """A document of regions, two line ends between them."""
    text, regions = "", []
    for part in parts:
        kind, words = (RegionKind.BODY, part) if isinstance(part, str) else part
        title = words.splitlines()[0] if kind is RegionKind.TEASER else None
        regions.append(Region(Span(len(text), len(text) + len(words)), kind, title))
        text += words + "\n\n"
    return Document("0123456789ab", "/a.txt", text, "f" * 64, tuple(regions), language=language)


def words_of(passages: list[Passage], doc: Document) -> list[str]:
    return [passage.span.of(doc.text) for passage in passages]


def prose(sentences_: int, words: int = 20, start: int = 0) -> str:
    return " ".join(
        f"Sentence {n} " + " ".join(["word"] * (words - 3)) + " end."
        for n in range(start, start + sentences_)
    )


def test_a_short_document_is_one_passage() -> None:
    doc = document("France left. It took a year.")
    (passage,) = Splitter().split(doc)
    assert passage == Passage("0123456789ab:ffffffffffff:00000", doc.id, Span(0, 28))


def test_passages_end_at_paragraphs_where_they_can() -> None:
    paragraphs = [prose(5, start=n) for n in range(0, 20, 5)]
    doc = document("\n\n".join(paragraphs))
    assert words_of(Splitter(words=160).split(doc), doc) == paragraphs


def test_a_long_paragraph_is_shared_out_evenly() -> None:
    doc = document(prose(11))
    lengths = [len(words.split()) for words in words_of(Splitter(words=160).split(doc), doc)]
    assert lengths == [120, 100]


def test_a_heading_stands_above_its_text_and_in_every_passage_of_its_section() -> None:
    doc = document(
        f"{prose(3)}\n\nWhat France did\n\n{prose(6)}\n\n{prose(7)}\n\n"
        f"## What *Mali* said\n\n{prose(4)}"
    )
    passages = Splitter(words=160).split(doc)
    assert [(p.heading, p.span.of(doc.text)[:12]) for p in passages] == [
        (None, "Sentence 0 w"),
        ("What France did", "What France "),
        ("What France did", "Sentence 0 w"),
        ("What *Mali* said", "## What *Mal"),
    ]


def test_small_sections_share_a_passage_under_the_first_heading() -> None:
    doc = document("One thing\n\nIt is so. It was so.\n\nAnother thing\n\nIt is not so.")
    (passage,) = Splitter().split(doc)
    assert passage.heading == "One thing"
    assert passage.span == Span(0, len(doc.text.rstrip()))


def test_a_question_is_the_heading_of_its_answer() -> None:
    doc = document(f"{prose(2)}\n\nWhy did France leave?\n{prose(2)}\n\nWho stayed?\n{prose(2)}")
    assert [p.heading for p in Splitter().split(doc)] == [
        None,
        "Why did France leave?",
        "Who stayed?",
    ]


def test_short_lines_in_a_list_are_no_headings() -> None:
    doc = document(f"Apples\nPears\nPlums\nQuinces\n{prose(2)}")
    (passage,) = Splitter().split(doc)
    assert passage.heading is None


def test_a_list_and_a_table_belong_to_the_section_above_them() -> None:
    doc = document(
        f"{prose(3)}\n\nTroops by year",
        (RegionKind.TABLE, "Year | Troops\n2021 | 5,100. Not 5,500.\n2022 | 2,500"),
        (RegionKind.CAPTION, "Soldiers leave a camp."),
        prose(2),
    )
    passages = Splitter().split(doc)
    assert [(p.region.value, p.heading) for p in passages] == [
        ("body", None),
        ("table", "Troops by year"),
        ("caption", None),
        ("body", "Troops by year"),
    ]
    assert "Troops by year" not in passages[0].span.of(doc.text)


def test_a_heading_alone_above_a_list_is_no_passage_but_is_told_by_the_list() -> None:
    doc = document(
        (RegionKind.LIST, "- one\n- two"),
        "What you need",
        (RegionKind.LIST, "- three\n- four"),
    )
    assert [(p.heading, p.region.value) for p in Splitter().split(doc)] == [
        (None, "list"),
        ("What you need", "list"),
    ]


def test_a_line_that_leads_to_a_list_is_text_of_its_section() -> None:
    doc = document("Where are the bases?\n\nThree are left:", (RegionKind.LIST, "- one\n- two"))
    assert [(p.heading, p.region.value) for p in Splitter().split(doc)] == [
        ("Where are the bases?", "body"),
        ("Where are the bases?", "list"),
    ]


def test_a_table_is_cut_between_rows() -> None:
    rows = [f"row {n} | " + "cell. Cell " * 20 for n in range(12)]
    doc = document((RegionKind.TABLE, "\n".join(row.strip() for row in rows)))
    for words in words_of(Splitter(words=100).split(doc), doc):
        assert words.startswith("row ")
        assert words.endswith("Cell")


def test_regions_never_share_a_passage_but_touching_bodies_do() -> None:
    teaser = (RegionKind.TEASER, "Other story\nIt happened elsewhere.")
    doc = document(
        (RegionKind.HEADLINE, "A headline"),
        (RegionKind.BYLINE, "By Ann Lee"),
        "First body.",
        "Second body.",
        (RegionKind.CAPTION, "A caption."),
        "Third body.",
        teaser,
        teaser,
        (RegionKind.BOILERPLATE, "Subscribe now."),
        (RegionKind.LIST, "- one\n- two"),
    )
    passages = Splitter().split(doc)
    assert [(p.region.value, p.title, p.span.of(doc.text)) for p in passages] == [
        ("body", None, "First body.\n\nSecond body."),
        ("caption", None, "A caption."),
        ("body", None, "Third body."),
        ("teaser", "Other story", "Other story\nIt happened elsewhere."),
        ("teaser", "Other story", "Other story\nIt happened elsewhere."),
        ("list", None, "- one\n- two"),
    ]


def test_a_headline_is_a_passage_only_where_there_is_nothing_else() -> None:
    doc = document((RegionKind.HEADLINE, "France leaves Mali"), (RegionKind.BYLINE, "By Ann Lee"))
    assert words_of(Splitter().split(doc), doc) == ["France leaves Mali"]


def test_a_document_without_regions_is_all_body() -> None:
    doc = Document("0" * 12, "/a.txt", " One.\n\nTwo. ", "f" * 64)
    assert words_of(Splitter().split(doc), doc) == ["One.\n\nTwo."]


def test_a_leftover_joins_the_passage_before_it() -> None:
    doc = document(f"{prose(8)}\n\nThe end is near.")
    assert len(Splitter(words=160).split(doc)) == 1
    lonely = document(f"{prose(8, words=30)}\n\nThe end is near.")
    assert [len(w.split()) for w in words_of(Splitter(words=160).split(lonely), lonely)] == [
        120,
        124,
    ]


def test_a_long_sentence_stays_whole_and_an_endless_one_is_cut() -> None:
    long_sentence = "France " + "and Mali " * 120 + "agreed."
    doc = document(f"One. {long_sentence} Two.")
    assert any(long_sentence in words for words in words_of(Splitter().split(doc), doc))
    endless = document("word " * 5000)
    lengths = [len(words.split()) for words in words_of(Splitter().split(endless), endless)]
    assert max(lengths) == 160
    assert sum(lengths) == 5000


@pytest.mark.parametrize(
    "cluster", ["e\u0301", "👩‍👩‍👧", "👍🏽", "🇫🇷", "\u1100\u1161\u11a8", "क्\u200dष", "x"]
)
def test_text_without_spaces_is_cut_between_visible_characters(cluster: str) -> None:
    doc = document(cluster * 3000)
    passages = Splitter(words=40).split(doc)
    assert all(len(p.span) <= 320 for p in passages)
    assert all(
        p.span.start % len(cluster) == 0 and p.span.end % len(cluster) == 0 for p in passages
    )


def test_scripts_without_spaces_are_counted_by_character() -> None:
    doc = document("这是一个关于马里和法国军队的句子。" * 100, language="zh")
    assert all(len(p.span) <= 210 for p in Splitter().split(doc))


def test_the_fingerprint_tells_the_settings_apart() -> None:
    assert Splitter().fingerprint == Splitter(160, 30).fingerprint
    assert len({Splitter(w, m).fingerprint for w in (100, 160) for m in (0, 30)}) == 4


@pytest.mark.parametrize(("words", "least"), [(9, 0), (20, 21), (20, -1)])
def test_impossible_settings_are_refused(words: int, least: int) -> None:
    with pytest.raises(ValueError, match="A passage needs"):
        Splitter(words, least)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    parts = draw(st.lists(st.tuples(st.sampled_from(RegionKind), TRICKY), max_size=6))
    text, regions = "", []
    for kind, raw in parts:
        text = canonical(f"{text}{draw(st.sampled_from(['', chr(10), ' ', 'gap']))}")
        start = len(text)
        text = canonical(text + raw)
        regions.append(Region(Span(start, len(text)), kind))
    language = draw(st.sampled_from([None, "en", "zh", "ar", "xx"]))
    return Document("0" * 12, "/a", text, "f" * 64, tuple(regions), language=language)


@given(documents(), st.integers(10, 60), st.integers(0, 10))
@settings(max_examples=300, deadline=None)
def test_passages_hold_every_retrieved_character_exactly_once(
    doc: Document, words: int, least: int
) -> None:
    splitter = Splitter(words, least)
    passages = splitter.split(doc)
    assert passages == splitter.split(doc)
    assert [p.id for p in passages] == [
        f"{doc.id}:ffffffffffff:{n:05d}" for n in range(len(passages))
    ]
    regions = doc.regions or (Region(Span(0, len(doc.text)), RegionKind.BODY),)
    if not any(r.kind in RETRIEVED and r.span.of(doc.text).strip() for r in regions):
        regions = tuple(r for r in regions if r.kind is RegionKind.HEADLINE)
    else:
        regions = tuple(r for r in regions if r.kind in RETRIEVED)
    at, kept = 0, [False] * len(doc.text)
    for passage in passages:
        words_ = passage.span.of(doc.text)
        assert passage.span.start >= at
        assert words_.strip() == words_ != ""
        assert len(passage.span) <= 2.5 * words * 8 + 10
        at = passage.span.end
        kept[passage.span.start : passage.span.end] = [True] * len(passage.span)
        inside = [r for r in regions if r.span.overlaps(passage.span)]
        assert {r.kind for r in inside} == {passage.region}
        assert len([r for r in inside if r.span.of(doc.text).strip()]) == 1 or (
            passage.region is RegionKind.BODY
        )
    wanted = {i for r in regions for i in range(r.span.start, r.span.end)}
    headings = {" ".join(p.heading.split()) for p in passages if p.heading}
    lost = [c for i, c in enumerate(doc.text) if i in wanted and not kept[i] and not c.isspace()]
    assert not lost or any("".join(lost).endswith("".join(h.split())) for h in headings)
    assert not any(kept[i] and i not in wanted and not c.isspace() for i, c in enumerate(doc.text))


@given(TRICKY)
@settings(deadline=None)
def test_no_sentence_lies_in_two_passages(raw: str) -> None:
    doc = Document("0" * 12, "/a", canonical(raw), "f" * 64)
    passages = Splitter(60, 0).split(doc)
    for sentence in sentences(doc.text):
        touched = [p for p in passages if p.span.overlaps(sentence)]
        assert len(touched) == 1 or len(re.findall(r"\S+", sentence.of(doc.text))) > 60
        if len(touched) == 1:
            assert touched[0].span.covers(sentence)
