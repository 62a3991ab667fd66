"""What people do in the local Slack, delivered as Slack delivers it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from tests.slack.local.delivery import Delivery
from tests.slack.local.workspace import APP, US, Channel, Message


class People(Delivery):
    """What people do in a workspace; each deed is delivered at once."""

    url: str
    methods: Any

    def opens(self, channel: str, *people: str, bot: bool = True, **more: Any) -> Channel:
        """Make a channel with these people in it, and the bot."""
        members = {*people, *([US] if bot else [])}
        made = Channel(channel, more.pop("name", channel.lower()), members, **more)
        self.workspace.channels[channel] = made
        return made

    def says(
        self, user: str, channel: str, text: str, thread: str = "", **more: Any
    ) -> dict[str, Any]:
        """Say something; return it as the event it was delivered as."""
        place = self.workspace.channels[channel]
        message = self.workspace.add(place, {"user": user, "text": text, **more}, thread)
        event = self.told(message, place)
        self.deliver(event)
        return event

    def mentions(self, user: str, channel: str, text: str, thread: str = "") -> dict[str, Any]:
        """Say something to the bot: Slack delivers a mention and a message."""
        event = self.says(user, channel, f"<@{US}> {text}", thread)
        kept = {name: value for name, value in event.items() if name != "channel_type"}
        self.deliver({**kept, "type": "app_mention"})
        return event

    def told(self, message: Message, channel: Channel) -> dict[str, Any]:
        """Return a message as an event."""
        kind = "im" if channel.direct else ("group" if channel.id.startswith("G") else "channel")
        return {**message, "channel": channel.id, "channel_type": kind, "event_ts": message["ts"]}

    def edits(self, event: Mapping[str, Any], text: str) -> dict[str, Any]:
        """Change what somebody said."""
        channel = self.workspace.channels[event["channel"]]
        with self.workspace.lock:
            message = channel.find(event["ts"])
            before = dict(message)
            message["text"] = text
            message["edited"] = {"user": message["user"], "ts": f"{time.time():.6f}"}
        changed = {
            "type": "message",
            "subtype": "message_changed",
            "channel": channel.id,
            "message": dict(message),
            "previous_message": before,
            "ts": message["edited"]["ts"],
            "hidden": True,
        }
        self.deliver(changed)
        return changed

    def deletes(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Take back what somebody said; what has replies leaves a tombstone."""
        channel = self.workspace.channels[event["channel"]]
        with self.workspace.lock:
            message = channel.find(event["ts"])
            before, place = dict(message), channel.messages.index(message)
            if replied := any(
                m["ts"] != m.get("thread_ts") == before["ts"] for m in channel.messages
            ):
                channel.messages[place] = tombstone(before)
            else:
                channel.messages.remove(message)
        told = (
            {"subtype": "message_changed", "message": tombstone(before)}
            if replied
            else {"subtype": "message_deleted", "deleted_ts": before["ts"]}
        )
        gone = {
            "type": "message",
            "channel": channel.id,
            **told,
            "previous_message": before,
            "ts": f"{time.time():.6f}",
            "hidden": True,
        }
        self.deliver(gone)
        return gone

    def drops(
        self, user: str, channel: str, name: str, data: bytes, text: str = "", thread: str = ""
    ) -> dict[str, Any]:
        """Drop a file."""
        about = {"id": self.workspace.id("F"), "name": name, "size": len(data)}
        self.workspace.files[about["id"]] = (about, data)  # type: ignore[index]
        files = [self.methods.file(about)]
        return self.says(user, channel, text, thread, subtype="file_share", files=files)

    def opens_home(self, user: str) -> None:
        """Open the app's home."""
        self.deliver({"type": "app_home_opened", "user": user, "channel": f"D{user[1:]}",
                      "tab": "home", "event_ts": f"{time.time():.6f}"})  # fmt: skip

    def opens_assistant(self, user: str, channel: str, times: int = 1) -> dict[str, Any]:
        """Open the assistant's pane, told so many times; return what its thread begins with."""
        place = self.workspace.channels[channel]
        root = self.workspace.add(place, {"user": US, "text": "New chat"})
        thread = {"user_id": user, "channel_id": channel, "thread_ts": root["ts"], "context": {}}
        for attempt in range(times):
            self.deliver({"type": "assistant_thread_started", "assistant_thread": thread,
                          "event_ts": root["ts"]}, attempt=attempt)  # fmt: skip
        return root

    def response_url(self, channel: str, user: str) -> str:
        """Return an address for responses to somebody."""
        name = f"{self.workspace.team}-{self.workspace.id('R')}"
        self.workspace.responses[name] = (channel, user, 0)
        return f"{self.url}response/{name}"

    def command(self, user: str, channel: str, command: str, text: str) -> str:
        """Give a slash command; return the trigger it came with."""
        trigger, address = self.workspace.trigger(), self.response_url(channel, user)
        self.workspace.commanded.add(address.rpartition("/")[2])
        payload = {
            "command": command,
            "text": text,
            "user_id": user,
            "user_name": user.lower(),
            "channel_id": channel,
            "team_id": self.workspace.team,
            **self._organization("enterprise_id"),
            "api_app_id": APP,
            "trigger_id": trigger,
            "response_url": address,
        }
        self.deliver(payload, "slash_commands")
        return trigger

    def clicks(
        self, user: str, channel: str, message: Mapping[str, Any], action: Mapping[str, Any]
    ) -> str:
        """Click a button of a message; return the trigger."""
        trigger = self.workspace.trigger()
        payload = {
            "type": "block_actions",
            **self._who(user, trigger),
            "channel": {"id": channel},
            "message": dict(message),
            "container": {
                "type": "message",
                "channel_id": channel,
                "message_ts": message.get("ts", ""),
                "is_ephemeral": "ts" not in message,
            },
            "response_url": self.response_url(channel, user),
            "actions": [{**action, "action_ts": f"{time.time():.6f}"}],
        }
        self.deliver(payload, "interactive")
        return trigger

    def clicks_in_view(self, user: str, view: Mapping[str, Any], action: Mapping[str, Any]) -> None:
        """Click a button of a modal or of the home."""
        trigger = self.workspace.trigger()
        payload = {
            "type": "block_actions",
            **self._who(user, trigger),
            "view": dict(view),
            "container": {"type": "view", "view_id": view.get("id", "")},
            "actions": [{**action, "action_ts": f"{time.time():.6f}"}],
        }
        self.deliver(payload, "interactive")

    def shortcut(self, user: str, channel: str, event: Mapping[str, Any], callback: str) -> None:
        """Use a shortcut on a message."""
        payload = {
            "type": "message_action",
            "callback_id": callback,
            **self._who(user, self.workspace.trigger()),
            "channel": {"id": channel},
            "message": {name: event[name] for name in ("ts", "text", "user") if name in event}
            | ({"thread_ts": event["thread_ts"]} if "thread_ts" in event else {}),
            "message_ts": event["ts"],
            "action_ts": f"{time.time():.6f}",
            "response_url": self.response_url(channel, user),
        }
        self.deliver(payload, "interactive")

    def submits(self, user: str, view: Mapping[str, Any], values: Mapping[str, Any]) -> str:
        """Submit a modal; return the envelope it went in."""
        state = {"state": {"values": values}}
        payload = {
            "type": "view_submission",
            **self._who(user, self.workspace.trigger()),
            "view": {**view, **state},
        }
        return self.deliver(payload, "interactive")

    def _organization(self, name: str) -> dict[str, Any]:
        """Return what is told of a workspace's organization besides, its id under a name."""
        whole = self.workspace.enterprise
        return {name: whole, "is_enterprise_install": "true"} if whole else {}

    def _who(self, user: str, trigger: str) -> dict[str, Any]:
        whole = self.workspace.enterprise
        return {
            # With an organization's installation it is not said which of its workspaces it is.
            "team": None if whole else {"id": self.workspace.team, "domain": "local"},
            "enterprise": {"id": whole, "name": "grid"} if whole else None,
            "is_enterprise_install": bool(whole),
            "user": {"id": user, "username": user.lower(), "team_id": self.workspace.team},
            "api_app_id": APP,
            "trigger_id": trigger,
        }


def tombstone(message: Message) -> Message:
    """Return what stands in place of a deleted message that has replies."""
    kept = {name: message[name] for name in ("ts", "thread_ts") if name in message}
    text = "This message was deleted."
    return {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": text, **kept,
            "hidden": True}  # fmt: skip
