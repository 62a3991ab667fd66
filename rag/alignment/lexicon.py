"""Words that change what a sentence claims: negations, hedges, conditions, speech, opposites."""

from __future__ import annotations

from rag.words import stem

_NEGATIONS = """no not never none nobody nothing neither nor without cannot nowhere
    ne pas jamais aucun aucune sans ni"""
_HEDGES = """may might could would should shall must ought consider considering considered plan
    plans planned planning propose proposed proposes proposal expected expects expect supposed
    likely unlikely probably possibly perhaps apparently reportedly allegedly alleged alleges
    accused accuses accuse accusing suspected suspect suspects threatened threatens threaten
    promised promises promise hope hopes hoped seek seeks sought attempt attempted attempts try
    tried tries intend intends intended aim aims aimed talked discussed discuss discussing rumoured
    rumored claims claimed claim denied denies deny refused refuse refuses rejected reject rejects
    failed fail fails urged urge urges demanded demand demands asked ask asks called wants want
    wanted believes believed believe thinks suggested suggests suggest due about-to potential
    possible draft scheduled doubt doubts doubted appears appeared seems seemed warned warns
    recommends recommended recommend pourrait devrait aurait serait promet promis propose prévoit
    envisage accuse"""
_LIMITS = """only almost nearly about around approximately roughly over under least most more fewer
    less up half some several many few partly mostly mainly partially up-to at-least already yet
    still just barely hardly initially temporarily so-far sometimes often usually occasionally
    seulement environ presque"""
_CONDITIONS = "if unless provided providing until once except whether si sauf jusqu'à"
_SPEECH = """said says say saying told tells tell according added adds argued argues insisted
    insists stated states announced announces declared declares wrote writes reported reports
    explained explains claimed claims warned warns accused accuses denied denies acknowledged
    admitted confirmed confirms promised replied asked called described blamed blames stressed
    noted notes testified complained estimates estimated believes thinks concluded found
    dit déclare déclaré affirme selon explique"""
_OPPOSITES = """up/down rise/fall rose/fell risen/fallen increase/decrease increase/decline
    increase/reduce increase/shrink grow/shrink grow/fall gain/lose gain/loss win/lose more/fewer
    more/less most/least above/below over/under before/after earlier/later higher/lower
    high/low larger/smaller bigger/smaller largest/smallest longer/shorter faster/slower
    better/worse best/worst first/last open/close start/end begin/end begin/stop start/stop
    begin/finish accept/reject approve/reject allow/forbid allow/ban permit/ban support/oppose
    favour/against for/against agree/refuse agree/disagree confirm/deny admit/deny arrive/leave
    enter/leave join/leave join/quit buy/sell import/export inside/outside include/exclude
    north/south east/west northern/southern eastern/western left/right male/female men/women
    alive/dead live/die succeed/fail success/failure guilty/innocent legal/illegal safe/unsafe
    true/false strong/weak strengthen/weaken expand/shrink extend/shorten extend/end
    lift/impose hire/fire arrest/release acquit/convict majority/minority always/never
    everyone/nobody all/none all/some both/neither cheap/expensive rich/poor early/late
    old/new young/old public/private advance/postpone double/halve improve/worsen love/hate
    somebody/nobody someone/nobody something/nothing
    remember/forget with/without upstream/downstream attack/defend borrow/lend give/receive
    send/receive add/remove raise/lower raise/cut keep/remove maximum/minimum"""
_REPORTING_NOUNS = "statement report accusation allegation claim rumour denial warning"


def _stems(listed: str) -> frozenset[str]:
    return frozenset(stem(word) for word in listed.split())


NEGATIONS = _stems(_NEGATIONS)
HEDGES = _stems(_HEDGES)
LIMITS = _stems(_LIMITS)
CONDITIONS = _stems(_CONDITIONS)
SPEECH = _stems(_SPEECH)
REPORTING = SPEECH | _stems(_REPORTING_NOUNS)
PRONOUNS = _stems("he she it they we i him her them his its their who that this these")
PREPOSITIONS = _stems(
    "in on at by from to of for with since during after before until under over into near along "
    "between through against about as"
)


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split():
        one, other = (stem(word) for word in pair.split("/"))
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES = _opposites()
"""The opposites of a stem, by stem."""
