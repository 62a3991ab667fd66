"""Ask questions of public sets and inspect every answer: exact slices, verbatim quotations.

    python -m benchmarks.exactness DATA [--questions 300] [--model] [--json FILE]

DATA holds the public sets `clapnq`, `ramdocs` and `falseqa`, each in a folder of its name. Real
libraries are made in a temporary folder; so many questions are taken evenly from all that the sets
ask (see `benchmarks/declining.py`) and go through `Chain.ask`. Without `--model` the embedded
answerer answers; with it, the model the environment configures (`FOOTNOTED_LLM__…`).

What is counted is judged by `rag.faults`, which uses nothing of what made the answer.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.calibration_sets import Asked, QuestionSet, clapnq, falseqa, ramdocs, within
from rag.answers import Answer
from rag.assemble import build_chain, open_library
from rag.configure import configure
from rag.faults import exact, faults, quoted, verbatim
from rag.settings import Settings
from vectorstore.ingest import ingest

ROOT = Path(__file__).resolve().parent.parent
Picked = tuple[QuestionSet, list[Asked]]


def evenly(sets: Sequence[QuestionSet], number: int) -> list[Picked]:
    """Return so many questions in all, at even distances, with the set each is of."""
    every = [(place, asked) for place, questions in enumerate(sets) for asked in questions.asked]
    number = min(number, len(every))
    picked = [every[n * len(every) // number] for n in range(number)]
    return [(of, [a for at, a in picked if at == place]) for place, of in enumerate(sets)]


def ask(documents: Path, questions: Sequence[Asked], settings: Settings) -> Iterator[Answer]:
    """Ask the questions of one library of the documents."""
    with open_library(settings, create=True) as library:
        ingest(library, [documents])
        chain = build_chain(settings, library)
        for asked in questions:
            yield chain.ask(asked.question, filters=within(asked, library))


def counted(answer: Answer, *, withholding: bool) -> Counter[str]:
    """Return what there is in an answer and how much of it is exact."""
    cited = [c for s in answer.statements for c in s.citations]
    places = [*cited, *answer.nearest]
    quotations = [(words, s) for s in answer.statements for words in quoted(s.text)]
    kept = [any(verbatim(words, c.quote) for c in s.citations) for words, s in quotations]
    return Counter(
        {
            "questions": 1,
            "answered": not answer.declined,
            "answered by a model": answer.provenance.model is not None,
            "statements shown": len(answer.statements),
            "statements withheld": len(answer.withheld),
            "citations of statements": len(cited),
            "nearest passages cited": len(answer.nearest),
            "citations": len(places),
            "citations, exact": sum(map(exact, places)),
            "quotations": len(quotations),
            "quotations, verbatim": sum(kept),
            "faults": len(faults(answer, withholding=withholding)),
        }
    )


def report(totals: Counter[str]) -> str:
    """Return the totals as Markdown."""
    shares = {"citations, exact": "citations", "quotations, verbatim": "quotations"}
    rows = []
    for name, value in totals.items():
        of = totals[shares[name]] if name in shares else 0
        rows.append(f"| {name} | {value}{f' ({value / of:.2%})' if of else ''} |")
    return "\n".join(["| | |", "|---|---|", *rows])


def main() -> None:
    """Ingest, ask, inspect, report."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("data", type=Path)
    options.add_argument("--questions", type=int, default=300)
    options.add_argument("--model", action="store_true", help="answer with the configured model")
    options.add_argument("--json", type=Path, help="write totals and faults here")
    chosen = options.parse_args()
    totals: Counter[str] = Counter()
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        settings = configure().settings if chosen.model else Settings()
        withholding = settings.check.unsupported == "withhold"
        public = [
            clapnq(chosen.data / "clapnq", scratch / "clapnq", 1.0),
            ramdocs(chosen.data / "ramdocs", scratch / "ramdocs", 1.0),
            QuestionSet(ROOT / "examples/library", falseqa(chosen.data / "falseqa"), 1.0),
        ]
        for number, (of, asked) in enumerate(evenly(public, chosen.questions)):
            here = settings.model_copy(update={"home": scratch / f"home-{number}"})
            for answer in ask(of.documents, asked, here):
                totals.update(counted(answer, withholding=withholding))
                wrong = faults(answer, withholding=withholding)
                found += [{"question": answer.question, "fault": fault} for fault in wrong]
    print(report(totals))
    for fault in found:
        print(f"{fault['question']}\n    {fault['fault']}")
    if chosen.json:
        kept = {"totals": totals, "faults": found}
        chosen.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
