"""What must be seen at the end of a generated sequence: one outcome each, none lost, none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.slack.memory_slack import US, MemorySlack
from ui.slack.desk import STARTS
from ui.slack.thread import payload_of

Event = dict[str, Any]
Parts = list[tuple[int, str]]


@dataclass
class Asked:
    """What somebody asked by command, or shares after having asked so."""

    text: str
    url: str
    shared: bool


@dataclass
class Question:
    """What somebody asked, and how it stands in the end; `asked` is as it was first written."""

    event: Event
    text: str
    asked: str
    deleted: bool = False

    @property
    def ts(self) -> str:
        return str(self.event["ts"])

    @property
    def thread(self) -> str:
        return str(self.event.get("thread_ts", self.ts))

    @property
    def channel(self) -> str:
        return str(self.event["channel"])

    def edit(self, slack: MemorySlack) -> Event:
        """Write it anew; return the event."""
        self.text = self.text.replace("Question", "Rather")
        text = self.asked.replace("Question", "Rather")
        edited = {"user": "U1", "ts": f"{float(self.ts) + 60:.6f}"}
        message = {**self.event, "text": text, "edited": edited}
        self._stored(slack).update(message)
        return {"type": "message", "subtype": "message_changed", "message": message,
                "channel": self.channel}  # fmt: skip

    def delete(self, slack: MemorySlack) -> Event:
        """Take it back; return the event."""
        self.deleted = True
        before = dict(self._stored(slack))
        slack.messages[self.channel].remove(self._stored(slack))
        return {"type": "message", "subtype": "message_deleted", "deleted_ts": self.ts,
                "channel": self.channel, "previous_message": before}  # fmt: skip

    def _stored(self, slack: MemorySlack) -> Event:
        return next(m for m in slack.messages[self.channel] if m["ts"] == self.ts)


def problems(
    slack: MemorySlack, questions: Sequence[Question], asked: Sequence[Asked], crashes: int
) -> list[str]:
    """Return what is wrong with what people see."""
    return [
        *_in_channels(slack, questions, [each for each in asked if each.shared], crashes),
        *_in_private(slack, [each for each in asked if not each.shared], crashes),
    ]


def _in_channels(
    slack: MemorySlack, questions: Sequence[Question], shared: Sequence[Asked], crashes: int
) -> Iterator[str]:
    threads = {question.ts: question.thread for question in questions}
    seen: dict[str, Parts] = {}
    for message in (m for each in slack.messages.values() for m in each):
        if message.get("user") != US:
            continue
        payload = payload_of(message)
        if message.get("streaming") or not payload:
            yield f"a message that is no outcome: {message['text']!r}"
            continue
        name = str(payload.get("question") or payload["asked"])
        seen.setdefault(name, []).append((int(payload["part"]), message["text"]))
        if message.get("thread_ts", name) not in (name, threads.get(name, "")):
            yield f"in the wrong thread: {message['text']!r}"
    for question in questions:
        said = sorted(seen.pop(question.ts, []))
        if question.deleted:
            if said:
                yield f"deleted, and answered: {said}"
        elif said and not _after_a_mention(question, questions):
            yield f"{question.text!r} came before every mention, and is answered with {said}"
        elif said or _addressed(question, questions):
            yield from _wrong(question.text, said, crashes)
    for each in shared:
        yield from _wrong(each.text, sorted(seen.pop(each.text, [])), crashes)
    yield from (f"nobody asked: {each}" for each in seen.values())


def _in_private(slack: MemorySlack, asked: Sequence[Asked], crashes: int) -> Iterator[str]:
    counted = Counter(message["url"] for message in slack.private)
    for each in asked:
        said = [m["text"] for m in slack.private if m["url"] == each.url]
        # Slack cannot be asked whether it stands: only then it may be seen once more.
        if len(said) > 1 + slack.unsaid[each.url]:
            yield f"{each.text!r} is seen {len(said)} times"
        for seen in [[(0, one)] for one in said] or [[]]:
            yield from _wrong(each.text, seen, crashes, long=1)
        del counted[each.url]
    yield from (f"nobody asked in private: {url}" for url in counted)


def _addressed(question: Question, questions: Sequence[Question]) -> bool:
    """Tell whether the bot has to answer: it was mentioned, or the thread is still its own."""
    return US in question.asked or question.channel.startswith("D") or any(
        US in other.asked and not other.deleted and other.thread == question.thread
        and other.ts < question.ts
        for other in questions
    )  # fmt: skip


def _after_a_mention(question: Question, questions: Sequence[Question]) -> bool:
    """Tell whether the bot was mentioned by then, in what stands or what was deleted since."""
    return question.channel.startswith("D") or any(
        US in other.asked and other.thread == question.thread
        and float(other.ts) <= float(question.ts)
        for other in questions
    )  # fmt: skip


def _wrong(text: str, seen: Parts, crashes: int, long: int = 3) -> Iterator[str]:
    said = [one for _, one in seen]
    if [part for part, _ in seen] != list(range(len(seen))):
        yield f"{text!r} has parts twice or missing: {seen}"
        return
    if len(said) == 1 and said[0].startswith(f"This was tried {STARTS} times"):
        # So many restarts in the middle of one question are an outcome too.
        right = "kills" in text or crashes >= STARTS
    elif "breaks" in text:
        right = len(said) == 1 and said[0].startswith("This could not be answered")
    else:
        parts = long if "long" in text else 1
        right = said == [f"{text} {part}" for part in range(parts)]
    if not right:
        yield f"{text!r} is answered with {said}"
