"""Have the model the settings name judge minimal pairs, and count what it accepts.

    FOOTNOTED_LLM__BASE_URL=http://127.0.0.1:8090/v1 \
        python benchmarks/judging.py PAIRS.jsonl OUT.jsonl [--batch N] [--seconds S]

PAIRS is JSON Lines as in `evals/data/minimal-pairs-dev.jsonl`: claim, evidence, label, kind.
OUT gets one line a pair and is gone on with where it stands. Printed are the shares of true and of
false claims the model calls supported, by itself and on the claims the aligner calls reworded, the
only ones it is asked about in an answer.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.alignment.align import align
from rag.answers import VerdictClass
from rag.configure import configure
from rag.judge import ModelJudge
from rag.llm import build_model
from rag.run import Run

Row = dict[str, Any]


def judged(judge: ModelJudge, pairs: list[Row]) -> Iterator[Row]:
    """Yield each pair with what the model and the aligner say of it."""
    run = Run()
    started = time.perf_counter()
    said = judge.judge([(pair["claim"], pair["evidence"]) for pair in pairs], run)
    seconds = time.perf_counter() - started
    for pair, judgement in zip(pairs, said, strict=True):
        yield {
            **{name: pair[name] for name in ("id", "label", "kind", "claim")},
            "judge": judgement.label.value if judgement else None,
            "reason": judgement.reason if judgement else None,
            "aligner": align(pair["claim"], pair["evidence"]).kind.value,
            "seconds": round(seconds / len(pairs), 2),
            "prompt": run.prompts["verify"],
        }


def report(done: list[Row]) -> Iterator[str]:
    """Yield the counts as Markdown."""
    reworded = [row for row in done if row["aligner"] == VerdictClass.REWORDED.value]
    yield "| | accepted of the true | of the false | no judgement |"
    yield "|---|---|---|---|"
    for name, among in (("alone", done), ("reworded", reworded)):
        true = [row for row in among if row["label"] == "true"]
        false = [row for row in among if row["label"] == "false"]
        none = sum(row["judge"] is None for row in among)
        yield f"| {name} | {_accepted(true)} | {_accepted(false)} | {none} |"
    labels = Counter((row["label"], row["judge"]) for row in done)
    yield ""
    yield from (f"{label} called {judge}: {count}" for (label, judge), count in labels.items())
    yield f"seconds a pair: {sum(row['seconds'] for row in done) / max(1, len(done)):.1f}"


def _accepted(among: list[Row]) -> str:
    return f"{sum(row['judge'] == 'supported' for row in among)} of {len(among)}"


def rows(path: Path) -> list[Row]:
    """Return the rows of a JSON Lines file, none when there is no file yet."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main() -> None:
    """Judge what was not judged yet, report."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("pairs", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--batch", type=int, default=4, help="how many are read in one call")
    options.add_argument("--seconds", type=float, default=3600, help="begin none after so long")
    chosen = options.parse_args()
    before = {row["id"] for row in rows(chosen.out)}
    waiting = [pair for pair in rows(chosen.pairs) if pair["id"] not in before]
    judge = ModelJudge(build_model(configure().settings.llm))
    started = time.monotonic()
    for at in range(0, len(waiting), chosen.batch):
        if time.monotonic() - started > chosen.seconds:
            break
        with chosen.out.open("a", encoding="utf-8") as out:
            for row in judged(judge, waiting[at : at + chosen.batch]):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print("\n".join(report(rows(chosen.out))))


if __name__ == "__main__":
    main()
