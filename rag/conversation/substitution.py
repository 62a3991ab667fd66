"""Follow-ups that put something else into the question before: "What about Niger?"."""

from __future__ import annotations

import re

from rag.conversation import clauses, lexicon
from rag.conversation.discourse import Discourse
from rag.conversation.ellipsis import Before
from rag.conversation.naming import Kind, Phrase
from rag.conversation.phrases import phrases

_ABOUT = re.compile(r"^(?:and |but |so )?(?:what|how) about (?P<what>.+)$", re.I)
_LED = re.compile(r"^(?:and|but|or|so)\b", re.I)
_NO_FRAGMENT = (
    lexicon.QUESTION_WORDS
    | lexicon.AUXILIARIES
    | frozenset("any some anything anyone tell give show there".split())
)
_TIME_PREPOSITION = re.compile(r"\b(?:in|on|at|during|since|until|before|after|by) $", re.I)
_LONGEST = 6
# The least likeness with what is replaced. A bare "Niger?" may as well be a new search.
_INVITED, _BARE = 0.3, 2.5


def substitute(question: str, before: Before, discourse: Discourse) -> str | None:
    """Return the question before with what a fragment names in the place of its like.

    The fragment ("and in Niger?") has its references spelled out; the result has no closing mark.
    None where it is no fragment or nothing in the question before is like it.
    """
    text = clauses.core(question)
    about = _ABOUT.match(text)
    led = bool(about or _LED.match(question.strip()))
    text = about["what"] if about else text
    if not _is_fragment(text) or not (led or question.strip().endswith("?")):
        return None
    found = phrases(text, discourse.known)
    outer = [p for p in found if not any(_covers(other, p) for other in found)]
    if len(outer) != 1:
        return None
    new = outer[0]
    preposition = text[: new.start].strip().lower()
    if new.kind is Kind.TIME:
        return _at_time(new.text, preposition, before)
    words = text[new.start : new.full_end] + ("'s" if new.possessive else "")
    least = _INVITED if led or preposition else _BARE
    old = _counterpart(new, preposition, before, discourse, least)
    if old is not None:
        return f"{before.question[: old.start]}{words}{before.question[old.end :]}"
    whole = before.clause is not None and not before.clause.copular
    known = words.lower() in before.question.lower()
    return (
        f"{before.question} {preposition} {words}" if preposition and whole and not known else None
    )


def _is_fragment(text: str) -> bool:
    """Return whether it has no verb of its own: "in 2021", "the opposition", "Niger"."""
    words = text.lower().split()
    if not words or len(words) > _LONGEST or words[0] in _NO_FRAGMENT:
        return False
    found = phrases(text)
    if not found:
        return False
    lead = text[: found[0].start].lower().split()
    covered = max(p.full_end for p in found) >= len(text.rstrip("?.! '’s"))
    return covered and len(lead) <= 1 and all(word in lexicon.PREPOSITIONS for word in lead)


def _covers(outer: Phrase, inner: Phrase) -> bool:
    wider = outer.full_end - outer.start > inner.full_end - inner.start
    return wider and outer.start <= inner.start and inner.full_end <= outer.full_end


def _at_time(time: str, preposition: str, before: Before) -> str | None:
    """Put a time in the place of the one before, or at the end; None where a time is asked."""
    clause = before.clause
    if clause is None or clause.asked.lower().startswith(("when", "what year", "in what year")):
        return None
    lead = preposition or ("in" if re.fullmatch(r"\d{4}s?", time) else "")
    asked = f"{lead} {time}".strip()
    old = next((p for p in phrases(before.question) if p.kind is Kind.TIME), None)
    if old is None:
        return f"{before.question} {asked}"
    led = _TIME_PREPOSITION.search(before.question[: old.start])
    start = led.start() if led else old.start
    return f"{before.question[:start]}{asked}{before.question[old.end :]}"


def _counterpart(
    new: Phrase, preposition: str, before: Before, discourse: Discourse, least: float
) -> Phrase | None:
    """Return what the new phrase takes the place of in the question before."""
    olds = [p for p in phrases(before.question, discourse.known) if p.kind is not Kind.TIME]
    if any(p.text.lower() == new.text.lower() for p in olds):
        return None
    if led_alike := [p for p in olds if preposition and p.before == preposition]:
        olds = led_alike
    elif preposition:  # "and in Niger?" after "leave Mali"
        olds, least = [p for p in olds if p.before not in lexicon.AUXILIARIES and p.named], 2.0
    likenesses = [_likeness(new, old, discourse) for old in olds]
    alike = max(likenesses, default=0.0)
    return olds[likenesses.index(alike)] if alike >= least else None


def _likeness(new: Phrase, old: Phrase, discourse: Discourse) -> float:
    """Return how much alike two phrases are, 0 when one cannot stand for the other."""
    kinds = (_kind(new, discourse), _kind(old, discourse))
    if new.named and old.named:
        return _likeness_of_names(*kinds)
    persons = [p.kind is Kind.PERSON or p.head in lexicon.PERSON_NOUNS for p in (new, old)]
    if persons[0] != persons[1]:
        return 0.4 if Kind.NAME in kinds else 0.0
    if new.named == old.named:
        same_number = 1.0 if new.plural == old.plural else 0.5
        return same_number + (1.0 if new.determiner == old.determiner else 0.0)
    groups = [
        phrase.head in lexicon.GROUP_NOUNS or kind in (Kind.ORGANISATION, Kind.PLACE)
        for phrase, kind in zip((new, old), kinds, strict=True)
    ]
    return 2.0 if persons[0] or all(groups) else 0.0 if old.named else 0.3


def _likeness_of_names(new: Kind, old: Kind) -> float:
    if new is old:
        return 3.0 if new is not Kind.NAME else 2.0
    if Kind.NAME in (new, old):
        return 2.0
    return 1.5 if {new, old} == {Kind.ORGANISATION, Kind.PLACE} else 0.5


def _kind(phrase: Phrase, discourse: Discourse) -> Kind:
    entity = discourse.find(phrase, phrase.text) if phrase.kind is Kind.NAME else None
    return phrase.kind if entity is None else entity.phrase.kind
