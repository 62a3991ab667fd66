"""The values of the ingest path: spans, regions, documents and passages.

Every offset in Footnoted is a half-open range of Unicode code points of one `Document.text`, the
canonical text of that document. A passage and a citation store offsets only; their words are always
derived by slicing, so they can never drift from the source.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum

_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufeff]")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def canonical(text: str) -> str:
    r"""Return the canonical form of a text: line ends as `\n`, nothing UTF-8 cannot hold.

    NUL, byte order marks and lone surrogates are dropped. Nothing else changes: combining marks,
    zero-width characters and white space keep their places. Applying it twice changes nothing.
    """
    return _LINE_ENDS.sub("\n", _UNSTORABLE.sub("", text))


def is_canonical(text: str) -> bool:
    """Tell whether `canonical` would leave the text as it is; many times faster than it."""
    if any(mark in text for mark in "\r\x85\u2028\u2029\x00\ufeff"):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a document's canonical text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"A span needs 0 <= start <= end, not {self.start}..{self.end}.")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text`; raise ValueError when the span reaches past its end."""
        if self.end > len(text):
            raise ValueError(f"Span {self.start}..{self.end} ends after the text ({len(text)}).")
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """Return the span moved by `by` code points."""
        return Span(self.start + by, self.end + by)


class RegionKind(StrEnum):
    """What part of a page a region is."""

    HEADLINE = "headline"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    LIST = "list"
    TABLE = "table"
    TEASER = "teaser"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Region:
    """One part of a document's text and what it is.

    A teaser is a fragment of *another* article printed on this page: `title` is its own headline
    (None where it shows none), and it never takes its host's title, authors or date.
    """

    span: Span
    kind: RegionKind
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date as far as it is known, and how it is known.

    `date` is reduced ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD. `how` says where the date was read, in
    words a user understands ("sidecar", "page metadata", "front matter", "dateline"). It is never
    the time of a file or of a download.
    """

    date: str
    how: str

    def __post_init__(self) -> None:
        if _ISO_DATE.fullmatch(self.date) is None:
            raise ValueError(
                f"A publication date is YYYY, YYYY-MM or YYYY-MM-DD, not {self.date!r}."
            )
        _ = self.first, self.last

    @property
    def first(self) -> dt.date:
        """The earliest day the date can mean."""
        year, month, day = self._parts()
        return dt.date(year, month or 1, day or 1)

    @property
    def last(self) -> dt.date:
        """The latest day the date can mean."""
        year, month, day = self._parts()
        month = month or 12
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])

    def _parts(self) -> tuple[int, int | None, int | None]:
        year, month, day = _ISO_DATE.fullmatch(self.date).groups()  # type: ignore[union-attr]
        return int(year), int(month) if month else None, int(day) if day else None


@dataclass(frozen=True, slots=True)
class Document:
    """One source: its canonical text, its regions, and what it states about itself.

    `source` is the absolute path or the URL it was read from; `url` the address the page states for
    itself, if any. `content_hash` is the hexadecimal SHA-256 of the bytes it was made from, the
    sidecar's included.
    """

    id: str
    source: str
    text: str
    content_hash: str
    regions: tuple[Region, ...] = ()
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    language: str | None = None
    url: str | None = None
    media_type: str = "text/plain"

    def __post_init__(self) -> None:
        if not is_canonical(self.text):
            raise ValueError(f"The text of {self.source} is not canonical.")
        at = 0
        for region in self.regions:
            if region.span.start < at or region.span.end > len(self.text):
                raise ValueError(f"Regions of {self.source} overlap or leave the text.")
            at = region.span.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one region of one document: the unit that is searched.

    `heading` is the section heading above it, if any; `title` is set only for a teaser, whose own
    headline stands in for its host's title. The words are `passage.span.of(document.text)`.
    """

    id: str
    document_id: str
    span: Span
    region: RegionKind = RegionKind.BODY
    heading: str | None = None
    title: str | None = field(default=None)
