"""A conversation so far: its entities, how often they came up, how lately, and in which role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rag.conversation import lexicon
from rag.conversation.entities import IN_QUESTION, Entity, key, same
from rag.conversation.naming import Kind, Phrase
from rag.conversation.phrases import phrases

_MARK = re.compile(r"\s*\[\d+\]")
_ASKED_FOR = re.compile(r"\W*(?:(who|whom|which|what)|(where))\b", re.IGNORECASE)
_PRONOUNS = {"f": r"\b(?:she|her|hers|herself)\b", "m": r"\b(?:he|him|his|himself)\b"}
_STRETCH = 200
_COMMON = (
    lexicon.CLOSED
    | lexicon.BARE_VERBS
    | lexicon.ORGANISATION_WORDS
    | lexicon.GROUP_NOUNS
    | lexicon.PLACE_WORDS
    | lexicon.PERSON_NOUNS
)


def plain(answer: str) -> str:
    """Return an answer without its footnote marks."""
    return _MARK.sub("", answer)


class Discourse:
    """The entities of a conversation; `hear` and then `read` add a turn.

    `meant` is what each class of pronoun last stood for, `known` the lower-case words of names.
    """

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self.meant: dict[str, Entity] = {}
        self.known: frozenset[str] = frozenset()
        self.turn = 0

    def hear(self, question: str) -> None:
        """Begin a turn: note what its standalone question speaks of."""
        self.turn += 1
        found = phrases(question, self.known)
        subject = next((p for p in found if p.kind is not Kind.TIME), None)
        people: list[Entity] = []
        for phrase in found:
            inner = any(o is not phrase and o.start < phrase.start < o.full_end for o in found)
            role = 1.5 if phrase is subject else -1.0 if inner else 0.0
            entity = self._note(question, phrase, max(IN_QUESTION, IN_QUESTION + 1 + role))
            entity.asked += 1
            if entity.phrase.kind is Kind.PERSON and entity not in people:
                people.append(entity)
        self._list(question, found)
        if len(people) == 2:
            self._pair(people)
        self._learn_names()

    def read(self, question: str, answer: str) -> None:
        """Note what the answer to a turn's question speaks of."""
        text = plain(answer)
        found = phrases(text, self.known)
        found = [_gendered(text, phrase, found) for phrase in found]
        right, weight = _answering(question, found)
        for phrase in found:
            if phrase.kind is Kind.THING and phrase.head in lexicon.EMPTY_HEADS:
                continue
            told = weight if phrase is right else 1.0 if phrase.named else 0.0
            self._note(text, phrase, told).wanted |= phrase is right
        asked = _ASKED_FOR.match(question)
        self._list(text, found, 7.0 if asked and asked[1] else 0.0)
        self._learn_names()

    def learn(self, entity: Entity, gender: str) -> None:
        """Remember that an entity was spoken of as a man ("m") or a woman ("f")."""
        entity.phrase = replace(entity.phrase, kind=Kind.PERSON, gender=gender)

    def best(self, fits: Callable[[Entity], float | None]) -> Entity | None:
        """Return the most present entity that fits; `fits` gives a bonus, None to refuse."""
        scored = [
            (entity.score(self.turn) + bonus, -at, entity)
            for at, entity in enumerate(self.entities)
            if (bonus := fits(entity)) is not None
        ]
        return max(scored, key=lambda one: one[:2])[2] if scored else None

    def find(self, phrase: Phrase, text: str) -> Entity | None:
        """Return the entity a phrase speaks of, if it was spoken of before."""
        words = key(text)
        found = [
            entity
            for entity in self.entities
            if entity.phrase.named == phrase.named and same(key(entity.text), words, phrase.named)
        ]
        return max(found, key=lambda entity: entity.score(self.turn), default=None)

    def _note(self, text: str, phrase: Phrase, weight: float) -> Entity:
        titled = phrase.text[0].isupper() and " of " in text[phrase.end : phrase.full_end]
        whole = not phrase.named or (titled and phrase.kind is not Kind.PERSON)
        words = text[phrase.start : phrase.full_end if whole else phrase.end]
        entity = self.find(phrase, words)
        if entity is None:
            entity = Entity(phrase, words, len(self.entities))
            self.entities.append(entity)
        else:
            entity.merge(phrase, words)
        entity.seen.append((self.turn, weight))
        return entity

    def _pair(self, people: Sequence[Entity]) -> None:
        """Let "they" be the two persons of a question: who met and whom."""
        text = " and ".join(entity.text for entity in people)
        pair = next((e for e in self.entities if e.text == text), None)
        if pair is None:
            whole = replace(people[0].phrase, text=text, plural=True, gender="")
            pair = Entity(whole, text, len(self.entities), several=True)
            self.entities.append(pair)
        pair.asked += 1
        pair.seen.append((self.turn, IN_QUESTION + 1.5))

    def _list(self, text: str, found: Sequence[Phrase], weight: float = 0.0) -> None:
        """Note "Grant and Jon", or a longer list of names, as one plural entity."""
        named = [p for p in found if p.named]
        start = 0
        for at, (first, second) in enumerate(pairwise(named), 1):
            gap = text[first.end : second.start]
            if gap in (" and ", ", and "):
                self._note_list(text, named[start], second, weight)
            elif gap != ", ":
                start = at

    def _note_list(self, text: str, first: Phrase, last: Phrase, weight: float) -> None:
        words = text[first.start : last.end]
        alone = self.find(first, first.text)
        whole = replace(first, text=words, end=last.end, plural=True, full_end=last.end, gender="")
        entity = self._note(text, whole, max(weight, alone.seen[-1][1] if alone else 0.0))
        entity.several = True
        entity.wanted |= weight > 0

    def _learn_names(self) -> None:
        words = (word for e in self.entities if e.phrase.named for word in e.text.lower().split())
        self.known = frozenset(word for word in words if len(word) > 2) - _COMMON


def _answering(question: str, found: Sequence[Phrase]) -> tuple[Phrase | None, float]:
    """Return the name that answers who or where, and how much it weighs."""
    asked = _ASKED_FOR.match(question)
    if asked is None or (asked[1] or "").lower() in ("which", "what"):
        return None, 0.0
    wanted = Kind.PLACE if asked[2] else Kind.PERSON
    answers = [p for p in found if p.named and _may_answer(p, wanted)]
    sure = [p for p in answers if p.kind is wanted] or answers
    asked_words = set(re.findall(r"\w{4,}", question.lower()))
    near = [p for p in sure if p.titles & asked_words]
    return next(iter(near or sure), None), 8.0 if near else 5.0


def _may_answer(phrase: Phrase, wanted: Kind) -> bool:
    local = phrase.before in lexicon.PLACE_PREPOSITIONS
    inner = phrase.before == "of"
    unknown = phrase.kind is Kind.NAME and not inner and local == (wanted is Kind.PLACE)
    return phrase.kind is wanted or unknown


def _gendered(text: str, phrase: Phrase, found: Iterable[Phrase]) -> Phrase:
    """Give a sentence's first name its gender from the pronoun that follows it."""
    if not phrase.named or phrase.gender or phrase.kind in (Kind.PLACE, Kind.ORGANISATION):
        return phrase
    if not phrase.titles and re.search(r"[^.!?]\s*$", text[: phrase.start]):
        return phrase
    following = [p.start for p in found if p.named and p.start >= phrase.end]
    stretch = text[phrase.end : min([phrase.end + _STRETCH, *following])]
    for gender, pattern in _PRONOUNS.items():
        if re.search(pattern, stretch, re.IGNORECASE):
            return replace(phrase, kind=Kind.PERSON, gender=gender)
    return phrase
