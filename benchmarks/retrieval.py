"""How good retrieval is, in nDCG@10 over whole documents.

    python benchmarks/retrieval.py FOLDER... [--words 160] [--cache FILE] [--leave-one-out]

Every FOLDER is a collection in the BEIR layout. A document stands where its best passage does.
Printed as a Markdown table: BM25 over whole documents, both rankings of passages alone, both by
reciprocal ranks, and what Footnoted retrieves. `--leave-one-out` chooses the way of fusing for each
collection by the mean over the others.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.beir import Beir, load, ndcg
from benchmarks.corpus import CachedEncoder, Corpus
from rag.fusion import fused, in_company, ranking
from rag.keywords import keywords
from rag.retrieve import HybridRetriever
from rag.settings import RetrievalSettings, Settings
from vectorstore.embed import encode_query, load_encoder
from vectorstore.lexical import LexicalIndex
from vectorstore.split import Splitter

if TYPE_CHECKING:
    from vectorstore.embed import Encoder

DEPTH = 10
Legs = tuple[dict[str, float], dict[str, float]]
Fuse = Callable[[Legs], dict[str, float]]


class Measured:
    """One collection, indexed, with both rankings of every question."""

    def __init__(self, beir: Beir, splitter: Splitter, encoder: Encoder, folder: Path) -> None:
        self.beir = beir
        self._encoder = encoder
        self.whole = LexicalIndex(folder / "whole")
        self.whole.add((n, f"{d.title or ''}\n{d.text}") for n, d in enumerate(beir.documents))
        self.whole.commit()
        self.corpus = Corpus(beir.documents, splitter, encoder, folder / "passages")
        self.legs: dict[str, Legs] = {}
        for id_, question in beir.questions.items():
            dense = self.corpus.dense(encode_query(encoder, question), 200)
            lexical = self.corpus.lexical(keywords(question), 200)
            self.legs[id_] = (dict(dense), dict(lexical))

    def close(self) -> None:
        """Close the indexes."""
        self.whole.close()
        self.corpus.close()

    def whole_documents(self) -> float:
        """Return nDCG@10 of BM25 over whole documents."""

        def ranked(id_: str) -> list[str]:
            hits = self.whole.query(keywords(self.beir.questions[id_]), DEPTH)
            return [self.beir.documents[hit.key].id for hit in hits]

        return self._mean(ranked)

    def of(self, fuse: Fuse, company: bool = False) -> float:
        """Return nDCG@10 of a way to fuse both rankings."""

        def ranked(id_: str) -> list[str]:
            scores = fuse(self.legs[id_])
            owners = self._owners(scores)
            return self._documents(ranking(in_company(scores, owners) if company else scores))

        return self._mean(ranked)

    def retrieved(self) -> float:
        """Return nDCG@10 of what `HybridRetriever` returns, a passage a document."""
        settings = RetrievalSettings(per_document=1)
        retriever = HybridRetriever(self.corpus, self._encoder, settings)

        def ranked(id_: str) -> list[str]:
            found = retriever.retrieve(self.beir.questions[id_], k=5 * DEPTH)
            return self._documents(e.passage.id for e in found.evidence)

        return self._mean(ranked)

    def _owners(self, ids: Iterable[str]) -> dict[str, str]:
        return {id_: p.document_id for id_, p in self.corpus.passages(ids).items()}

    def _documents(self, ids: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self._owners(ids).values()))

    def _mean(self, ranked: Callable[[str], list[str]]) -> float:
        return fmean(ndcg(ranked(id_), self.beir.gains[id_], DEPTH) for id_ in self.beir.questions)


def first(scores: dict[str, float], n: int) -> dict[str, float]:
    """Return the first n entries."""
    return dict(list(scores.items())[:n])


def reciprocal(constant: int, depth: int) -> Fuse:
    """Return reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

    def fuse(legs: Legs) -> dict[str, float]:
        scores: dict[str, float] = {}
        for leg in legs:
            for rank, id_ in enumerate(first(leg, depth), start=1):
                scores[id_] = scores.get(id_, 0) + 1 / (constant + rank)
        return scores

    return fuse


def standard(depth: int) -> Fuse:
    """Return Footnoted's fusion at a depth."""
    return lambda legs: fused(first(legs[0], depth), first(legs[1], depth))


WAYS: dict[str, tuple[Fuse, bool]] = {
    f"{name}, depth {depth}{', company' * company}": (fuse(depth), company)
    for name, fuse in {
        "RRF 10": lambda depth: reciprocal(10, depth),
        "RRF 60": lambda depth: reciprocal(60, depth),
        "standardised": standard,
    }.items()
    for depth in (60, 120, 200)
    for company in (False, True)
}


def table(measured: Sequence[Measured]) -> list[str]:
    """Return the comparison as the lines of a Markdown table."""
    rows: dict[str, Callable[[Measured], float]] = {
        "BM25, whole documents": Measured.whole_documents,
        "BM25, passages": lambda m: m.of(lambda legs: legs[1]),
        "vectors, passages": lambda m: m.of(lambda legs: legs[0]),
        "both by reciprocal ranks (k=60)": lambda m: m.of(reciprocal(60, 120)),
        "both by reciprocal ranks (k=10)": lambda m: m.of(reciprocal(10, 120)),
        "both standardised": lambda m: m.of(standard(120)),
        "**Footnoted**": Measured.retrieved,
    }
    names = [m.beir.name for m in measured]
    lines = [f"| nDCG@10 | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for label, score in rows.items():
        lines.append(f"| {label} | {' | '.join(f'{score(m):.3f}' for m in measured)} |")
    sizes = (f"{len(m.beir.documents)} / {len(m.corpus)} / {len(m.legs)}" for m in measured)
    return [*lines, f"| documents / passages / questions | {' | '.join(sizes)} |"]


def leave_one_out(measured: Sequence[Measured]) -> list[str]:
    """Return, for each collection, what the best way on the others gives on it."""
    scores = {way: [m.of(*how) for m in measured] for way, how in WAYS.items()}
    lines = ["| held out | chosen on the others | nDCG@10 | best there |", "|---|---|---|---|"]
    for at, m in enumerate(measured):
        others = {way: fmean(s[:at] + s[at + 1 :]) for way, s in scores.items()}
        chosen = max(others, key=others.__getitem__)
        best = max(s[at] for s in scores.values())
        lines.append(f"| {m.beir.name} | {chosen} | {scores[chosen][at]:.3f} | {best:.3f} |")
    return lines


def main() -> None:
    """Measure the collections named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--words", type=int, default=Settings().split.words)
    parser.add_argument("--cache", type=Path, help="keep vectors in this file")
    parser.add_argument("--leave-one-out", action="store_true")
    chosen = parser.parse_args()
    encoder = load_encoder()
    if chosen.cache:
        encoder = CachedEncoder(encoder, chosen.cache)
    measured = []
    with tempfile.TemporaryDirectory() as scratch:
        for folder in chosen.folders:
            beir = load(folder)
            measured.append(
                Measured(beir, Splitter(chosen.words), encoder, Path(scratch, str(len(measured))))
            )
        print(*table(measured), sep="\n")
        if chosen.leave_one_out:
            print("", *leave_one_out(measured), sep="\n")
        for each in measured:
            with closing(each):
                pass


if __name__ == "__main__":
    main()
