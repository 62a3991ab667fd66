"""What people are told, word for word: one place for every surface, a file for each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rag.answers import Answer, Decline, Verdict, VerdictClass
from rag.parts import UNNAMED
from ui.wording.english import ENGLISH as ENGLISH
from ui.wording.wording import Wording as Wording

MARKS: Mapping[VerdictClass, str] = {
    VerdictClass.QUOTED: "”",
    VerdictClass.CLOSE_WORDING: "≈",
    VerdictClass.JUDGED_SUPPORTED: "✓",
    VerdictClass.REWORDED: "~",
    VerdictClass.NOT_FOUND: "?",
    VerdictClass.CONTRADICTED: "✕",
}
"""A mark for each class, beside its words: never a colour alone, never a percentage."""


def verdict_words(verdict: Verdict, wording: Wording = ENGLISH) -> str:
    """Return the class in words, with who judged or what was not found: for people."""
    words = wording.verdicts[verdict.kind]
    match verdict.kind:
        case VerdictClass.JUDGED_SUPPORTED:
            return wording.judged_by.format(verdict.by)
        case VerdictClass.NOT_FOUND | VerdictClass.CONTRADICTED:
            return wording.with_reason.format(words, reason_words(verdict, wording))
    return words


def reason_words(verdict: Verdict, wording: Wording = ENGLISH) -> str:
    """Return why a statement is of its class; what a model says of it stays in its own words."""
    reason = verdict.reason
    told = wording.told(reason)
    if told != reason or not wording.sentences:
        return told
    details = [check.detail for check in verdict.checks if check.detail]
    for shape, ours in ((ENGLISH.in_other_words, wording.in_other_words), ("{}.", "{}.")):
        before, after = shape.split("{}")
        found = list(_parts(reason.removeprefix(before).removesuffix(after), details))
        if found and shape.format("; ".join(found)) == reason:
            return ours.format(wording.apart.join(map(wording.told, found)))
    return reason


def _parts(listed: str, details: Sequence[str]) -> Iterator[str]:
    """Yield the details that a reason lists, in its order."""
    rest = f"{listed}; "
    for detail in dict.fromkeys(details):
        if rest.startswith(f"{detail}; "):
            rest = rest.removeprefix(f"{detail}; ")
            yield detail


def nearest_heading(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return what stands above the nearest passages of a declined answer."""
    premise = answer.decline is Decline.PREMISE_NOT_IN_SOURCES
    return wording.what_they_say if premise else wording.nearest


def as_of_words(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return as of when the sources speak; empty where no date is known."""
    if answer.as_of is None:
        return ""
    to_the_day = answer.as_of.count("-") == 2
    phrase = wording.as_of if to_the_day else wording.as_of_some_day
    return phrase.format(wording.day(answer.as_of))


def missing_words(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return the sentence that names what is not answered; empty where nothing is missing."""
    if not answer.missing or answer.declined:
        return ""
    named = [
        wording.told(part) if part == UNNAMED else wording.quoted.format(part)
        for part in answer.missing
    ]
    return wording.missing.format(wording.apart.join(named))


def fallback_words(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return the sentence that says a model failed; empty where none did."""
    reason = answer.provenance.fallback
    return wording.fallback.format(wording.told(reason)) if reason else ""
