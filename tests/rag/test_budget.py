"""What of the evidence is sent fits, begins with the best, and ends at a sentence's end."""

from hypothesis import given
from hypothesis import strategies as st

from rag.answers import Evidence
from rag.budget import Shown, fit
from tests.rag.writing import BRIDGE, FERRY, evidence
from vectorstore.documents import Span
from vectorstore.sentences import sentences


def cost(shown: Shown) -> int:
    return len(shown.text)


def test_all_of_it_is_sent_where_it_fits() -> None:
    found = [evidence(FERRY), evidence(BRIDGE, "bridge")]
    assert [s.text for s in fit(found, 1_000, cost, most=8)] == [FERRY, BRIDGE]


def test_the_best_passages_are_sent_when_there_are_too_many() -> None:
    found = [evidence(FERRY, str(n)) for n in range(9)]
    sent = fit(found, 10_000, cost, most=3)
    assert [s.evidence for s in sent] == found[:3]


def test_what_does_not_fit_ends_at_a_sentence() -> None:
    (sent,) = fit([evidence(FERRY)], len(FERRY) - 5, cost, most=8)
    assert sent.text == "The ferry sank on 22 August. It was licensed to carry 120 people."


def test_the_first_sentence_of_the_best_passage_is_always_sent() -> None:
    (sent,) = fit([evidence(FERRY), evidence(BRIDGE, "bridge")], 0, cost, most=8)
    assert sent.text == "The ferry sank on 22 August."


def test_a_scrap_of_a_passage_is_not_sent() -> None:
    found = [evidence(FERRY), evidence(FERRY, "other")]
    assert len(fit(found, len(FERRY) + 30, cost, most=8)) == 1


def test_passages_of_one_document_stand_together_in_its_order() -> None:
    text = f"{FERRY}\n\n{BRIDGE}"
    later = evidence(text, span=Span(len(FERRY) + 2, len(text)))
    other = evidence(BRIDGE, "bridge")
    earlier = evidence(text, span=Span(0, len(FERRY)))
    sent = fit([later, other, earlier], 10_000, cost, most=8)
    assert [s.evidence for s in sent] == [earlier, later, other]


_TEXTS = st.lists(st.sampled_from([FERRY, BRIDGE]), min_size=1, max_size=6)


@given(_TEXTS, st.integers(0, 600), st.integers(1, 8))
def test_never_none_and_never_too_much(texts: list[str], room: int, most: int) -> None:
    found: list[Evidence] = [evidence(text, str(n)) for n, text in enumerate(texts)]
    sent = fit(found, room, cost, most)
    assert found[0] in [s.evidence for s in sent]
    assert len(sent) <= most
    first = sentences(texts[0])[0]
    assert sum(cost(s) for s in sent) <= max(room, len(first))
    for shown in sent:
        assert shown.evidence.text.startswith(shown.text)
        assert len(shown.text) in [span.end for span in sentences(shown.evidence.text)]
