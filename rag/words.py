"""Words of a text: tokens with offsets, stems, and which of them carry content."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_SENTENCES_KEPT, _LONGEST_KEPT = 1024, 600
"""One question reads the same sentences several times, and the next one many of them again."""
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"  # 4,800 and 3.67
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*"  # don't, al-Qaida
    r"|\w+"
)
_REFERENCE = re.compile(r"\s*\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]")
_POSSESSIVE = re.compile(r"['’]s?$")

FUNCTION_WORDS = frozenset(
    """a an the this that these those and or but if then than so as of at by for from in into on
    onto to with without about over under between during within upon per via out off up down is are
    was were be been being am do does did doing done have has had having will would shall should can
    could may might must i you he she it we they me him her us them my your his its our their mine
    yours who whom whose which what when where why how there here not no nor only own same too very
    just also any some such each both all more most other another many much s t d ll m re ve please
    tell say says said saying according does describe explain list name give given mean happen
    happened happening get got go goes went going become became one ever yet still now currently
    first place kind sort type way thing things lot""".split()
)

# Adjectives of peoples whose stem does not begin like their country's.
_PEOPLES = {
    "french": "franc", "danish": "denmark", "dane": "denmark", "danes": "denmark",
    "dutch": "netherland", "british": "britain", "uk": "britain", "german": "germani",
    "swiss": "switzerland", "greek": "greec", "polish": "poland", "spanish": "spain",
    "swedish": "sweden", "finnish": "finland", "turkish": "turkey", "welsh": "wale",
    "irish": "ireland", "norwegian": "norway", "american": "america", "u.s": "america",
    "us": "america", "usa": "america", "u.n": "un", "e.u": "eu", "moscow": "russia",
    "kremlin": "russia", "russian": "russia", "paris": "franc", "washington": "america",
}  # fmt: skip

_IRREGULAR = {
    past: base
    for base, pasts in {
        "become": "became", "begin": "began begun", "break": "broke broken", "bring": "brought",
        "build": "built", "buy": "bought", "catch": "caught", "choose": "chose chosen",
        "come": "came", "draw": "drew drawn", "drive": "drove driven", "fall": "fell fallen",
        "fight": "fought", "find": "found", "flee": "fled", "fly": "flew flown",
        "give": "gave given", "grow": "grew grown", "hold": "held", "keep": "kept",
        "know": "knew known", "lead": "led", "leave": "left", "lose": "lost", "make": "made",
        "meet": "met", "pay": "paid", "rise": "rose risen", "run": "ran", "see": "saw seen",
        "seek": "sought", "sell": "sold", "send": "sent", "shoot": "shot", "sink": "sank sunk",
        "speak": "spoke spoken", "spend": "spent", "stand": "stood", "steal": "stole stolen",
        "strike": "struck", "swear": "swore sworn", "take": "took taken", "teach": "taught",
        "think": "thought", "throw": "threw thrown", "understand": "understood", "win": "won",
        "withdraw": "withdrew withdrawn", "write": "wrote written", "arise": "arose arisen",
        "overthrow": "overthrew overthrown", "undergo": "underwent", "withhold": "withheld",
    }.items()
    for past in pasts.split()
}  # fmt: skip


class _Stemming(threading.local):
    """A stemmer for each thread: it keeps the word it is at in itself."""

    def __init__(self) -> None:
        self.stem = snowballstemmer.stemmer("english").stemWord


_STEMMING = _Stemming()


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a text: its form, its stem, and its offsets in that text."""

    form: str
    stem: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        """Whether it carries content: not a function word."""
        return self.form.lower() not in FUNCTION_WORDS or self.form == "US"

    @property
    def capitalised(self) -> bool:
        """Whether it is written like a name."""
        return self.form[0].isupper()

    @property
    def numeric(self) -> bool:
        """Whether it is written in digits."""
        return self.form[0].isdigit()


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """Return the form a word is compared by: its English Snowball stem, irregular pasts too."""
    lowered = _POSSESSIVE.sub("", form.lower().replace("’", "'")).rstrip(".")
    if form in ("US", "U.S.", "U.S"):
        return "america"
    if lowered in _PEOPLES and lowered != "us":
        return _PEOPLES[lowered]
    stemmed: str = _STEMMING.stem(_IRREGULAR.get(lowered, lowered))
    return _PEOPLES.get(stemmed, stemmed) if stemmed != "us" else stemmed


def words(text: str) -> list[Word]:
    """Return the tokens of a text in order."""
    return [*(_tokens(text) if len(text) <= _LONGEST_KEPT else _read(text))]


@lru_cache(maxsize=_SENTENCES_KEPT)
def _tokens(text: str) -> tuple[Word, ...]:
    return _read(text)


def _read(text: str) -> tuple[Word, ...]:
    return tuple(Word(m.group(), stem(m.group()), m.start(), m.end()) for m in _WORD.finditer(text))


def without_references(text: str) -> str:
    """Return a text without marks of references, as in “It is so.[1]” or “[2, 3]”."""
    return _REFERENCE.sub("", text)


def content_words(text: str) -> list[Word]:
    """Return the tokens of a text that carry content, in order."""
    return [word for word in words(text) if word.content]


def same_name(one: str, other: str) -> bool:
    """Tell whether two stems name the same place or people: equal, or Mali and Malian."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and long.startswith(short[:-1] if len(short) > 5 else short)
