"""Modals and the home: a passage with its words lit, what was withheld, an opinion, the library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rag.answers import Answer, Citation
from ui.exporting.facts import address_of, reason_of
from ui.keeping.feedback import LONGEST, Reason
from ui.origins import origin_of, title_of
from ui.slack import limits
from ui.slack.blocks import (
    Block,
    context,
    header,
    link,
    option,
    packed,
    plain_text,
    rich_text,
    section,
    shortened,
    size,
    words,
)
from ui.slack.messages import messages, paragraph
from ui.slack.phrases import SlackPhrases
from ui.slack.splitting import pieces
from ui.terminal import one_line, visible
from ui.wording import MARKS
from vectorstore.documents import Document, RegionKind, Span

OPINION_GIVEN = "footnoted_opinion_given"
_BEFORE, _AFTER = 500, 2_400
"""Characters shown of what stands before and after the cited words: these have to be in sight."""
_ROOM = 2_400
"""Bytes of one block of a passage."""
_QUESTION = 150
"""Characters of a question in the home."""


def passage_view(citation: Citation, words_: SlackPhrases, label: str = "") -> Block:
    """Return the cited words, bold and marked, in their surroundings."""
    evidence, span = citation.evidence, citation.span
    text = citation.document.text
    end = min(len(text), span.end + _AFTER)
    after = text[span.end : end]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    beside, _, rest = after.partition("\n\n")
    head: list[Block] = [
        rich_text(section(words(title_of(evidence, words_.wording), bold=True))),
        context(origin_of(evidence, words_.wording)),
    ]
    address = address_of(evidence)
    if address and len(address) <= limits.PLAIN:
        head.append(rich_text(section(link(words_.original, address))))
    lit = f"«{citation.quote}»"
    flow = [(_before(citation.document, span), {}), (lit, {"bold": True}), (beside, {})]
    body = [
        rich_text(section(words(part, **style)))
        for shown, style in flow
        for part in pieces(visible(shown), _ROOM)
        if part.strip()
    ]
    below = [
        rich_text(section(words(part))) for part in pieces(visible(rest), _ROOM) if part.strip()
    ]
    name = words_.passage.format(label or citation.number)
    return _modal(name, _fitting([*head, *_joined(body), *below]), words_)


def _before(document: Document, span: Span) -> str:
    """Return what stands before a span, without what is on a page beside its article."""
    start = max(0, span.start - _BEFORE)
    beside = [r.span for r in document.regions if r.kind is RegionKind.BOILERPLATE]
    kept, place = "", start
    for other in sorted(beside, key=lambda each: each.start):
        if place < other.end and other.start < span.start:
            kept += document.text[place : max(place, other.start)]
            place = min(other.end, span.start)
    kept = (kept + document.text[place : span.start]).lstrip("\n")
    kept = re.sub(r"\n{3,}", "\n\n", kept)
    return "… " + kept.partition(" ")[2] if start else kept


def withheld_view(answer: Answer, words_: SlackPhrases) -> Block:
    """Return the sentences that were not said, each with the reason."""
    groups = [
        [
            *paragraph(one_line(f"{MARKS[one.verdict.kind]} {one.text}")),
            *paragraph(one_line(reason_of(one, words_.wording)), italic=True),
        ]
        for one in answer.withheld
    ]
    parts = messages(groups, "")
    blocks = [block for part in parts for block in part.blocks]
    title = words_.wording.counted(words_.withheld, len(answer.withheld))
    return _modal(title, _fitting(blocks), words_)


def notice_view(text: str, words_: SlackPhrases) -> Block:
    """Return a modal that says one thing."""
    return _modal("Footnoted", [rich_text(section(words(text)))], words_)


def opinion_view(value: Mapping[str, object], words_: SlackPhrases) -> Block:
    """Return the form for why an answer is not helpful; `value` says of which."""
    reasons = [option(words_.reasons[each], each.value) for each in Reason]
    blocks: list[Block] = [
        {
            "type": "input",
            "block_id": "reason",
            "label": plain_text(words_.why),
            "element": {"type": "radio_buttons", "action_id": "reason", "options": reasons},
        },
        {
            "type": "input",
            "block_id": "comment",
            "optional": True,
            "label": plain_text(words_.comment),
            "element": {
                "type": "plain_text_input",
                "action_id": "comment",
                "multiline": True,
                "max_length": LONGEST,
            },
        },
    ]
    return {
        **_modal(words_.not_helpful, blocks, words_, closing=words_.cancel),
        "callback_id": OPINION_GIVEN,
        "submit": plain_text(words_.send, limits.TITLE),
        "private_metadata": packed(value),
    }


def home_view(
    library: str,
    words_: SlackPhrases,
    *,
    questions: Sequence[str] = (),
    below: Iterable[Block] = (),
) -> Block:
    """Return the home: what the library holds, how to ask, and `below` what only some see."""

    def blocks() -> Iterator[Block]:
        yield header(words_.home_title)
        yield rich_text(section(words(words_.greeting)))
        yield rich_text(section(words(library, bold=True)))
        items = [section(words(line)) for line in words_.home_help]
        yield rich_text({"type": "rich_text_list", "style": "bullet", "elements": items})
        if questions:
            yield rich_text(section(words(words_.prompts_title, bold=True)))
            lines = [shortened(one_line(each), _QUESTION) for each in questions]
            asked = [section(words(line, italic=True)) for line in lines]
            yield rich_text({"type": "rich_text_list", "style": "bullet", "elements": asked})
        yield from below

    return {"type": "home", "blocks": list(blocks())}


def _modal(title: str, blocks: Sequence[Block], words_: SlackPhrases, closing: str = "") -> Block:
    return {
        "type": "modal",
        "title": plain_text(title, limits.TITLE),
        "close": plain_text(closing or words_.close, limits.TITLE),
        "blocks": list(blocks),
    }


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the same, with what belongs to one line in one block where it fits."""
    if len(blocks) > 3 or size(blocks) > limits.MESSAGE // 3:
        yield from blocks
        return
    yield rich_text(
        section(*(each for block in blocks for each in block["elements"][0]["elements"]))
    )


def _fitting(blocks: Sequence[Block]) -> list[Block]:
    if len(blocks) <= limits.VIEW:
        return list(blocks)
    left = len(blocks) - limits.VIEW + 1
    return [*blocks[: limits.VIEW - 1], context(f"… {left}")]
