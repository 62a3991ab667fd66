"""Scenarios as data: what people do in Slack, and what must be seen. A step is a mapping.

What is done (`who`, default U1; `where`, default C1; `in`: a message named before by `as`):

    say: TEXT            with `mention: true` to the bot; `twice: true` to deliver it again
    edit: NAME           with `text`                  delete: NAME
    command: /ask        with `text`                  check: NAME       the shortcut on a message
    click: BUTTON        of the bot's last message there, of `alone` or of a `view`
    fill: {…}            the form that is open        drop: FILE NAME   with `text`, what it holds
    home: true           open the app's home          pane: NAME        open the assistant's pane
                                                      (`twice: true`)
    press: BUTTON        in the home, the `nth`       archive: CHANNEL  or, with `again: true`, not
    fail: METHOD         with `how` (a code or a Break) and `times`     limit: METHOD  with `most`
    lack: METHOD         the workspace does not have it                 mend: true
    token: CODE          what the bot's token is refused with           again: true    it is good
    called: METHOD       wait until it was called     restart: true     end the bot and start it
    refresh: true        Slack asks for another connection

What is seen then (each waits until all is done):

    seen: […]            the bot's messages there, each a text that stands in it; `[]` for silence
    alone: […]           what one person alone sees   view: […]         what stands in the open one,
                                                      and `without` what does not
    not: […]             what stands in none of the bot's messages      buttons: […]
    parts: N             so many messages of one answer, or more
    inert: […]           what the last one shows as it stands, and nothing of it is obeyed
    told: TEXT           what Slack is told to show at once to who gave a command
    calls: […]           what was called and done, in that order, and `without`, what was not called
    refused: […]         all that the workspace does not have and was asked for
    waits: METHOD        it was called too often, and again only when Slack allows it
    prompts: […]         home_has: […], `without`     status: true
    opinion: REASON      the last of that kind, and `history`, what was asked before it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.slack.block_rules import broken_view, shown
from tests.slack.local.faults import Break, Fault
from tests.slack.local.server import BOT_TOKEN, LocalSlack
from ui.slack.manifest import CHECK_MESSAGE

Step = Mapping[str, Any]
Words = dict[str, Any]


@dataclass
class Stage:
    """Carries steps out. `restart` ends the bot and starts it; `idle` waits until all is done."""

    slack: LocalSlack
    restart: Callable[[], None]
    idle: Callable[[], None]
    opinions: Callable[[], list[dict[str, Any]]]
    named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def play(self, steps: list[Step]) -> None:
        """Carry all steps out. Raises AssertionError where something else is seen."""
        for number, step in enumerate(steps):
            name, given = next(iter(step.items()))
            try:
                getattr(self, f"do_{name}")(given, step)
            except (AssertionError, KeyError, TimeoutError) as error:
                raise AssertionError(f"step {number}, {dict(step)}: {error}") from error

    def _place(self, step: Step) -> tuple[str, str]:
        name = step.get("in")
        thread = self.named[name] if name else {}
        where = step.get("where", thread.get("channel", "C1"))
        return where, str(thread.get("thread_ts") or thread.get("ts", ""))

    def do_say(self, text: str, step: Step) -> None:
        who, (where, thread) = step.get("who", "U1"), self._place(step)
        tell = self.slack.mentions if step.get("mention") else self.slack.says
        event = tell(who, where, text, thread)
        if step.get("twice"):
            for attempt in (1, 2, 3):
                self.slack.deliver(event, attempt=attempt)
        self._name(step, event)

    def _name(self, step: Step, event: dict[str, Any]) -> None:
        if name := step.get("as"):
            self.named[name] = event

    def do_edit(self, name: str, step: Step) -> None:
        self.slack.edits(self.named[name], step["text"])

    def do_delete(self, name: str, step: Step) -> None:
        self.slack.deletes(self.named[name])

    def do_command(self, name: str, step: Step) -> None:
        self.slack.command(step.get("who", "U1"), self._place(step)[0], name, step.get("text", ""))

    def do_check(self, name: str, step: Step) -> None:
        event = self.named[name]
        self.slack.shortcut(step.get("who", "U1"), event["channel"], event, CHECK_MESSAGE)

    def do_drop(self, name: str, step: Step) -> None:
        who, (where, thread) = step.get("who", "U1"), self._place(step)
        data = str(step["text"]).encode()
        self._name(step, self.slack.drops(who, where, name, data, thread=thread))

    def do_click(self, label: str, step: Step) -> None:
        self.idle()
        who, (where, thread) = step.get("who", "U1"), self._place(step)
        if step.get("alone"):
            message: Words = {"blocks": self._alone()[-1]["blocks"]}
        else:
            place, inside = self._of(step, where, thread)
            message = list(self.slack.workspace.seen(place, inside))[-1]
        self.slack.workspace.views.clear()
        for _ in range(2 if step.get("twice") else 1):
            self.slack.clicks(who, where, message, buttons(message)[label])

    def _of(self, step: Step, where: str, thread: str) -> tuple[str, str]:
        """Return where the clicked message stands; `from` is where a click is brought from."""
        return self._place({"in": step["from"]}) if "from" in step else (where, thread)

    def do_fill(self, given: dict[str, str], step: Step) -> None:
        view = self.slack.wait(lambda: self.slack.workspace.views)[-1]
        values = {
            "reason": {"reason": {"selected_option": {"value": given["reason"]}}},
            "comment": {"comment": {"value": given.get("comment")}},
        }
        sent = self.slack.submits(step.get("who", "U1"), view, values)
        self.slack.sockets.wait(sent)

    def do_home(self, _: bool, step: Step) -> None:
        self.slack.opens_home(step.get("who", "U1"))

    def do_pane(self, name: str, step: Step) -> None:
        times = 2 if step.get("twice") else 1
        root = self.slack.opens_assistant(step.get("who", "U1"), "D1", times)
        self.named[name] = {**root, "channel": "D1"}

    def do_fail(self, method: str, step: Step) -> None:
        how = step["how"]
        kind = Break[how] if how in Break.__members__ else how
        self.slack.faults.add(Fault(method, kind, step.get("times", 1)))

    def do_limit(self, method: str, step: Step) -> None:
        self.slack.faults.limit(method, step["most"], step.get("seconds", 1.0))

    def do_lack(self, method: str, step: Step) -> None:
        self.slack.missing.add(method)

    def do_token(self, code: str, step: Step) -> None:
        self.slack.tokens[BOT_TOKEN] = code

    def do_again(self, _: bool, step: Step) -> None:
        self.slack.tokens[BOT_TOKEN] = ""

    def do_mend(self, _: bool, step: Step) -> None:
        self.slack.faults.clear()

    def do_called(self, method: str, step: Step) -> None:
        self.slack.wait(lambda: self.slack.called(method))

    def do_restart(self, _: bool, step: Step) -> None:
        self.restart()

    def do_seen(self, expected: list[str], step: Step) -> None:
        where, thread = self._place(step)
        self._says(expected, lambda: list(self.slack.workspace.seen(where, thread)))

    def _says(self, expected: list[str], read: Callable[[], list[Words]]) -> None:
        """Hold messages against what is expected; what a click does may take a moment longer."""
        self.idle()
        with suppress(TimeoutError):
            self.slack.wait(lambda: len(read()) == len(expected), seconds=10)
        texts = [whole(message) for message in read()]
        assert len(texts) == len(expected), texts
        for one, said in zip(expected, texts, strict=True):
            assert one in said, texts

    def do_parts(self, least: int, step: Step) -> None:
        self.idle()
        found = list(self.slack.workspace.seen(*self._place(step)))
        assert len(found) >= least, [message["text"] for message in found]
        assert all(whole(message).strip() for message in found)

    def do_refresh(self, _: bool, step: Step) -> None:
        before = self.slack.sockets.opened
        self.slack.sockets.refresh()
        self.slack.wait(lambda: self.slack.sockets.opened > before)

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

    def do_press(self, label: str, step: Step) -> None:
        who = step.get("who", "U1")
        view = self.slack.workspace.homes[who]
        rows = [buttons({"blocks": [block]}) for block in view["blocks"]]
        action = [row[label] for row in rows if label in row][step.get("nth", 0)]
        self.slack.workspace.views.clear()
        self.slack.clicks_in_view(who, view, action)

    def do_archive(self, channel: str, step: Step) -> None:
        self.slack.workspace.channels[channel].archived = step.get("again") is None

    def do_prompts(self, expected: list[str], step: Step) -> None:
        place = ("D1", self.named[step["in"]]["ts"])
        prompts = self.slack.workspace.prompts
        found = self.slack.wait(lambda: prompts.get(place))
        assert [each["message"] for each in found] == expected

    def do_status(self, _: bool, step: Step) -> None:
        self.idle()
        where, thread = self._place(step)
        said = [s for c, t, s in self.slack.workspace.statuses if (c, t) == (where, thread)]
        assert said

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
        """Let no call that was told to wait be made again before that."""
        self.idle()
        calls = self.slack.called(method)
        limited = [call for call in calls if call.answered == "ratelimited"]
        assert limited
        for call in limited:
            again = [c.at for c in calls if c.at > call.at and c.given == call.given]
            assert again[0] - call.at >= 1.0

    def do_told(self, expected: str, step: Step) -> None:
        self.idle()
        *_, (_, said) = self.slack.sockets.acknowledged.values()
        assert expected in said.get("text", ""), said
        assert said["response_type"] == "ephemeral"

    def do_inert(self, expected: list[str], step: Step) -> None:
        self.idle()
        message = list(self.slack.workspace.seen(*self._place(step)))[-1]
        said = shown(message["blocks"])
        for one in expected:
            assert one in said, said
        assert not re.search(r"<[!@#]|:\w+:", message["text"]), message["text"]

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
