"""Taking a question apart into what it asks, its auxiliary, its subject and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.conversation import lexicon
from rag.conversation.naming import Kind, Phrase
from rag.conversation.phrases import phrases
from rag.conversation.tokens import past, tokens

_LEADING = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|also|then|now|thanks|thank you)\b,?\s+)+", re.I
)
_ENDING = re.compile(r"[\s?.!]+$")
_ADVERBIAL = frozenset("when where why".split())
_HOW_ADVERBS = frozenset("long often far soon early late well badly fast come".split())
_PREPOSITIONAL = re.compile(r"^(?:in|on|at|by|with|for|to|from|since|until|under|during) ", re.I)
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Clause:
    """A question's parts: "how many troops" "did" "France" "send to Mali".

    `asked` is empty in a yes/no question; `subject` is empty when what is asked for is the subject
    ("who" "" "" "postponed the vote").
    """

    asked: str
    auxiliary: str
    subject: str
    predicate: str

    @property
    def adverbial(self) -> bool:
        """Whether it asks for a time, a place, a manner or a reason, or for yes or no."""
        words = self.asked.lower().split()
        if not words:
            return True
        how = words[0] == "how" and (len(words) == 1 or words[1] in _HOW_ADVERBS)
        return words[0] in _ADVERBIAL or how or bool(_PREPOSITIONAL.match(self.asked))

    @property
    def noun(self) -> str:
        """The noun asked about: "troops" of "how many troops", empty for a bare question word."""
        skipped = lexicon.QUESTION_WORDS | {"many", "much", "other", "else"}
        words = self.asked.split()
        while words and words[0].lower() in skipped:
            words = words[1:]
        return " ".join(words)

    @property
    def copular(self) -> bool:
        """Whether it only asks what somebody or something is."""
        return self.auxiliary in lexicon.BE_FORMS and bool(self.asked) and not self.predicate

    @property
    def eventful(self) -> bool:
        """Whether it speaks of something that happened, in few words: "when did France leave"."""
        told = bool(self.subject and self.predicate)
        return told and (self.adverbial or len(self.regarded().split()) <= _SHORT)

    def asked_again(self, asking: str) -> str:
        """Return the same question asking for something adverbial: "Why did France send troops"."""
        if not self.subject and self.auxiliary:
            return _joined(asking, self.auxiliary, self.noun or "that", self.predicate)
        if not self.subject:
            return f"{asking} is it that {self.noun or 'someone'} {self.predicate}"
        if self.adverbial:
            return _joined(asking, self.auxiliary, self.subject, self.predicate)
        verb, _, rest = self.predicate.partition(" ")
        return _joined(asking, self.auxiliary, self.subject, verb, self.noun or "that", rest)

    def regarded(self) -> str:
        """Return it as what something may regard: "when France left", "whether France left"."""
        if not self.adverbial:
            return self.stated()
        asked = f"{self.asked[:1].lower()}{self.asked[1:]}" if self.asked else "whether"
        return f"{asked} {self.stated()}"

    def stated(self) -> str:
        """Return it as a clause: "France left Mali", "what Macron said about Mali"."""
        asked = "" if self.adverbial else self.asked[:1].lower() + self.asked[1:]
        if not self.subject:
            return _joined(asked, self.auxiliary, self.predicate)
        verb, _, rest = self.predicate.partition(" ")
        inflects = verb.isalpha() and verb.islower() and verb not in lexicon.CLOSED
        if self.auxiliary == "did" and inflects:
            return _joined(asked, self.subject, past(verb), rest)
        if self.auxiliary in ("do", "does") and inflects:
            ending = "s" if self.auxiliary == "does" else ""
            return _joined(asked, self.subject, verb + ending, rest)
        return _joined(asked, self.subject, self.auxiliary, self.predicate)


def core(question: str) -> str:
    """Return a question without a leading "and so" and without its closing mark."""
    return _ENDING.sub("", _LEADING.sub("", question.strip()))


def parse(question: str) -> Clause | None:
    """Return the parts of a question, None where it is no plain question."""
    text = core(question)
    words = tokens(text)
    if not words:
        return None
    opening = 1 if words[0].lower in lexicon.PREPOSITIONS and len(words) > 1 else 0
    auxiliary = next((i for i, w in enumerate(words[:8]) if w.lower in lexicon.AUXILIARIES), None)
    if words[opening].lower not in lexicon.QUESTION_WORDS:
        return _split(text, 0) if auxiliary == 0 else None
    verb = next((i for i, w in enumerate(words[1:6], 1) if _told(w.lower)), None)
    if verb is not None and (auxiliary is None or verb < auxiliary):
        start = words[verb].start
        return Clause(text[:start].strip(), "", "", text[start:])
    return _split(text, words[auxiliary].start) if auxiliary is not None else None


def _told(word: str) -> bool:
    return word in lexicon.PAST.values() or (word.endswith("ed") and len(word) > 4)


def _split(text: str, start: int) -> Clause | None:
    """Split a question at its auxiliary, which begins at `start`."""
    asked = text[:start].strip()
    auxiliary, _, rest = text[start:].partition(" ")
    rest = rest.strip()
    if not rest:
        return None
    end = 0
    if not asked or rest.split()[0].lower() not in lexicon.PREPOSITIONS:
        end = _subject_end(f"{auxiliary} {rest}") - len(auxiliary) - 1
    if end <= 0:
        return Clause(asked, auxiliary.lower(), "", rest) if asked else None
    return Clause(asked, auxiliary.lower(), rest[:end], rest[end:].strip())


def _subject_end(clause: str) -> int:
    """Return where the subject after the auxiliary ends, 0 where there is none."""
    found = [p for p in phrases(clause) if p.kind is not Kind.TIME]
    words = tokens(clause)
    if len(words) < 2:
        return 0
    first = next((p for p in found if p.start == words[1].start), None)
    if first is not None:
        return _widest(found, first)
    if words[1].lower in lexicon.PRONOUNS | lexicon.POINTERS:
        return words[1].end
    verb = next((w for w in words[2:] if w.lower in lexicon.BARE_VERBS), None)
    return verb.start - 1 if verb is not None else 0


def _widest(found: list[Phrase], first: Phrase) -> int:
    """Return where a subject ends with its complements and what "and" joins to it."""
    end = max(p.full_end for p in found if p.start < first.end)
    after = next((p for p in found if p.start > end), None)
    joined = after is not None and after.before == "and" and after.start - end <= len(" and the ")
    return after.full_end if after is not None and joined else end


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
