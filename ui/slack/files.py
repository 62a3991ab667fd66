"""Files that people drop: asked about first, then read into the library by who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.slack.audience import Audiences, Scope
from ui.slack.blocks import actions, button, rich_text, section, words
from ui.slack.desk import Reply
from ui.slack.errors import SlackBusy, SlackUnreachable
from ui.slack.escape import escaped
from ui.slack.messages import Message, plain_messages
from ui.slack.phrases import SlackPhrases
from ui.slack.showing import Showing
from ui.slack.works import Outcome, Work
from ui.terminal import one_line
from vectorstore.errors import FootnotedError

if TYPE_CHECKING:
    from ui.shelves import Shelf, Shelves
    from vectorstore.events import Event

ADD = "footnoted_file_add"
LEAVE = "footnoted_file_leave"
_MB = 1_000_000

Fetch = Callable[[str, str, int], bytes]
"""Returns a file of a workspace by its address, no more than so many bytes. Raises SlackError."""


@dataclass(frozen=True)
class Files:
    """The way into the library from Slack."""

    shelves: Shelves
    audiences: Audiences
    words: SlackPhrases
    fetch: Fetch
    megabytes: int

    def ask(self, work: Work) -> Reply:
        """Ask whether a file is to be added, where who dropped it may add it."""
        name = _name(work)
        if not self.audiences.may_add(work.place, work.user):
            return self._says(self.words.file_admins, name)
        said = self.words.file_found.format(name)
        row = [
            button(self.words.file_add, ADD, {"k": work.id}, style="primary"),
            button(self.words.file_leave, LEAVE, {"k": work.id}),
        ]
        message = Message(
            escaped(said), (rich_text(section(words(said))), actions(row, "footnoted_file"))
        )
        return Reply([message], Outcome.ANSWER, otherwise=said)

    def add(self, work: Work, scope: Scope, showing: Showing) -> Reply:
        """Read a file into the library of the conversation."""
        name = _name(work)
        if not self.audiences.may_add(work.place, work.user):
            return self._says(self.words.file_admins, name)
        if not work.detail["file"].get("id"):
            return self._says(self.words.file_left, name)
        file = work.detail["file"]
        size = int(file.get("size") or 0)
        if size > self.megabytes * _MB:
            large = self.words.file_too_large.format(-(-size // _MB), self.megabytes)
            return self._says(self.words.file_failed, name, large)
        showing.say(self.words.file_reading.format(name))
        shelf = self.shelves.shelf(scope.collection)
        try:
            return self._read(shelf, work, file)
        except (SlackBusy, SlackUnreachable):
            raise  # it is tried again
        except (FootnotedError, OSError) as error:
            told = self.words.wording.told(str(error))
            return self._says(self.words.file_failed, name, told)

    def _read(self, shelf: Shelf, work: Work, file: dict[str, Any]) -> Reply:
        from ui.web.library.naming import safe_name
        from vectorstore.events import FileFailed, FileRead, FileUnchanged
        from vectorstore.ingest import ingest

        most = self.megabytes * _MB
        data = self.fetch(work.place.team, str(file["url_private_download"]), most)
        target = _place(shelf.uploads, str(file["id"]), safe_name(_name(work)))
        target.write_bytes(data)
        told: list[Event] = []
        ingest(shelf.library, [target], wait=True, on_event=shelf.counting(told.append))
        passages = sum(event.passages for event in told if isinstance(event, FileRead))
        for event in told:
            match event:
                case FileFailed(reason=reason):
                    target.unlink(missing_ok=True)
                    reason = self.words.wording.told(reason)
                    return self._says(self.words.file_failed, _name(work), reason)
                case FileUnchanged():
                    return self._says(self.words.file_same, _name(work))
        counted = self.words.wording.counted(self.words.passages, passages)
        return self._says(self.words.file_done, _name(work), counted)

    def _says(self, phrase: str, *parts: str) -> Reply:
        said = phrase.format(*map(one_line, parts))
        return Reply(plain_messages(said), Outcome.ANSWER, otherwise=said)


def _name(work: Work) -> str:
    return one_line(str(work.detail["file"].get("name") or "?"))[:120]


def _place(uploads: Path, id_: str, name: str) -> Path:
    """Return where a file is kept: apart from every other one of its name."""
    folder = uploads / "slack" / "".join(sign for sign in id_ if sign.isalnum())
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
