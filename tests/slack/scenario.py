"""Scenarios as data: what people do in Slack, and what must be seen. A step is a mapping.

What is done (`who`, default U1; `where`, default C1; `in`: a message named before by `as`):

    say: TEXT            with `mention: true` to the bot; `twice: true` to deliver it again
    edit: NAME           with `text`                  delete: NAME
    command: /ask        with `text`                  check: NAME       the shortcut on a message
    click: BUTTON        of the bot's last message there, of `alone` (the last, or the `nth`) or of
                         a `view`
    fill: {…}            the form that is open        drop: FILE NAME   with `text`, what it holds,
                                                      and `with`, what is said to it
    home: true           open the app's home          pane: NAME        open the assistant's pane
                                                      (`twice: true`)
    press: BUTTON        in the home, the `nth`       archive: CHANNEL  or, with `again: true`, not
    leave: CHANNEL       the bot is not in it         invite: CHANNEL   it is
    fail: METHOD         with `how` (a code or a Break) and `times`     limit: METHOD  with `most`
    lack: METHOD         the workspace does not have it                 mend: true
    token: CODE          what the bot's token is refused with           again: true    it is good
    called: METHOD       wait until it was called     restart: true     end the bot and start it
    refresh: true        Slack asks for another connection
    times_out: NAME      Slack ends the streams that answer it       removed: NAME  somebody takes
                                                      away what the bot says to it

What is seen then (each waits until all is done):

    seen: […]            the bot's messages there, each a text that stands in it; `[]` for silence
    alone: […]           what one person alone sees   view: […]         what stands in the open one,
                                                      and `without` what does not
    not: […]             what stands in none of the bot's messages      buttons: […]
    parts: N             so many messages of the last answer, or more, together the whole of it, and
                         so many `besides`
    asked: TEXT          what the last answer answers                spent: true    nothing is still
                                                      to fail
    titles: […]          the names of all conversations, each given once
    inert: […]           what the last one shows as it stands, and nothing of it is obeyed
    told: TEXT           what Slack is told to show at once to who gave a command
    calls: […]           what was called and done, in that order, and `without`, what was not called
    refused: […]         all that the workspace does not have and was asked for
    limited: METHOD      wait until it was called too often
    waits: METHOD        it was called too often, and by nobody until Slack allows it
    prompts: […]         home_has: […], `without`     status: […]          each status in its order,
                         and the last one of several: `status_left`
    opinion: REASON      the last of that kind, and `history`, what was asked before it
"""

from __future__ import annotations

from typing import Any

from tests.slack.local.faults import Break, Fault
from tests.slack.local.server import BOT_TOKEN
from tests.slack.local.workspace import US
from tests.slack.seeing import Seeing, Step, Words, buttons
from ui.slack.manifest import CHECK_MESSAGE


class Stage(Seeing):
    """Carries steps out, and holds what is seen against what is expected."""

    def play(self, steps: list[Step]) -> None:
        """Carry all steps out. Raises AssertionError where something else is seen."""
        for number, step in enumerate(steps):
            name, given = next(iter(step.items()))
            try:
                getattr(self, f"do_{name}")(given, step)
            except (AssertionError, KeyError, TimeoutError) as error:
                raise AssertionError(f"step {number}, {dict(step)}: {error}") from error

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
        words = step.get("with", "")
        self._name(step, self.slack.drops(who, where, name, data, words, thread))

    def do_click(self, label: str, step: Step) -> None:
        self.idle()
        who, (where, thread) = step.get("who", "U1"), self._place(step)
        if step.get("alone"):
            message: Words = {"blocks": self._alone()[step.get("nth", -1)]["blocks"]}
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
        self.slack.wait(self.slack.sockets.all_acknowledged)
        self.slack.faults.clear()

    def do_called(self, method: str, step: Step) -> None:
        self.slack.wait(lambda: self.slack.called(method))

    def do_restart(self, _: bool, step: Step) -> None:
        self.restart()

    def do_refresh(self, _: bool, step: Step) -> None:
        before = self.slack.sockets.opened
        self.slack.sockets.refresh()
        self.slack.wait(lambda: self.slack.sockets.opened > before)

    def do_times_out(self, name: str, step: Step) -> None:
        for message in self._ours(name):
            message.pop("streaming", None)

    def do_removed(self, name: str, step: Step) -> None:
        channel = self.slack.workspace.channels[self.named[name]["channel"]]
        for message in self._ours(name):
            channel.messages.remove(message)

    def _ours(self, name: str) -> list[dict[str, Any]]:
        """Return the bot's messages in a thread, to be changed."""
        event = self.named[name]
        return [
            message
            for message in self.slack.workspace.channels[event["channel"]].messages
            if message["user"] == US and message.get("thread_ts") == event["ts"]
        ]

    def do_press(self, label: str, step: Step) -> None:
        who = step.get("who", "U1")
        view = self.slack.workspace.homes[who]
        rows = [buttons({"blocks": [block]}) for block in view["blocks"]]
        action = [row[label] for row in rows if label in row][step.get("nth", 0)]
        self.slack.workspace.views.clear()
        self.slack.clicks_in_view(who, view, action)

    def do_archive(self, channel: str, step: Step) -> None:
        self.slack.workspace.channels[channel].archived = step.get("again") is None

    def do_leave(self, channel: str, step: Step) -> None:
        self.slack.workspace.channels[channel].members.discard(US)

    def do_invite(self, channel: str, step: Step) -> None:
        self.slack.workspace.channels[channel].members.add(US)
