"""Sentence boundaries as spans.

sentencex (rules for abbreviations and terminators of some 240 languages) finds the candidates; this
module gives it one paragraph at a time and decides what quotation marks and brackets change:

- A quotation or parenthesis of up to 300 characters stays whole, closing mark and speaker with it,
  even where it holds several sentences: half a quotation is hard to read and easy to misread. In a
  longer one each sentence stands alone, the marks with the first and the last.
- A mark that is never closed changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vectorstore.documents import Span
from vectorstore.paragraphs import paragraphs, trimmed

_WINDOW = 16 * 1024
_OVERLAP = 256
_LONGEST_WHOLE = 300

# What is hidden from sentencex, which has rules of its own for quotations and addresses that lose
# boundaries: quotation marks and brackets, emphasis, and white space other than the plain space.
_HIDDEN = re.compile(
    r"[\"“”„‟«»‹›()「」『』【】《》〈〉（）¿¡<>{}`\u200b\u2060]|(?<!\w)['‘’*_]|['’*_](?!\w)|[^\S ]"
)
_BEFORE_STOP = re.compile(r"[”’\"'»›)」』）*_]{1,4}(?=[.!?])")
_CLOSERS = re.compile(r"[”’\"'»›)\]」』】》〉）*_\u200b\u2060]*(?:\s*[”»›)\]]+(?=\s|$))?")
_MARKS = re.compile(r"[\"“”„‟«»‹›()「」『』（）]|(?<!\w)['‘]|['’](?!\w)")
_PAIRS = {"“": '”"', "„": '“”"', "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹"}
_PAIRS |= {'"': '"”', "‘": "’", "'": "'’", "(": ")", "（": "）", "「": "」", "『": "』"}
_BRACKETS = "(（"

# A month that is never cut short, which sentencex takes for one that is.
_MAY = re.compile(r"\bMay\.(?=\s+[A-Z])")
_MIDDAY = re.compile(r"\b[ap]\.m\.$", re.I)
_MOMENT = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July"
    r"|August|(?:Septem|Octo|Novem|Decem)ber|[A-Z]{1,3}T|GMT|UTC|Eastern|Central|Pacific|Mountain)\b"
)
_BEFORE_NUMBER = re.compile(
    r"\b(?:no|nos|nr|eqs?|figs?|tab|vols?|pp?|paras?|approx|ca?|chs?|arts?|secs?|refs?|eds?|ver|v"
    r"|est|art|cap|lit|al|op)\.$",
    re.I,
)
_ITEM = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]$")
_ABBREVIATED = re.compile(r"(?:\b\w|\.\w{1,2}|\b(?:etc|approx|spp?|cf)|\.\.)\.$|…$")
_SAYS = re.compile(
    r"(?:[\w.’'-]+,? ){1,7}(?:said|says|asked|asks|added|wrote|told|shouted|cried|replied)\b"
)
_JOINED = re.compile(r"[^\W\d_]{2}[.!?]$"), re.compile(r"[A-Z][a-z']*[\s,]")
_TITLES = {
    "fr": re.compile(r"\b(?:MM?|Mmes?|Mlles?|Mgr|Me)\.$"),
    "it": re.compile(r"\b(?:[Ss]igg?|[Dd]ott|[Aa]vv|[Ii]ng|[Oo]n)\.$"),
    "de": re.compile(r"\b(?:\d{1,2}|bzw|z\.\s?B|d\.\s?h|u\.\s?a)\.$"),
}
_ORDINALS = re.compile(r"\b\d{1,2}\.$")
_WITH_ORDINALS = {
    *("da", "nb", "nn", "no", "fi", "is", "et", "lv", "hu", "tr"),
    *("cs", "sk", "pl", "hr", "sl", "sr"),
}


def sentences(text: str, within: Span | None = None, language: str | None = None) -> list[Span]:
    """Return the sentences of `text`, or of its part `within`, as spans of code points.

    They are ordered, disjoint, trimmed of white space, and together hold every character that is
    not white space. A heading is a sentence of its own. `language` is a tag such as `en` or
    `pt-BR`; English where none is known.
    """
    return list(iter_sentences(text, Span(0, len(text)) if within is None else within, language))


def iter_sentences(text: str, within: Span, language: str | None = None) -> Iterator[Span]:
    """Yield the sentences one by one: `sentences` for texts whose list would be large."""
    for paragraph in paragraphs(text, within):
        yield from sentences_of_paragraph(text, paragraph, language)


def sentences_of_paragraph(
    text: str, paragraph: Span, language: str | None = None
) -> Iterator[Span]:
    """Yield the sentences of one paragraph, without memory of its length."""
    code = (language or "en").replace("_", "-").split("-")[0].lower()
    start = at = paragraph.start
    while True:
        stop = min(at + _WINDOW, paragraph.end)
        last = stop == paragraph.end
        ends = [at + end for end in _ends(text[at:stop], code)]
        if not last and ends:
            # The window cuts its last sentences short, so the last boundary is the safe one.
            stop = ends[-1]
        for end in ends:
            span = trimmed(text, start, end)
            if span:
                yield span
            start = end
        if last:
            span = trimmed(text, start, paragraph.end)
            if span:
                yield span
            return
        at = start if ends else _space_before(text, stop - _OVERLAP)


def _space_before(text: str, at: int) -> int:
    """Return the last place near `at` where no word is cut; `at` where there is none."""
    space = text.rfind(" ", at - _OVERLAP, at)
    return at if space < 0 else space


@lru_cache(maxsize=1024)
def _ends(text: str, language: str) -> Sequence[int]:
    """Return where sentences of `text` end, its own end excepted, closing marks included.

    Texts seen lately are remembered: a checker splits the same evidence over and over.
    """
    from sentencex import get_sentence_boundaries

    plain = _plain(text)
    pieces = [p for p in get_sentence_boundaries(language, plain) if p["text"].strip()]
    if len(pieces) < 2:
        return []
    pairs = _pairs(text) if plain != text else []
    closing = {closed for _, closed in pairs}
    ends: list[int] = []
    for piece, following in pairwise(pieces):
        before, after = piece["text"].rstrip(), following["text"].lstrip()
        stop = piece["start_index"] + len(before)
        resume = following["end_index"] - len(after)
        if any(o < stop and resume <= c and c - o <= _LONGEST_WHOLE for o, c in pairs):
            continue
        if _divides(before.lstrip(), after, text[stop:resume], language):
            ends.append(min(_past_closers(text, stop, closing), resume))
    return ends


def _plain(text: str) -> str:
    """Return the text as sentencex sees it: as long, but without what would mislead it."""
    plain = _BEFORE_STOP.sub(lambda marks: "o" * len(marks[0]), text)
    plain = _MAY.sub("Day.", plain)
    return _HIDDEN.sub(" ", plain).replace("@", "a")


def _past_closers(text: str, stop: int, closing: set[int]) -> int:
    """Return where the marks that close a quotation or bracket after a full stop end."""
    while stop in closing:
        stop += 1
    match = _CLOSERS.match(text, stop)
    return match.end() if match else stop


def _divides(before: str, after: str, gap: str, language: str) -> bool:
    """Tell whether a sentence ends between two pieces; `gap` is what stands between them."""
    tail = before[-12:]
    first = after[0]
    if not gap and before[-1] in ".!?":
        return bool(_JOINED[0].search(tail) and _JOINED[1].match(after))
    if first.islower():
        camel = len(after) > 1 and after[1].isupper()
        quoted = bool(gap.strip()) and before[-1] in "!?.…"
        return camel or not (quoted or _ABBREVIATED.search(tail))
    if first.isdigit() and _BEFORE_NUMBER.search(tail):
        return False
    if _ITEM.fullmatch(before) or (_MIDDAY.search(tail) and _MOMENT.match(after)):
        return False
    if before[-1] in "!?" and gap.strip() and _SAYS.match(after):
        return False
    if language in _WITH_ORDINALS and _ORDINALS.search(tail):
        return False
    return not (language in _TITLES and _TITLES[language].search(tail))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Return where quotations and parentheses open and close, unclosed ones left out."""
    found: list[tuple[int, int]] = []
    quote: tuple[int, str] | None = None
    bracket: int | None = None
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        opens = at == 0 or text[at - 1].isspace() or text[at - 1] in "([（—–-"
        if mark in _BRACKETS:
            bracket = at
        elif mark in ")）":
            if bracket is not None:
                found.append((bracket, at))
            bracket = None
        elif quote and mark in _PAIRS[quote[1]] and not (opens and mark == '"'):
            found.append((quote[0], at))
            quote = None
        elif mark in _PAIRS and (opens or mark in "“„«「『") and not (quote and mark in "'‘"):
            quote = (at, mark)
    return found
