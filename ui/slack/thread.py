"""A thread as it is read back from Slack: what was asked in it and what the bot answered."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rag.answers import Turn
from ui.keeping.conversations import REMEMBERED
from ui.slack.outbox import Outbox
from ui.slack.works import Work

EVENT = "footnoted_answer"
"""The type of the metadata of a message that is part of an outcome."""
_PAGE = 200
_BEFORE = 30
_SKEW = 300.0
"""Seconds by which Slack's clock may be behind this machine's, which names what is clicked."""
_TOKEN = re.compile(r"<([^<>]*)>")
_JOINER = "\N{WORD JOINER}"
_SAID_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast", "me_message"})


def plain_words(text: str, us: str = "") -> str:
    """Return a message's text as its reader sees it, without the mention of the bot."""

    def told(token: re.Match[str]) -> str:
        inside, _, label = token[1].partition("|")
        if inside.startswith("@"):
            return "" if inside[1:] == us else (f"@{label}" if label else "")
        if inside.startswith("#"):
            return f"#{label}" if label else ""
        if inside.startswith("!"):
            return label
        return label or inside.removeprefix("mailto:")

    seen = html.unescape(_TOKEN.sub(told, text)).replace(_JOINER, "")
    return "\n".join(" ".join(line.split()) for line in seen.split("\n")).strip()


def by_a_person(message: Mapping[str, Any]) -> bool:
    """Tell whether a person wrote a message."""
    return (
        message.get("subtype") in _SAID_BY_PEOPLE
        and not message.get("bot_id")
        and bool(message.get("user"))
    )


def turns(messages: Sequence[Mapping[str, Any]], work: Work, us: str) -> list[Turn]:
    """Return the last exchanges before a question: context for it, never a source.

    An answer stands with the question it was given to, however late it came.
    """
    said = answers(messages)
    found = []
    for message in messages:
        if float(message["ts"]) >= float(work.ts):
            break
        ours = message.get("user") == us
        if by_a_person(message) and not ours and (text := plain_words(message.get("text", ""), us)):
            found.append(Turn(text, said.get(message["ts"], "")))
        elif payload_of(message) and (question := payload_of(message).get("question")):
            found.append(Turn(str(question), plain_words(message.get("text", ""))))
    return found[-REMEMBERED:]


def answers(messages: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the answers in a thread by the message they were given to, their parts together."""
    parts: dict[str, dict[int, str]] = {}
    for message in messages:
        payload = payload_of(message)
        if payload and payload.get("asked"):
            own = parts.setdefault(str(payload["asked"]), {})
            own[int(payload.get("part", 0))] = plain_words(message.get("text", ""))
    return {asked: " ".join(own[part] for part in sorted(own)) for asked, own in parts.items()}


def before(outbox: Outbox, work: Work) -> Iterator[Mapping[str, Any]]:
    """Yield the last messages around a work that stands in no thread, oldest first."""
    page = outbox.call(
        work.place.team,
        "conversations.history",
        channel=work.place.channel,
        limit=_BEFORE,
        include_all_metadata=True,
    )
    yield from sorted(page.get("messages", ()), key=lambda message: float(message["ts"]))


def seen(outbox: Outbox, work: Work) -> Iterator[Mapping[str, Any]]:
    """Yield the messages of a work's thread, or those in its channel since, oldest first."""
    place = work.place
    arguments: dict[str, Any] = {
        "channel": place.channel,
        "limit": _PAGE,
        "include_all_metadata": True,
    }
    method = "conversations.replies" if place.thread else "conversations.history"
    arguments |= (
        {"ts": place.thread} if place.thread else {"oldest": f"{float(work.ts) - _SKEW:.6f}"}
    )
    found: list[Mapping[str, Any]] = []
    while True:
        page = outbox.call(place.team, method, **arguments)
        found += page.get("messages", ())
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
        arguments["cursor"] = cursor
    yield from sorted(found, key=lambda message: float(message["ts"]))


def payload_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a message's metadata says of its work; empty for one that is none of ours."""
    found = message.get("metadata") or {}
    payload: Mapping[str, Any] = found.get("event_payload") or {}
    return payload if found.get("event_type") == EVENT else {}
