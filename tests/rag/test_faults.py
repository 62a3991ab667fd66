"""Every way an answer can fail to be exact is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answers import (
    Answer,
    Citation,
    Decline,
    Evidence,
    Label,
    Provenance,
    Spans,
    Statement,
    Verdict,
    VerdictClass,
    Withheld,
)
from rag.assemble import build_chain
from rag.cite import Footnotes
from rag.examine import Examiner
from rag.faults import exact, faults
from rag.settings import Settings
from rag.verify import Checked
from tests.rag.writing import BRIDGE, FERRY, evidence
from vectorstore.collection import Collection
from vectorstore.documents import Passage, Span

ITEMS = (evidence(FERRY), evidence(BRIDGE, "bridge"))
SUPPORTED = Verdict(Label.SUPPORTED, VerdictClass.QUOTED, "aligner", "as read")
WRONG = Verdict(Label.UNSUPPORTED, VerdictClass.NOT_FOUND, "aligner", "not there")
MADE = Provenance("extractive", "minilm", "0" * 12, 1)


@st.composite
def places(draw: st.DrawFn) -> tuple[Evidence, Span]:
    item = draw(st.sampled_from(ITEMS))
    start = draw(st.integers(0, len(item.text) - 2))
    end = draw(st.integers(start + 2, len(item.text)))
    return item, Span(start, end)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Answers as they should be: statements of their spans' own words, numbered by first use."""
    notes = Footnotes()
    spans = draw(st.lists(st.lists(places(), min_size=1, max_size=3), min_size=1, max_size=4))
    return answer(*(said(notes, *of) for of in spans))


def said(notes: Footnotes, *of: tuple[Evidence, Span], text: str | None = None) -> Statement:
    citations = notes.cite(of)
    return Statement(text or citations[0].quote, citations, SUPPORTED)


def answer(*statements: Statement) -> Answer:
    return Answer("?", "?", MADE, statements, evidence=ITEMS)


@dataclass(frozen=True)
class Loose:
    """A citation that, unlike the real one, can be built from anything."""

    number: int
    evidence: Evidence
    span: Span
    quote: str = field(default="")

    @property
    def document(self) -> object:
        return self.evidence.document


def loose(of: Citation, **changed: object) -> Loose:
    return replace(Loose(of.number, of.evidence, of.span, of.quote), **changed)  # type: ignore[arg-type]


def with_first(whole: Answer, change: Callable[[Citation], object]) -> Answer:
    """Return the answer with the first citation of the first statement changed."""
    first, *others = whole.statements
    cited = (change(first.citations[0]), *first.citations[1:])
    return replace(whole, statements=(replace(first, citations=cited), *others))  # type: ignore[arg-type]


@given(answers())
def test_an_exact_answer_has_no_fault(whole: Answer) -> None:
    assert faults(whole) == []
    assert all(exact(citation) for citation in whole.citations)


@given(answers(), st.text(max_size=20))
def test_other_words_than_the_slice(whole: Answer, words: str) -> None:
    quote = whole.statements[0].citations[0].quote
    broken = with_first(whole, lambda c: loose(c, quote=words))
    assert bool(words.strip() and words == quote) != any("footnote 1" in f for f in faults(broken))


@given(answers(), st.integers(1, 50))
def test_a_span_outside_its_passage(whole: Answer, beyond: int) -> None:
    def moved(c: Citation) -> Loose:
        end = c.evidence.passage.span.end + beyond
        return loose(c, span=Span(c.span.start, end))

    assert "The span of footnote 1 is outside its passage." in faults(with_first(whole, moved))


def small(c: Citation) -> Loose:
    passage = replace(c.evidence.passage, span=Span(c.span.start + 1, c.span.end))
    return loose(c, evidence=replace(c.evidence, passage=passage))


def foreign(c: Citation) -> Loose:
    return loose(c, evidence=replace(c.evidence, passage=replace(c.evidence.passage, id="other")))


def misfiled(c: Citation) -> Loose:
    passage = replace(c.evidence.passage, document_id="other")
    return loose(c, evidence=replace(c.evidence, passage=passage))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (small, "The span of footnote 1 is outside its passage."),
        (foreign, "Footnote 1 cites a passage that was not retrieved."),
        (misfiled, "The passage of footnote 1 is of another document."),
    ],
)
@given(whole=answers())
def test_a_citation_of_the_wrong_passage(
    change: Callable[[Citation], Loose], told: str, whole: Answer
) -> None:
    assert told in faults(with_first(whole, change))


@given(answers(), st.integers(2, 9))
def test_numbers_that_do_not_begin_at_one(whole: Answer, number: int) -> None:
    broken = with_first(whole, lambda c: loose(c, number=number))
    assert f"Footnote {number} comes where 1 should." in faults(broken)


def test_a_number_left_out_twice_given_or_doubled() -> None:
    first, second = (ITEMS[0], Span(0, 29)), (ITEMS[1], Span(0, 39))
    one, two = Footnotes().cite([first, second])

    def numbered(*cited: Citation) -> list[str]:
        return faults(answer(*(Statement(c.quote, (c,), SUPPORTED) for c in cited)))

    assert numbered(one, two) == []
    assert numbered(one, replace(two, number=3)) == ["Footnote 3 comes where 2 should."]
    assert numbered(one, replace(two, number=1)) == ["Footnote 1 names two places."]
    assert numbered(one, replace(one, number=2)) == [
        "Footnote 2 repeats a place that has a number."
    ]
    assert numbered(two, one)[0] == "Footnote 2 comes where 1 should."


@given(answers())
def test_a_statement_without_a_footnote(whole: Answer) -> None:
    bare = replace(whole.statements[-1], citations=())
    broken = replace(whole, statements=(*whole.statements[:-1], bare))
    assert f"“{bare.text}” is shown without a footnote." in faults(broken)


@given(answers(), st.sampled_from([Label.UNSUPPORTED, Label.PARTLY, Label.CONTRADICTED]))
def test_a_verdict_that_should_be_withheld(whole: Answer, label: Label) -> None:
    wrong = replace(whole.statements[0], verdict=replace(WRONG, label=label))
    broken = replace(whole, statements=(wrong, *whole.statements[1:]))
    assert f"“{wrong.text}” is shown as {label}." in faults(broken)
    marked = replace(whole, statements=(replace(wrong, citations=()),))
    assert faults(marked, withholding=False) == []


def test_what_is_withheld_and_what_is_nearest_has_exact_places_too() -> None:
    outside = Evidence(ITEMS[0].document, Passage("ferry-0", "ferry", Span(0, 10)), 1.0)
    withheld = Withheld("Nothing.", WRONG, ((outside, Span(5, 20)),))
    (near,) = Footnotes().cite([(ITEMS[1], Span(0, 10))])
    declined = Answer("?", "?", MADE, decline=Decline.NOT_IN_SOURCES, evidence=ITEMS)
    assert faults(replace(declined, nearest=(near,))) == []
    assert faults(replace(declined, withheld=(withheld,))) == [
        "The span of “Nothing.” is outside its passage."
    ]
    assert faults(replace(declined, nearest=(replace(near, number=2),))) == [
        "The nearest passages are numbered [2]."
    ]


MARKS = ['"{}"', "“{}”", "„{}“", "„{}”", "«{}»", "« {} »", "‘{}’", "'{}'", "“{}", "{}”"]


@pytest.mark.parametrize("marks", MARKS)
@given(place=places(), changed=st.booleans())
def test_words_in_quotation_marks_are_verbatim(
    marks: str, place: tuple[Evidence, Span], changed: bool
) -> None:
    item, span = place
    words = span.of(item.document.text).strip(" .")
    if not any(c.isalnum() for c in words):
        return
    text = marks.format(words + " zebra" if changed else words)
    found = faults(answer(said(Footnotes(), place, text=text)))
    assert any("not verbatim" in f for f in found) is changed


class Believing:
    """A verifier that believes everything."""

    def check(self, text: str, cited: Spans, others: Sequence[Evidence] = ()) -> Checked:
        return Checked(SUPPORTED)


def test_every_answer_of_these_tests_is_inspected(library: Collection) -> None:
    chain = replace(build_chain(Settings(), library), examiner=Examiner(Believing()))
    with pytest.raises(AssertionError, match="is shown without a footnote"):
        chain.ask("How many troops does the mission in Orvessa have now?")
