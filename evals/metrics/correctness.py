"""Correctness: does the answer say what it must, and nothing that it must not.

Of a declined answer none of these scores is known: whether declining was right is counted by
`evals.metrics.declining`, and `right_answers` counts both together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from evals.metrics.matching import gives_date, names, plain, says, says_any
from evals.metrics.sample import Sample, Score, Supports, mean_of
from evals.response import Said
from vectorstore.documents import Published


def key_facts(sample: Sample) -> Score | None:
    """Return the share of key facts that the answer says (claim recall; Gao et al. 2023).

    Figures, dates and names are compared by what they mean. None for a decline or without facts.
    """
    facts = sample.case.key_facts
    if not sample.response.answered or not facts:
        return None
    return Score(sum(says_any(sample.response.text, fact) for fact in facts) / len(facts))


def judged_facts(sample: Sample) -> Score | None:
    """Return the share of key facts that a model finds in the answer, in whatever words.

    Claim recall as in ALCE. Without key facts, 1 where it finds any reference answer. None for a
    decline, without either, and without a judge that goes by what words mean; a fact it cannot
    tell about is left out.
    """
    judge, case = sample.understands, sample.case
    if judge is None or not sample.response.answered:
        return None
    verdicts = [_found(judge, sample, fact) for fact in case.key_facts or (case.answers,) if fact]
    return mean_of(float(found) for found in verdicts if found is not None)


def wrong_facts(sample: Sample) -> Score | None:
    """Return the share of wrong facts that the answer says (RAMDocs; Wang et al. 2025)."""
    facts = sample.case.wrong_facts
    if not sample.response.answered or not facts:
        return None
    return Score(sum(says_any(sample.response.text, fact) for fact in facts) / len(facts))


def right_answers(sample: Sample) -> Score | None:
    """Return 1 where the case is dealt with rightly as a whole, else 0.

    A case to decline is right when it is declined; another when every key fact is said and no wrong
    one. None for an error, and for a case to answer that states no facts.
    """
    response, case = sample.response, sample.case
    if response.error is not None:
        return None
    if case.kind.declines:
        return Score(float(response.declined))
    if not case.key_facts:
        return None
    said = all(says_any(response.text, fact) for fact in case.key_facts)
    wrong = any(says_any(response.text, fact) for fact in case.wrong_facts)
    return Score(float(response.answered and said and not wrong))


def token_f1(sample: Sample) -> Score | None:
    """Return the best token F1 with a reference answer (SQuAD; Rajpurkar et al. 2016)."""
    if not sample.response.answered or not sample.case.answers:
        return None
    return Score(max(f1(sample.response.text, answer) for answer in sample.case.answers))


def exact_match(sample: Sample) -> Score | None:
    """Return 1 where the answer is a reference answer, marks and articles aside (SQuAD), else 0."""
    if not sample.response.answered or not sample.case.answers:
        return None
    said = plain(sample.response.text)
    return Score(float(any(said == plain(answer) for answer in sample.case.answers)))


def short_answer(sample: Sample) -> Score | None:
    """Return 1 where the answer holds a reference answer (string match; Asai et al. 2023), else 0.

    For references that are a few words; a longer one is compared by `token_f1`.
    """
    short = [answer for answer in sample.case.answers if len(answer.split()) <= 8]
    if not sample.response.answered or not short:
        return None
    return Score(float(any(says(sample.response.text, answer) for answer in short)))


def speaker(sample: Sample) -> Score | None:
    """Return 1 where the answer names whom the case states as the speaker, else 0."""
    if not sample.response.answered or sample.case.speaker is None:
        return None
    return Score(float(names(sample.response.text, sample.case.speaker)))


def date(sample: Sample) -> Score | None:
    """Return 1 where the answer gives the date the case states, at least as exactly, else 0.

    A day without a year, or a weekday, is read by the publication of what its sentence cites.
    """
    if not sample.response.answered or sample.case.date is None:
        return None
    day = sample.case.date
    said = sample.response.statements
    return Score(float(any(gives_date(one.text, day, _published(one)) for one in said)))


def f1(answer: str, reference: str) -> float:
    """Return the F1 of the tokens two texts share, as SQuAD counts it."""
    said, wanted = plain(answer).split(), plain(reference).split()
    if not said or not wanted:
        return float(said == wanted)
    shared = sum((Counter(said) & Counter(wanted)).values())
    return 2 * shared / (len(said) + len(wanted))


def _found(judge: Supports, sample: Sample, wordings: Sequence[str]) -> bool | None:
    """Tell whether the answer says a fact in any wording; the judge is asked while none is found.

    A fact alone is often no sentence, so that the question stands with it.
    """
    verdicts: list[bool | None] = []
    for wording in wordings:
        statement = f"The answer to the question “{sample.case.question}” is, or holds: {wording}"
        verdicts.append(judge(statement, [sample.response.text]))
        if verdicts[-1]:
            return True
    return None if None in verdicts else False


def _published(said: Said) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day the sources of a sentence can be of, where they agree."""
    days = {citation.published for citation in said.citations}
    day = days.pop() if len(days) == 1 else None
    if day is None:
        return None
    known = Published(day, "citation")
    return known.first, known.last
