"""Fit the wording check, and measure it and the verifier on human labels.

    python benchmarks/calibrate_judge.py NAME=KIND:FILE... --fit NAME,NAME [--kept FILE]

KIND is a shape of `footnoted eval judge`. Written are `evals/judging/data/wording.json` (logistic
regression of scikit-learn over `evals.judging.measures`; every set of --fit weighs the same, and so
do its supported and unsupported statements) and `evals/judging/data/measured.json`.

All that is measured is held out, of both judges: groups fall into five folds, the same for all
sets, so that a question two sets share is in one fold; a statement is judged by what was fitted on
the other four. Name no set in --fit whose licence does not allow it: AttributionBench states none.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from calibrate_checker import fitted as fitted_trees
from sklearn.linear_model import LogisticRegression

from evals.judging.files import load
from evals.judging.judgement import Judgement
from evals.judging.labelled import Labelled
from evals.judging.measures import NAMES, measure
from evals.judging.probe import probed
from evals.judging.reader import TokenReader
from evals.judging.scoring import Score, judged, score
from evals.judging.verifier import VerifierJudge
from evals.judging.wording import NAME, Weights, WordingJudge, parsed, weights
from rag.measures import Measures
from rag.support import word_pieces

DATA = Path(__file__).resolve().parent.parent / "evals" / "judging" / "data"
FOLDS = 5
STRENGTH = 0.003
Sets = dict[str, list[Labelled]]
Rows = dict[str, np.ndarray]


def fold_of(row: Labelled) -> int:
    """Return which fold a statement's group is in."""
    return hashlib.sha256(row.group.encode()).digest()[0] % FOLDS


def even(labels: np.ndarray) -> np.ndarray:
    """Return weights under which supported and unsupported, and every set, count the same."""
    share = labels.mean()
    return np.where(labels, 0.5 / share, 0.5 / (1 - share)) * 1000 / len(labels)


def fit(rows: Rows, labels: Rows) -> Weights:
    """Return the regression over the rows of all sets given, its slopes in the measures' units."""
    every = np.concatenate(list(rows.values()))
    weights = np.concatenate([even(labels[name]) for name in rows])
    middle = np.average(every, axis=0, weights=weights)
    spread = np.sqrt(np.average((every - middle) ** 2, axis=0, weights=weights))
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    truth = np.concatenate([labels[name] for name in rows])
    model.fit((every - middle) / spread, truth, sample_weight=weights)
    slopes = model.coef_[0] / spread
    return parsed(
        {
            "version": "",
            "names": NAMES,
            "intercept": round(float(model.intercept_[0] - slopes @ middle), 6),
            "slopes": [round(float(slope), 6) for slope in slopes],
        }
    )


def wording(sets: Sets, rows: Rows, fitting: list[str]) -> dict[str, list[Judgement]]:
    """Return the wording check's judgements by regressions that did not see the group."""
    labels = {name: np.array([row.supported for row in found]) for name, found in sets.items()}
    folds = {name: np.array([fold_of(row) for row in found]) for name, found in sets.items()}
    by_fold = []
    for fold in range(FOLDS):
        kept = {name: folds[name] != fold for name in fitting}
        by_fold.append(
            fit(
                {name: rows[name][at] for name, at in kept.items()},
                {name: labels[name][at] for name, at in kept.items()},
            )
        )
    found = {}
    for name, measured in rows.items():
        chances = [
            by_fold[fold].chance(row) for row, fold in zip(measured, folds[name], strict=True)
        ]
        found[name] = [Judgement(chance, chance >= 0.5, "", NAME, "") for chance in chances]
    return found


def verifier(sets: Sets, fitting: list[str]) -> dict[str, list[Judgement]]:
    """Return the verifier's judgements; its score by trees that did not see the group."""
    measures = Measures(word_pieces())
    data, folds = {}, {}
    for name, found in sets.items():
        rows = np.array([measures(row.statement, row.evidence) for row in found])
        data[name] = (rows, np.array([row.supported for row in found]), [])
        folds[name] = np.array([fold_of(row) for row in found])
    chances = {name: np.zeros(len(found)) for name, found in sets.items()}
    for fold in range(FOLDS):
        trees = fitted_trees(data, {name: np.flatnonzero(folds[name] != fold) for name in fitting})
        for name in sets:
            at = folds[name] == fold
            if at.any():
                chances[name][at] = trees.predict_proba(data[name][0][at])[:, 1]
    said = {name: judged(VerifierJudge(lambda c, e: 0.0), found) for name, found in sets.items()}
    return {
        name: [replace(one, score=chance) for one, chance in zip(said[name], some, strict=True)]
        for name, some in chances.items()
    }


def measured(found: list[Labelled], kept: Path | None) -> np.ndarray:
    """Return the measures of all statements, float64 [statements, 7]; those kept are not redone."""
    known: dict[str, list[float]] = {}
    if kept and kept.exists():
        known = json.loads(kept.read_text(encoding="utf-8"))
    reader, rows = TokenReader(), []
    for row in found:
        key = hashlib.sha256(repr((row.statement, row.evidence)).encode()).hexdigest()
        if key not in known:
            one = measure(reader, row.statement, row.evidence)
            if one is None:
                raise SystemExit(
                    f"There are no words in {row.statement!r}: take it out of the set."
                )
            known[key] = one.row.tolist()
        rows.append(known[key])
    if kept:
        kept.write_text(json.dumps(known), encoding="utf-8")
    print(len(rows), "statements measured", flush=True)
    return np.array(rows)


def main() -> None:
    """Fit, measure, write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", metavar="NAME=KIND:FILE")
    parser.add_argument("--fit", required=True, metavar="NAME,NAME")
    parser.add_argument("--date", default=f"{datetime.now(UTC):%Y-%m-%d}")
    parser.add_argument("--kept", type=Path, help="Keep measures here: reading takes long.")
    args = parser.parse_args()
    fitting = args.fit.split(",")
    sets: Sets = {}
    for argument in args.sets:
        name, _, where = argument.partition("=")
        kind, _, path = where.partition(":")
        sets[name] = load(Path(path), kind)[1]
    rows = {name: measured(found, args.kept) for name, found in sets.items()}
    labels = {name: np.array([row.supported for row in sets[name]]) for name in fitting}
    whole = fit({name: rows[name] for name in fitting}, labels)
    data = {
        "fitted_on": {name: len(sets[name]) for name in fitting},
        "names": list(NAMES),
        "intercept": whole.intercept,
        "slopes": whole.slopes.tolist(),
    }
    version = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:12]
    text = json.dumps({"version": version, **data}, indent=1)
    (DATA / "wording.json").write_text(text + "\n", encoding="utf-8")
    print(text)
    found = []
    by_judge = {"wording": wording(sets, rows, fitting), "verifier": verifier(sets, fitting)}
    for name in sets:
        for judge, said in by_judge.items():
            one = score(judge, sets[name], said[name])
            found.append({"set": name, "fitted_on": name in fitting, **rounded(one)})
            print(json.dumps(found[-1]), flush=True)
    weights.cache_clear()
    # On this runtime, so that tests find the same wherever they run.
    reader = TokenReader("onnxruntime")
    judges = {"wording": WordingJudge(reader), "verifier": VerifierJudge()}
    probe = {name: probed(judge) for name, judge in judges.items()}
    report = {"date": args.date, "wording": version, "probe": probe, "scores": found}
    (DATA / "measured.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def rounded(one: Score) -> dict[str, object]:
    """Return a score as JSON, to three places."""
    return json.loads(json.dumps(asdict(one)), parse_float=lambda text: round(float(text), 3))


if __name__ == "__main__":
    main()
