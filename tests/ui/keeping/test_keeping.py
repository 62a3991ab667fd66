"""What is kept of a server's users comes back as it was, and only to those it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.answers import Answer, Filters
from rag.assemble import build_chain
from rag.chain import Chain
from rag.errors import RequestError
from rag.settings import Settings
from ui.keeping.conversations import Asked, Conversation
from ui.keeping.errors import UnknownConversation, UnknownWork
from ui.keeping.feedback import Opinion, Reason
from ui.keeping.folding import folded, unfolded
from ui.keeping.keeper import Keeper
from ui.keeping.schema import KEPT
from vectorstore.collection import Collection
from vectorstore.errors import LibraryDamaged

TROOPS = "How many troops does the mission have now?"
NOBODY = "Who won the football match?"
ANNA, BEN = "user:anna", "user:ben"


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    return build_chain(Settings(), library)


@pytest.fixture(scope="module")
def answer(chain: Chain) -> Answer:
    return chain.ask(TROOPS)


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    found = Keeper(tmp_path)
    yield found
    found.close()


def test_a_folded_answer_holds_each_document_once(answer: Answer) -> None:
    value, documents = folded(Answer, answer)
    ids = {each.document.id for each in answer.evidence}
    assert len(documents) == len(ids)
    assert unfolded(Answer, value, documents) == answer
    assert len(value) < 30_000


def test_a_conversation_comes_back_as_it_was(tmp_path: Path, chain: Chain, answer: Answer) -> None:
    first = Keeper(tmp_path)
    filters = Filters(sources=("courier",))
    begun = first.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer, filters=filters))
    declined = chain.ask(NOBODY, begun.history)
    whole = first.conversations.add(begun, ANNA, Asked(NOBODY, declined))
    first.conversations.add(whole, ANNA, Asked("And then?", error="Stopped."))
    first.close()
    again = Keeper(tmp_path)
    found = again.conversations.get(begun.id, ANNA)
    again.close()
    assert [turn.answer for turn in found.turns] == [answer, declined, None]
    assert [turn.error for turn in found.turns] == ["", "", "Stopped."]
    assert found.turns[0].filters == filters
    assert found.title == TROOPS
    assert [exchange.question for exchange in found.history] == [TROOPS, NOBODY]


def test_what_is_somebody_elses_is_not_there(keeper: Keeper, answer: Answer) -> None:
    mine = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    work = mine.turns[0].work
    assert work
    assert keeper.conversations.listed(BEN) == []
    for attempt in (
        lambda: keeper.conversations.get(mine.id, BEN),
        lambda: keeper.conversations.remove(mine.id, BEN),
        lambda: keeper.conversations.add(mine, BEN, Asked("Mine now?")),
    ):
        with pytest.raises(UnknownConversation):
            attempt()
    with pytest.raises(UnknownWork):
        keeper.works.get(work, BEN)
    with pytest.raises(UnknownWork):
        keeper.works.share(work, BEN)
    keeper.works.share(work, ANNA)
    assert keeper.works.get(work, BEN) == answer


def test_conversations_are_found_by_what_was_said(keeper: Keeper, answer: Answer) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    two = keeper.conversations.add(Conversation(), ANNA, Asked("STRASSE ÉCOLE 100%_", error="x"))
    listed = keeper.conversations.listed
    assert [each.id for each in listed(ANNA)] == [two.id, one.id]
    assert [each.id for each in listed(ANNA, "Troops 4,350")] == [one.id]
    assert [each.id for each in listed(ANNA, "école straße 100%_")] == [two.id]
    assert listed(ANNA, "nowhere") == []


def test_asking_in_place_of_a_turn_drops_what_came_after(keeper: Keeper, answer: Answer) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    keeper.conversations.add(one, ANNA, Asked("second", error="x"))
    keeper.conversations.add(one, ANNA, Asked("another second", error="y"), replacing=True)
    questions = [turn.question for turn in keeper.conversations.get(one.id, ANNA).turns]
    assert questions == [TROOPS, "another second"]


def test_what_was_asked_meanwhile_in_another_tab_stays(keeper: Keeper, answer: Answer) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    keeper.conversations.add(one, ANNA, Asked("here", error="x"))
    whole = keeper.conversations.add(one, ANNA, Asked("there", error="y"))
    for found in (whole, keeper.conversations.get(one.id, ANNA)):
        assert [turn.question for turn in found.turns] == [TROOPS, "here", "there"]


def test_a_fork_leaves_the_first_as_it_is(keeper: Keeper, answer: Answer) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    other = keeper.conversations.fork(one, ANNA)
    keeper.conversations.add(other, ANNA, Asked("more", error="x"))
    assert len(keeper.conversations.get(one.id, ANNA).turns) == 1
    assert len(keeper.conversations.get(other.id, ANNA).turns) == 2
    keeper.conversations.remove(one.id, ANNA)
    assert keeper.conversations.get(other.id, ANNA).turns[0].answer == answer


def test_a_forgotten_conversation_leaves_nothing_behind(
    tmp_path: Path, keeper: Keeper, answer: Answer
) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    document = answer.citations[0].document
    assert keeper.works.document(document.id, document.content_hash) == document
    keeper.conversations.remove(one.id, ANNA)
    assert keeper.works.document(document.id, document.content_hash) is None
    with pytest.raises(UnknownWork):
        keeper.works.get(one.turns[0].work or "", ANNA)


def test_a_citation_is_kept_with_the_version_it_is_of(keeper: Keeper, answer: Answer) -> None:
    cited = answer.citations[0]
    keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    found = keeper.works.document(cited.document.id, cited.document.content_hash)
    assert found
    assert cited.span.of(found.text) == cited.quote
    assert keeper.works.document(cited.document.id, "another version") is None


def test_feedback_is_given_out_with_its_answer_and_without_its_person(
    keeper: Keeper, chain: Chain, answer: Answer
) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    two = keeper.conversations.add(one, ANNA, Asked(NOBODY, chain.ask(NOBODY)))
    first, second = (turn.work or "" for turn in two.turns)
    before = keeper.conversations.before(second, ANNA)
    keeper.feedback.give(first, ANNA, Opinion(good=True))
    keeper.feedback.give(first, ANNA, Opinion(False, Reason.OUT_OF_DATE, " old ", 1))
    keeper.feedback.give(second, ANNA, Opinion(False, Reason.MISSING), before)
    keeper.feedback.give(first, ANNA, Opinion(False, Reason.OTHER))  # a change of mind
    told = keeper.feedback.all()
    assert [(each["verdict"], each["reason"], each["statement"]) for each in told] == [
        ("down", "out_of_date", {"number": 1, "text": answer.statements[0].text}),
        ("down", "missing", None),
        ("down", "other", None),
    ]
    assert told[0]["comment"] == "old"
    assert [e["question"] for e in told[1]["history"]] == [TROOPS]
    assert told[0]["answer"]["question"] == TROOPS
    assert ANNA not in str(told)


def test_feedback_outlives_its_conversation(keeper: Keeper, answer: Answer) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    keeper.feedback.give(one.turns[0].work or "", ANNA, Opinion(good=True))
    keeper.conversations.remove(one.id, ANNA)
    assert [each["verdict"] for each in keeper.feedback.all()] == ["up"]


def test_feedback_on_a_statement_that_is_not_there_is_refused(
    keeper: Keeper, answer: Answer
) -> None:
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    with pytest.raises(RequestError, match="no statement 99"):
        keeper.feedback.give(one.turns[0].work or "", ANNA, Opinion(False, statement=99))
    with pytest.raises(RequestError, match="2,000"):
        Opinion(good=True, comment="x" * 2_001)


def test_drafts_are_kept_for_a_while(keeper: Keeper, chain: Chain) -> None:
    draft = chain.check("The mission in Orvessa now has 4,350 troops.")
    ids = [keeper.works.keep(ANNA, draft) for _ in range(52)]
    assert keeper.works.get(ids[-1], ANNA) == draft
    with pytest.raises(UnknownWork):
        keeper.works.get(ids[0], ANNA)


def test_nothing_is_written_until_something_is_kept(tmp_path: Path, answer: Answer) -> None:
    keeper = Keeper(tmp_path)
    keeper.close()
    assert not (tmp_path / KEPT).exists()


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / KEPT).write_bytes(b"nonsense" * 1_000)
    with pytest.raises(LibraryDamaged):
        Keeper(tmp_path).conversations.listed(ANNA)


def test_an_answer_of_the_same_words_is_kept_for_each(keeper: Keeper, answer: Answer) -> None:
    theirs = replace(answer, question="The same?")
    one = keeper.conversations.add(Conversation(), ANNA, Asked(TROOPS, answer))
    two = keeper.conversations.add(Conversation(), BEN, Asked("The same?", theirs))
    keeper.conversations.remove(one.id, ANNA)
    assert keeper.conversations.get(two.id, BEN).turns[0].answer == theirs
