"""Text on a terminal: made safe, wrapped to its width, in colour only where that is wanted."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RequestError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 100
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_VISIBLE: Mapping[int, str | None] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    **dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}"),
    **_DIRECTION,
    0x7F: "\N{SYMBOL FOR DELETE}",
    ord("\t"): "    ",
    ord("\n"): "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_UNSEEN = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def visible(text: str) -> str:
    """Return the text with nothing a terminal would obey.

    Control characters become their pictures, characters that reorder what follows are dropped.
    """
    return text.translate(_VISIBLE)


def one_line(text: str) -> str:
    """Return the text made safe and on one line, its white space folded."""
    return " ".join(visible(text).split())


def console(*, stderr: bool = False) -> Console:
    """Return a console as wide as its terminal, 80 columns where there is none.

    It writes no colour where `NO_COLOR` is set or the output is not a terminal.
    """
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def wrapped(text: Text, out: Console, *, indent: int = 0, first: str = "") -> Iterator[Text]:
    """Yield the lines of `text`, wrapped and indented; `first` stands in the first one's indent."""
    width = max(20, min(out.width, WIDEST) - indent)
    margin = first.ljust(indent)
    for line in text.wrap(out, width):
        line.rstrip()
        yield _joined(margin, line)
        margin = " " * indent


def _joined(margin: str, line: Text) -> Text:
    from rich.text import Text

    return Text.assemble(margin, line) if line.plain else Text()


def print_wrapped(out: Console, text: Text, *, indent: int = 0, first: str = "") -> None:
    """Print the text wrapped to the console's width, never wider than a page is read easily."""
    for line in wrapped(text, out, indent=indent, first=first):
        out.print(line)


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Write one JSON object to standard output in UTF-8, whatever the terminal's encoding.

    Characters that a terminal obeys are escaped, so it loses nothing and is safe to look at. It is
    on one line where `indent` is None.
    """
    write_bytes(json_text(value, indent=indent).encode("utf-8", "backslashreplace"))


def json_text(value: object, *, indent: int | None = 2) -> str:
    """Return what `print_json` writes, its line end included."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def write_file(path: Path, text: str) -> None:
    """Write a text to a file in UTF-8; raises RequestError when it cannot be written."""
    try:
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise RequestError(
            f"{path} cannot be written: {error.strerror}; name another file."
        ) from error


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
