"""The methods of Slack's Web API that a bot uses, with their limits and their refusals.

After https://docs.slack.dev/reference/methods; what is not documented is not made up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.slack.local.arguments import (
    Arguments,
    Done,
    blocks_of,
    content_of,
    markdown_of,
    need,
    page_of,
    told,
    view_of,
)
from tests.slack.local.refusals import Refused
from tests.slack.local.workspace import APP, BOT, US, Channel, Message, Private, Workspace

_LONGEST_CHANGED = 4_000
_LONGEST_EPHEMERAL = 4_000


class Methods:
    """What each method does to a workspace; methods are named as Slack names them, with `_`."""

    def __init__(self, workspace: Workspace, url: Callable[[], str]) -> None:
        self.workspace = workspace
        self._url = url

    def auth_test(self, given: Arguments) -> Done:
        return {
            "url": "https://local.slack.example/",
            "team": "Local",
            "user": "footnoted",
            "team_id": self.workspace.team,
            "user_id": US,
            "bot_id": BOT,
            "app_id": APP,
            "enterprise_id": self.workspace.enterprise or None,
            "is_enterprise_install": bool(self.workspace.enterprise),
        }

    def chat_postmessage(self, given: Arguments) -> Done:
        channel = self.workspace.writable(need(given, "channel"))
        content = content_of(given)
        message = {"user": US, "bot_id": BOT, "app_id": APP, **content}
        done = self.workspace.add(channel, message, given.get("thread_ts") or "")
        return {"channel": channel.id, "ts": done["ts"], "message": told(done, metadata=True)}

    def chat_update(self, given: Arguments) -> Done:
        channel = self.workspace.writable(need(given, "channel"))
        message = self._own(channel, given, "cant_update_message")
        if message.get("streaming"):
            raise Refused("streaming_state_conflict")
        message.update(content_of(given, _LONGEST_CHANGED))
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}

    def chat_delete(self, given: Arguments) -> Done:
        channel = self.workspace.channel(need(given, "channel"))
        message = self._own(channel, given, "cant_delete_message")
        channel.messages.remove(message)
        return {"channel": channel.id, "ts": message["ts"]}

    def chat_postephemeral(self, given: Arguments) -> Done:
        channel = self.workspace.writable(need(given, "channel"))
        user = need(given, "user")
        if user not in channel.members:
            raise Refused("user_not_in_channel")
        self.workspace.private.append(
            Private(channel.id, user, content_of(given, _LONGEST_EPHEMERAL))
        )
        return {"message_ts": self.workspace.id("")}

    def chat_getpermalink(self, given: Arguments) -> Done:
        channel = self.workspace.channel(need(given, "channel"))
        message = channel.find(need(given, "message_ts"))
        name = message["ts"].replace(".", "")
        return {"permalink": f"https://local.slack.example/archives/{channel.id}/p{name}"}

    def chat_startstream(self, given: Arguments) -> Done:
        channel = self.workspace.writable(need(given, "channel"))
        thread = need(given, "thread_ts")
        if not channel.direct and not given.get("recipient_user_id"):
            raise Refused("missing_recipient_user_id")
        if not channel.direct and not given.get("recipient_team_id"):
            raise Refused("missing_recipient_team_id")
        text = markdown_of(given, optional=True)
        message = {"user": US, "bot_id": BOT, "app_id": APP, "text": text, "streaming": True}
        done = self.workspace.add(channel, message, thread)
        return {"channel": channel.id, "ts": done["ts"]}

    def chat_appendstream(self, given: Arguments) -> Done:
        message = self._streaming(given)
        message["text"] += markdown_of(given)
        return {"channel": given["channel"], "ts": message["ts"]}

    def chat_stopstream(self, given: Arguments) -> Done:
        message = self._streaming(given)
        message["text"] += markdown_of(given, optional=True)
        blocks_of(given)
        message |= {name: given[name] for name in ("blocks", "metadata") if given.get(name)}
        del message["streaming"]
        return {"channel": given["channel"], "ts": message["ts"]}

    def _streaming(self, given: Arguments) -> Message:
        channel = self.workspace.channel(need(given, "channel"))
        message = channel.find(need(given, "ts"))
        if message.get("user") != US:
            raise Refused("message_not_owned_by_app")
        if not message.get("streaming"):
            raise Refused("message_not_in_streaming_state")
        return message

    def _own(self, channel: Channel, given: Arguments, otherwise: str) -> Message:
        message = channel.find(need(given, "ts"))
        if message.get("user") != US:
            raise Refused(otherwise)
        return message

    def conversations_replies(self, given: Arguments) -> Done:
        channel = self.workspace.channel(need(given, "channel"))
        root = channel.find(need(given, "ts"))
        thread = root.get("thread_ts", root["ts"])
        found = [m for m in channel.messages if m.get("thread_ts", m["ts"]) == thread]
        return page_of(found, given)

    def conversations_history(self, given: Arguments) -> Done:
        channel = self.workspace.channel(need(given, "channel"))
        low, high = float(given.get("oldest") or 0), float(given.get("latest") or "inf")
        found = [
            m
            for m in channel.messages
            if m.get("thread_ts", m["ts"]) == m["ts"] and low < float(m["ts"]) < high
        ]
        return page_of(found[::-1], given)

    def conversations_info(self, given: Arguments) -> Done:
        channel = self.workspace.channels.get(need(given, "channel"))
        if channel is None:
            raise Refused("channel_not_found")
        return {
            "channel": {
                "id": channel.id,
                "name": channel.name,
                "is_im": channel.direct,
                "is_member": US in channel.members,
                "is_archived": channel.archived,
            }
        }

    def conversations_open(self, given: Arguments) -> Done:
        user = need(given, "users")
        return {"channel": {"id": f"D{user[1:]}"}}

    def users_info(self, given: Arguments) -> Done:
        user = need(given, "user")
        return {"user": {"id": user, "name": user.lower(), "locale": "en-US", "is_bot": user == US}}

    def reactions_add(self, given: Arguments) -> Done:
        self.workspace.channel(need(given, "channel")).find(need(given, "timestamp"))
        return {}

    def assistant_threads_setstatus(self, given: Arguments) -> Done:
        channel, thread = need(given, "channel_id"), need(given, "thread_ts")
        self.workspace.channel(channel)
        self.workspace.statuses.append((channel, thread, given.get("status", "")))
        return {}

    def assistant_threads_settitle(self, given: Arguments) -> Done:
        place = (need(given, "channel_id"), need(given, "thread_ts"))
        self.workspace.titles[place] = need(given, "title")
        return {}

    def assistant_threads_setsuggestedprompts(self, given: Arguments) -> Done:
        prompts = list(given.get("prompts") or ())
        if not 1 <= len(prompts) <= 4:
            raise Refused("invalid_arguments")
        place = (need(given, "channel_id"), given.get("thread_ts") or "")
        self.workspace.prompts[place] = prompts
        return {}

    def files_info(self, given: Arguments) -> Done:
        found = self.workspace.files.get(need(given, "file"))
        if found is None:
            raise Refused("file_not_found")
        return {"file": self.file(found[0])}

    def file(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """Return a file as Slack tells of it, with the address of its bytes."""
        return {**about, "url_private_download": f"{self._url()}files/{about['id']}"}

    def views_open(self, given: Arguments) -> Done:
        return self._view(given, "modal")

    def views_push(self, given: Arguments) -> Done:
        return self._view(given, "modal")

    def _view(self, given: Arguments, kind: str) -> Done:
        view = view_of(given, kind)
        self.workspace.use(need(given, "trigger_id"))
        whole = {**view, "id": self.workspace.id("V"), "team_id": self.workspace.team}
        self.workspace.views.append(whole)
        return {"view": whole}

    def views_update(self, given: Arguments) -> Done:
        view = view_of(given, "modal")
        for place, each in enumerate(self.workspace.views):
            if each["id"] == given.get("view_id"):
                self.workspace.views[place] = {**view, "id": each["id"]}
                return {"view": self.workspace.views[place]}
        raise Refused("not_found")

    def views_publish(self, given: Arguments) -> Done:
        view = view_of(given, "home")
        self.workspace.homes[need(given, "user_id")] = view
        return {"view": {**view, "id": self.workspace.id("V")}}
