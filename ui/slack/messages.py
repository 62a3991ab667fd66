"""Paragraphs, quotations and blocks become messages, each within every limit of Slack."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ui.slack import limits
from ui.slack.blocks import Block, context, quote, rich_text, section, size, words
from ui.slack.escape import escaped, plain, unmarked
from ui.slack.splitting import bytes_of, pieces

_LONGEST = 2_400
"""Bytes of one paragraph: several fit a message, and a longer one is split at its sentences."""
_AROUND = 80
"""Bytes that a paragraph's or a block's own brackets and names take at most."""
_SPARE = 4
"""Blocks that are left for the row of buttons and what comes with it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is sent: its blocks, and its text for notifications and screen readers.

    `text` is escaped; `blocks` are none where it is sent as plain text, which is `unmarked`.
    """

    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """What is kept in one message: a paragraph, a quotation (`quoted`) or a block as it is.

    `said` is what of it belongs into the message's text; one that is `apart` begins a new text.
    """

    elements: tuple[Block, ...] = ()
    quoted: bool = False
    block: Block | None = None
    said: str = ""
    apart: bool = False

    @property
    def cost(self) -> int:
        """How many bytes it takes at most."""
        return size(self.block if self.block is not None else self.elements) + _AROUND


Group = Sequence[Piece]
"""Pieces that are kept together where they fit one message."""


def paragraph(
    text: str, *behind: Block, said: str = "", quoted: bool = False, **style: bool
) -> list[Piece]:
    """Return a text as pieces, split at its sentences where it is long; `behind` goes to its end.

    `said` is what stands for the whole in the message's text: it is split with the text only where
    it is the same.
    """
    parts = list(pieces(text, _LONGEST, _measure)) or [""]
    alike = said.startswith(text)
    found = []
    for place, part in enumerate(parts, start=1):
        last = place == len(parts)
        told = (part + (said[len(text) :] if last else "")) if alike else (said if last else "")
        found.append(Piece((words(part, **style), *(behind if last else ())), quoted, said=told))
    return found


def plain_messages(text: str) -> list[Message]:
    """Return a text as messages without blocks, split at its sentences; none is left out."""
    parts = pieces(plain(text), limits.TEXT, lambda part: bytes_of(unmarked(part)))
    return [Message(unmarked(part.strip())) for part in parts if part.strip()]


def content(message: Message) -> dict[str, Any]:
    """Return what a message is sent as; in one without blocks nothing is to be obeyed."""
    plainly: dict[str, Any] = {} if message.blocks else {"mrkdwn": False, "parse": "none"}
    return {"text": message.text, "blocks": list(message.blocks), **plainly}


def messages(groups: Sequence[Group], otherwise: str) -> list[Message]:
    """Return the messages that hold all pieces in their order.

    `otherwise` is the text of a message that says nothing of the answer itself.
    """
    packing = _Packing(otherwise)
    for group in groups:
        packing.add(group)
    return list(packing.ended())


def _measure(text: str) -> int:
    return max(size(text), _escaped_size(text))


def _escaped_size(text: str) -> int:
    return bytes_of(escaped(text))


class _Packing:
    def __init__(self, otherwise: str) -> None:
        self._otherwise = otherwise
        self._done: list[Message] = []
        self._begin()

    def _begin(self) -> None:
        self._blocks: list[Block] = []
        self._said: list[str] = []
        self._used = self._told = 0

    def add(self, group: Group) -> None:
        """Put pieces into this message, or into the next one."""
        if self._blocks and not self._fits(group):
            self._end()
        for piece in group:
            if self._blocks and not self._fits((piece,)):
                self._end()
            self._put(piece)

    def _fits(self, group: Group) -> bool:
        told = self._told + sum(_escaped_size(piece.said) + 1 for piece in group)
        used = self._used + sum(piece.cost for piece in group)
        blocks = len(self._blocks) + sum(1 for piece in group if piece.block or piece.apart) + 1
        return used <= limits.MESSAGE and told <= limits.TEXT and blocks <= limits.BLOCKS - _SPARE

    def _put(self, piece: Piece) -> None:
        if piece.block is not None:
            if not self._blocks and piece.block["type"] == "actions":
                # Buttons alone would say nothing of what they are for.
                self._blocks.append(context(self._otherwise))
                self._used += size(self._blocks[0])
            self._blocks.append(copy.deepcopy(piece.block))
        else:
            self._paragraph(piece)
        if piece.said:
            self._said.append(piece.said)
            self._told += _escaped_size(piece.said) + 1
        self._used += piece.cost

    def _paragraph(self, piece: Piece) -> None:
        made = (quote if piece.quoted else section)(*piece.elements)
        last = self._blocks[-1] if self._blocks else None
        if last is None or last["type"] != "rich_text" or piece.apart:
            self._blocks.append(rich_text(made))
            return
        before = last["elements"][-1]
        if before["type"] == made["type"]:
            # Two that follow each other would stand on one line.
            before["elements"] += [words("\n"), *piece.elements]
        else:
            last["elements"].append(made)

    def _end(self) -> None:
        text = " ".join(part.strip() for part in self._said)
        self._done.append(Message(escaped(text or self._otherwise), tuple(self._blocks)))
        self._begin()

    def ended(self) -> Iterator[Message]:
        if self._blocks:
            self._end()
        yield from self._done
