"""What people are told, word for word: one place for every surface."""

from __future__ import annotations

from collections.abc import Mapping

from rag.answers import Answer, Decline, Verdict, VerdictClass

SAYING_NO: Mapping[Decline, str] = {
    Decline.NO_QUESTION: "There is no question here: ask something in words.",
    Decline.EMPTY_LIBRARY: (
        "The library holds no documents yet: add some with 'footnoted ingest PATH', then ask again."
    ),
    Decline.NOT_IN_SOURCES: "The sources do not answer this question.",
    Decline.PREMISE_NOT_IN_SOURCES: (
        "The question assumes something that the sources do not say, so it is not answered."
    ),
    Decline.NOTHING_SUPPORTED: (
        "Nothing that could be said in answer holds up against the sources, so nothing is said."
    ),
}
NEAREST = "Closest, but not an answer:"
WHAT_THEY_SAY = "What the sources do say:"

VERDICTS: Mapping[VerdictClass, tuple[str, str]] = {
    VerdictClass.QUOTED: ("”", "quoted"),
    VerdictClass.CLOSE_WORDING: ("≈", "close wording"),
    VerdictClass.JUDGED_SUPPORTED: ("✓", "judged supported"),
    VerdictClass.REWORDED: ("~", "reworded, not judged"),
    VerdictClass.NOT_FOUND: ("?", "not found"),
    VerdictClass.CONTRADICTED: ("✕", "contradicted"),
}
"""A mark and words for each class: never a colour alone, never a percentage."""


def verdict_words(verdict: Verdict) -> str:
    """Return the class in words, with who judged or what was not found: for people."""
    _, words = VERDICTS[verdict.kind]
    match verdict.kind:
        case VerdictClass.JUDGED_SUPPORTED:
            return f"{words} by {verdict.by}"
        case VerdictClass.NOT_FOUND | VerdictClass.CONTRADICTED:
            return f"{words}: {verdict.reason}"
    return words


def nearest_heading(answer: Answer) -> str:
    """Return what stands above the nearest passages of a declined answer."""
    premise = answer.decline is Decline.PREMISE_NOT_IN_SOURCES
    return WHAT_THEY_SAY if premise else NEAREST


def missing_words(answer: Answer) -> str:
    """Return the sentence that names what is not answered; empty where nothing is missing."""
    if not answer.missing or answer.declined:
        return ""
    parts = "; ".join(f"“{part}”" for part in answer.missing)
    return f"The sources do not answer this part: {parts}."


def fallback_words(answer: Answer) -> str:
    """Return the sentence that says a model failed; empty where none did."""
    reason = answer.provenance.fallback
    return f"Answered in the sources' own words, without the model: {reason}" if reason else ""
