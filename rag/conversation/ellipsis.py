"""Follow-ups that leave most of their question out: "Why?", "How many?", "Any others?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.conversation import clauses
from rag.conversation.clauses import Clause
from rag.conversation.naming import Kind
from rag.conversation.phrases import phrases

_ADVERBS = (
    "why|when|where|how|how long|how often|how come|since when|until when|by whom|with whom"
    "|for whom|to whom|for how long|in what year|what year|at what time|where exactly|when exactly"
    "|why exactly|how exactly|where else|when else"
)
_ADVERBIAL = re.compile(
    rf"^(?P<ask>{_ADVERBS})"
    r"(?: (?:did|does|was|is|has) (?:it|that|this)(?: all)?"
    r" (?:happen\w*|occur\w*|take place|the case|so|done)"
    r"| was (?:it|that|this)| is (?:that|this)| so| not| did \w+ do (?:that|this|it|so))?$",
    re.I,
)
_AMOUNT = re.compile(r"^how (?P<size>many|much)(?: of them| exactly| in total| altogether)?$", re.I)
_MORE = re.compile(
    r"^(?:please )?(?:(?:can|could|will|would) you )?(?:please )?"
    r"(?:tell me (?:some )?more|more|(?:any |some )?(?:more|further) (?:details|information|info)"
    r"|details|go on|continue|elaborate|say more|explain(?: more| further| that| this| it)?)"
    r"(?: (?:about|on) (?:it|this|that|them))?(?:,? please)?$",
    re.I,
)
_OTHERS = re.compile(
    r"^(?:(?:is|are|was|were) there )?"
    r"(?:(?:any|some)(?:one|body|thing|where)? (?:others?|else|more)|any (?:other|more) ones?"
    r"|any other \w+(?: \w+)?|what else|who else|where else|which others?|what others?)$",
    re.I,
)
_TRUTH = re.compile(
    r"^(?:is|was) (?:that|this|it) (?:really |actually )?"
    r"(?:true|correct|right|so|certain|confirmed)$|^(?:really|true)$",
    re.I,
)
_SAID_SO = re.compile(
    r"^who (?P<said>said|says|claims|claimed|thinks|reported) (?:so|that|this|it)$", re.I
)
_WHICH = re.compile(
    r"^(?:which|which ones?|who|what|whom|like what|such as|for example|for instance)$", re.I
)


@dataclass(frozen=True, slots=True)
class Before:
    """The last standalone question a follow-up can lean on, and its parts."""

    question: str
    clause: Clause | None

    @classmethod
    def of(cls, question: str) -> Before:
        """Take a standalone question apart: its last sentence where it has several."""
        last = re.split(r"(?<=[.?!])\s+(?=\S)", question.strip())[-1]
        whole = last if len(last.split()) > 2 else question
        return cls(clauses.core(whole), clauses.parse(whole))


def complete(question: str, before: Before) -> str | None:
    """Return a bare question made whole from the one before it, None when no rule is confident.

    The question is as it was asked, pronouns and all; the result has no closing mark.
    """
    text = clauses.core(question)
    clause = before.clause
    if clause is None or clause.copular:
        return None
    if match := _ADVERBIAL.match(text):
        return _adverbial(match["ask"], clause)
    if match := _AMOUNT.match(text):
        return _amount(match["size"].lower(), clause)
    if _OTHERS.match(text):
        return _another(clause)
    if _TRUTH.match(text) and not clause.asked:
        return f"Is it true that {clause.stated()}"
    if match := _SAID_SO.match(text):
        joined = "that " if clause.adverbial else ""
        return f"Who {match['said'].lower()} {joined}{clause.stated()}"
    return None


def asks_more(question: str) -> bool:
    """Return whether it only asks to be told more."""
    return bool(_MORE.match(clauses.core(question)))


def asks_which(question: str) -> bool:
    """Return whether it is a bare "which?", "who?" or "for example?"."""
    return bool(_WHICH.match(clauses.core(question)))


def _adverbial(asking: str, clause: Clause) -> str | None:
    if asking.lower() == clause.asked.lower():
        return None
    return clause.asked_again(asking.capitalize())


def _amount(size: str, clause: Clause) -> str | None:
    """Ask how many of the plural noun that the question before spoke of."""
    if not clause.subject:
        return None
    for phrase in phrases(f"{clause.auxiliary} {clause.subject} {clause.predicate}"):
        countable = phrase.plural == (size == "many")
        if phrase.kind is Kind.THING and countable and phrase.text in clause.predicate:
            noun = re.sub(r"^(?:any|some|the|more|all|its|their) ", "", phrase.text, flags=re.I)
            gone = rf"\s*\b(?:any |some |more )?{re.escape(phrase.text)}\b"
            left = re.sub(gone, "", clause.predicate, count=1)
            asked = f"How {size} {noun} {clause.auxiliary} {clause.subject} {left}"
            return " ".join(asked.split())
    return None


def _another(clause: Clause) -> str | None:
    """Ask the question before again for others than were named."""
    words = clause.asked.split()
    if not words or words[0].lower() not in ("who", "what", "which", "where", "whom"):
        return None
    parts = (clause.auxiliary, clause.subject, clause.predicate)
    tail = " ".join(part for part in parts if part)
    if len(words) == 1:
        return f"{words[0]} else {tail}"
    return f"{words[0]} other {' '.join(words[1:])} {tail}" if "other" not in words else None
