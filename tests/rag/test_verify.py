"""Statements held against passages: the class, the narrowest spans, another passage's support."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answers import Evidence, Label, Spans, VerdictClass
from rag.verify import AligningVerifier, Checked
from tests.rag.test_cite import evidence
from vectorstore.documents import Span, canonical
from vectorstore.sentences import sentences

MILL = evidence(
    "The mill burned down on Sunday night. Nobody was hurt. The owner, Ida Moe, said that it "
    "would be rebuilt by spring. Insurers put the loss at 3.5 million crowns."
)
BRIDGE = evidence("The bridge at Rask was opened in 1931. It carries 4,800 lorries a day.", "b")
VERIFIER = AligningVerifier()


def whole(*items: Evidence) -> Spans:
    return tuple((item, item.passage.span) for item in items)


def quotes(checked: Checked) -> list[str]:
    return [span.of(item.document.text) for item, span in checked.spans]


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("Nobody was hurt.", VerdictClass.QUOTED, ["Nobody was hurt."]),
        (
            "The bridge at Rask was opened in 1931.",
            VerdictClass.QUOTED,
            ["The bridge at Rask was opened in 1931."],
        ),
        (
            "It carries 4.8 thousand lorries a day.",
            VerdictClass.CLOSE_WORDING,
            ["It carries 4,800 lorries a day."],
        ),
        (
            "The bridge carries 4,800 lorries a day.",
            VerdictClass.REWORDED,
            ["The bridge at Rask was opened in 1931. It carries 4,800 lorries a day."],
        ),
        (
            "Ida Moe said it would be rebuilt by spring.",
            VerdictClass.CLOSE_WORDING,
            ["The owner, Ida Moe, said that it would be rebuilt by spring."],
        ),
        (
            "Ida Moe said that it would not be rebuilt by spring.",
            VerdictClass.CONTRADICTED,
            ["The owner, Ida Moe, said that it would be rebuilt by spring."],
        ),
        (
            "Insurers put the loss at 5.3 million crowns.",
            VerdictClass.CONTRADICTED,
            ["Insurers put the loss at 3.5 million crowns."],
        ),
    ],
)
def test_the_narrowest_run_of_sentences_is_cited(
    text: str, kind: VerdictClass, quote: list[str]
) -> None:
    checked = VERIFIER.check(text, whole(BRIDGE if "bridge" in text or "It " in text else MILL))
    assert checked.verdict.kind is kind, checked.verdict
    assert quotes(checked) == quote
    assert not checked.recited


def test_what_another_passage_says_is_cited_there() -> None:
    checked = VERIFIER.check("The bridge at Rask was opened in 1931.", whole(MILL), (MILL, BRIDGE))
    assert checked.recited
    assert checked.verdict.kind is VerdictClass.QUOTED
    assert quotes(checked) == ["The bridge at Rask was opened in 1931."]


def test_a_statement_without_a_citation_is_looked_for() -> None:
    checked = VERIFIER.check("Nobody was hurt.", (), (BRIDGE, MILL))
    assert checked.verdict.label is Label.SUPPORTED
    assert checked.recited


def test_two_passages_may_carry_a_statement_together() -> None:
    text = "The mill burned down on Sunday night and the bridge at Rask was opened in 1931."
    checked = VERIFIER.check(text, whole(MILL, BRIDGE))
    assert checked.verdict.label in (Label.SUPPORTED, Label.UNCHECKED)
    assert {item.document.id for item, _ in checked.spans} == {MILL.document.id, BRIDGE.document.id}


@pytest.mark.parametrize("text", ["", " ", "…", "\u200b", "Paris is the capital of France."])
def test_what_nothing_carries_is_not_supported(text: str) -> None:
    for checked in (VERIFIER.check(text, ()), VERIFIER.check(text, whole(MILL), (MILL, BRIDGE))):
        assert checked.verdict.label in (Label.UNSUPPORTED, Label.PARTLY)
        assert checked.verdict.kind is VerdictClass.NOT_FOUND
        assert checked.verdict.reason


def test_a_reworded_statement_about_something_else_is_not_found() -> None:
    text = "Boiling eggs takes longer on high mountains."
    strange = AligningVerifier(near=lambda one, other: 0.1).check(text, whole(MILL), (MILL,))
    assert strange.verdict.kind is VerdictClass.NOT_FOUND


def test_a_score_is_what_the_scorer_says_and_absent_without_one() -> None:
    scored = AligningVerifier(score=lambda statement, source: 0.25)
    assert scored.check("Nobody was hurt.", whole(MILL)).verdict.score == 0.25
    assert VERIFIER.check("Nobody was hurt.", whole(MILL)).verdict.score is None


WORDS = st.text(min_size=0, max_size=300)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS.map(canonical).filter(str.strip))
def test_any_text_is_checked_and_every_span_is_inside_its_passage(text: str, source: str) -> None:
    item = evidence(source)
    checked = VERIFIER.check(text, whole(item), (item,))
    for found, span in checked.spans:
        assert found.passage.span.covers(span)
        assert span.of(found.document.text)


@settings(max_examples=100, deadline=None)
@given(WORDS.map(canonical).filter(lambda t: any(c.isalpha() for c in t)))
def test_a_sentence_of_a_source_is_quoted_from_it(source: str) -> None:
    item = evidence(source)
    for span in sentences(source):
        words = span.of(source)
        if any(c.isalnum() for c in words):
            kind = VERIFIER.check(words, ((item, span),)).verdict.kind
            assert kind is VerdictClass.QUOTED, words


@given(st.integers(2, 99_999), st.integers(2, 99_999))
@settings(max_examples=60, deadline=None)
def test_another_figure_is_never_supported(said: int, written: int) -> None:
    item = evidence(f"The depot in Rask holds {written} barrels of oil.")
    checked = VERIFIER.check(f"The depot in Rask holds {said} barrels of oil.", whole(item))
    assert (checked.verdict.label is Label.SUPPORTED) == (said == written)


def test_a_long_text_is_read_in_reasonable_time() -> None:
    item = evidence("A boat. " * 2_000)
    assert VERIFIER.check("b" * 100_000, whole(item)).verdict.kind is VerdictClass.NOT_FOUND


def test_spans_stay_what_they_were() -> None:
    span = Span(0, len("The mill burned down on Sunday night."))
    checked = VERIFIER.check("The mill burned down on Sunday night.", ((MILL, span),))
    assert checked.spans == ((MILL, span),)
