"""Phrases as values, and what a name may stand for, judged by its words and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from rag.conversation import lexicon, names
from rag.conversation.tokens import Token


class Kind(StrEnum):
    """What a phrase stands for; NAME is a name of whom or what is not known."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    NAME = "name"
    TIME = "time"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a text, in code points: `text[start:end]`.

    `full_end` is where its complement ends ("the coup in Mali"). `before` is the word before it,
    lower case; `head` its main noun, singular; `titles` what the text calls a name ("minister").
    """

    text: str
    start: int
    end: int
    kind: Kind
    full_end: int
    before: str = ""
    head: str = ""
    gender: str = ""
    plural: bool = False
    determiner: str = ""
    titles: frozenset[str] = frozenset()
    possessive: bool = False

    @property
    def named(self) -> bool:
        """Whether it is a name rather than a description or a time."""
        return self.kind not in (Kind.TIME, Kind.THING)

    @property
    def describes_person(self) -> bool:
        """Whether it describes a person: "the French defence minister"."""
        return self.kind is Kind.THING and self.head in lexicon.PERSON_NOUNS


def gender_of(titles: Set[str], name: Sequence[str]) -> str:
    """Return "f", "m" or nothing; a single word is rather a surname ("Thomas", "Grant")."""
    first = name[0].split("-")[0] if name and (len(name) > 1 or name[0] in names.WOMEN) else ""
    if titles & lexicon.FEMALE_NOUNS or first in names.WOMEN:
        return "f"
    return "m" if titles & lexicon.MALE_NOUNS or first in names.MEN else ""


def kind_of(
    name: Sequence[Token], titles: Set[str], before: str, following: str, the: bool
) -> Kind:
    """Return what a name stands for, from its words, its titles and the words around it.

    `the` says that an article stands before it.
    """
    words = [token.lower for token in name]
    first = words[0].split("-")[0]
    acronym = any(t.text.replace(".", "").isupper() and len(t.text) > 1 for t in name)
    grouped = acronym or set(words) & lexicon.ORGANISATION_WORDS or titles & lexicon.GROUP_NOUNS
    if titles & lexicon.PERSON_NOUNS:
        return Kind.PERSON
    if " ".join(words) in names.PLACES or words[-1] in names.PLACES:
        return Kind.PLACE
    if grouped:
        return Kind.ORGANISATION
    if set(words) & lexicon.PLACE_WORDS or words[0] in lexicon.COMPASS:
        return Kind.PLACE
    if not the and first in names.MEN | names.WOMEN and len(words) < 4:
        return Kind.PERSON
    if following in lexicon.SAYING and not the:
        return Kind.PERSON
    return Kind.PLACE if before in lexicon.PLACE_PREPOSITIONS and len(words) < 4 else Kind.NAME
