"""Which sentences of a draft state something that a source could hold, told by rules.

A sentence is a claim unless a rule says why it needs no source. The rules are English; of any other
language only questions and headings are told apart, and everything else is a claim.
"""

from __future__ import annotations

import re
from enum import StrEnum

from rag.manuscript.prose import Place, Sentence
from rag.words import FUNCTION_WORDS, Word, words


class Kind(StrEnum):
    """What a sentence of a draft needs."""

    CLAIM = "claim"
    NO_SOURCE_NEEDED = "no_source_needed"
    NOT_CHECKED = "not_checked"


_PAGES = (
    "article|text|post|piece|section|chapter|part|paper|report|essay|brief|letter|note|memo|page"
)
_GREETING = re.compile(
    r"(?:dear|hello|hi|hey|welcome|good (?:morning|afternoon|evening|day))\b[\w ,’'.-]{0,60}[,.!:]?"
    r"|(?:(?:with )?(?:best|kind|warm)(?:est)? (?:regards|wishes)|regards|cheers|many thanks"
    r"|(?:yours )?(?:sincerely|faithfully|truly))\b.{0,40}|thank(?:s| you)\b.{0,80}",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"(?:please|see|compare|read|click|scroll|turn to|go to|visit|contact|write to|sign up|share"
    r"|subscribe|stay tuned|imagine|picture|consider|think (?:of|about)|ask yourself|keep|bear"
    r"|look|take a look|let (?:us|me)|let[’']s|do not|don[’']t|feel free|send|download|wait|try"
    r"|make sure|be sure|remember to|have a look|check)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(?:(?:in|for) (?:this|the (?:following|next|last|first|second|third|final))"
    rf" (?:{_PAGES})s?,? )?"
    r"(?:(?:i|we)(?: will| shall| want to| would like to|[’']ll| am going to| are going to"
    rf"| hope to| now)?|this (?:{_PAGES})(?: will)?) "
    r"(?:first |then |next |briefly |now |also |only |finally )?"
    r"(?:look|explains?|describes?|discuss(?:es)?|turn|shows?|tells?|summari[sz]es?|begin|starts?"
    r"|begins?|return|come back|deals?|covers?|sets? out|asks?|tr(?:y|ies)|aims?|examines?|list"
    r"|consider|focus(?:es)?|presents?|gives?|review|argue)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"(?:(?:and|but|so|yet|still|personally|frankly|honestly),? )?"
    r"(?:i|we) (?:(?:do not|don[’']t|still|strongly|firmly|also|really|would) )?"
    r"(?:think|believe|feel|hope|doubt|suspect|wish|fear|suppose|guess|prefer|recommend|suggest"
    r"|expect|agree|disagree|find it|(?:am|are) (?:sure|convinced|afraid|glad|sorry))\b"
    r"|(?:in|to) (?:my|our) (?:view|opinion|mind|judgement|experience|eyes)\b|if you ask me\b"
    r"|(?:it|this|that) (?:is|was|would be|will be|seems|feels|sounds) (?:\w+ ){0,2}"
    r"(?:sad|good|bad|right|wrong|fair|unfair|fine|nice|interesting|strange|odd"
    r"|a (?:shame|pity|mistake|start|pleasure|joy|disgrace|scandal))\b"
    r"|(?:(?:and|but|oh),? )?what an? [^.?;:]*!+$",
    re.IGNORECASE,
)
_OUGHT = re.compile(
    r"(?:(?:and|but|so|perhaps|maybe),? )?(?:we|i|one|everyone|everybody|nobody|no one)(?: all)? "
    r"(?:should|ought to|had better|must|need to|deserves?)\b|it is (?:high )?time\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:said|says|saying|told|tells|according to|argued?s?|claim(?:s|ed)?|announced?|reported"
    r"|warn(?:s|ed)|insist(?:s|ed)|demand(?:s|ed)|call(?:s|ed) (?:for|on)|wrote|law|rules?|treaty"
    r"|agreement|contract|court|mandate|guidelines?|polls?|surveys?|stud(?:y|ies))\b"
    r"|[“\"«].{3,}[”\"»]",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"\b(?:follow(?:s|ing)|below|these|here (?:is|are)|for (?:example|instance)|namely"
    r"|(?:two|three|four|five|several|some|a few) (?:things|points|questions|reasons|lessons|facts)"
    r")\b.*:$"
    r"|^because of (?:two|three|several) things\b.*[.:]$"
    r"|^here (?:is|are) (?:why|how|what|the)\b.*[.:]$",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?:note|remember|recall|consider|imagine|keep in mind|bear in mind|did you know|please note)"
    r",? (?:too )?that\b|did you know\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？؟][)\]*_]*$|^[“\"'‘«„(].*[?？؟][”’\"'»)]+$", re.DOTALL)
_BECAUSE = re.compile(r"\b(?:as|because|since|which|so that|in order)\b", re.IGNORECASE)
_POINTER = re.compile(
    r"\b(?:table|figure|fig\.|section|sections|chapter|appendix|annex|page|p\.|step|note|footnote|part)"
    r" ?[A-Z\d][\d.]*\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_DISCOURSE = frozenset(
    """end story whole point question reason case matter fact word words rest clear true simple
    short begin start finally firstly secondly thirdly second third next last however therefore
    moreover furthermore meanwhile nevertheless instead otherwise besides indeed thus hence again
    also too today detail details example summary conclusion overall result turn hand mean means
    come back
    look closely step further enough wrong right later earlier before above below everything nothing
    something anything yes well course quite rather let need answer""".split()
)
_SUBJECTS = frozenset("he she it they who this these those".split())
_LONGEST_INSTRUCTION = 15
_NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds
    thousand thousands million millions billion billions half quarter percent""".split()
)


def kind_of(sentence: Sentence) -> tuple[Kind, str]:
    """Return what a sentence of a draft needs and, unless it is a claim, why in one sentence."""
    said = sentence.words.strip()
    match sentence.place:
        case Place.HEADING:
            return Kind.NO_SOURCE_NEEDED, "A heading."
        case Place.NOTE:
            return Kind.NO_SOURCE_NEEDED, "A footnote of the draft's own."
        case Place.ROW if any(map(str.isdigit, said)):
            return Kind.NOT_CHECKED, "A row of a table: its figures are left for you to compare."
        case Place.ROW:
            return Kind.NO_SOURCE_NEEDED, "A row of a table without figures."
    why = _why_not(said)
    return (Kind.NO_SOURCE_NEEDED, why) if why else (Kind.CLAIM, "")


def _why_not(said: str) -> str:
    """Return why a sentence needs no source; empty where it may."""
    if _TELLS.match(said):
        return ""
    if _ASKS.search(said):
        return "A question."
    if not any(map(str.isalnum, _ADDRESS.sub("", said))):
        return "No words."
    found = words(_POINTER.sub("", said))
    if any(any(map(str.isdigit, word.form)) for word in found):
        return ""
    if _GREETING.fullmatch(said):
        return "A greeting or a thank-you."
    return _without_digits(said, found)


def _without_digits(said: str, found: list[Word]) -> str:
    named = any(word.capitalised and word.content and word.form != "I" for word in found[1:])
    if not named and (_INTRODUCES.search(said) or _PLAN.match(said)):
        return "It announces what follows."
    if any(word.form.lower() in _NUMBER_WORDS for word in found):
        return ""
    if named:
        return "An opinion of the author's." if _own_opinion(said) else ""
    if _instructs(said) and len(found) <= _LONGEST_INSTRUCTION:
        return "An instruction to the reader."
    if _own_opinion(said):
        return "An opinion of the author's."
    return "" if _states(found) else "It only connects what stands around it."


def _instructs(said: str) -> bool:
    return _INSTRUCTION.match(said) is not None and _BECAUSE.search(said) is None


def _own_opinion(said: str) -> bool:
    told = _OPINION.match(said) or _OUGHT.match(said)
    return told is not None and _REPORTED.search(said) is None


def _states(found: list[Word]) -> bool:
    """Tell whether words could state something: two that carry content, or one of somebody."""
    known = _DISCOURSE | FUNCTION_WORDS
    content = sum(word.content and word.form.lower() not in known for word in found)
    return content >= (1 if any(word.form.lower() in _SUBJECTS for word in found) else 2)
