"""What a conversation speaks of, and when two mentions speak of the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from rag.conversation import lexicon, names
from rag.conversation.naming import Kind, Phrase
from rag.conversation.tokens import singular

IN_QUESTION = 3.0
_FADE_ASKED, _FADE_READ = 2.0, 4.0
_QUANTITIES = frozenset("a an no any some many several few each every".split()) | lexicon.POINTERS


@dataclass(slots=True)
class Entity:
    """Something spoken of; `seen` holds (turn, weight) of each mention.

    The weight is at least `IN_QUESTION` in questions, less in answers, and higher for subjects.
    `asked` counts the questions it stood in; `wanted` says that it answered one; `several` that it
    is a list of names.
    """

    phrase: Phrase
    text: str
    order: int
    asked: int = 0
    wanted: bool = False
    several: bool = False
    seen: list[tuple[int, float]] = field(default_factory=list)

    def score(self, now: int) -> float:
        """Return how present it is after turn `now`."""
        best = max(
            weight - (_FADE_ASKED if weight >= IN_QUESTION else _FADE_READ) * (now - turn)
            for turn, weight in self.seen
        )
        return best + 0.8 * min(self.asked, 3) - 0.01 * self.order

    def last_asked(self) -> int:
        """Return the last turn in whose question it stood, -1 for none."""
        return max((turn for turn, weight in self.seen if weight >= IN_QUESTION), default=-1)

    def last_seen(self) -> int:
        """Return the last turn that spoke of it."""
        return max(turn for turn, _ in self.seen)

    def merge(self, phrase: Phrase, words: str) -> None:
        """Let a later mention say more: a longer name, a surer kind, gender and titles."""
        old = self.phrase
        sure = old.kind is Kind.PERSON or phrase.kind in (Kind.NAME, Kind.THING)
        self.phrase = replace(
            old,
            kind=old.kind if sure else phrase.kind,
            gender=old.gender or phrase.gender,
            titles=old.titles | phrase.titles,
            plural=old.plural or phrase.plural,
        )
        if len(words.split()) > len(self.text.split()) and words[:1].isupper():
            self.text = words


def shown(entity: Entity, complement: bool = True) -> str:
    """Return an entity as it may stand in a sentence: "a deal" has become "the deal".

    Without its complement, "the coup in Mali" is "the coup".
    """
    if entity.phrase.named:
        return entity.text
    text = entity.text if complement else entity.phrase.text
    first, _, rest = text.partition(" ")
    return f"the {rest}" if first == "The" or first.lower() in _QUANTITIES else text


def possessive(words: str) -> str:
    """Return the possessive of a name or description."""
    lower = words.lower()
    return f"{words}'" if lower.endswith("s") and lower.startswith("the ") else f"{words}'s"


def key(text: str) -> tuple[str, ...]:
    """Return what two mentions are compared by: their words without articles and plurals."""
    words = (word for word in re.findall(r"[\w-]+", text.lower()))
    return tuple(singular(word) for word in words if word not in ("the", "a", "an"))


def same(old: tuple[str, ...], new: tuple[str, ...], named: bool) -> bool:
    """Return whether two keys speak of the same: equal, or one name is the other's end or start."""
    if old == new or not old or not new:
        return bool(old) and old == new
    if not named or "and" in old or "and" in new:
        return False
    short, long = sorted((old, new), key=len)
    if len(short) == len(long) or short[-1] in names.PLACES:
        return False
    return long[-len(short) :] == short or (len(short) == 1 and long[0] == short[0])
