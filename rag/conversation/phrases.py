"""Finding names, times and noun phrases in a question or an answer, by closed word lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from rag.conversation import lexicon, names
from rag.conversation.naming import Kind, Phrase, gender_of, kind_of
from rag.conversation.tokens import is_predicate, is_verb, singular, verb_in
from rag.conversation.words import Words

_OF = re.compile(r"\s+(of|in|on|against|between)\s+")
_NEAR = 12
_BEFORE_THAT = lexicon.BARE_VERBS - frozenset(
    "say think believe claim mean suggest argue know find feel agree announce report state show"
    " prove insist warn deny hope expect confirm decide reveal".split()
)


def phrases(text: str, known: Set[str] = frozenset()) -> list[Phrase]:
    """Return the names, times and noun phrases of a text in order; they may nest.

    `known` are lower-case words to take for names however they are written.
    """
    found = sorted(_Scan(text, known).run(), key=lambda p: (p.start, -p.end))
    return _completed(text, found)


def _completed(text: str, found: list[Phrase]) -> list[Phrase]:
    """Give each phrase its complement: what follows "of", or a place that follows a noun."""
    done: list[Phrase] = []
    for phrase in reversed(found):
        end = phrase.end
        for after in done:
            if after.start > end + _NEAR:
                break
            between = _OF.fullmatch(text, end, after.start) if after.start >= end else None
            if between and (between[1] in ("of", "against") or (after.named and not phrase.named)):
                end = after.full_end
                if between[1] == "between":
                    end = next((p.end for p in done if text[end : p.start] == " and "), end)
                break
        done.insert(0, replace(phrase, full_end=end))
    return done


class _Scan(Words):
    """One pass over the words of a text."""

    auxiliary = ""

    def run(self) -> Iterator[Phrase]:
        """Yield phrases from left to right."""
        at = 0
        while at < len(self.tokens):
            after = at + 1
            if time := self._time(at):
                after, phrase = time
                yield phrase
            elif self._starts_phrase(at):
                after, parts = self._phrase(at)
                yield from parts
            elif self.tokens[at].lower in lexicon.AUXILIARIES:
                self.auxiliary = self.tokens[at].lower
            elif self.tokens[at].lower not in lexicon.CLOSED:
                self.auxiliary = ""
            at = after

    def _time(self, at: int) -> tuple[int, Phrase] | None:
        token = self.tokens[at]
        for start, end in self.times:
            if start <= token.start < end:
                after = at
                while after < len(self.tokens) and self.tokens[after].start < end:
                    after += 1
                return after, self._made(at, after, Kind.TIME)
        return None

    def _starts_phrase(self, at: int) -> bool:
        token = self.tokens[at]
        if token.lower in lexicon.POINTERS:
            return self._points(at)
        if token.lower in lexicon.DETERMINERS:
            return at + 1 < len(self.tokens) and (self.is_content(at + 1) or self.is_name(at + 1))
        if self.is_name(at):
            return True
        if not self.is_content(at) or token.lower in lexicon.SAYING:
            return False
        if at == 0:
            return token.lower not in lexicon.BARE_VERBS
        before = self.tokens[at - 1].lower
        if self.auxiliary in lexicon.DO_FORMS and before not in lexicon.PREPOSITIONS:
            return before in lexicon.AUXILIARIES and token.lower not in lexicon.BARE_VERBS
        if before in lexicon.PRONOUNS or before in lexicon.DO_FORMS:
            return token.lower not in lexicon.BARE_VERBS
        return not (is_verb(token.lower) or is_predicate(token.lower))

    def _points(self, at: int) -> bool:
        """Return whether this, that, these or those stands before its noun."""
        if at + 1 == len(self.tokens) or not self.is_plain_noun(at + 1):
            return False
        word = self.tokens[at + 1].lower
        before = self.tokens[at - 1].lower if at else ""
        if before in lexicon.DO_FORMS and word in lexicon.BARE_VERBS:
            return False
        if singular(word) in lexicon.PERIODS:
            return True
        joining = before and before not in lexicon.AUXILIARIES | lexicon.PREPOSITIONS
        if self.tokens[at].lower == "that" and joining and before not in _BEFORE_THAT:
            return False
        return not (is_verb(word) or is_predicate(word))

    def _phrase(self, at: int) -> tuple[int, list[Phrase]]:
        """Read a phrase from its determiner or first word on."""
        start = at
        if self.tokens[at].lower in lexicon.DETERMINERS | lexicon.POINTERS:
            at += 1
        end = self._run_end(start, at)
        name = next((i for i in range(at, end) if self.is_proper(i)), None)
        if name is None:
            return end, [self._noun(start, end)]
        name_end = self.name_end(name)
        if name_end < end and not self.tokens[name_end - 1].possessive:  # "the Takuba task force"
            return end, [self._name(name, name_end, name), self._noun(start, end)]
        if name_end < end:  # "Mali's transitional government"
            return end, [self._name(name, name_end, start), self._noun(start, end)]
        return name_end, [self._name(name, name_end, start)]

    def _run_end(self, start: int, at: int) -> int:
        """Return where the noun phrase ends: at a closed word, a verb or a break."""
        end = at + 1
        if self.is_proper(at):
            end = self.name_end(at)
            if start == at and not self.tokens[end - 1].possessive:
                return end
        while end < len(self.tokens) and self.tokens[end].joined:
            if self.is_proper(end):
                end = self.name_end(end)
                break_after = end
                while break_after < len(self.tokens) and self.is_plain_noun(break_after):
                    break_after += 1
                return self._verb(at, break_after)
            if not self.is_content(end) or self.tokens[end].lower in lexicon.SAYING:
                break
            end += 1
        return self._verb(at, end)

    def _verb(self, at: int, end: int) -> int:
        words = {i: self.tokens[i].lower for i in range(at + 1, end) if not self.is_proper(i)}
        following = self.tokens[end].lower if end < len(self.tokens) else ""
        return verb_in(words, end, self.auxiliary, following)

    def _made(self, start: int, end: int, kind: Kind, **fields: object) -> Phrase:
        first, last = self.tokens[start], self.tokens[end - 1]
        before = self.tokens[start - 1].lower if start else ""
        base = Phrase(
            self.text[first.start : last.end],
            first.start,
            last.end,
            kind,
            last.end,
            before=before,
            possessive=last.possessive,
        )
        return replace(base, **fields)  # type: ignore[arg-type]

    def _noun(self, start: int, end: int) -> Phrase:
        word = self.tokens[end - 1].lower
        head = singular(word)
        first = self.tokens[start].lower
        plural = word != head or word in ("people", "police", "men", "women")
        people = names.is_people(self.tokens[end - 1].text)
        return self._made(
            start,
            end,
            Kind.THING,
            head=head,
            gender=gender_of({head}, []),
            plural=plural or people,
            determiner=first if first in lexicon.DETERMINERS | lexicon.POINTERS else "",
        )

    def _name(self, at: int, end: int, start: int) -> Phrase:
        """Make a name: its titles off, its kind guessed from its words and neighbours."""
        title_end = at
        for i in range(at, end - 1):
            if self.tokens[i].lower in lexicon.PERSON_NOUNS and self.tokens[i + 1].lower != "of":
                title_end = i + 1
        titles = frozenset(self.tokens[i].lower for i in range(start, title_end))
        titles |= frozenset(self.tokens[i].lower for i in range(start, at))
        titles -= lexicon.DETERMINERS
        core = title_end if end - title_end > 1 or title_end == at else max(at, title_end - 1)
        the = start == at - 1 and self.tokens[start].lower == "the" and title_end == at
        words = [t.lower for t in self.tokens[title_end:end]]
        before = self.tokens[start - 1].lower if start else ""
        following = self.tokens[end].lower if end < len(self.tokens) else ""
        kind = kind_of(self.tokens[title_end:end], titles, before, following, the)
        return self._made(
            start if the else core,
            end,
            kind,
            before=before,
            head=words[-1],
            titles=titles,
            gender=gender_of(titles, words) if kind is Kind.PERSON else "",
            plural=the and words[-1].endswith("s"),
            determiner="the" if the else "",
        )
