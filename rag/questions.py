"""What a question asks for: its kind, the terms it is about, and what the answer must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.words import FUNCTION_WORDS, Word, words


class Kind(StrEnum):
    """What sort of thing would answer."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    HOW_LONG = "how_long"
    HOW_OLD = "how_old"
    PERCENT = "percent"
    MONEY = "money"
    WHICH = "which"
    WHY = "why"
    YES_NO = "yes_no"
    QUOTE = "quote"
    LIST = "list"
    DEFINITION = "definition"
    HOW = "how"
    WHAT = "what"


_PERSON = (
    "person|president|minister|leader|politician|actor|actress|singer|author|player|official|general"
    "|commander|spokesperson|spokesman|spokeswoman|ambassador|director|scientist|king|queen|senator"
)
_PLACE = (
    "country|countries|city|cities|town|towns|place|places|state|states|village|villages|region"
    "|regions|location|capital|river|island|continent|province|county|port|nation|nations"
)
# In order: the first that matches decides.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.PERCENT, r"\b(?:what|which|how much) (?:percentage|percent|share|proportion|fraction)\b"),
    (Kind.MONEY, r"\bhow much (?:money|funding|aid)\b|\bhow (?:expensive|costly)\b"
                 r"|\bhow much (?:do|does|did|will|would|is|was|has|have)\b.*\b(?:cost|pa(?:y|id)|worth"
                 r"|spen[dt]|charge|raise|price|earn|owe|receiv\w+|g[eo]t)\b"
                 r"|\bwhat (?:did|does|do|will|would)\b.*\bcosts?\b"
                 r"|\bwhat (?:is|was|are|were) the (?:\w+ ){0,3}(?:price|cost|budget|salary|fee)\b"),
    (Kind.HOW_OLD, r"\bhow old\b|\b(?:what|which) (?:is|was) [\w .'’-]+ age\b|\bat what age\b"),
    (Kind.HOW_LONG, r"\bhow long (?!ago)|\bhow many (?:years|months|weeks|days|hours|minutes)\b"),
    (Kind.HOW_MANY, r"\bhow (?:many|much|large|big|high|far|tall|fast|deep|wide|often|strong|heavy)\b"
                    r"|\b(?:what|which) (?:is|was|are|were) the (?:\w+ ){0,2}(?:number|size|population|amount"
                    r"|toll|total|height|length|speed|level|rate)\b|\bwhat (?:number|population)\b"),
    (Kind.WHEN, r"\bwhen\b(?! .*, (?:what|who|why|how|which))|\b(?:what|which) (?:\w+ )?(?:year|date|day"
                r"|month|century|decade|season)\b|\bwhat time\b|\bhow long ago\b|\bsince when\b"),
    (Kind.WHY, r"\bwhy\b|\bwhat (?:reasons?|caus\w+|led|prompted|motivat\w+|triggered)\b|\bhow come\b"
               r"|\breasons? (?:for|behind|why|that)\b|\bwhat for\b"),
    (Kind.QUOTE, r"\bwhat (?:did|does|do|has|have|had|was|is)\b.*\b(?:say|said|call|called|warn|warned|tell"
                 r"|told|claim|argue|announce|accuse|answer|reply|respond|promise|demand|think|write|suggest"
                 r"|explain|comment|insist|describe|response|reaction)\b|^how (?:did|does|do|has)\b.*\b(?:describe"
                 r"|respond|react|explain|call)\b"),
    (Kind.WHERE, rf"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:{_PLACE})\b"),
    (Kind.WHO, rf"\bwho(?:m|se)?\b|\b(?:what|which) (?:\w+ )?(?:{_PERSON})\b|\bname of the (?:\w+ ){{0,2}}(?:{_PERSON})\b"),
    (Kind.YES_NO, r"^(?:and |so |but )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would"
                  r"|should|may|might|isn't|aren't|didn't|doesn't|hasn't)\b"),
    (Kind.WHICH, r"\bwhich\b|\bwhat (?:is|was) the name\b"),
    (Kind.LIST, r"^(?:list|name|give|enumerate)\b|\bwhat (?:are|were) the\b"),
    (Kind.DEFINITION, r"^what (?:is|are|was|were) (?:an? |the )?[\w'’. -]{2,40}\??$|\bstand for\b|\bdefine\b"),
    (Kind.HOW, r"^(?:and |so |but )?(?:in what way|how)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_HEAD = re.compile(
    r"\b(?:how (?:many|much)|which|what (?:percentage|percent|share|proportion|number) of|what"
    r"|names? of(?: the)?)\s+((?:(?!(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could"
    r"|should|in|on|at|to|for|from|by|that|who)\b)[\w'’.-]+\s*){1,5})",
    re.IGNORECASE,
)
_SORT = re.compile(
    r"\b(?:which|what)(?: (?:of|kind of|type of|sort of))?\s+((?:(?!(?:did|does|do|is|are|was|were|has|have|had|will|would"
    r"|can|could|should|in|on|at|to|for|from|by|that|who|of)\b)[\w'’.-]+\s*){1,3})",
    re.IGNORECASE,
)
_SORT_WORDS = 3
_SPEAKER = re.compile(
    r"\b(?:what|how) (?:did|does|do|has|have|had|was|is|were|are)\s+(?:the\s+)?(?P<who>.+?)\s+(?:say|said|call"
    r"|called|warn|warned|tell|told|claim|argue|announce|accuse|answer|reply|respond|promise|demand|think"
    r"|write|suggest|explain|comment|insist|describe|react)\b|\baccording to (?:the )?(?P<by>[\w .'’-]+)",
    re.IGNORECASE,
)
_SUBJECT_ASKED = re.compile(
    r"^who\s+(?=\w)|^(?:which|what)\s+\w+\s+(?=\w+(?:ed|s)\b)", re.IGNORECASE
)
_NOW = re.compile(
    r"\b(?:now|currently|at present|today|these days|so far|latest|newest|current)\b", re.IGNORECASE
)
_NAME = r"(?:the\s+)?(?:[A-Z][\w.'’-]*\s+)(?:(?:of|and|the|de|al)\s+(?=[A-Z])|[A-Z][\w.'’-]*\s+)*"
_SUBJECT_NAMED = re.compile(rf"\b(?:did|does|do|has|have|had|will|would)\s+{_NAME}(?:\w+ly\s+)?")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question; `name` where it is a name or a number, matched exactly."""

    form: str
    stem: str
    name: bool
    numeric: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the embedded answerer reads it.

    `head` holds the stems of what is counted or chosen ("how many *French soldiers*"), `asked_for`
    its words where one thing of a sort is to be named ("which *social media platform*"); `speaker`
    those of the person whose words are asked for; `predicate` that of what somebody is said to have
    done ("who *owns*", "why did Chad *leave*"), where it can be told without a parser. `now` is set
    when the present state is asked for.
    """

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    head: tuple[str, ...] = ()
    asked_for: str = ""
    speaker: tuple[str, ...] = ()
    predicate: str | None = None
    now: bool = False

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its terms."""
        return frozenset(term.stem for term in self.terms)


def analyse(text: str) -> Question:
    """Read a question by rules: kind, terms, head and speaker."""
    flat = re.sub(r"\s+", " ", text).strip()
    kind = _kind(flat)
    found = words(flat)
    return Question(
        text=flat,
        kind=kind,
        terms=_terms(found),
        head=_stems_of(_HEAD, flat),
        asked_for=_asked_for(flat, kind),
        speaker=_stems_of(_SPEAKER, flat) if kind is Kind.QUOTE else (),
        predicate=_predicate(flat),
        now=bool(_NOW.search(flat)),
    )


def _kind(flat: str) -> Kind:
    lowered = re.sub(r"\b(what|who|where|when|how)['’]s\b", r"\1 is", flat.lower())
    return next((kind for kind, pattern in _COMPILED if pattern.search(lowered)), Kind.WHAT)


def _terms(found: list[Word]) -> tuple[Term, ...]:
    terms: dict[str, Term] = {}
    shouting = all(word.capitalised for word in found if word.content)
    for at, word in enumerate(found):
        if not word.content:
            continue
        name = word.numeric or (word.capitalised and at > 0 and not shouting)
        terms.setdefault(word.stem, Term(word.form, word.stem, name, word.numeric))
    return tuple(terms.values())


def _stems_of(pattern: re.Pattern[str], flat: str) -> tuple[str, ...]:
    match = pattern.search(flat)
    if match is None:
        return ()
    phrase = next(group for group in match.groups() if group)
    return tuple(w.stem for w in words(phrase) if w.form.lower() not in FUNCTION_WORDS)


def _predicate(flat: str) -> str | None:
    match = _SUBJECT_ASKED.match(flat) or _SUBJECT_NAMED.search(flat)
    if match is None:
        return None
    found = next(iter(words(flat[match.end() :])), None)
    return found.stem if found and found.content and not found.capitalised else None


def _asked_for(flat: str, kind: Kind) -> str:
    match = _SORT.search(flat)
    if match is None or kind in (Kind.HOW_MANY, Kind.PERCENT, Kind.MONEY, Kind.WHEN):
        return ""
    kept = [w.form for w in words(match.group(1)) if w.form.lower() not in FUNCTION_WORDS]
    return " ".join(kept[:_SORT_WORDS])
