"""Somebody's finished text, held against the sample library and against small ones of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from rag.answers import Evidence, Filters, Judgement, Label, VerdictClass
from rag.assemble import build_retriever
from rag.claiming import Kind
from rag.drafts import Standing, check_draft
from rag.errors import Cancelled, RequestError
from rag.manuscript.read import Manuscript
from rag.run import Run
from rag.settings import Settings
from tests.rag.desks import FERRY, Desk, Small, checked, small_desk
from vectorstore.collection import Collection


@pytest.fixture(scope="module")
def desk(library: Collection) -> Desk:
    return Desk(library, build_retriever(Settings(), library))


DRAFT = """\
# Orvessa in autumn

What has become of the mission? The mission in Orvessa now has 4,350 troops, down from 4,750 at the
beginning of October and from 6,400 at its peak in March 2024. The Republic of Kitea sells its
railways to a bank in Lisbon.

- The deputy head is Joss Verrin of the Oster Isles.

| Date | Event |
| --- | --- |
| June | Tavna was closed |
| 2023 | First soldiers |

    code is never checked: 4,350

I think this is a pity.
"""


def test_each_sentence_gets_what_it_needs(desk: Desk) -> None:
    draft = checked(desk, DRAFT)
    found = [(s.words.split()[0], s.standing) for s in draft.sentences]
    assert found == [
        ("Orvessa", Standing.NO_SOURCE_NEEDED),
        ("What", Standing.NO_SOURCE_NEEDED),
        ("The", Standing.FOOTNOTED),
        ("The", Standing.NO_SOURCE),
        ("The", Standing.FOOTNOTED),
        ("Date", Standing.NO_SOURCE_NEEDED),
        ("June", Standing.NO_SOURCE_NEEDED),
        ("2023", Standing.NOT_CHECKED),
        ("I", Standing.NO_SOURCE_NEEDED),
    ]
    assert [c.number for c in draft.citations] == [1, 2]
    assert draft.attention
    assert draft.counts[Standing.FOOTNOTED] == 2
    assert draft.classes[VerdictClass.QUOTED] + draft.classes[VerdictClass.CLOSE_WORDING] == 2
    assert draft.provenance.library_revision == desk.library.revision


def test_spans_and_quotes_are_exact(desk: Desk) -> None:
    draft = checked(desk, DRAFT)
    at = 0
    for sentence in draft.sentences:
        assert at <= sentence.span.start < sentence.span.end
        at = sentence.span.end
    assert "at the\nbeginning" in draft.sentences[2].span.of(DRAFT)
    assert "at the beginning" in draft.sentences[2].words
    for citation in draft.citations:
        start, end = citation.span.start, citation.span.end
        assert citation.document.text[start:end] == citation.quote


def test_a_changed_figure_is_not_footnoted(desk: Desk) -> None:
    draft = checked(desk, "The mission in Orvessa now has 4,850 troops.")
    assert draft.sentences[0].standing in (Standing.CONTRADICTED, Standing.NO_SOURCE)
    assert draft.attention


def test_one_span_is_one_footnote(desk: Desk) -> None:
    said = "The deputy head is Joss Verrin of the Oster Isles."
    draft = checked(desk, f"{said}\n\n{said}")
    assert [[c.number for c in s.citations] for s in draft.sentences] == [[1], [1]]
    first, second = (s.citations[0].document for s in draft.sentences)
    assert first is second


def test_filters_say_which_sources_count(desk: Desk) -> None:
    said = "The deputy head is Joss Verrin of the Oster Isles."
    draft = checked(desk, said, Filters(sources=("plum",)))
    assert draft.sentences[0].standing is not Standing.FOOTNOTED


def test_a_draft_is_no_source_of_its_own() -> None:
    own = Manuscript(FERRY, document_id="d1")
    draft = checked(small_desk(FERRY), own)
    assert {sentence.standing for sentence in draft.sentences} == {Standing.NO_SOURCE}
    assert draft.provenance.notes == (
        "The draft is in the library itself; it is not taken for a source.",
    )


@dataclass
class Yes:
    """A judge that finds everything supported and counts what it was given."""

    name: str = "yes"
    calls: list[int] = field(default_factory=list)

    def judge(
        self, pairs: Sequence[tuple[str, str]], run: Run | None = None
    ) -> Sequence[Judgement]:
        self.calls.append(len(pairs))
        return [Judgement(Label.SUPPORTED, self.name, "It says so.") for _ in pairs]


def test_what_is_reworded_is_judged_in_few_calls() -> None:
    source = "The commission postponed the presidential election because lists were missing."
    said = "Since voter rolls were not there, the commission put the presidential election off."
    judge = Yes()
    draft = checked(small_desk(source, judge), "\n\n".join([said] * 40))
    assert {s.standing for s in draft.sentences} == {Standing.FOOTNOTED}
    assert draft.classes == {VerdictClass.JUDGED_SUPPORTED: 40}
    assert judge.calls == [16, 16, 8]
    assert draft.provenance.judge == "yes"
    alone = checked(small_desk(source), said)
    assert alone.sentences[0].standing is Standing.REWORDED
    assert not alone.attention
    assert alone.provenance.judge is None


def test_it_can_be_called_off() -> None:
    run = Run()
    events = check_draft(small_desk(FERRY), "\n\n".join([FERRY] * 40), run=run)
    next(events)
    run.cancel()
    with pytest.raises(Cancelled):
        list(events)


@pytest.mark.parametrize("empty", ["", " \n\t", "\ufeff\r\n", "\0"])
def test_an_empty_draft_is_refused(empty: str) -> None:
    with pytest.raises(RequestError, match="holds no text"):
        list(check_draft(small_desk(FERRY), empty))


def test_an_empty_library_is_said_to_be_empty() -> None:
    desk = small_desk(FERRY)
    desk.library = Small(empty=True)
    with pytest.raises(RequestError, match="footnoted ingest"):
        list(check_draft(desk, FERRY))


def test_a_claim_has_a_verdict_and_nothing_else_has(desk: Desk) -> None:
    for sentence in checked(desk, DRAFT).sentences:
        assert (sentence.verdict is not None) == (sentence.kind is Kind.CLAIM)
        assert bool(sentence.why) == (sentence.kind is not Kind.CLAIM)


def test_evidence_without_the_claim_is_kept_for_the_reader() -> None:
    draft = checked(small_desk(FERRY), "Osric Talvane bought a lighthouse in 1921.")
    sentence = draft.sentences[0]
    assert sentence.standing is Standing.NO_SOURCE
    assert sentence.citations == ()
    held: list[Evidence] = [evidence for evidence, _ in sentence.spans]
    assert all(evidence.document.id == "d1" for evidence in held)
