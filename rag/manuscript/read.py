"""A draft as it is, byte for byte, and what it is written as.

Its text is never changed, line ends and byte order mark included; every offset is a code point of
it. What needs plain line ends is given a text of the same length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.errors import RequestError
from rag.manuscript.markdown import markdown_sentences
from rag.manuscript.plain import plain_sentences
from rag.manuscript.prose import Place, Sentence
from rag.readings import dangles
from vectorstore.documents import Region, canonical

LONGEST = 2_000_000
"""How many characters of a draft are read at most."""

_LONGEST_BEFORE = 600
_LEVEL: dict[int, str] = {
    **dict.fromkeys([0, 0xFEFF, *range(0xD800, 0xE000)], " "),
    **dict.fromkeys([0x85, 0x2028, 0x2029], "\n"),
}


class Form(StrEnum):
    """What a draft is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft: its text, what it is written as, and, of a DOCX, the regions of its text.

    `document_id` is the document it would be in a library: a draft is no source of its own claims.
    Raises RequestError for one that holds no text or more than is read.
    """

    text: str
    form: Form = Form.MARKDOWN
    regions: tuple[Region, ...] = ()
    document_id: str | None = None

    def __post_init__(self) -> None:
        if not levelled(self.text).strip():
            raise RequestError("The draft holds no text: give one with sentences to check.")
        if len(self.text) > LONGEST:
            raise RequestError(
                f"The draft has {len(self.text):,} characters and at most {LONGEST:,} are read: "
                "check it in parts."
            )

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences in order, disjoint; code and front matter hold none."""
        text = levelled(self.text)
        if self.form is Form.MARKDOWN:
            return _in_context(markdown_sentences(text))
        return _in_context(plain_sentences(text, self.regions))


def read_manuscript(data: bytes, name: str, form: Form | None = None) -> Manuscript:
    """Return the draft in a file's bytes; `form` says what a text is, else its name does.

    Raises RequestError for a kind of file that is not checked, ReadingError for a damaged one.
    """
    from vectorstore.reading.decode import decode
    from vectorstore.reading.kinds import Kind, kind_of

    match kind_of(data, name):
        case Kind.DOCX:
            from vectorstore.reading.office import read_docx

            reading = read_docx(data, name)
            return Manuscript(reading.text, Form.DOCX, reading.regions)
        case (Kind.PDF | Kind.HTML) as kind:
            raise RequestError(
                f"{name} is {kind.upper()}, and a draft is text, Markdown or DOCX: save it as one "
                "of these."
            )
        case kind:
            written = Form.MARKDOWN if kind is Kind.MARKDOWN else Form.TEXT
            return Manuscript(_as_it_is(data, decode(data, name)), form or written)


def levelled(text: str) -> str:
    r"""Return a text of the same length whose lines end in `\n`, with nothing UTF-8 cannot hold."""
    return text.translate(_LEVEL).replace("\r\n", " \n").replace("\r", "\n")


def _as_it_is(data: bytes, decoded: str) -> str:
    """Return UTF-8 with its own line ends and mark; of anything else the canonical text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return decoded
    return text if canonical(text) == decoded else decoded


def _in_context(found: Iterable[Sentence]) -> Iterator[Sentence]:
    heading = before = ""
    for each in found:
        if each.place is Place.HEADING:
            heading, before = each.words, ""
            yield each
        else:
            yield replace(each, heading=heading, before=before)
            leaning = dangles(each.words) and len(before) < _LONGEST_BEFORE
            before = f"{before} {each.words}".strip() if leaning else each.words
