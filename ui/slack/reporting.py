"""How the bot stands, as its inbox tells it: for `footnoted slack status`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.slack.inbox import Inbox
from ui.slack.inbox_schema import INBOX
from ui.slack.works import Work
from ui.terminal import one_line
from vectorstore.layout import collection_folder

if TYPE_CHECKING:
    from rag.settings import Settings

_SHOWN = 80


def inbox_file(settings: Settings) -> Path:
    """Return where the inbox is: in the folder of the collection that the settings name."""
    return collection_folder(settings.home, settings.collection) / INBOX


def status_lines(inbox: Inbox) -> Iterator[str]:
    """Yield how many works are how far, and each that is held or dead with the reason."""
    standing = inbox.standing()
    last = moment(standing.last) if standing.last else "never"
    yield f"last asked:  {last}"
    yield f"waiting:     {standing.waiting}"
    yield f"put off:     {standing.held}"
    named = {
        "answer": "answered",
        "decline": "declined",
        "error": "errors",
        "removed": "removed",
        "dismissed": "dismissed",
    }
    for outcome, name in named.items():
        yield f"{name + ':':12} {standing.outcomes.get(outcome, 0)}"
    yield f"given up:    {standing.dead}"
    for title, works in (("put off", _held(inbox)), ("given up", inbox.dead.all())):
        if works:
            yield ""
            yield f"{title}:"
        for work in works:
            yield f"  {work.id}  {moment(work.taken)}  {work.place.channel}  {_text(work)}"
            yield f"  {'':16}  {work.why}"
    if standing.dead:
        yield ""
        yield "`footnoted slack retry` lets what was given up be tried again, `dismiss` lets it be."


def status_json(inbox: Inbox) -> dict[str, Any]:
    """Return the same for programs."""
    standing = inbox.standing()
    return {
        "schema": 1,
        "last": moment(standing.last) if standing.last else None,
        "waiting": standing.waiting,
        "held": [_json(work) for work in _held(inbox)],
        "outcomes": dict(standing.outcomes),
        "dead": [_json(work) for work in inbox.dead.all()],
    }


def _held(inbox: Inbox) -> list[Work]:
    return [work for work in inbox.unfinished() if work.why]


def _json(work: Work) -> dict[str, Any]:
    return {
        "id": work.id,
        "kind": work.kind.value,
        "team": work.place.team,
        "channel": work.place.channel,
        "user": work.user,
        "text": work.text,
        "at": moment(work.taken),
        "why": work.why,
    }


def _text(work: Work) -> str:
    text = one_line(work.text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def moment(seconds: float) -> str:
    """Return a time, in seconds since the epoch, as it is written."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")
