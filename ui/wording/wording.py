"""What every surface says, as a value: one for each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rag.answers import Decline, VerdictClass
from vectorstore.documents import RegionKind

Counted = tuple[str, str]
"""A phrase with the place of a number in it: of one thing, and of many."""


@dataclass(frozen=True)
class Wording:
    """The words in one language, as plain text; `{}` are the places of what is put in.

    `singular` are the numbers that take the phrase for one. `sentences` holds what is said in
    English by the parts that make answers, and how it is told in this language.
    """

    language: str
    thousands: str
    decimal: str
    singular: tuple[int, ...]
    months: tuple[str, ...]
    first_day: str

    declines: Mapping[Decline, str]
    nearest: str
    what_they_say: str
    verdicts: Mapping[VerdictClass, str]
    judged_by: str
    with_reason: str
    apart: str
    in_other_words: str
    missing: str
    quoted: str
    fallback: str

    searching: Counted
    reading: Counted
    writing: str
    checking: Counted
    model_failed: str
    also_withheld: Counted

    no_title: str
    no_date: str
    as_of: str
    as_of_some_day: str
    regions: Mapping[RegionKind, str]
    in_region: Mapping[RegionKind, str]

    no_source: str
    contradicted: str
    claims: Counted
    need_no_source: Counted
    rows_not_checked: Counted

    writes: str
    completes: str
    judges: str
    no_model: str
    rules: str
    nobody: str
    same_model: str
    model_at: str
    first_model: str
    unnamed_model: str
    key_from: str
    rates: str
    rate: str

    sentences: Mapping[str, str] = field(default_factory=dict)

    def number(self, number: int) -> str:
        """Return a number as it is written: 1,204."""
        return f"{number:,}".replace(",", self.thousands)

    def day(self, date: str) -> str:
        """Return a date of reduced ISO 8601 as it is written: 14 Nov 2025, Nov 2025, 2025."""
        year, *rest = date.split("-")
        month = [self.months[int(number) - 1] for number in rest[:1]]
        day = [self.first_day if number == "01" else str(int(number)) for number in rest[1:]]
        return " ".join((*day, *month, year))

    def counted(self, phrase: Counted, number: int) -> str:
        """Return a phrase with the number in it: "1 passage", "1,204 passages"."""
        one, many = phrase
        return (one if number in self.singular else many).format(self.number(number))

    def of_100(self, share: float) -> str:
        """Return a share as one of 100: 1.5."""
        return f"{100 * share:.1f}".removesuffix(".0").replace(".", self.decimal)

    def told(self, sentence: str) -> str:
        """Return an English sentence in this language, as it is where there is none for it."""
        for pattern, told in self._patterns:
            if found := pattern.fullmatch(sentence):
                return told.format(*(_Part(part, self) for part in found.groups()))
        return sentence

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """The sentences as patterns; of two that fit, the one that says more is taken."""
        ordered = sorted(self.sentences.items(), key=lambda each: -len(each[0]))
        return [
            (re.compile("(.*)".join(map(re.escape, said.split("{}"))), re.DOTALL), told)
            for said, told in ordered
        ]


@dataclass(frozen=True)
class _Part:
    """What stands at a place of a sentence: put in as it is, with `:told` in the language."""

    words: str
    wording: Wording

    def __format__(self, spec: str) -> str:
        return self.wording.told(self.words) if spec == "told" else self.words
