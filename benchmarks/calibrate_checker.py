"""Fit the score that a claim is supported, and write `rag/data/support.json`.

    python benchmarks/calibrate_checker.py wice=FILE expertqa=FILE fever_symmetric=FILE
        [attributionbench=FILE] [--rates rag/data/checker.json]

Gradient-boosted trees (scikit-learn) over `rag.measures`. Every set weighs the same, supported and
unsupported rows of a set too, so that the score means: as likely as not, given even odds. Rates are
those of five folds by group: of a set that is fitted on, only rows held out are counted; the others
are scored by the mean of the five models. AttributionBench is never fitted on, and its questions
that ExpertQA shares are left out of its rates.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from checker_sets import FITTED, Judged, load
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from rag.answers import VerdictClass
from rag.claims import ClaimChecker
from rag.likeness import Likeness
from rag.measures import NAMES, Measures
from rag.support import Rates, word_pieces
from vectorstore.encoders.local import LocalEncoder

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 5
CLOSE = (VerdictClass.QUOTED, VerdictClass.CLOSE_WORDING)
REFUSED = (VerdictClass.NOT_FOUND, VerdictClass.CONTRADICTED)

Sets = dict[str, tuple[np.ndarray, np.ndarray, list[str]]]


def measured(sets: dict[str, list[Judged]]) -> Sets:
    """Return the measures float32 [rows, names], the labels and the groups of each set."""
    measures = Measures(word_pieces())
    return {
        name: (
            np.array([measures(row.claim, row.evidence) for row in rows]),
            np.array([row.supported for row in rows]),
            [row.group for row in rows],
        )
        for name, rows in sets.items()
    }


def fitted(sets: Sets, rows: dict[str, np.ndarray]) -> GradientBoostingClassifier:
    """Return the trees fitted on the given rows of the sets that may be fitted on."""
    parts = [(sets[name][0][at], sets[name][1][at]) for name, at in rows.items()]
    labels = np.concatenate([part[1] for part in parts])
    weights = np.concatenate([_weights(part[1]) for part in parts])
    model = GradientBoostingClassifier(
        n_estimators=300, max_depth=3, learning_rate=0.025, subsample=0.5,
        min_samples_leaf=40, max_features=0.2, random_state=0,
    )  # fmt: skip
    return model.fit(np.concatenate([part[0] for part in parts]), labels, sample_weight=weights)


def _weights(labels: np.ndarray) -> np.ndarray:
    share = labels.mean()
    return np.where(labels, 0.5 / share, 0.5 / (1 - share)) * 1000 / len(labels)


def held_out(sets: Sets) -> dict[str, np.ndarray]:
    """Return the chance of every row by models that never saw its group."""
    names = [name for name in FITTED if name in sets]
    folds = {n: list(GroupKFold(FOLDS).split(*sets[n])) for n in names}
    chances = {name: np.zeros(len(labels)) for name, (_, labels, _) in sets.items()}
    for fold in range(FOLDS):
        model = fitted(sets, {name: folds[name][fold][0] for name in names})
        for name, (rows, labels, _) in sets.items():
            at = folds[name][fold][1] if name in names else np.arange(len(labels))
            share = 1 if name in names else 1 / FOLDS
            chances[name][at] += model.predict_proba(rows[at])[:, 1] * share
    return chances


def classes(rows: list[Judged]) -> np.ndarray:
    """Return the class that each claim is shown with."""
    checker = ClaimChecker(lambda claim, evidence: 0.0, Likeness(LocalEncoder()))
    return np.array([checker.check(row.claim, row.evidence).kind for row in rows])


def rates(name: str, sets: Sets, chances: np.ndarray, kinds: np.ndarray) -> Rates:
    """Return how often score and aligner are right on one set."""
    _, labels, groups = sets[name]
    if name not in FITTED and "expertqa" in sets:
        keep = ~np.isin(np.array(groups), np.array(sets["expertqa"][2]))
        labels, chances, kinds = labels[keep], chances[keep], kinds[keep]
    print(name, "unsupported:", Counter(kinds[~labels]), "supported:", Counter(kinds[labels]))
    return Rates(
        name,
        len(labels),
        round(float(roc_auc_score(labels, chances)), 3),
        round(float(balanced_accuracy_score(labels, chances >= 0.5)), 3),
        round(float(np.isin(kinds[~labels], CLOSE).mean()), 3),
        round(float(np.isin(kinds[labels], REFUSED).mean()), 3),
    )


def as_data(model: GradientBoostingClassifier, sets: Sets) -> dict[str, Any]:
    """Return the fitted trees as `rag.trees.Boosted` reads them."""
    prior = float(model.init_.class_prior_[1])
    trees = []
    for (estimator,) in model.estimators_:
        tree = estimator.tree_
        leaf = tree.children_left < 0
        trees.append(
            {
                "feature": np.where(leaf, -1, tree.feature).tolist(),
                "threshold": [round(float(x), 6) for x in np.where(leaf, 0, tree.threshold)],
                "left": tree.children_left.tolist(),
                "right": tree.children_right.tolist(),
                "value": [
                    round(float(x), 6) for x in tree.value[:, 0, 0] * model.learning_rate * leaf
                ],
            }
        )
    return {
        "fitted_on": {n: len(sets[n][1]) for n in FITTED if n in sets},
        "names": list(NAMES),
        "intercept": round(float(np.log(prior / (1 - prior))), 6),
        "trees": trees,
    }


def main() -> None:
    """Fit, print the rates, write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", metavar="NAME=FILE")
    parser.add_argument("--out", type=Path, default=ROOT / "rag" / "data" / "support.json")
    parser.add_argument("--rates", type=Path, default=ROOT / "rag" / "data" / "checker.json")
    args = parser.parse_args()
    judged = load(args.sets)
    sets = measured(judged)
    chances = held_out(sets)
    found = [rates(name, sets, chances[name], classes(judged[name])) for name in sets]
    for one in found:
        print(one)
    whole = {name: np.arange(len(sets[name][1])) for name in FITTED if name in sets}
    data = as_data(fitted(sets, whole), sets)
    args.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    rows = {"sets": [asdict(one) for one in found]}
    args.rates.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
