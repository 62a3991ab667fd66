"""Ask questions of a heap of news pages: RealTimeQA's development weeks.

    python benchmarks/heap.py REALTIMEQA

All retrieved pages of `gcs_dev` go into one library, and its questions are asked without their
options. A question whose gold string stands, between word boundaries, in a page that was retrieved
for it can be answered; it is answered rightly when a citation of at most three statements holds the
string. Beside it is the floor: the one sentence nearest by embedding among those retrieved.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from answers import nearest

from rag.assemble import build_chain, encoder_of, open_library
from rag.settings import Settings
from vectorstore.ingest import ingest


def pages(source: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text of every page by its address, and all that was retrieved for a question."""
    found: dict[str, str] = {}
    own: dict[str, str] = {}
    for file in sorted((source / "gcs_dev").glob("*.jsonl.gz")):
        for row in _rows(file):
            texts = []
            for page in row["search_result"]:
                if page.get("text"):
                    texts.append(f"{page['title']}\n\n{page['text']}\n")
                    found.setdefault(page["url"], texts[-1])
            own[row["question_id"]] = "\n".join(texts)
    return found, own


def questions(source: Path) -> list[tuple[str, str, list[str]]]:
    """Return each question with its id and its gold strings."""
    return [
        (
            row["question_id"],
            row["question_sentence"],
            [row["choices"][int(n)] for n in row["answer"]],
        )
        for row in _rows(source / "questions_dev.jsonl.gz")
    ]


def _rows(file: Path) -> Iterator[dict]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def holds(text: str, gold: list[str]) -> bool:
    """Tell whether one of the strings stands in a text between word boundaries, case folded."""
    return any(
        re.search(rf"(?<!\w){re.escape(string.strip())}(?!\w)", text, re.IGNORECASE)
        for string in gold
    )


def main() -> None:
    """Ingest, ask, count."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("source", type=Path)
    options.add_argument("--home", type=Path, help="keep the library here between runs")
    chosen = options.parse_args()
    texts, own = pages(chosen.source)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pages"
        folder.mkdir()
        for address, text in texts.items():
            name = hashlib.sha256(address.encode()).hexdigest()[:16]
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        settings = Settings(home=chosen.home or Path(scratch) / "home")
        counts = {"can": 0, "right": 0, "floor": 0, "declined": 0, "cannot": 0, "kept silent": 0}
        with open_library(settings, create=True) as library:
            if library.empty:
                print(ingest(library, [folder]))
            chain, encoder = build_chain(settings, library), encoder_of(settings)
            for id_, question, gold in questions(chosen.source):
                answer = chain.ask(question)
                if not holds(own.get(id_, ""), gold):
                    counts["cannot"] += 1
                    counts["kept silent"] += answer.declined
                    continue
                counts["can"] += 1
                counts["declined"] += answer.declined
                said = " ".join(c.quote for c in answer.citations)
                counts["right"] += len(answer.statements) <= 3 and holds(said, gold)
                counts["floor"] += holds(nearest(answer, encoder), gold)
    print(
        f"{len(texts)} pages; of {counts['can']} questions whose answer stands in them "
        f"{counts['right']} were answered with it ({counts['right'] / counts['can']:.2f}), "
        f"{counts['declined']} declined; nearest sentence {counts['floor']}. Of the other "
        f"{counts['cannot']}, {counts['kept silent']} were declined."
    )


if __name__ == "__main__":
    main()
