"""The ask path over the real sample library."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag.answers import Answer, Decline, Filters, Label, Turn
from rag.assemble import build_chain, open_library
from rag.chain import Chain
from rag.settings import Settings
from vectorstore.collection import Collection
from vectorstore.ingest import ingest


@pytest.fixture(scope="session")
def chain(library: Collection) -> Chain:
    return build_chain(Settings(), library)


def cited(answer: Answer) -> str:
    return " ".join(citation.quote for citation in answer.citations)


def assert_exact(answer: Answer) -> None:
    for statement in answer.statements:
        assert statement.citations
        assert statement.verdict.label is Label.SUPPORTED
        quotes = " ".join(c.quote for c in statement.citations)
        assert statement.text.split() == quotes.split()
    for citation in (*answer.citations, *answer.nearest):
        span = citation.span
        assert citation.document.text[span.start : span.end] == citation.quote
        assert citation.evidence.passage.span.covers(span)


ANSWERED = [
    ("How many troops does the mission have now?", "4,350"),
    ("Who is the spokeswoman of the mission?", "Sanna Wirth"),
    ("When is the presidential election?", "12 April"),
    ("How many people died on the Lady Aurel?", "74"),
    ("Who chairs the electoral commission?", "Hanne Verlo"),
]


@pytest.mark.parametrize(("question", "fact"), ANSWERED)
def test_an_answer_cites_what_it_says(chain: Chain, question: str, fact: str) -> None:
    answer = chain.ask(question)
    assert fact in cited(answer)
    assert len(answer.statements) <= 4
    assert_exact(answer)


DECLINED = [
    "Who won the football world cup in 1998?",
    "How much does the plum cake cost in dollars?",
    "When was the Eiffel Tower built?",
    "Why did Norway send submarines to Orvessa?",
    "What is the population of Canada?",
]


@pytest.mark.parametrize("question", DECLINED)
def test_what_the_sources_do_not_hold_is_declined(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.declined
    assert answer.decline in (Decline.NOT_IN_SOURCES, Decline.PREMISE_NOT_IN_SOURCES)
    assert answer.nearest
    assert_exact(answer)


@pytest.mark.parametrize("question", ["What is it?", "\U0001f600\U0001f600", "the of and"])
def test_a_question_without_content_is_declined(chain: Chain, question: str) -> None:
    assert chain.ask(question).decline is Decline.NO_QUESTION


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=1, max_size=80))
def test_any_question_gets_exact_footnotes_or_a_decline(chain: Chain, question: str) -> None:
    assert_exact(chain.ask(question))


def test_asked_about_now_it_says_the_newest(chain: Chain) -> None:
    (citation,) = chain.ask("How many troops does the mission have now?").citations
    assert Path(citation.document.source).name == "2025-11-14-mission-shrinks.html"


def test_a_follow_up_is_asked_standing_alone(chain: Chain) -> None:
    first = "Who is Sanna Wirth?"
    answer = chain.ask(
        "What did she say about the ferry?", [Turn(first, "She is the spokeswoman.")]
    )
    assert "Wirth" in answer.standalone_question
    assert answer.question == "What did she say about the ferry?"


def test_filters_keep_other_documents_out(chain: Chain) -> None:
    answer = chain.ask("How many troops does the mission have?", filters=Filters(sources=("2024",)))
    sources = {Path(item.document.source).name for item in answer.evidence}
    assert sources == {"explainer-stamor-2024.md"}


def test_a_filter_that_matches_nothing_declines(chain: Chain) -> None:
    answer = chain.ask("How many troops are there?", filters=Filters(sources=("nowhere",)))
    assert answer.decline is Decline.NOT_IN_SOURCES


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    empty = Settings(home=tmp_path)
    with open_library(empty, create=True) as library:
        assert build_chain(empty, library).ask("Who left?").decline is Decline.EMPTY_LIBRARY


def test_provenance_names_what_made_the_answer(chain: Chain, library: Collection) -> None:
    made = chain.ask("Who is Sanna Wirth?").provenance
    assert made.answerer == "extractive"
    assert made.library_revision == library.revision
    assert set(made.timings_ms) == {"rewrite", "retrieve", "answer", "verify"}
    assert made.settings == Settings().fingerprint


def test_a_teaser_is_cited_under_its_own_headline(tmp_path: Path) -> None:
    page = tmp_path / "host.html"
    page.write_text(
        """<html lang=en><head><title>Bridge reopens</title>
        <meta property="article:published_time" content="2024-05-04"></head><body>
        <article><h1>Bridge reopens</h1>
        <p>The bridge at Rask was opened to lorries on Friday after two years of repairs.</p>
        <p>It can carry 40 tonnes, the province said, and will be lit at night.</p></article>
        <aside><h2>More stories</h2><div class="teaser"><h3>Orchard fire kills six</h3>
        <p>Six people died in a fire in the orchards of Tavna on Monday morning.</p></div></aside>
        </body></html>""",
        encoding="utf-8",
    )
    chosen = Settings(home=tmp_path / "home")
    with open_library(chosen, create=True) as library:
        ingest(library, [page])
        answer = build_chain(chosen, library).ask("How many people died in the orchards of Tavna?")
    (citation,) = answer.citations
    assert citation.evidence.title == "Orchard fire kills six"
    assert citation.evidence.passage.region == "teaser"
