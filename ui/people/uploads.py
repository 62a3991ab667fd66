"""How much may be uploaded at once, counted while it comes and before it is kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.terminal import one_line
from ui.wording import ENGLISH, Wording

PATH = "/gradio_api/upload"
_UNUSED = "/gradio_api/process_recording"
"""What of Gradio would keep files beside those that are counted; the page has no use for it."""
_MB = 1_000_000
_LONGEST_HEADER = 8192
_BLOCK = 4096


@dataclass
class Room:
    """How many bytes may lie in a folder at once; a file counts for a block of the disk at least.

    The folder is looked through when what was free at the last look is taken.
    """

    folder: Path
    most: int
    _free: int = 0

    def take(self, size: int) -> bool:
        """Tell whether so many bytes more fit in."""
        self._free -= size
        if self._free < 0:
            self._free = self.most - self._held() - size
        return self._free >= 0

    def _held(self) -> int:
        held = 0
        for file in self.folder.rglob("*"):
            with suppress(OSError):  # it is emptied meanwhile
                held += max(file.stat().st_size, _BLOCK)
        return held


@dataclass(frozen=True)
class Uploads:
    """An application whose uploads are as large as is allowed; nothing more reaches it.

    What comes after too much is read and forgotten: a browser reads no answer before it has sent
    all. The application reads a body that cannot be parsed, and answers with the sentence.
    """

    app: ASGIApp
    megabytes: int
    files: int
    room: Room
    wording: Wording = ENGLISH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an upload on while it is small enough."""
        if scope["type"] == "http" and scope["path"].startswith(_UNUSED):
            await PlainTextResponse("Not found.", 404)(scope, receive, send)
            return
        boundary = _boundary(scope)
        if boundary is None:
            await self.app(scope, receive, send)
            return
        body = _Body(boundary, self)

        async def counted() -> Message:
            message = await receive()
            try:
                body.take(message.get("body", b""))
            except MultiPartException:
                await _forget(receive, message)
                raise
            return message

        async def told(message: Message) -> None:
            if body.refused and message["type"] == "http.response.start":
                message = {**message, "status": 413}
            await send(message)

        await self.app(scope, counted, told)


@dataclass
class _Body:
    """A body of files as far as it has come."""

    boundary: bytes
    may: Uploads
    refused: bool = False
    _seen: int = 0
    _size: int = 0
    _file: str | None = None
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self._parser = MultipartParser(
            self.boundary,
            {
                "on_part_begin": self._part,
                "on_header_begin": self._named,
                "on_header_field": self._header_came,
                "on_header_value": self._value_came,
                "on_header_end": self._header_ended,
                "on_part_data": self._data_came,
            },
        )

    def take(self, data: bytes) -> None:
        """Count more of it. Raises MultiPartException, with a sentence, for too much."""
        try:
            self._parser.write(data)
        except MultipartParseError as error:
            told = self.may.wording.told("The upload is broken: try again.")
            raise MultiPartException(told) from error

    def _part(self) -> None:
        self._size, self._file = 0, None

    def _named(self) -> None:
        self._header.clear()
        self._value.clear()

    def _header_came(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _value_came(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ended(self) -> None:
        if self._header.lower() != b"content-disposition":
            return
        _, options = parse_options_header(bytes(self._value[:_LONGEST_HEADER]))
        if b"filename" not in options:
            return
        self._file = one_line(options[b"filename"].decode("utf-8", "replace"))
        self._seen += 1
        if self._seen > self.may.files:
            self._refuse(f"At most {self.may.files:,} files are taken at once: send fewer.")
        self._keep(_BLOCK)

    def _data_came(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        most, name = self.may.megabytes, self._file or "A field"
        if self._size > most * _MB:
            self._refuse(f"{name} has more than {most} MB: files up to {most} MB are taken.")
        self._keep(end - start)

    def _keep(self, size: int) -> None:
        if not self.may.room.take(size):
            self._refuse("Too much was uploaded in the last hour: try again later.")

    def _refuse(self, said: str) -> None:
        self.refused = True
        raise MultiPartException(self.may.wording.told(said))


def _boundary(scope: Scope) -> bytes | None:
    if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != PATH:
        return None
    kind, options = parse_options_header(Headers(scope=scope).get("content-type", ""))
    return options.get(b"boundary") if kind == b"multipart/form-data" else None


async def _forget(receive: Receive, message: Message) -> None:
    while message["type"] == "http.request" and message.get("more_body"):
        message = await receive()
