"""Fit when the embedded answerer answers, and write `rag/data/extractive.json`.

    python benchmarks/calibrate.py --clapnq DIR --ramdocs DIR [--set DOCUMENTS QUESTIONS WEIGHT]...

CLAPNQ (Apache-2.0) and RAMDocs (MIT) are read from their public files. A set is a folder of
documents and a JSON Lines file of questions with `type` (answerable or not) and `gold` quotes, as
in `evals/data`; the development half of the sample library's questions is always one. Each set is
ingested into a library of its own and asked through the real retriever, so that the chances are
those of sentences as users meet them.

Two logistic regressions are fitted: one ranks all sentences, one (with signs held: no objection may
count in favour) judges the best few. The threshold is the highest that still answers the share of
answerable questions given by `--answered`, on folds the weights were not fitted on.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from calibration_sets import Asked, QuestionSet, clapnq, from_files, ramdocs
from scipy.optimize import minimize

from rag.assemble import encoder_of, open_library
from rag.chance import ANSWER_INPUTS, TOP, Chances, Logistic, answer_inputs
from rag.extract import ExtractiveAnswerer
from rag.features import NAMES, measure
from rag.objections import CODES, objections
from rag.questions import analyse
from rag.retrieve import HybridRetriever
from rag.settings import Settings
from vectorstore.ingest import ingest

ROOT = Path(__file__).resolve().parent.parent
RIDGE = 0.01
FOLDS = 8
_BLANK = Logistic(np.zeros(1), np.ones(1), np.zeros(1), 0.0)
UNFITTED = Chances(_BLANK, _BLANK, 0.0)
"""Reading needs no weights; there are none before the first fit."""
NEGATIVE = {*CODES, "fragment"}


@dataclass
class Example:
    """One question: the features of every sentence read, and which of them hold the answer."""

    asked: Asked
    rows: np.ndarray
    against: list[dict[str, float]]
    gold: np.ndarray
    weight: float


def examples(questions: QuestionSet) -> Iterator[Example]:
    """Yield what the real retriever and reader give for each question of a set."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=home)
        with open_library(settings, create=True) as library:
            ingest(library, [questions.documents])
            encoder = encoder_of(settings)
            retriever = HybridRetriever(library, encoder, settings.retrieval)
            answerer = ExtractiveAnswerer(encoder, library.stores.keywords.rarity, chances=UNFITTED)
            for asked in questions.asked:
                readings, _ = answerer.readings(
                    analyse(asked.question), retriever.retrieve(asked.question).evidence
                )
                if readings.all:
                    yield Example(
                        asked,
                        measure(readings),
                        [objections(readings.question, r, readings.weights) for r in readings.all],
                        np.array([asked.holds(r.sentence.text) for r in readings.all]),
                        questions.weight,
                    )


def fit(
    rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, signs: Sequence[int]
) -> Logistic:
    """Return the weighted ridge logistic regression whose weights keep to the signs (0: free)."""
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    standard = (rows - middle) / scale
    weights = weights / weights.sum()

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        logits = standard @ beta[:-1] + beta[-1]
        chance = 1 / (1 + np.exp(-logits))
        error = weights * (chance - labels)
        value = (weights * (np.logaddexp(0, logits) - labels * logits)).sum()
        gradient = np.append(standard.T @ error + 2 * RIDGE * beta[:-1], error.sum())
        return value + RIDGE * (beta[:-1] ** 2).sum(), gradient

    bounds = [(0 if s > 0 else None, 0 if s < 0 else None) for s in signs] + [(None, None)]
    start = np.zeros(rows.shape[1] + 1)
    beta = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Logistic(
        middle.astype(np.float32),
        scale.astype(np.float32),
        beta[:-1].astype(np.float32),
        float(beta[-1]),
    )


def fit_ranking(found: Sequence[Example]) -> Logistic:
    """Fit which sentence of those read bears on the question, on the answerable ones."""
    kept = [example for example in found if example.gold.any()]
    rows = np.concatenate([example.rows for example in kept])
    labels = np.concatenate([example.gold for example in kept]).astype(float)
    weights = np.concatenate([np.full(len(e.gold), e.weight / len(e.gold)) for e in kept])
    weights = np.where(labels > 0, weights * 6, weights)
    return fit(rows, labels, weights, [0] * len(NAMES))


def fit_answering(found: Sequence[Example], ranking: Logistic) -> Logistic:
    """Fit whether one of the best-ranked sentences answers."""
    rows, labels, weights = [], [], []
    for example in found:
        for place, inputs in top(example, ranking):
            holds = bool(example.gold[place])
            rows.append(inputs)
            labels.append(float(holds))
            share = 1.0 if holds else (0.3 if example.asked.answerable else 1.0) / TOP
            weights.append(example.weight * share)
    signs = [-1 if name in NEGATIVE else 1 for name in ANSWER_INPUTS]
    return fit(np.array(rows), np.array(labels), np.array(weights), signs)


def top(example: Example, ranking: Logistic) -> list[tuple[int, np.ndarray]]:
    """Return the places and the second step's inputs of the best-ranked sentences."""
    ranked = np.clip(ranking.logits(example.rows), -7, 7)
    best = np.argsort(-ranked, kind="stable")[:TOP]
    return [
        (int(i), answer_inputs(float(ranked[i]), example.rows[i], example.against[i])) for i in best
    ]


def held_out(found: Sequence[Example]) -> np.ndarray:
    """Return each question's best chance under weights fitted without its fold."""
    fold = np.random.default_rng(0).permutation(len(found)) % FOLDS
    chances = np.zeros(len(found))
    for number in range(FOLDS):
        kept = [e for e, f in zip(found, fold, strict=True) if f != number]
        ranking = fit_ranking(kept)
        answering = fit_answering(kept, ranking)
        for at in np.flatnonzero(fold == number):
            inputs = np.array([x for _, x in top(found[at], ranking)])
            chances[at] = (1 / (1 + np.exp(-answering.logits(inputs)))).max()
    return chances


def stored(model: Logistic, names: Sequence[str]) -> dict[str, object]:
    """Return a model as JSON: middle, scale and weight a feature."""
    columns = np.stack([model.middle, model.scale, model.weights], axis=1)
    return {
        "inputs": {n: [round(float(x), 5) for x in c] for n, c in zip(names, columns, strict=True)},
        "intercept": round(model.intercept, 5),
    }


def trade_off(found: Sequence[Example], chances: np.ndarray, threshold: float) -> dict[str, object]:
    """Return, a set: how many answerable questions are answered, how many others declined."""
    table = {}
    for name in dict.fromkeys(example.asked.set for example in found):
        mine = np.array([e.asked.set == name for e in found])
        can = np.array([e.asked.answerable for e in found])
        table[name] = {
            "answerable": int((mine & can).sum()),
            "answered": int((mine & can & (chances >= threshold)).sum()),
            "unanswerable": int((mine & ~can).sum()),
            "declined": int((mine & ~can & (chances < threshold)).sum()),
        }
    return table


def main() -> None:
    """Fit, report, write."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--clapnq", type=Path)
    options.add_argument("--ramdocs", type=Path)
    options.add_argument("--set", nargs=3, action="append", default=[])
    options.add_argument("--answered", type=float, default=0.9)
    options.add_argument("--out", type=Path, default=ROOT / "rag/data/extractive.json")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sets = [from_files(ROOT / "examples/library", ROOT / "evals/data/sample-dev.jsonl", 3.0)]
        sets += [from_files(Path(d), Path(q), float(w)) for d, q, w in chosen.set]
        if chosen.clapnq:
            sets.append(clapnq(chosen.clapnq, Path(scratch) / "clapnq", 0.7))
        if chosen.ramdocs:
            sets.append(ramdocs(chosen.ramdocs, Path(scratch) / "ramdocs", 0.2))
        found = [example for questions in sets for example in examples(questions)]
    ranking = fit_ranking(found)
    chances = held_out(found)
    tuned = [c for c, e in zip(chances, found, strict=True) if e.asked.answerable and e.weight >= 1]
    threshold = float(np.quantile(tuned, 1 - chosen.answered))
    table = trade_off(found, chances, threshold)
    model = {
        "fitted_by": "benchmarks/calibrate.py",
        "threshold": round(threshold, 4),
        "trade_off_on_folds_not_fitted_on": table,
        "ranking": stored(ranking, NAMES),
        "answering": stored(fit_answering(found, ranking), ANSWER_INPUTS),
    }
    chosen.out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print("| set | answered of the answerable | declined of the others |\n|---|---|---|")
    for name, row in table.items():
        print(
            f"| {name} | {row['answered']} of {row['answerable']} "
            f"| {row['declined']} of {row['unanswerable']} |"
        )


if __name__ == "__main__":
    main()
