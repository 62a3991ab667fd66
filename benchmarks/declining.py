"""Ask what can be answered and what cannot, and report how well the chain tells them apart.

    python -m benchmarks.declining DATA [--only SET] [--limit N] [--model] [--json FILE] [--show]

DATA holds the public sets `clapnq`, `ramdocs` and `falseqa`, each in a folder of its name. Real
libraries are made in a temporary folder and every question goes through `Chain.ask`. Without
`--model` the embedded answerer answers; with it, the model the environment configures
(`FOOTNOTED_LLM__…`).

| set | asked | of |
|---|---|---|
| clapnq, own passage | answerable and not | the passage it comes with, alone |
| clapnq, all passages | the same | one library of all the passages |
| ramdocs | answerable | its own documents |
| ramdocs, noise only | not answerable | those of its documents that do not answer |
| falseqa | not answerable | the sample library, which tells nothing of these things |

An answer is right when a citation holds the gold words. Intervals are 95 % bootstrap ones.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.calibration_sets import Asked, QuestionSet, clapnq, falseqa, ramdocs, within
from rag.answers import Answer
from rag.assemble import build_chain, open_library
from rag.configure import configure
from rag.settings import Settings
from vectorstore.ingest import ingest

ROOT = Path(__file__).resolve().parent.parent
RESAMPLED = 1000


@dataclass(frozen=True)
class Result:
    """What became of one question."""

    set: str
    question: str
    answerable: bool
    decline: str | None
    right: bool
    said: tuple[str, ...]


Figures = dict[str, float]
MEASURES: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], float]] = {
    "answerable_declined": lambda can, no, right: _share(no[can]),
    "answered_rightly": lambda can, no, right: _share(right[can]),
    "decline_precision": lambda can, no, right: _share(~can[no]),
    "decline_recall": lambda can, no, right: _share(no[~can]),
    "decline_f1": lambda can, no, right: (
        2 * float((no & ~can).sum()) / max(1, int(no.sum()) + int((~can).sum()))
    ),
}
"""From whether each could be answered, was declined, was answered rightly; NaN of nothing."""


def _share(which: np.ndarray) -> float:
    return float(which.mean()) if len(which) else float("nan")


def sampled(questions: Sequence[Asked], limit: int | None) -> list[Asked]:
    """Return at most `limit` questions of each set and answerability, taken evenly."""
    kinds: dict[tuple[str, bool], list[Asked]] = {}
    for asked in questions:
        kinds.setdefault((asked.set, asked.answerable), []).append(asked)
    kept = []
    for same in kinds.values():
        number = min(limit or len(same), len(same))
        kept += [same[n * len(same) // number] for n in range(number)]
    return kept


def ask(documents: Path, questions: Sequence[Asked], settings: Settings) -> Iterator[Result]:
    """Ask every question of one library of the documents."""
    with open_library(settings, create=True) as library:
        ingest(library, [documents])
        chain = build_chain(settings, library)
        for asked in questions:
            yield judged(asked, chain.ask(asked.question, filters=within(asked, library)))


def judged(asked: Asked, answer: Answer) -> Result:
    """Judge an answer by the gold words."""
    return Result(
        set=asked.set,
        question=asked.question,
        answerable=asked.answerable,
        decline=str(answer.decline) if answer.decline else None,
        right=any(asked.holds(citation.quote) for citation in answer.citations),
        said=tuple(statement.text for statement in answer.statements),
    )


def figures(results: Sequence[Result]) -> dict[str, Figures]:
    """Return each measure with the ends of its interval; left out where it says nothing."""
    can = np.array([r.answerable for r in results])
    no = np.array([r.decline is not None for r in results])
    right = np.array([r.right for r in results])
    draws = np.random.default_rng(0).integers(0, len(results), (RESAMPLED, len(results)))
    found = {}
    for name, measure in MEASURES.items():
        value = measure(can, no, right)
        of_both = name in ("decline_precision", "decline_f1")
        if np.isnan(value) or (of_both and (can.all() or not can.any())):
            continue
        drawn = [measure(can[d], no[d], right[d]) for d in draws]
        low, high = np.nanquantile(drawn, [0.025, 0.975])
        found[name] = {"value": value, "low": float(low), "high": float(high)}
    return found


def table(by_set: dict[str, dict[str, Figures]], counts: dict[str, int]) -> str:
    """Return the figures as Markdown, a row a set."""
    lines = [
        "| set | questions | " + " | ".join(n.replace("_", " ") for n in MEASURES) + " |",
        "|" + "---|" * (len(MEASURES) + 2),
    ]
    for name, found in by_set.items():
        cells = [
            f"{f['value']:.2f} ({f['low']:.2f} to {f['high']:.2f})" if (f := found.get(m)) else "-"
            for m in MEASURES
        ]
        lines.append(f"| {name} | {counts[name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Ask everything, report."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("data", type=Path)
    options.add_argument("--only", metavar="SET", help="ask this one alone, as the table names it")
    options.add_argument("--limit", type=int, help="at most so many of each kind, taken evenly")
    options.add_argument("--model", action="store_true", help="answer with the configured model")
    options.add_argument("--json", type=Path, help="write figures and answers here")
    options.add_argument("--show", action="store_true", help="print what went wrong")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        settings = configure().settings if chosen.model else Settings()
        public = [
            clapnq(chosen.data / "clapnq", scratch / "clapnq", 1.0),
            ramdocs(chosen.data / "ramdocs", scratch / "ramdocs", 1.0),
            QuestionSet(ROOT / "examples/library", falseqa(chosen.data / "falseqa"), 1.0),
        ]
        results: list[Result] = []
        for number, questions in enumerate(public):
            here = settings.model_copy(update={"home": scratch / f"home-{number}"})
            asked = [each for each in questions.asked if chosen.only in (None, each.set)]
            if asked:
                results += ask(questions.documents, sampled(asked, chosen.limit), here)
    if not results:
        options.error(f"there is no set {chosen.only!r}")
    for result in results if chosen.show else ():
        if result.answerable == (result.decline is not None):
            print(f"{result.set}: {result.question}\n    {' / '.join(result.said) or '(declined)'}")
    sets = {name: [r for r in results if r.set == name] for name in {r.set: 0 for r in results}}
    by_set = {name: figures(found) for name, found in sets.items()}
    print(table(by_set, {name: len(found) for name, found in sets.items()}))
    if chosen.json:
        report = {"figures": by_set, "results": [asdict(result) for result in results]}
        chosen.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
