"""A draft's own text as HTML with the marks of its sentences; what it holds is shown, never run."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any

from rag.answers import Citation
from rag.drafts import CheckedDraft, CheckedSentence, Standing
from rag.manuscript.prose import Place
from rag.manuscript.read import Form, levelled
from ui.exporting.marks import marked, prefix, sign
from ui.exporting.page import mark
from ui.terminal import visible
from ui.wording import ENGLISH, Wording
from vectorstore.reading.frontmatter import split_front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_HEADING = '<strong role="heading" aria-level="2">{}</strong>'
_TAG = re.compile(r"(<[^>]*>)")
_RARE = range(0x2E00, 0x2E50)


Noted = Callable[[Citation, str, str], str]
"""Returns the mark of a footnote, given it, the mark's anchor, and what stands before numbers."""


def linked(citation: Citation, anchor: str, before: str) -> str:
    """Return a mark that leads to the footnote further down."""
    return mark(citation.number, anchor, before)


class Marks:
    """The mark of each sentence as HTML, made once, and the anchors that footnotes lead back to."""

    def __init__(
        self, draft: CheckedDraft, noted: Noted = linked, wording: Wording = ENGLISH
    ) -> None:
        self._noted = noted
        self._wording = wording
        self.refs: dict[int, list[str]] = defaultdict(list)
        self.prefix = prefix(draft)
        self._numbers = {s.span: n for n, s in enumerate(draft.sentences, start=1)}
        self.html = [self._html(sentence) for sentence in draft.sentences]

    def number(self, sentence: CheckedSentence) -> int:
        """Return which sentence of the draft it is, from 1."""
        return self._numbers[sentence.span]

    def of(self, sentence: CheckedSentence) -> str:
        """Return the HTML behind a sentence; nothing behind one that needs no source."""
        return self.html[self.number(sentence) - 1]

    def anchor(self, sentence: CheckedSentence) -> str:
        """Return the anchor of a sentence that is to be looked at again."""
        return f"sentence-{self.number(sentence)}"

    def _html(self, sentence: CheckedSentence) -> str:
        notes = "".join(map(self._note, sentence.citations))
        match sentence.standing:
            case Standing.NO_SOURCE:
                return self._flag(sentence, self._wording.no_source)
            case Standing.CONTRADICTED:
                return self._flag(sentence, self._wording.contradicted) + notes
        if sentence.verdict is None or not sign(sentence):
            return notes
        words = self._wording.verdicts[sentence.verdict.kind]
        return (
            f'{notes}<span class="sign" id="{self.anchor(sentence)}" title="{escape(words)}">'
            f"{escape(sign(sentence))}</span>"
        )

    def _flag(self, sentence: CheckedSentence, words: str) -> str:
        return f' <span class="flag" id="{self.anchor(sentence)}">{escape(words)}</span>'

    def _note(self, citation: Citation) -> str:
        number = citation.number
        anchor = f"ref-{number}-{len(self.refs[number]) + 1}"
        self.refs[number].append(anchor)
        return self._noted(citation, anchor, self.prefix)


def body(draft: CheckedDraft, marks: Marks) -> str:
    """Return a draft in Markdown as it reads, any other as its text stands."""
    if draft.form is Form.MARKDOWN and (html := _rendered(draft, marks)):
        return html
    return f'<div class="plain">{"".join(_plain(draft, marks))}</div>'


def _plain(draft: CheckedDraft, marks: Marks) -> Iterator[str]:
    at = 0
    for sentence in draft.sentences:
        span = sentence.span
        yield _shown(draft.text[at : span.start])
        words = _shown(span.of(draft.text))
        yield _HEADING.format(words) if sentence.place is Place.HEADING else words
        yield marks.of(sentence)
        at = span.end
    yield _shown(draft.text[at:])


def _shown(part: str) -> str:
    return escape(visible(levelled(part)))


def _rendered(draft: CheckedDraft, marks: Marks) -> str | None:
    """Return Markdown as HTML, the marks in place; None where one of them would get lost.

    The marks are put in as numbers between two punctuation marks that the draft does not have;
    beside punctuation, unlike letters, the end of emphasis is still one.
    """
    pair = [c for c in map(chr, _RARE) if unicodedata.category(c)[0] == "P" and c not in draft.text]
    if len(pair) < 2:
        return None
    opening, closing = pair[:2]
    source = marked(draft, lambda s: f"{opening}{marks.number(s)}{closing}" if marks.of(s) else "")
    place = re.compile(f"{opening}(\\d+){closing}")
    html, found = "", 0
    for part in _TAG.split(_html(visible(levelled(source)))):
        if not part.startswith("<"):
            found += len(place.findall(part))
            part = place.sub(lambda m: marks.html[int(m[1]) - 1], part)
        html += part
    return html if found == sum(map(bool, marks.html)) else None


def _html(source: str) -> str:
    """Return Markdown as HTML in which tags are text, images their description, links plain."""
    from markdown_it import MarkdownIt

    _, rest = split_front_matter(source)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("image", _image)
    tokens = parser.parse(rest)
    for token in chain.from_iterable(token.children or () for token in tokens):
        if token.type == "link_open":
            token.attrSet("rel", "noreferrer noopener")
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


def _image(_: Any, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return f"[image: {escape(tokens[at].content)}]"
