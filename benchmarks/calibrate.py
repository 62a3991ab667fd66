"""Fit when the embedded answerer answers, and write `rag/data/extractive.json`.

    python benchmarks/calibrate.py --clapnq DIR --ramdocs DIR [--keep]
        [--set DOCUMENTS QUESTIONS WEIGHT]...

CLAPNQ (Apache-2.0) and RAMDocs (MIT) are read from their public files. A set is a folder and a JSON
Lines file of questions with `type` (answerable or not) and `gold` quotes, as in `evals/data`; the
development half of the sample library's questions is always one. Each set is ingested into a
library of its own and asked through the real retriever: sentences are those that users meet.

Three logistic regressions are fitted: one ranks all sentences, one (with signs held: no objection
may count in favour) judges the best few, one decides whether to answer. The threshold is the
highest that still answers, of CLAPNQ's answerable questions, the share given by `--answered`, on
folds not fitted on. `--keep` fits the last step alone and keeps the other two of `--out`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from calibration_examples import Example, examples
from calibration_sets import clapnq, from_files, ramdocs
from scipy.optimize import minimize

from rag.chance import (
    ANSWER_INPUTS,
    DECISION_INPUTS,
    TOP,
    Logistic,
    answer_inputs,
    decision_inputs,
)
from rag.features import NAMES
from rag.objections import CODES

ROOT = Path(__file__).resolve().parent.parent
RIDGE = 0.01
THRESHOLD_SET = "clapnq"
"""The threshold is chosen on the sets whose names begin so."""
FOLDS = 8
LEAST_COST = {
    "wrong_kind": 2.0, "other_actor": 1.0, "other_speaker": 1.0, "not_stated_as_fact": 1.0,
    "count_of_something_else": 0.7, "act_absent": 0.8, "name_absent": 1.0, "denied": 0.5,
    "about_another": 0.7,
}  # fmt: skip
"""What an objection costs at the least, in log odds. The public sets were not written to trap a
reader and alone would teach that most of these do not matter."""
NEGATIVE = {*CODES, "fragment"}


def fit(
    rows: np.ndarray,
    labels: np.ndarray,
    weights: np.ndarray,
    names: Sequence[str],
    signs: Sequence[int],
    ridge: float = RIDGE,
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
        gradient = np.append(standard.T @ error + 2 * ridge * beta[:-1], error.sum())
        return value + ridge * (beta[:-1] ** 2).sum(), gradient

    costs = np.array([LEAST_COST.get(name, 0.0) for name in names]) * scale
    bounds = [
        (0 if sign > 0 else None, -cost if sign < 0 else None)
        for sign, cost in zip(signs, costs, strict=True)
    ]
    bounds.append((None, None))
    start = np.append(-costs, 0.0)
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
    return fit(rows, labels, weights, NAMES, [0] * len(NAMES))


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
    return fit(np.array(rows), np.array(labels), np.array(weights), ANSWER_INPUTS, signs)


def top(example: Example, ranking: Logistic) -> list[tuple[int, np.ndarray]]:
    """Return the places and the second step's inputs of the best-ranked sentences."""
    ranked = np.clip(ranking.logits(example.rows), -7, 7)
    best = np.argsort(-ranked, kind="stable")[:TOP]
    return [
        (int(i), answer_inputs(float(ranked[i]), example.rows[i], example.against[i])) for i in best
    ]


def folds(found: Sequence[Example]) -> np.ndarray:
    """Return each question's fold; the same question asked of other documents is in the same."""
    numbers = {text: n for n, text in enumerate(sorted({e.asked.question for e in found}))}
    fold = np.random.default_rng(0).permutation(len(numbers)) % FOLDS
    return np.array([fold[numbers[e.asked.question]] for e in found])


def held_out_inputs(found: Sequence[Example], fold: np.ndarray) -> np.ndarray:
    """Return what the last step reads of each question, by steps fitted without its fold."""
    inputs = np.zeros((len(found), len(DECISION_INPUTS)))
    for number in range(FOLDS):
        kept = [e for e, f in zip(found, fold, strict=True) if f != number]
        ranking = fit_ranking(kept)
        answering = fit_answering(kept, ranking)
        for at in np.flatnonzero(fold == number):
            places, rows = zip(*top(found[at], ranking), strict=True)
            chances = 1 / (1 + np.exp(-answering.logits(np.array(rows))))
            best = int(np.argmax(chances))
            bears = found[at].bears(places[best])
            inputs[at] = decision_inputs(float(chances[best]), *bears)
    return inputs


def fit_deciding(found: Sequence[Example], inputs: np.ndarray) -> Logistic:
    """Fit whether a question is answered at all."""
    labels = np.array([float(e.asked.answerable) for e in found])
    weights = np.array([e.deciding for e in found])
    return fit(inputs, labels, weights, DECISION_INPUTS, [1] * len(DECISION_INPUTS), ridge=0.001)


def held_out(found: Sequence[Example], fold: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Return each question's chance of being answered, decided by weights fitted without it."""
    chances = np.zeros(len(found))
    for number in range(FOLDS):
        kept = fold != number
        deciding = fit_deciding([e for e, k in zip(found, kept, strict=True) if k], inputs[kept])
        chances[~kept] = 1 / (1 + np.exp(-deciding.logits(inputs[~kept])))
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


def first_steps(found: Sequence[Example]) -> dict[str, object]:
    """Fit the ranking and the answering step on everything."""
    ranking = fit_ranking(found)
    answering = fit_answering(found, ranking)
    return {"ranking": stored(ranking, NAMES), "answering": stored(answering, ANSWER_INPUTS)}


def kept_steps(file: Path) -> dict[str, object]:
    """Return the ranking and the answering step that are stored."""
    model = json.loads(file.read_text("utf-8"))
    return {name: model[name] for name in ("ranking", "answering")}


def main() -> None:
    """Fit, report, write."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--clapnq", type=Path)
    options.add_argument("--ramdocs", type=Path)
    options.add_argument("--set", nargs=3, action="append", default=[])
    options.add_argument("--answered", type=float, default=0.93)
    options.add_argument("--keep", action="store_true", help="fit the last step alone")
    options.add_argument("--out", type=Path, default=ROOT / "rag/data/extractive.json")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sets = [from_files(ROOT / "examples/library", ROOT / "evals/data/sample-dev.jsonl", 3.0)]
        sets += [from_files(Path(d), Path(q), float(w)) for d, q, w in chosen.set]
        if chosen.clapnq:
            sets.append(clapnq(chosen.clapnq, Path(scratch) / "clapnq", 0.35))
        if chosen.ramdocs:
            sets.append(ramdocs(chosen.ramdocs, Path(scratch) / "ramdocs", 0.2))
        found = [example for questions in sets for example in examples(questions)]
    settle(found, chosen.answered, chosen.out, keep=chosen.keep)


def settle(found: Sequence[Example], answered: float, out: Path, *, keep: bool) -> None:
    """Fit on everything, choose the threshold on folds held out, write the model, report."""
    fold = folds(found)
    inputs = held_out_inputs(found, fold)
    chances = held_out(found, fold, inputs)
    counted = [e.asked.answerable and e.asked.set.startswith(THRESHOLD_SET) for e in found]
    threshold = float(np.quantile(chances[np.array(counted)], 1 - answered))
    table = trade_off(found, chances, threshold)
    model = {
        "fitted_by": "benchmarks/calibrate.py",
        "threshold": round(threshold, 4),
        "threshold_answers": answered,
        "trade_off_on_folds_not_fitted_on": table,
        **(kept_steps(out) if keep else first_steps(found)),
        "deciding": stored(fit_deciding(found, inputs), DECISION_INPUTS),
    }
    out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print("| set | answered of the answerable | declined of the others |\n|---|---|---|")
    for name, row in table.items():
        print(
            f"| {name} | {row['answered']} of {row['answerable']} "
            f"| {row['declined']} of {row['unanswerable']} |"
        )


if __name__ == "__main__":
    main()
