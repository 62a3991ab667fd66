"""Ask a set of questions through the chain the settings make, and write down all that came of it.

    FOOTNOTED_LLM__BASE_URL=http://127.0.0.1:8090/v1 \
        python benchmarks/local_answers.py DOCUMENTS QUESTIONS OUT.jsonl [--limit N] [--every N]

QUESTIONS is JSON Lines as in `evals/data` (`question`, `kind`, `gold`, `key_facts`). OUT gets one
line an answer and is gone on with where it stands: a question that is in it is not asked again. At
the end, and with `--report` alone, the totals are printed.

An answerable question is right when the answer's statements hold every key fact, or, where there is
none, a citation shares a gold quote; of any other, a decline is right.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from overhearing import Overheard

from rag.answers import Answer, Citation
from rag.assemble import build_chain, open_library
from rag.chain import Chain
from rag.configure import configure
from rag.events import Checking, Done, StatementChecked, StatementWithheld
from rag.generate import GeneratedAnswerer
from rag.llm import build_model, model_wanted
from vectorstore.ingest import ingest

Row = dict[str, Any]


def asked(chain: Chain, question: Row, model: Overheard | None) -> Row:
    """Ask one question and return what is kept of its answer.

    `waits_ms` are, for each statement, the milliseconds from the latest piece of the model's reply
    to the statement's verdict; those a judge had to read stand in `judged_waits_ms`.
    """
    started = time.perf_counter()
    first: float | None = None
    waits: list[float] = []
    judged: list[float] = []
    judging = False
    for event in chain.stream(question["question"]):
        now = time.perf_counter()
        match event:
            case Checking():
                judging = True
            case StatementChecked() | StatementWithheld():
                since = model.at if model else started
                (judged if judging else waits).append(round((now - since) * 1000, 1))
                first = first or now - started
            case Done(answer):
                return {
                    "id": question.get("id", question["question"]),
                    "question": question["question"],
                    "type": question.get("kind", "answerable"),
                    "right": right(question, answer),
                    "seconds": round(now - started, 2),
                    "first_statement_seconds": round(first, 2) if first else None,
                    "waits_ms": waits,
                    "judged_waits_ms": judged,
                    "reply": model.reply if model else None,
                    **kept(answer),
                }
    raise AssertionError("an answer ends with Done")


def kept(answer: Answer) -> Row:
    """Return an answer as a row of JSON."""
    made = answer.provenance
    return {
        "declined": answer.decline.value if answer.decline else None,
        "statements": [
            {
                "text": s.text,
                "class": s.verdict.kind.value,
                "by": s.verdict.by,
                "reason": s.verdict.reason,
                "recited": s.recited,
                "quotes": [_cited(c) for c in s.citations],
            }
            for s in answer.statements
        ],
        "withheld": [
            {
                "text": w.text,
                "class": w.verdict.kind.value,
                "by": w.verdict.by,
                "reason": w.reason,
                "failed": [f"{c.code}: {c.detail}" for c in w.verdict.failed],
                "quotes": [span.of(e.document.text) for e, span in w.spans],
            }
            for w in answer.withheld
        ],
        "missing": answer.missing,
        "nearest": [_cited(c) for c in answer.nearest],
        "answerer": made.answerer,
        "fallback": made.fallback,
        "notes": made.notes,
        "timings_ms": dict(made.timings_ms),
        "prompt_tokens": made.usage.prompt_tokens,
        "completion_tokens": made.usage.completion_tokens,
        "prompts": dict(made.prompts),
    }


def _cited(citation: Citation) -> Row:
    return {"document": Path(citation.document.source).name, "quote": citation.quote}


def right(question: Row, answer: Answer) -> bool:
    """Judge one answer by its key facts, or by the gold quotes where it has none."""
    if question.get("kind", "answerable") not in ("answerable", "partly"):
        return answer.declined
    said = _flat(" ".join(s.text for s in answer.statements))
    facts = question.get("key_facts") or []
    if facts:
        choices = [[fact] if isinstance(fact, str) else fact for fact in facts]
        return all(any(_flat(one) in said for one in choice) for choice in choices)
    quotes = [_flat(c.quote) for c in answer.citations]
    gold = [_flat(g["quote"]) for g in question.get("gold", [])]
    return any(g in q or q in g for g in gold for q in quotes)


def _flat(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def rows(path: Path) -> list[Row]:
    """Return the rows of a JSON Lines file, none when there is no file yet."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def report(done: list[Row]) -> Iterator[str]:
    """Yield the totals as Markdown."""
    can = [r for r in done if r["type"] in ("answerable", "partly")]
    cannot = [r for r in done if r not in can]
    said = [s for r in done for s in r["statements"]]
    withheld = [w for r in done for w in r["withheld"]]
    written = len(said) + len(withheld)
    waits = [ms for r in done for ms in r["waits_ms"]]
    wall = sum(r["seconds"] for r in done) * 1000
    checking = sum(r["timings_ms"].get("verify", 0) for r in done)
    figures = {
        "questions": len(done),
        "answerable: right": f"{sum(r['right'] for r in can)} of {len(can)}",
        "answerable: declined": sum(bool(r["declined"]) for r in can),
        "to decline: declined": f"{sum(r['right'] for r in cannot)} of {len(cannot)}",
        "fell back": sum(bool(r["fallback"]) for r in done),
        "sentences written": written,
        "withheld": f"{len(withheld)} ({len(withheld) / max(1, written):.0%})",
        "in answers declined for it": sum(
            len(r["withheld"]) for r in done if r["declined"] == "nothing_supported"
        ),
        "shown as": dict(Counter(s["class"] for s in said)),
        "withheld as": dict(Counter(w["class"] for w in withheld)),
        "cited another passage than the model": sum(s["recited"] for s in said),
        "seconds, median": statistics.median(r["seconds"] for r in done),
        "prompt tokens, median": _median(done, "prompt_tokens"),
        "completion tokens, median": _median(done, "completion_tokens"),
        "ms from a sentence's last piece to its verdict, median": _mid(waits),
        "the same, 95th of 100": round(statistics.quantiles(waits, n=20)[18]) if waits[1:] else "-",
        "checking, share of wall time": f"{checking / max(1, wall):.1%}",
    }
    yield "| | |"
    yield "|---|---|"
    yield from (f"| {name} | {value} |" for name, value in figures.items())


def _median(done: list[Row], name: str) -> object:
    return _mid([r[name] for r in done if r[name] is not None])


def _mid(values: list[float]) -> object:
    return round(statistics.median(values)) if values else "-"


def main() -> None:
    """Ingest, ask what was not asked yet, report."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("documents", type=Path)
    options.add_argument("questions", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--limit", type=int, help="ask at most so many of them")
    options.add_argument("--every", type=int, default=1, help="only every so manieth question")
    options.add_argument("--seconds", type=float, help="begin no question after so long")
    options.add_argument("--verifier-only", action="store_true", help="no model judges")
    options.add_argument("--report", action="store_true", help="ask nothing")
    chosen = options.parse_args()
    done = rows(chosen.out)
    if not chosen.report:
        ask(chosen, {r["id"] for r in done})
        done = rows(chosen.out)
    print("\n".join(report(done)))


def ask(chosen: argparse.Namespace, asked_before: set[str]) -> None:
    """Ask the questions that were not, a line each as soon as it is answered."""
    questions = rows(chosen.questions)[:: chosen.every][: chosen.limit]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        flags: dict[str, object] = {"home": home}
        if chosen.verifier_only:
            flags["check.judge"] = False
        settings = configure(flags).settings
        with open_library(settings, create=True) as library:
            ingest(library, [chosen.documents])
            chain = build_chain(settings, library)
            model = None
            if model_wanted(settings.llm):
                model = Overheard(build_model(settings.llm))
                writer = GeneratedAnswerer(model, settings.llm.passages)
                chain = replace(chain, answerer=writer)
            for question in questions:
                if question.get("id", question["question"]) in asked_before:
                    continue
                if chosen.seconds and time.monotonic() - started > chosen.seconds:
                    return
                row = asked(chain, question, model)
                with chosen.out.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
