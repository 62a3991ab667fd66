"""A question while its references are being spelled out."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.conversation import lexicon
from rag.conversation.discourse import Discourse
from rag.conversation.naming import Kind, Phrase
from rag.conversation.phrases import phrases
from rag.conversation.tokens import Token, tokens

_IN_LY = frozenset("early only daily weekly monthly yearly family friendly elderly".split())


@dataclass(slots=True)
class Reader:
    """A question, the conversation before it, and what was found out about the two.

    `edits` are (start, end, words) to put in, `times` how many of them are times; `settled` the
    classes of pronouns that need no more;
    `unresolved` says that something could not be spelled out, `event` that it is something that
    happened, `within` that a pronoun speaks of something in the question itself.
    """

    question: str
    discourse: Discourse
    words: list[Token]
    found: list[Phrase]
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    times: int = 0
    settled: set[str] = field(default_factory=set)
    unresolved: bool = False
    event: bool = False
    within: bool = False

    @classmethod
    def of(cls, question: str, discourse: Discourse) -> Reader:
        """Take a question up after a conversation."""
        return cls(question, discourse, tokens(question), phrases(question, discourse.known))

    @property
    def names_something(self) -> bool:
        """Whether the question itself has a name in it."""
        return any(phrase.named for phrase in self.found)

    def next(self, at: int) -> Token | None:
        """Return the word after a position, None at a break."""
        following = self.words[at + 1] if at + 1 < len(self.words) else None
        return following if following is not None and following.joined else None

    def before(self, at: int) -> str:
        """Return the word before a position in lower case, empty at the start."""
        return self.words[at - 1].lower if at else ""

    def owns(self, at: int) -> bool:
        """Return whether "her" at a position is possessive: a noun follows it."""
        following = self.next(at)
        if following is None or following.lower in lexicon.CLOSED:
            return following is not None and following.lower in ("own", "most", "many")
        in_time = any(p.kind is Kind.TIME and p.start == following.start for p in self.found)
        adverb = following.lower.endswith("ly") and following.lower not in _IN_LY
        return not (in_time or adverb)

    def edited(self) -> str:
        """Return the question with the edits made."""
        text = self.question
        for start, end, words in sorted(self.edits, reverse=True):
            cased = words if start else words[:1].upper() + words[1:]
            text = text[:start] + cased + text[end:]
        return text
