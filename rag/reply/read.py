"""A model's reply, read while it is written: its sentences, their marks, and how it says no.

What is no sentence of the answer is left out: thinking, headings, code, tables, openings, and the
list of sources at the end. Nothing is made up in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.fencing import unfenced
from rag.labels import Marked, unfinished, unmarked
from rag.reply import structured
from rag.reply.lines import Line, Seen, fence, seen, undecided
from rag.reply.phrases import beside_the_answer, nothing, silent, without_opening
from rag.reply.thinking import Thinking
from vectorstore.documents import Span
from vectorstore.sentences import sentences

_READABLE = ("", "text", "txt", "markdown", "md", "plaintext")
_ENDS = re.compile(r"[.!?…。！？][\"”’'»)*_]*$")
_BEGUN = 3
"""So many characters of the next sentence show that one without a mark has ended."""


@dataclass(frozen=True, slots=True)
class Growing:
    """The sentence being written, without its marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A whole sentence and the numbers of the sources it names."""

    text: str
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """The sources do not answer: `what`, or the whole question where that is empty."""

    what: str = ""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The question assumes what the sources tell otherwise: what they do say."""

    text: str
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A table or code, which is no sentence."""

    what: str


Piece = Growing | Said | Silent | Otherwise | LeftOut


class Reader:
    """Reads an answer to so many sources piece by piece: `feed`, and `end` once.

    `language` is a tag such as `en`: where sentences end depends on it.
    """

    def __init__(self, sources: int, language: str | None = None) -> None:
        self._sources = sources
        self._language = language
        self._thinking = Thinking()
        self._line = ""
        self._within = False  # a sentence of this line has been said already
        self._before = False  # the marks of this line stand before their sentences
        self._item = 0
        self._code: str | None = None
        self._json: bool | None = None
        self._over = False
        self._grown = ""

    def feed(self, text: str) -> Iterator[Piece]:
        """Yield what has become readable."""
        yield from self._take(self._thinking.feed(text))

    def end(self, *, cut: bool = False) -> Iterator[Piece]:
        """Yield the rest; a reply that was `cut` off loses the sentence it was in."""
        yield from self._take(self._thinking.end())
        if self._json:
            lines, self._line, self._code = structured.lines_of(self._line), "", None
            for line in lines:
                yield from self._closed(line)
        elif self._line.strip():
            yield from self._closed(self._line, cut=cut)

    def _take(self, text: str) -> Iterator[Piece]:
        self._line += text
        if self._json is None:
            self._json = structured.begins(self._line)
        while self._json is False and "\n" in self._line:
            line, _, self._line = self._line.partition("\n")
            yield from self._closed(line)
            self._within = self._before = False
            self._grown = ""
        if self._json is False:
            yield from self._open()

    def _closed(self, line: str, *, cut: bool = False) -> Iterator[Piece]:
        """Yield what a whole line still has to say."""
        named = fence(line)
        if named is not None:
            yield from self._fenced(named)
        if named is not None or self._over or self._code not in (None, *_READABLE):
            return
        of = self._seen(line)
        self._item = of.item or self._item
        match of.kind:
            case Line.SOURCES:
                self._over = True
            case Line.TABLE:
                yield LeftOut("table")
            case Line.NOT_FOUND:
                yield Silent()
            case Line.MISSING if not nothing(of.text):
                yield Silent(unmarked(of.text, self._sources).text.strip().rstrip("."))
            case Line.PREMISE if not nothing(of.text):
                whole = unmarked(of.text, self._sources)
                yield Otherwise(whole.text.strip(), _all(whole))
            case Line.PROSE:
                yield from self._prose(of.text, cut=cut)

    def _seen(self, line: str) -> Seen:
        """Tell what a line is; of one whose beginning was said, the rest is prose."""
        line = unfenced(line)
        return Seen(Line.PROSE, line) if self._within else seen(line, self._item)

    def _fenced(self, named: str) -> Iterator[Piece]:
        """Open a code block, or close the one that is open."""
        if self._code is not None:
            self._code = None
            return
        self._code = named
        if named == "json":
            self._json = True
        elif named not in _READABLE:
            yield LeftOut("code")

    def _prose(self, text: str, *, cut: bool) -> Iterator[Piece]:
        whole = self._unmarked(text)
        spans = sentences(whole.text, language=self._language)
        for span in spans:
            last = span is spans[-1]
            words = span.of(whole.text)
            labels = self._labels(whole, span)
            introduces = not labels and words.endswith(":")
            if last and (introduces or (cut and not _ENDS.search(words))):
                continue
            yield from _read(words, labels)

    def _open(self) -> Iterator[Piece]:
        """Yield the sentences of the unfinished line that are complete, and how the next grows."""
        line = self._line[: unfinished(self._line)]
        held = self._line[len(line) :]
        if self._over or self._code not in (None, *_READABLE):
            return
        of = self._seen(line)
        if of.kind is not Line.PROSE or (undecided(line) and not self._within):
            return
        whole = self._unmarked(of.text)
        spans = sentences(whole.text, language=self._language)
        said = 0
        for position, span in enumerate(spans):
            if not _complete(whole, span, spans[position + 1 :], nothing_held=not held):
                break
            said = span.end
            yield from _read(span.of(whole.text), self._labels(whole, span))
        if said:
            rest = whole.origin(said - 1) + 1 if self._before else whole.origin(said)
            self._line = of.text[rest:] + held
            self._item = of.item or self._item
            self._within = True
        growing = " ".join(whole.text[said:].split())
        if growing and growing != self._grown:
            self._grown = growing
            yield Growing(growing)

    def _unmarked(self, text: str) -> Marked:
        whole = unmarked(text, self._sources)
        if not self._within:
            self._before = any(not whole.text[:place].strip() for place, _ in whole.marks)
        return whole

    def _labels(self, whole: Marked, span: Span) -> tuple[int, ...]:
        """Return what the marks of a sentence name: those in it and at its end.

        In a line that begins with a mark, marks stand before their sentences.
        """
        found: list[int] = []
        for place, named in whole.marks:
            first = self._before or not whole.text[:place].strip()
            ahead = place <= span.start and not whole.text[place : span.start].strip()
            last = not whole.text[span.end :].strip()
            inside = span.start < place < span.end + (not self._before or last)
            if inside or (ahead and first):
                found += named
        return tuple(dict.fromkeys(found))


def _complete(whole: Marked, span: Span, following: list[Span], *, nothing_held: bool) -> bool:
    """Tell whether a sentence has ended: the next has begun, or its mark closes it."""
    words = span.of(whole.text)
    if following:
        marked = any(place == span.end for place, _ in whole.marks)
        return marked or len(following) > 1 or len(following[0]) >= _BEGUN
    stop = _ENDS.search(words)
    inside = stop is not None and any(
        place == span.start + stop.start() > 0 for place, _ in whole.marks
    )
    return inside and nothing_held and whole.text[span.end :] == ""


def _read(words: str, labels: tuple[int, ...]) -> Iterator[Piece]:
    """Yield what a sentence is: part of the answer, a refusal, or beside the answer."""
    words = " ".join(words.split())
    if beside_the_answer(words):
        return
    what = silent(words)
    if what is not None:
        yield Silent(what)
    elif bare := without_opening(words):
        yield Said(f"{bare[:1].upper()}{bare[1:]}", labels)


def _all(whole: Marked) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for _, named in whole.marks for number in named))
