"""What is seen in a scenario, held against what is expected; the verbs are in `scenario`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from rag.answers import Answer
from tests.slack.block_rules import broken_view, shown
from tests.slack.local.server import LocalSlack
from ui.rendering import answer_text
from ui.slack.escape import escaped
from ui.slack.thread import payload_of, plain_words
from ui.terminal import one_line

Step = Mapping[str, Any]
Words = dict[str, Any]


@dataclass
class Seeing:
    """Looks at a Slack. `restart` ends the bot and starts it; `idle` waits until all is done.

    `answer` returns what is kept of a work by its id.
    """

    slack: LocalSlack
    restart: Callable[[], None]
    idle: Callable[[], None]
    opinions: Callable[[], list[dict[str, Any]]]
    answer: Callable[[str], Answer]
    named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def _place(self, step: Step) -> tuple[str, str]:
        name = step.get("in")
        thread = self.named[name] if name else {}
        where = step.get("where", thread.get("channel", "C1"))
        return where, str(thread.get("thread_ts") or thread.get("ts", ""))

    def do_seen(self, expected: list[str], step: Step) -> None:
        where, thread = self._place(step)
        self._says(expected, lambda: list(self.slack.workspace.seen(where, thread)))

    def _says(self, expected: list[str], read: Callable[[], list[Words]]) -> None:
        """Hold messages against what is expected; what a click does may take a moment longer."""
        self.idle()
        with suppress(TimeoutError):
            self.slack.wait(lambda: len(read()) == len(expected))
        texts = [whole(message) for message in read()]
        assert len(texts) == len(expected), texts
        for one, said in zip(expected, texts, strict=True):
            assert one in said, texts

    def do_parts(self, least: int, step: Step) -> None:
        found, besides = self._last(step)
        assert len(found) >= least, [message["text"] for message in found]
        assert besides == step.get("besides", 0)
        answer = self.answer(payload_of(found[0])["work"])
        told = one_line(" ".join(plain_words(message["text"]) for message in found))
        assert one_line(plain_words(escaped(answer_text(answer)))) in told, told
        shows = one_line(" ".join(shown(message["blocks"]) for message in found))
        for statement in answer.statements:
            assert one_line(statement.text) in shows, shows
        for citation in answer.citations:
            assert one_line(citation.quote) in shows, shows

    def _last(self, step: Step) -> tuple[list[Words], int]:
        """Return the messages of the last answer, and how many others there are."""
        self.idle()
        seen = list(self.slack.workspace.seen(*self._place(step)))
        work = payload_of(seen[-1])["work"]
        found = [each for each in seen if payload_of(each).get("work") == work]
        return found, len(seen) - len(found)

    def do_asked(self, question: str, step: Step) -> None:
        (first, *_), _ = self._last(step)
        assert self.answer(payload_of(first)["work"]).question == question

    def do_spent(self, _: bool, step: Step) -> None:
        assert self.slack.faults.left() == []

    def do_titles(self, expected: list[str], step: Step) -> None:
        self.idle()
        assert list(self.slack.workspace.titles.values()) == expected
        assert len(self.slack.called("assistant.threads.setTitle")) == len(expected)

    def do_not(self, unwanted: list[str], step: Step) -> None:
        self.idle()
        where, thread = self._place(step)
        said = "\n".join(map(whole, self.slack.workspace.seen(where, thread)))
        said += "\n".join(map(whole, self._alone()))
        for one in unwanted:
            assert one not in said, said

    def do_buttons(self, expected: list[str], step: Step) -> None:
        self.idle()
        seen = self._alone() if step.get("alone") else self.slack.workspace.seen(*self._place(step))
        assert list(buttons(list(seen)[-1])) == expected

    def do_alone(self, expected: list[str], step: Step) -> None:
        self._says(expected, self._alone)

    def do_view(self, expected: list[str], step: Step) -> None:
        view = self.slack.wait(lambda: self.slack.workspace.views)[-1]
        assert broken_view(view) == []
        said = view["title"]["text"] + "\n" + shown(view["blocks"])
        for one in expected:
            assert one in said, said
        for one in step.get("without", ()):
            assert one not in said, said

    def do_home_has(self, expected: list[str], step: Step) -> None:
        homes, who = self.slack.workspace.homes, step.get("who", "U1")

        def found() -> bool:
            said = shown(homes[who]["blocks"]) if who in homes else ""
            return all(one in said for one in expected) and not any(
                one in said for one in step.get("without", ())
            )

        self.slack.wait(found)
        assert broken_view(homes[who]) == []

    def do_prompts(self, expected: list[str], step: Step) -> None:
        place = ("D1", self.named[step["in"]]["ts"])
        prompts = self.slack.workspace.prompts
        found = self.slack.wait(lambda: prompts.get(place))
        assert [each["message"] for each in found] == expected

    def do_status(self, expected: list[str], step: Step) -> None:
        self.idle()
        where, thread = self._place(step)
        said = [s for c, t, s in self.slack.workspace.statuses if (c, t) == (where, thread)]
        assert said == expected, said

    def do_status_left(self, expected: str, step: Step) -> None:
        self.idle()
        where, thread = self._place(step)
        said = [s for c, t, s in self.slack.workspace.statuses if (c, t) == (where, thread)]
        assert len(said) > 1, said
        assert said[-1] == expected, said

    def do_calls(self, expected: list[str], step: Step) -> None:
        self.idle()
        done = iter([call.method for call in self.slack.calls if call.answered == "ok"])
        assert all(method in done for method in expected), self._methods()
        assert not {*step.get("without", ())} & {call.method for call in self.slack.calls}

    def do_refused(self, expected: list[str], step: Step) -> None:
        self.idle()
        found = [call.method for call in self.slack.calls if call.answered == "unknown_method"]
        assert found == expected, self._methods()

    def _methods(self) -> list[tuple[str, str]]:
        return [(call.method, call.answered) for call in self.slack.calls]

    def do_waits(self, method: str, step: Step) -> None:
        """Let nothing be called while it was told to wait."""
        self.idle()
        calls = self.slack.called(method)
        limited = [call for call in calls if call.answered == "ratelimited"]
        assert limited
        for told in limited:
            assert not [call for call in calls if told.at < call.at < told.at + told.pause]

    def do_limited(self, method: str, step: Step) -> None:
        self.slack.wait(
            lambda: [call for call in self.slack.called(method) if call.answered == "ratelimited"]
        )

    def do_told(self, expected: str, step: Step) -> None:
        self.idle()
        *_, (_, said) = self.slack.sockets.acknowledged.values()
        assert expected in said.get("text", ""), said
        assert said["response_type"] == "ephemeral"

    def do_inert(self, expected: list[str], step: Step) -> None:
        self.idle()
        seen = self._alone() if step.get("alone") else self.slack.workspace.seen(*self._place(step))
        message = list(seen)[-1]
        plain = not message["blocks"]
        said = plain_words(message["text"]) if plain else shown(message["blocks"])
        for one in expected:
            assert one in said, said
        obeyed = r"<[!@#]|:\w+:" + (r"|[*~`](?!\u2060)|\b_(?!\u2060)" if plain else "")
        assert not re.search(obeyed, message["text"]), message["text"]
        assert not plain or message["parse"] == "none", message

    def do_opinion(self, reason: str, step: Step) -> None:
        found = [each for each in self.opinions() if each["reason"] == reason]
        assert found
        asked = [each["question"] for each in found[-1]["history"]]
        assert asked == step.get("history", []), asked

    def _alone(self) -> list[Words]:
        return [dict(each.message) for each in self.slack.workspace.private]


def whole(message: Mapping[str, Any]) -> str:
    """Return all the words of a message: its text, and what its blocks show."""
    return f"{message.get('text', '')}\n{shown(message.get('blocks') or ())}"


def buttons(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message's buttons by what is on them."""
    return {
        element["text"]["text"]: element
        for block in message.get("blocks") or ()
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    }
