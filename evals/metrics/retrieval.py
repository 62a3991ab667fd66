"""Retrieval by span overlap, through ir-measures (MacAvaney et al. 2022).

A passage is relevant when it overlaps a gold span of the same document. Passages of any size and of
any system are measured alike, since gold is a place and not a passage's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from evals.cases.case import Place
from evals.metrics.matching import plain
from evals.metrics.sample import Sample, Score
from evals.response import Cited, Retrieved
from rag.errors import SettingsError
from vectorstore.documents import Span


def recall_at(sample: Sample, k: int) -> Score | None:
    """Return the share of gold spans that the first k passages overlap (R@k).

    None without gold or where the system does not tell its passages.
    """
    found = _covered(sample)
    if found is None:
        return None
    reached = {gold for covered in found[:k] for gold in covered}
    run = {f"g{gold}": 1.0 for gold in reached}
    return _measure("R", len(sample.placed.gold), [f"g{g}" for g in range(_golds(sample))], run)


def ndcg_at(sample: Sample, k: int) -> Score | None:
    """Return nDCG@k (Järvelin and Kekäläinen 2002) of the ranking, each gold span counted once.

    A passage gains 1 for the first gold span it overlaps that none before it did. Spans that share
    a passage are one, so that a perfect ranking has 1 however the passages were cut.
    """
    found = _covered(sample)
    if found is None:
        return None
    names, judged = _ranking(found, _golds(sample))
    return _measure("nDCG", k, judged, _scored(names))


def reciprocal_rank(sample: Sample) -> Score | None:
    """Return 1 / the rank of the first passage that overlaps gold (MRR), 0 where none does."""
    found = _covered(sample)
    if found is None:
        return None
    names, judged = _ranking(found, _golds(sample))
    return _measure("RR", None, judged, _scored(names))


def success_at(sample: Sample, k: int) -> Score | None:
    """Return 1 where any of the first k passages overlaps gold, else 0 (Success@k)."""
    found = _covered(sample)
    if found is None:
        return None
    names, judged = _ranking(found, _golds(sample))
    return _measure("Success", k, judged, _scored(names))


def overlaps(item: Retrieved | Cited, gold: Place) -> bool:
    """Tell whether a passage or citation shares words with a gold span of the same document.

    Without offsets, its words must hold the gold's words, or be a part of them.
    """
    if not same_document(item, gold):
        return False
    if item.start is not None and item.end is not None:
        return item.start <= item.end and Span(item.start, item.end).overlaps(gold.span)
    words = item.text if isinstance(item, Retrieved) else item.quote
    return shares_words(words or "", gold.quote)


def same_document(item: Retrieved | Cited, gold: Place) -> bool:
    """Tell whether both are of one document; where the system names none, words alone decide."""
    named = {name for name in (item.document, item.source) if name}
    known = {gold.document_id, gold.source, PurePath(gold.source).name}
    if not named:
        return item.start is None
    return bool(named & known or {PurePath(name).name for name in named} & known)


def shares_words(one: str, other: str) -> bool:
    """Tell whether one text holds the other, marks and case aside."""
    one, other = plain(one), plain(other)
    if not one or not other:
        return False
    return f" {other} " in f" {one} " or f" {one} " in f" {other} "


def _golds(sample: Sample) -> int:
    return len(sample.placed.gold)


def _covered(sample: Sample) -> list[list[int]] | None:
    """Return which gold spans each passage overlaps, by number; None where it cannot be told."""
    passages = sample.response.passages
    if not sample.placed.gold or passages is None or sample.response.error is not None:
        return None
    return [
        [number for number, gold in enumerate(sample.placed.gold) if overlaps(passage, gold)]
        for passage in passages
    ]


def _ranking(covered: Sequence[Sequence[int]], golds: int) -> tuple[list[str], list[str]]:
    """Return the ranking as names, and the names that are relevant."""
    names: list[str] = []
    claimed: list[str] = []
    seen: set[int] = set()
    for rank, numbers in enumerate(covered):
        new = [number for number in numbers if number not in seen]
        seen.update(new)
        names.append(f"g{new[0]}" if new else f"passage {rank}")
        claimed += [names[-1]] if new else []
    return names, [*claimed, *(f"g{number}" for number in range(golds) if number not in seen)]


def _scored(names: Sequence[str]) -> dict[str, float]:
    return {name: float(len(names) - rank) for rank, name in enumerate(names)}


def _measure(name: str, k: int | None, judged: Sequence[str], run: dict[str, float]) -> Score:
    try:
        import ir_measures
    except ImportError as error:
        raise SettingsError(
            "Retrieval is measured with ir-measures: install footnoted[eval]."
        ) from error
    measure = ir_measures.parse_measure(name if k is None else f"{name}@{k}")
    qrels = {"case": dict.fromkeys(judged, 1)}
    return Score(float(ir_measures.calc_aggregate([measure], qrels, {"case": run})[measure]))
