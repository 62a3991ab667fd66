"""Sentences that lean on the one before them."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.answers import Filters, Label
from rag.desk import Retriever
from rag.drafts import Standing
from rag.retrieve import Retrieval
from tests.rag.desks import FERRY, checked, small_desk


def test_a_pronoun_is_only_believed_of_whom_it_names() -> None:
    about = "{} spoke first. He resigned on Monday."
    theirs = checked(small_desk(FERRY), about.format("Osric Talvane")).sentences[1]
    assert theirs.standing is Standing.FOOTNOTED
    another = checked(small_desk(FERRY), about.format("Jorun Maddek")).sentences[1]
    assert another.standing is Standing.REWORDED
    assert another.verdict is not None
    assert another.verdict.label is Label.UNCHECKED
    assert "Maddek" in another.verdict.reason


def test_a_pronoun_reaches_back_to_the_last_name() -> None:
    text = "Jorun Maddek spoke first. He smiled at them. He resigned on Monday."
    draft = checked(small_desk(FERRY), text)
    assert draft.sentences[-1].standing is Standing.REWORDED


@dataclass
class Recording:
    """A retriever that remembers what it was asked."""

    retriever: Retriever
    asked: list[str] = field(default_factory=list)

    def retrieve(
        self, question: str, filters: Filters | None = None, k: int | None = None
    ) -> Retrieval:
        self.asked.append(question)
        return self.retriever.retrieve(question, filters, k)


def test_a_pronoun_is_looked_for_with_what_it_means() -> None:
    desk = small_desk(FERRY)
    desk.retriever = recording = Recording(desk.retriever)
    checked(desk, "# The harbour\n\nIt was closed by the town. They reopened it on Tuesday.")
    assert recording.asked == [
        "The harbour It was closed by the town.",
        "It was closed by the town. They reopened it on Tuesday.",
    ]
