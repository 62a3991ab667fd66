"""What each word of a text is taken for: part of a name, of a time, or of a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Set

from rag.conversation import lexicon, names
from rag.conversation.tokens import tokens

_TIME = re.compile(
    r"\b(?:(?:the )?(?:early |late |mid-?)?(?:\d{1,2} )?(?:MONTH )?(?:\d{1,2},? )?"
    r"(?:1[0-9]\d\d|20\d\d)(?:s|[-–](?:\d\d|\d{4}))?|MONTH \d{1,2}|\d{1,2} MONTH"
    r"|(?:last|this|next) (?:year|month|week|spring|summer|autumn|winter)|yesterday|today|tomorrow"
    r"|(?:last |next )?(?:WEEKDAY))\b".replace(
        "MONTH", "(?:" + "|".join(lexicon.MONTHS) + ")\\.?"
    ).replace("WEEKDAY", "|".join(lexicon.WEEKDAYS)),
    re.IGNORECASE,
)
_JOINERS = frozenset("of de la le von van der den del di da al bin ibn the".split())


class Words:
    """The words of a text and what stands at a position; `known` are lower-case name words."""

    def __init__(self, text: str, known: Set[str]) -> None:
        self.text = text
        self.known = known
        self.tokens = tokens(text)
        self.times = [m.span() for m in _TIME.finditer(text)]

    def in_time(self, at: int) -> bool:
        """Return whether the word is part of a time."""
        return any(start <= self.tokens[at].start < end for start, end in self.times)

    def is_name(self, at: int) -> bool:
        """Return whether the word belongs to a name, as far as its spelling and place can tell."""
        token = self.tokens[at]
        if self.in_time(at):
            return False
        if token.lower in self.known and len(token.text) > 2:
            return True
        if not (token.text[0].isupper() or (token.text[:1].isdigit() and self._after_name(at))):
            return False
        if not token.first:
            shouted = token.text.isupper() and token.text != "I"
            return token.lower not in lexicon.PRONOUNS or shouted
        verb = token.lower in lexicon.BARE_VERBS or token.lower in lexicon.PARTICIPLES
        if token.lower in lexicon.CLOSED or verb:
            return token.text.isupper() and len(token.text) > 1 and not self.text.isupper()
        following = at + 1 < len(self.tokens) and self._joined_capital(at + 1)
        return (
            following
            or token.lower in names.PLACES
            or not re.search(r"(s|ing|ed|ly|tion)$", token.lower)
        )

    def _after_name(self, at: int) -> bool:
        return at > 0 and self.tokens[at].joined and self.tokens[at - 1].text[0].isupper()

    def _joined_capital(self, at: int) -> bool:
        token = self.tokens[at]
        return token.joined and token.text[0].isupper() and not self.in_time(at)

    def is_content(self, at: int) -> bool:
        """Return whether the word carries meaning: no closed word, no adverb, no time."""
        token = self.tokens[at]
        if self.in_time(at) or token.lower in lexicon.CLOSED:
            return False
        return not (token.lower.endswith("ly") and len(token.text) > 5)

    def is_proper(self, at: int) -> bool:
        """Return whether the word belongs to a name and is no mere nationality."""
        return self.is_name(at) and not (
            names.is_people(self.tokens[at].text) and not self._after_name(at)
        )

    def name_end(self, at: int) -> int:
        """Return the position after the name that begins here."""
        end = at + 1
        while end < len(self.tokens) and not self.tokens[end - 1].possessive:
            if self.tokens[end].joined and self.is_name(end):
                end += 1
                continue
            ahead = end
            while ahead < len(self.tokens) and ahead < end + 2 and self._is_joiner(ahead):
                ahead += 1
            capital = ahead < len(self.tokens) and self._joined_capital(ahead)
            person = self.tokens[at].lower in names.MEN | names.WOMEN
            whole = self.tokens[end - 1].lower in names.PLACES or (
                person and self.tokens[end].lower in ("of", "the")
            )
            if ahead == end or not capital or whole:
                break
            end = ahead + 1
        return end

    def _is_joiner(self, at: int) -> bool:
        token = self.tokens[at]
        return token.joined and token.lower in _JOINERS and not token.possessive

    def is_plain_noun(self, at: int) -> bool:
        """Return whether the word continues a phrase without being a name."""
        return self.tokens[at].joined and self.is_content(at) and not self.is_proper(at)
