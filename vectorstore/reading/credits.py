"""Captions and credit lines, told by the credit they give."""

from __future__ import annotations

import re

LONGEST_CAPTION = 1500

_NEWS = r"(?:AP|AFP|Reuters|REUTERS|EPA|Bloomberg|TASS|Xinhua|dpa|ANSA|Kyodo|Yonhap|PA)"
_AGENCY = (
    rf"(?:AP (?:Photo|Images)|{_NEWS}|EPA-EFE|Getty(?: Images)?|Shutterstock(?:\.com)?"
    r"|iStock(?:photo)?|Alamy(?: Stock Photo)?|Adobe Stock|Depositphotos|Unsplash|Pexels|Pixabay"
    r"|Wikimedia(?: Commons)?|Flickr|Anadolu(?: Agency)?|NurPhoto|SIPA|Sipa USA|ZUMA(?: Press)?"
    r"|Imago|PA (?:Wire|Media|Images)|Pool|Handout|Keystone|CC BY(?:[- ][\w.]+)*)"
)
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*"  # begins with a capital
_NAME = rf"{_WORD}(?: (?:(?:de|da|di|del|van|von|der|la|le|bin|al) )?{_WORD}){{0,4}}"

_LEAD = re.compile(
    r"(?:(?:top|cover|main|lead|editorial|header|featured?|front|file) )?"
    r"(?:(?:photo|image|picture|photograph|illustration|cartoon|graphic)s?"
    r" (?:credits?|courtesy(?: of)?|by|source)|(?:photo|photograph|image|illustration)"
    r"|credits?|crédits?(?: photos?)?|photo d['’]archives|légende) ?: ?\S"
    r"|(?:image|media) (?:source|caption) ?[,:] ?\S|credit ?(?:\.{3}|…) ?\S"
    r"|(?:photo(?:graph)?s?|images?|illustrations?) (?:by|courtesy of|via) [A-Z]",
    re.IGNORECASE,
)
_FILE_LEAD = re.compile(r"FILE(?: PHOTO| IMAGE)?\b ?(?:[:,–—-]|(?= [A-Z]))")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,160})[)\]]\s*[.|]?\s*\Z")
_TAIL = re.compile(
    rf"(?: [–—-] |/ ?|\bvia |\b{_NAME} ?/ ?){_AGENCY}(?: ?/ ?{_AGENCY})*[ .|]*\Z"
    rf"|\b(?:REUTERS|AP Photo|AFP|EPA)/{_NAME}\s*\Z"
)
_AGENCY_ALONE = re.compile(rf"(?:{_NAME} ?[/|] ?)?{_AGENCY}(?: ?/ ?{_AGENCY})*")
_COUNTER = re.compile(r"\d{1,3} (?:of|/) \d{1,3} *(?:\| *)?(?=\S)")
_SIGN_OFF = re.compile(r"\W*(?:(?:additional )?reporting|writing|editing|compiled|edited)\b", re.I)
_ONLY_NEWS = re.compile(_NEWS)
_SLASHED = re.compile(rf"(?:{_NAME} ?/ ?)+{_NAME}(?: via {_NAME})?")
_CREDITED = re.compile(
    r"(?:(?:Photo|Image|Courtesy|Copyright)\b|File ?:|©).*"
    rf"|.*\b(?:via|courtesy(?: of)?) {_NAME}\b.*"
    rf"|{_AGENCY}\s*[/:]\s*\S.*|.*\b{_AGENCY}(?: ?, ?(?:[Ff]ile|[Pp]ool|[Aa]rchive))?"
    r"|.{0,60}\b(?:[Aa]rchives?|[Ff]ile|[Hh]andout|[Pp]hotos?)"
)


def is_credit(text: str) -> bool:
    """Tell whether a text is a caption with its credit, or a credit line alone."""
    text = text.strip()
    if counter := _COUNTER.match(text):
        text = text[counter.end() :]
    if len(text) > LONGEST_CAPTION or _SIGN_OFF.match(text):
        return False
    if _LEAD.match(text) or _FILE_LEAD.match(text) or _AGENCY_ALONE.fullmatch(text):
        return _ONLY_NEWS.fullmatch(text) is None
    if _TAIL.search(text[-160:]):
        return True
    bracket = _IN_BRACKETS.search(text[-200:])
    return bracket is not None and _credits(bracket[1].strip())


def _credits(inside: str) -> bool:
    if _SIGN_OFF.match(inside) or _ONLY_NEWS.fullmatch(inside) or not inside[:1].isupper():
        return False
    if _SLASHED.fullmatch(inside):
        return " " in inside  # a person or a house has two names: not (France/Germany)
    return _CREDITED.fullmatch(inside) is not None
