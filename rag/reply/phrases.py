"""What models say beside the answer: openings, closings, and that the sources do not answer."""

from __future__ import annotations

import re

_GIVEN = r"(?:provided|given|available|above|cited|retrieved|supplied|listed)"
_WHAT = (
    r"(?:sources?(?: material)?|context|passages?|documents?|texts?|excerpts?|articles?|materials?"
    r"|information|snippets?)"
)
_SOURCES = rf"(?:the |these |my |any of the |your )?(?:{_GIVEN} )?{_WHAT}(?: {_GIVEN})?"
_OPENING = re.compile(
    r"(?:(?:please )?note that\s+"
    r"|(?:sure|certainly|of course|absolutely|okay|ok|great question|yes|no)[!,.:]+\s*"
    rf"|(?:based (?:solely |only )?(?:up)?on|according to|from|in|as stated in|per) {_SOURCES}"
    rf"[,:]\s*(?:it (?:is|was) (?:stated|reported|said|noted|mentioned) that\s+)?"
    rf"|{_SOURCES} (?:say|state|report|mention|indicate|note|show)s? that\s+"
    rf"|(?:the |short |final )?answer(?: is)?:\s*|a:\s+)+",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(r"^\[[^\]\n]{1,40}\]\s+(?=[A-ZÀ-ÖØ-Þ“\"\d])")
"""A name in brackets before a sentence: meant as a label, and none."""
_BESIDE = re.compile(
    r"(?:(?:sure|certainly|of course|absolutely|okay|ok|great question|yes|no)\W*"
    r"|here(?: is|'s|’s| are) (?:the|an?|my|some|your)\b.{0,80}"
    r"|(?:i )?hope (?:this|that) helps\b.{0,40}|let me know if\b.{0,120}"
    r"|(?:if you|should you) (?:have|need|want) .{0,120}"
    r"|please (?:note|let me know|feel free)\b.{0,160}"
    r"|is there anything else\b.{0,60})",
    re.IGNORECASE,
)
_VERB = (
    r"(?:mention|contain|provide|say|state|specify|include|answer|give|discuss|address|cover"
    r"|indicate|name|tell|describe|reveal|report|offer|have|explain|list|detail|clarify)"
)
_SILENT = [
    re.compile(
        rf"(?:however,? |unfortunately,? |but )?{_SOURCES} (?:do|does|did) ?(?:not|n't|n’t) "
        rf"(?:explicitly |directly |specifically |actually )?{_VERB}\b\s*(?P<what>.*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:however,? |unfortunately,? |but )?none of {_SOURCES} "
        rf"(?:explicitly |directly |specifically |actually )?"
        rf"(?:{_VERB}s?|(?:is|are|was|were) (?:helpful|relevant|useful))\b\s*(?P<what>.*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:however,? |unfortunately,? |but )?(?:there (?:is|was|are) |i (?:have|found|see) )?"
        rf"no (?:specific |explicit |direct |further )?"
        r"(?:information|mention|answer|details?|evidence|indication|data)\b"
        r"(?: (?:is|was|are) (?:given|provided|available|found))?"
        rf"(?: (?:in|from) {_SOURCES})?(?: (?:about|on|of|regarding|as to|for)\s+(?P<what>.*))?.*",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:however,? |unfortunately,? |i(?:'m| am) sorry,? (?:but )?)?i "
        r"(?:can(?:not|'t|’t| not)|(?:do|could|was|am|did) ?(?:not|n't|n’t)|am unable to) "
        r"(?:answer|know|find|determine|provide|able|see|have)\b.*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<what>.{{3,160}}?) (?:is|are|was|were|has|have) (?:not|n't|n’t) (?:been )?"
        rf"(?:explicitly |directly |specifically )?(?:mentioned|stated|specified|given|provided"
        rf"|named|found|described|reported|included|available|known)"
        rf"(?: (?:in|by|from) {_SOURCES})\W*",
        re.IGNORECASE,
    ),
]
_NOTHING = re.compile(
    r"\W*(?:none|nothing(?: is missing)?|n/?a|not applicable|no (?:part|parts|false premise))?\W*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:any |an |the |enough |specific |explicit |further |more )*"
    r"(?:information|mention|details?|answer|data)\b\s*(?:about|on|of|regarding|as to|to|for)?\s*",
    re.IGNORECASE,
)


def without_opening(text: str) -> str:
    """Return a sentence without "Sure!", "Based on the sources," and the like."""
    bare = _NO_LABEL.sub("", text, count=1)
    found = _OPENING.match(bare)
    return bare[found.end() :] if found else bare


def beside_the_answer(text: str) -> bool:
    """Tell whether a sentence only introduces or closes an answer, or is a bare yes or no."""
    return _BESIDE.fullmatch(text.strip()) is not None


def nothing(text: str) -> bool:
    """Tell whether what follows MISSING or PREMISE only says that there is none."""
    return _NOTHING.fullmatch(text) is not None


def silent(text: str) -> str | None:
    """Return what a sentence says the sources do not hold, "" for all of it; None for another."""
    for pattern in _SILENT:
        found = pattern.fullmatch(text.strip())
        if found is not None:
            what = (found.groupdict().get("what") or "").strip()
            return _ABOUT.sub("", what, count=1).strip().rstrip(".!")
    return None
