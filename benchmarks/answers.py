"""Ask the chain a set of questions and report how many it answers rightly and declines rightly.

    python benchmarks/answers.py DOCUMENTS QUESTIONS [--show]

QUESTIONS is JSON Lines as in `evals/data` (`question`, `kind`, `gold`). An answerable question is
answered when a citation of at most four statements holds a gold quote; beside it stands the floor,
the one sentence nearest by embedding among all those retrieved.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from calibration_sets import Asked, from_files

from rag.answers import Answer
from rag.assemble import build_chain, encoder_of, open_library
from rag.chain import Chain
from rag.settings import Settings
from vectorstore.embed import Encoder
from vectorstore.ingest import ingest
from vectorstore.sentences import sentences


@dataclass(frozen=True)
class Outcome:
    """One question asked."""

    asked: Asked
    answer: Answer
    right: bool
    floor: bool


def ask_all(chain: Chain, encoder: Encoder, questions: tuple[Asked, ...]) -> list[Outcome]:
    """Ask every question once."""
    return [outcome(asked, chain.ask(asked.question), encoder) for asked in questions]


def outcome(asked: Asked, answer: Answer, encoder: Encoder) -> Outcome:
    """Judge one answer by the gold quotes."""
    quotes = [citation.quote for citation in answer.citations]
    right = len(answer.statements) <= 4 and any(asked.holds(quote) for quote in quotes)
    return Outcome(asked, answer, right, asked.holds(nearest(answer, encoder)))


def nearest(answer: Answer, encoder: Encoder) -> str:
    """Return the sentence of the evidence that is nearest to the question by embedding."""
    texts = [
        span.of(item.document.text)
        for item in answer.evidence
        for span in sentences(item.document.text, item.passage.span, item.document.language)
    ]
    if not texts:
        return ""
    vectors = encoder.encode([answer.standalone_question, *texts])
    return texts[int(np.argmax(vectors[1:] @ vectors[0]))]


def report(outcomes: list[Outcome]) -> str:
    """Return the counts as Markdown."""
    can = [o for o in outcomes if o.asked.answerable]
    cannot = [o for o in outcomes if not o.asked.answerable]
    said = [len(o.answer.statements) for o in can if not o.answer.declined]
    counts = {
        "answerable": len(can),
        "answered, the answer cited": sum(o.right for o in can),
        "answered wrongly": sum(not o.right and not o.answer.declined for o in can),
        "declined": sum(o.answer.declined for o in can),
        "floor: the nearest sentence holds it": sum(o.floor for o in can),
        "statements, median": statistics.median(said) if said else "-",
        "to decline": len(cannot),
        "rightly declined": sum(o.answer.declined for o in cannot),
    }
    rows = [f"| {name} | {value} |" for name, value in counts.items()]
    return "\n".join(["| | |", "|---|---|", *rows])


def main() -> None:
    """Ingest, ask, report."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("documents", type=Path)
    options.add_argument("questions", type=Path)
    options.add_argument("--show", action="store_true", help="print what went wrong")
    chosen = options.parse_args()
    questions = from_files(chosen.documents, chosen.questions, 1.0)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=home)
        with open_library(settings, create=True) as library:
            ingest(library, [chosen.documents])
            chain = build_chain(settings, library)
            outcomes = ask_all(chain, encoder_of(settings), questions.asked)
    for o in outcomes if chosen.show else ():
        if not o.right and not (o.answer.declined and not o.asked.answerable):
            said = " / ".join(s.text for s in o.answer.statements) or "(declined)"
            print(f"{'A' if o.asked.answerable else 'U'} {o.asked.question}\n    {said[:400]}")
    print(report(outcomes))


if __name__ == "__main__":
    main()
