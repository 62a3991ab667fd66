"""Whether rewritten follow-ups find more than the follow-ups as they were asked.

    python benchmarks/rewrite_retrieval.py FOLDER

FOLDER has the BEIR layout (corpus.jsonl[.gz], queries.jsonl, qrels/test.tsv), each query with a
"history" of {"speaker": "user" | other, "text"}, as in MTRAG (Katsis et al., 2025). BM25 over the
passages, nDCG@10 of the queries that have a history.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import tantivy

from rag.answers import Turn
from rag.rewrite import RuleRewriter

_K = 10


def main() -> None:
    """Print nDCG@10 for each way to ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    relevant = _relevant(folder / "qrels" / "test.tsv")
    index = _index(next(folder.glob("corpus.jsonl*")))
    scores: dict[str, list[float]] = defaultdict(list)
    better = worse = 0
    rewrite = RuleRewriter().rewrite
    for query in _lines(folder / "queries.jsonl"):
        turns, wanted = _turns(query["history"]), relevant.get(query["_id"], set())
        if not turns or not wanted:
            continue
        asked = query["text"]
        ways = {
            "as asked": asked,
            "with the question before": f"{turns[-1].question} {asked}",
            "rewritten": rewrite(asked, turns),
        }
        found = {way: _ndcg(_search(index, text), wanted) for way, text in ways.items()}
        changed = ways["rewritten"] != asked
        for way, score in found.items():
            scores[f"all, {way}"].append(score)
            if changed:
                scores[f"changed, {way}"].append(score)
        better += found["rewritten"] > found["as asked"]
        worse += found["rewritten"] < found["as asked"]
    for way, values in sorted(scores.items()):
        print(f"{way}: {sum(values) / len(values):.4f} (n={len(values)})")
    print(f"rewriting helps {better} and hurts {worse}")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return (json.loads(line) for line in text.splitlines())


def _relevant(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text().splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            found[query].add(document)
    return found


def _turns(history: Sequence[dict[str, str]]) -> list[Turn]:
    turns: list[Turn] = []
    for said in history:
        if said["speaker"] == "user":
            turns.append(Turn(said["text"]))
        elif turns:
            turns[-1] = Turn(turns[-1].question, said["text"])
    return turns


def _index(corpus: Path) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(50_000_000, 1)
    for record in _lines(corpus):
        text = f"{record.get('title', '')} {record['text']}"
        writer.add_document(tantivy.Document(id=record["_id"], text=text))
    writer.commit()
    index.reload()
    return index


def _search(index: Any, question: str) -> list[str]:
    parsed, _ = index.parse_query_lenient(re.sub(r"[^\w ]", " ", question), ["text"])
    searcher = index.searcher()
    return [searcher.doc(address)["id"][0] for _, address in searcher.search(parsed, _K).hits]


def _ndcg(found: Sequence[str], wanted: set[str]) -> float:
    gain = sum(1 / math.log2(rank + 2) for rank, name in enumerate(found) if name in wanted)
    return gain / sum(1 / math.log2(rank + 2) for rank in range(min(_K, len(wanted))))


if __name__ == "__main__":
    main()
