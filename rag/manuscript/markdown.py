"""The sentences of a draft in Markdown: spans of its source, their words without the markup.

markdown-it says which lines are prose and of what kind. Inside them code, links, tags and footnote
marks are hidden from the search for sentence ends behind as many other characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from rag.manuscript.prose import MARK, Place, Sentence, is_sentence, unmarked
from vectorstore.documents import Span
from vectorstore.paragraphs import trimmed
from vectorstore.reading.frontmatter import split_front_matter
from vectorstore.sentences import sentences

if TYPE_CHECKING:
    from markdown_it.token import Token

_NOTE = re.compile(r"\[\^[^\]\s]+\]:")
_STRAY = re.compile(r"(?<![\w*_])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?![\w*_])")
_STOPPED = re.compile(r"[.!?…][”’\"'»)*_]*\s?$")
_HIDDEN = re.compile(
    rf"(?P<mark>(?:\s?(?:{MARK}))+)"
    r"|`+[^`]+`+"
    r"|!?\[[^\]\[]*\](?:\((?:[^()\s]|\([^()\s]*\))*(?:\s+[\"'(][^\"')]*[\"')])?\)|\[[^\]]*\])"
    r"|</?[a-z][^<>]*>|<!--.*?-->"
    r"|https?://[^\s<>]*[^\s<>.,;:!?)\]*_]",
    re.IGNORECASE | re.DOTALL,
)


def markdown_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of Markdown whose lines end plainly, in order; of tables, the rows."""
    page = _Page(text)
    opened: list[str] = []
    cells: list[_Prose] = []
    for token in page.tokens:
        if token.nesting == 1:
            opened.append(token.type.removesuffix("_open"))
        elif token.nesting == -1:
            if opened.pop() == "tr":
                yield from _row(cells)
                cells = []
        elif token.type == "inline" and token.content.strip():
            if "tr" in opened:
                cells.append(page.cell(token, cells[-1].span.end if cells else 0))
            else:
                yield from _block(page.lines(token), opened)


def _block(prose: _Prose, opened: Sequence[str]) -> Iterator[Sentence]:
    if "heading" in opened:
        yield Sentence(prose.span, prose.words(), Place.HEADING)
    elif _NOTE.match(prose.flat):
        yield Sentence(prose.span, prose.words(), Place.NOTE)
    else:
        yield from prose.sentences(Place.ITEM if "list_item" in opened else Place.TEXT)


def _row(cells: Sequence[_Prose]) -> Iterator[Sentence]:
    """Yield the sentences in the cells of a row; a row of mere entries is one."""
    told = [cell for cell in cells if is_sentence(cell.flat)]
    for cell in told:
        yield from cell.sentences(Place.ITEM)
    if cells and not told:
        words = " | ".join(cell.words() for cell in cells)
        yield Sentence(Span(cells[0].span.start, cells[-1].span.end), words, Place.ROW)


class _Page:
    """A Markdown text after its front matter: its tokens, and where their words stand."""

    def __init__(self, text: str) -> None:
        from markdown_it import MarkdownIt

        _, rest = split_front_matter(text)
        self._parser = MarkdownIt("commonmark").enable("table")
        self._known: MutableMapping[str, Any] = {}
        self._text = text
        self._lines = rest.split("\n")
        first = len(text) - len(rest)
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=first))
        self.tokens = self._parser.parse(rest, self._known)

    def lines(self, token: Token) -> _Prose:
        """Return the words of a block, a piece a line: each is the tail of a line of the source."""
        assert token.map is not None
        pieces = []
        for number, words in enumerate(token.content.split("\n"), start=token.map[0]):
            line, words = self._lines[number].rstrip(), words.strip()
            # A heading alone has more behind its words: the closing marks.
            at = len(line) - len(words) if line.endswith(words) else line.rfind(words)
            pieces.append(self._piece(number, max(at, 0), len(words)))
        return _Prose(self, pieces)

    def cell(self, token: Token, after: int) -> _Prose:
        """Return the words of a table's cell, which stand behind `after`."""
        assert token.map is not None
        number = token.map[0]
        line, begin = self._lines[number], max(0, after - self._starts[number])
        spellings = (token.content, token.content.replace("|", r"\|"))
        found = [(at, len(w)) for w in spellings if (at := line.find(w, begin)) >= 0]
        return _Prose(self, [self._piece(number, *min(found, default=(begin, 0)))])

    def _piece(self, number: int, at: int, length: int) -> Span:
        start = self._starts[number] + at
        return trimmed(self._text, start, min(start + length, len(self._text)))

    def slice(self, span: Span) -> str:
        """Return the source of a span."""
        return span.of(self._text)

    def words(self, source: str) -> str:
        """Return what is read where this stands in the page: no markup, no footnote marks."""
        tokens = self._parser.parseInline(source, self._known)
        parts = tokens[0].children or [] if tokens else []
        read = (
            " " if part.type.endswith("break") else part.content for part in parts if _shown(part)
        )
        return _STRAY.sub("", unmarked("".join(read)))


class _Prose:
    """Words of a page, joined to one text, and the places of the source they come from."""

    def __init__(self, page: _Page, pieces: Sequence[Span]) -> None:
        self._page = page
        self._pieces = [piece for piece in pieces if piece] or list(pieces[:1])
        self._starts = list(accumulate((len(piece) + 1 for piece in self._pieces), initial=0))
        self.flat = "\n".join(map(page.slice, self._pieces))
        self.span = Span(self._pieces[0].start, self._pieces[-1].end)

    def words(self) -> str:
        """Return all that is read here."""
        return self._page.words(self.flat)

    def sentences(self, place: Place) -> Iterator[Sentence]:
        """Yield the sentences as spans of the source."""
        for span in sentences(_masked(self.flat)):
            source = Span(self._at(span.start), self._at(span.end - 1) + 1)
            yield Sentence(source, self._page.words(span.of(self.flat)), place)

    def _at(self, offset: int) -> int:
        """Return the place in the source of a character of `flat` that is no line end."""
        number = max(i for i, start in enumerate(self._starts[:-1]) if start <= offset)
        return self._pieces[number].start + offset - self._starts[number]


def _masked(flat: str) -> str:
    """Return a text as long in which sentences end where a reader sees them end."""
    flat = flat.replace("\\\n", "” ").replace("\n", " ")
    return _HIDDEN.sub(lambda found: _mask(found, flat), flat)


def _mask(found: re.Match[str], flat: str) -> str:
    """Hide marks and tags behind a full stop as if they closed a quotation, all else as a word."""
    length = len(found[0])
    if (found["mark"] or found[0][0] == "<") and _STOPPED.search(
        flat, max(0, found.start() - 8), found.start()
    ):
        return "”" * length
    space = length - len(found[0].lstrip())
    first = next(filter(str.isalnum, found[0]), "x")
    return " " * space + ("x" if first.islower() else "X") + "x" * (length - space - 1)


def _shown(part: Token) -> bool:
    return part.type in ("text", "code_inline", "softbreak", "hardbreak", "text_special")
