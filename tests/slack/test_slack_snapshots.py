"""What the bot sends, block for block, as it was when somebody last looked at it.

After a change that is meant: `pytest tests/slack/test_slack_snapshots.py --snapshot-update`, and
look at the difference.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from rag.answers import Answer, Decline
from rag.assemble import build_chain
from rag.chain import Chain
from rag.run import Run
from rag.settings import Settings
from rag.slack_settings import SlackSettings
from tests.slack.block_rules import broken, broken_view
from tests.ui.examples import cite, declined, evidence
from ui.shelves import Shelves
from ui.slack.answer_messages import Kept, answer_messages
from ui.slack.answering import ChainAnswering
from ui.slack.audience import Audiences
from ui.slack.blocks import context
from ui.slack.draft_messages import draft_messages
from ui.slack.files import Files
from ui.slack.given_up import GivenUp
from ui.slack.inbox import Inbox
from ui.slack.messages import Message, plain_messages
from ui.slack.phrases import ENGLISH, FRENCH, SlackPhrases
from ui.slack.showing import Showing
from ui.slack.views import home_view, notice_view, opinion_view, passage_view, withheld_view
from ui.slack.works import Kind, New, Place, State, Work
from vectorstore.collection import Collection

KEPT = Kept("default", "a" * 22, web="https://notes.example.org")
TROOPS = "How many troops does the mission have now?"
ASKED = {
    "answered": TROOPS,
    "contested": "How many people died when the Lady Aurel sank?",
    "quoted": "What did Joss Verrin say about the vote in April?",
}
DRAFT = "The mission in Orvessa now has 4,350 troops. It has 900 ships."


@pytest.fixture
def blocks(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture(scope="module")
def chain(library: Collection) -> Chain:
    return build_chain(Settings(), library)


def sent(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Return messages as they are sent; each is one that Slack takes."""
    found = list(messages)
    assert [broken(message) for message in found] == [[]] * len(found)
    return [{"text": message.text, "blocks": message.blocks} for message in found]


@pytest.mark.parametrize("words", [ENGLISH, FRENCH], ids=["english", "french"])
@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED)
def test_answers(
    chain: Chain, blocks: SnapshotAssertion, question: str, words: SlackPhrases
) -> None:
    assert sent(answer_messages(chain.ask(question), KEPT, words)) == blocks


def test_a_decline(blocks: SnapshotAssertion) -> None:
    near = cite(evidence("The ferry ran aground in May."), "The ferry ran aground in May.")
    answer = declined(Decline.NOT_IN_SOURCES, near)
    assert sent(answer_messages(answer, KEPT, ENGLISH)) == blocks


def test_a_checked_draft(chain: Chain, blocks: SnapshotAssertion) -> None:
    assert sent(draft_messages(chain.check(DRAFT), KEPT, ENGLISH)) == blocks


@pytest.mark.parametrize("words", [ENGLISH, FRENCH], ids=["english", "french"])
@pytest.mark.parametrize("shared", ["answer", "draft"])
def test_what_is_shared(
    chain: Chain, blocks: SnapshotAssertion, shared: str, words: SlackPhrases
) -> None:
    found, asked = (
        (chain.ask(TROOPS), TROOPS) if shared == "answer" else (chain.check(DRAFT), DRAFT)
    )
    works = SimpleNamespace(get=lambda id_, owner: found, share=lambda id_, owner: None)
    shelves = cast(Shelves, SimpleNamespace(shelf=lambda name: _shelf(works)))
    audiences = Audiences(SlackSettings(), "default")
    answering = ChainAnswering(shelves, audiences, words, cast(Files, None), KEPT.web)
    detail = {"c": "default", "w": KEPT.work}
    work = Work("k", "w1", Kind.SHARE, Place("T1", "C1"), "U1", "1.0", asked, detail, State.TAKEN)
    reply = answering.reply(work, [], cast(Showing, None), Run())
    assert sent(reply.messages) == blocks


def _shelf(works: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(kept=SimpleNamespace(works=works))


def test_plain_words(blocks: SnapshotAssertion) -> None:
    assert sent(plain_messages("Something went wrong inside; it has been noted.")) == blocks


def test_views(chain: Chain, blocks: SnapshotAssertion) -> None:
    answer: Answer = chain.ask(TROOPS)
    views = {
        "passage": passage_view(answer.citations[0], ENGLISH),
        "withheld": withheld_view(answer, ENGLISH),
        "notice": notice_view("It is not kept any more.", ENGLISH),
        "opinion": opinion_view(KEPT.value, ENGLISH),
        "home": home_view("14 documents.", ENGLISH, questions=[TROOPS], below=[context("Ready.")]),
    }
    assert {name: broken_view(view) for name, view in views.items()} == {name: [] for name in views}
    assert views == blocks


def test_the_question_about_a_file(blocks: SnapshotAssertion) -> None:
    audiences = Audiences(SlackSettings(admins="U1"), "default")
    files = Files(cast(Shelves, None), audiences, ENGLISH, lambda *_: b"", 20)
    place, detail = Place("T1", "D1"), {"file": {"id": "F1", "name": "weir *2024*.pdf"}}
    work = Work("k", "w1", Kind.FILE, place, "U1", "1.0", "", detail, State.TAKEN)
    assert sent(files.ask(work).messages) == blocks


@pytest.mark.parametrize("words", [ENGLISH, FRENCH], ids=["english", "french"])
def test_what_was_given_up(tmp_path: Path, blocks: SnapshotAssertion, words: SlackPhrases) -> None:
    with closing(Inbox(tmp_path / "slack.sqlite3", lambda: 1_764_000_000.0)) as inbox:
        for place in (Place("T1", "C1"), Place("T1", "D1"), Place("T2", "C1")):
            new = New(f"{place}", Kind.ASK, place, "U1", "1.0", TROOPS)
            inbox.take(new)
            inbox.die(new.key, 0, "Slack refuses it: is_archived.")
        told = words.wording.counted(words.dismissed, 1)
        shown = json.dumps(list(GivenUp(inbox, words).blocks("T1", told)))
        for number, work in enumerate(inbox.dead.all()):
            shown = shown.replace(work.id, f"work{number}")
    listed = json.loads(shown)
    assert broken_view(home_view("14 documents.", ENGLISH, below=listed)) == []
    assert listed == blocks
