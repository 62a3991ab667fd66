"""Gold spans found in a library, exactly, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases.case import Case, Gold, Kind
from evals.cases.errors import CaseFileError
from evals.cases.place import Names, find, place, place_cases
from evals.cases.read import Located
from vectorstore.collection import Collection

FERRY = "2025-08-25-ferry-toll-disputed.txt"
DIVERS = "Divers have located the hull at a depth of 19 metres"


def located(*gold: Gold, within: tuple[str, ...] = ()) -> Located:
    case = Case("a", "How deep?", Kind.ANSWERABLE, gold=gold, key_facts=(("19",),), within=within)
    return Located(case, Path("cases.jsonl"), 7)


def problem(library: Collection, *gold: Gold, within: tuple[str, ...] = ()) -> str:
    with pytest.raises(CaseFileError) as caught:
        place_cases([located(*gold, within=within)], library)
    (found,) = caught.value.problems
    assert found.line == 7
    return found.sentence


def test_a_quote_becomes_the_exact_span(library: Collection) -> None:
    (placed,) = place_cases([located(Gold(FERRY, DIVERS), within=(FERRY,))], library)
    (gold,) = placed.gold
    text = library.document(gold.document_id).text
    assert text[gold.span.start : gold.span.end] == gold.quote == DIVERS
    assert placed.within == (gold.document_id,)


@pytest.mark.parametrize("name", ["id", "source"])
def test_a_document_is_named_by_id_or_path_too(library: Collection, name: str) -> None:
    row = next(row for row in library.documents() if row.source.endswith(FERRY))
    found = place(Gold(getattr(row, name), DIVERS), Names(library))
    assert found.document_id == row.id


def test_white_space_and_kinds_of_marks_do_not_matter(library: Collection) -> None:
    found = place(Gold(FERRY, "said the  search for\nbodies was “in its"), Names(library))
    assert found.quote == 'said the search for bodies was "in its'


def test_what_is_not_there_is_said(library: Collection) -> None:
    assert "does not say “Divers found gold”" in problem(library, Gold(FERRY, "Divers found gold"))
    assert "no document of the library is named 'no.txt'" in problem(library, Gold("no.txt", "x"))
    assert "ends at" in problem(library, Gold(FERRY, None, 10, 10**6))
    assert "not the quote" in problem(library, Gold(FERRY, DIVERS, 0, 5))
    assert "is named 'no.txt'" in problem(library, within=("no.txt",))


def test_a_quote_that_stands_twice_needs_its_place(library: Collection) -> None:
    sentence = problem(library, Gold(FERRY, "Lady Aurel"))
    assert "times, at" in sentence
    text = library.document(Names(library).document(FERRY).id).text
    at = text.index("Lady Aurel")
    found = place(Gold(FERRY, "Lady Aurel", at, at + 10), Names(library))
    assert found.span.start == at


def test_every_problem_is_collected(library: Collection) -> None:
    with pytest.raises(CaseFileError) as caught:
        place_cases(
            [located(Gold(FERRY, "x1"), Gold("no.txt", "x")), located(Gold(FERRY, "x2"))], library
        )
    assert len(caught.value.problems) == 3


WORDS = st.text("abc .,“‘", max_size=30)


@given(WORDS, WORDS.map(str.strip).filter(bool), WORDS)
def test_what_stands_in_a_text_is_found_there(before: str, quote: str, after: str) -> None:
    text = f"{before} {quote} {after}"
    spans = list(find(quote, text))
    assert spans
    assert all(text[span.start : span.end].split() == quote.split() for span in spans)
