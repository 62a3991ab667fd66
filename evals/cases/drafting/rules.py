"""Questions made from sentences without a model: their figures, dates, quotations and names.

They keep the sentence's words, so a person rewords them before accepting: as they are, they ask
little of a retriever.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from evals.cases.case import Case
from evals.cases.drafting.material import Sentence
from rag.alignment.dates import When, dates
from rag.alignment.figures import Figure, figures

_NAME = r"(?:[A-Z][\w’'-]+(?: (?:de|of|van|von))? ){0,3}[A-Z][\w’'-]+"
_SAID = r"(?:said|says|told \w+(?: \w+)?|wrote|added|replied|declared)"
_QUOTED = re.compile(
    rf"[“\"](?P<words>[^”\"]{{20,200}}?)[,.?!]?[”\"],? "
    rf"(?:{_SAID} (?P<after>{_NAME})|(?P<before>{_NAME}) {_SAID})"
)
_ROLE = re.compile(
    rf"(?P<name>[A-Z][\w’'-]+ {_NAME}), "
    r"(?P<role>(?:the|a|an|his|her|its|who) [^,.;“”\"]{5,80}),"
)
_PREPOSITION = re.compile(r"\b(?:on|in|by|since|until|from) $", re.IGNORECASE)
_NOUN = re.compile(r"[\s-]+(?![ap]\.m)(?:[a-z][\w-]* ){0,2}[a-z]\w*")
_DATELINE = re.compile(r"^[A-Z]{3,}[A-Z, ]*[\w, ]*$|\b(?:[Bb]etween|and) (?:\d+ )?$")
_OPENS = re.compile(r"\W*(?:(?:On|In|By|Until|Since|Between|From) )?")
_MONEY = re.compile(r"^[$€£¥]")
_BAD_START = re.compile(r"^(?:but|and|so|yet|or|then)\b ?", re.IGNORECASE)


def drafts(sentence: Sentence) -> Iterator[Case]:
    """Yield a draft for the first figure, date, quotation and described name of a sentence."""
    yield from _quotation(sentence)
    yield from _name(sentence)
    when = _first_date(sentence)
    if when is not None:
        yield _date(sentence, when)
    figure = _first_figure(sentence)
    if figure is not None:
        yield _figure(sentence, figure)


def _quotation(sentence: Sentence) -> Iterator[Case]:
    found = _QUOTED.search(sentence.text)
    if found:
        speaker = found["after"] or found["before"]
        question = f"Who said “{found['words'].strip()}”?"
        yield sentence.draft("quote", question, (speaker,), speaker=speaker)


def _name(sentence: Sentence) -> Iterator[Case]:
    found = _ROLE.search(sentence.text)
    if found:
        yield sentence.draft("who", f"Who is {found['name']}?", (found["role"],))


def _first_date(sentence: Sentence) -> When | None:
    for when in dates(sentence.text, _published(sentence)):
        before = sentence.text[: when.start]
        exact = when.first and when.day and when.weekday is None and not when.relative
        if exact and not _DATELINE.search(before) and not _OPENS.fullmatch(before):
            return when
    return None


def _date(sentence: Sentence, when: When) -> Case:
    text = sentence.text
    before = text[: when.start]
    preposition = _PREPOSITION.search(before)
    until = preposition and preposition[0].strip().lower() in ("by", "since", "until", "from")
    start = when.start if until or not preposition else preposition.start()
    asked = "when" if preposition else "what date"
    day = when.first.isoformat() if when.first else None
    return sentence.draft(
        "when",
        _in_place(text, start, when.end, asked),
        (text[when.start : when.end].rstrip(" ."),),
        date=day,
    )


def _first_figure(sentence: Sentence) -> Figure | None:
    dated = [(w.start, w.end) for w in dates(sentence.text, _published(sentence))]
    for figure in figures(sentence.text):
        inside = any(start < figure.end and figure.start < end for start, end in dated)
        digits = any(c.isdigit() for c in sentence.text[figure.start : figure.end])
        if not inside and digits and _asked_of(sentence.text, figure):
            return figure
    return None


def _figure(sentence: Sentence, figure: Figure) -> Case:
    text = sentence.text
    asked = _asked_of(text, figure) or "how many"
    return sentence.draft(
        "how_many",
        _in_place(text, figure.start, figure.end, asked),
        (text[figure.start : figure.end].strip(),),
    )


def _asked_of(text: str, figure: Figure) -> str | None:
    """Return what asks for a figure; None where nothing is counted, as in “boat P-14”."""
    if figure.unit == "%":
        return "what share"
    if _MONEY.match(figure.unit):
        return "how much"
    return "how many" if _NOUN.match(text, figure.end) else None


def _in_place(text: str, start: int, end: int, asked: str) -> str:
    """Return the sentence as a question, with what asks in the place of what is asked for."""
    stem = " ".join(f"{text[:start]}{asked}{text[end:]}".split())
    stem = _BAD_START.sub("", stem).rstrip(" .;:!?")
    return f"{stem[:1].upper()}{stem[1:]}?"


def _published(sentence: Sentence) -> tuple[dt.date, dt.date] | None:
    published = sentence.document.published
    return (published.first, published.last) if published else None
