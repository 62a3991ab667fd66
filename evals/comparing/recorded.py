"""What a run or a baseline recorded: its head, and what each case came to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.metrics.sample import Score
from evals.running.errors import NotARun
from evals.running.rows import TIMED
from evals.running.store import HEAD, SCHEMA, other_version, read_head, read_lines
from evals.running.versions import digest

BASELINE = "baseline"


@dataclass(frozen=True)
class Outcome:
    """What one case came to, without anything that depends on the clock."""

    case: str
    hash: str
    kind: str
    group: str
    question: str
    declined: bool
    error: str | None
    said: tuple[str, ...]
    cited: tuple[tuple[tuple[str | None, int | None, int | None], ...], ...]
    scores: dict[str, tuple[float, float]]

    def score(self, metric: str) -> Score | None:
        """Return its score of a metric; None where it has none."""
        found = self.scores.get(metric)
        return Score(*found) if found else None

    @property
    def answer(self) -> str:
        """What was said, in a few words for people."""
        if self.error:
            return f"(error: {self.error})"
        return " ".join(self.said) if self.said else "(declined)"


@dataclass(frozen=True)
class Recorded:
    """A run or a baseline; `outcomes` by case, in order."""

    name: str
    head: dict[str, Any]
    outcomes: dict[str, Outcome]


def recorded(path: Path) -> Recorded:
    """Return what a run's folder or a baseline's file holds. Raises NotARun."""
    if path.is_dir() or path.name == HEAD:
        folder = path.parent if path.name == HEAD else path
        head = read_head(folder)
        if "metrics" not in head:
            raise NotARun(f"The run in {folder} has not ended: go on with it first.")
        return Recorded(str(folder), head, of_rows(read_lines(folder)))
    try:
        first, *lines = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
        schema = first[BASELINE]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotARun(f"{path} is no run and no baseline of an evaluation.") from error
    if schema != SCHEMA:
        raise NotARun(f"The baseline {path} {other_version(schema, 'accept a new one')}")
    return Recorded(str(path), first, {row["case"]: _outcome(row) for row in lines})


def of_rows(rows: list[dict[str, Any]]) -> dict[str, Outcome]:
    """Return the outcomes of a run's lines."""
    return {row["case"]: _outcome(_compact(row)) for row in rows}


def write_baseline(found: Recorded, path: Path) -> None:
    """Write a baseline, a case a line in the order of their names: a diff of two can be read.

    Raises NotARun where it cannot be written.
    """
    head = {name: value for name, value in found.head.items() if name in _KEPT}
    lines: list[dict[str, Any]] = [{BASELINE: SCHEMA, **head}]
    lines += [_shape(found.outcomes[case]) for case in sorted(found.outcomes)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", errors="surrogatepass")
        part.replace(path)
    except OSError as error:
        raise NotARun(f"{path} cannot be written: {error.strerror}.") from error


_KEPT = (
    "profile", "system", "system_settings", "settings", "fingerprint", "library", "judge",
    "models", "prompts", "kinds", "code", "scoring", "arithmetic", "packages", "ended",
)  # fmt: skip


def _compact(row: dict[str, Any]) -> dict[str, Any]:
    statements = row["statements"]
    return {
        "case": row["case"],
        "hash": row["hash"],
        "kind": row["kind"],
        "group": row["group"],
        "question": row["question"],
        "declined": row["declined"],
        "error": row["error"],
        "said": [one["text"] for one in statements],
        "cited": [
            [[c["document"], c["start"], c["end"]] for c in s["citations"]] for s in statements
        ],
        "scores": {name: s for name, s in row["scores"].items() if name not in TIMED},
    }


def _outcome(row: dict[str, Any]) -> Outcome:
    return Outcome(
        case=row["case"],
        hash=row["hash"],
        kind=row["kind"],
        group=row["group"],
        question=row["question"],
        declined=row["declined"],
        error=row["error"],
        said=tuple(row["said"]),
        cited=tuple(tuple((c[0], c[1], c[2]) for c in each) for each in row["cited"]),
        scores={name: (score[0], score[1]) for name, score in row["scores"].items()},
    )


def _shape(outcome: Outcome) -> dict[str, Any]:
    return {
        "case": outcome.case,
        "hash": outcome.hash,
        "kind": outcome.kind,
        "group": outcome.group,
        "question": outcome.question,
        "declined": outcome.declined,
        "error": outcome.error,
        "said": list(outcome.said),
        "cited": outcome.cited,
        "scores": outcome.scores,
    }


def same(one: Outcome, other: Outcome) -> bool:
    """Tell whether a case came to exactly the same."""
    return digest(_shape(one)) == digest(_shape(other))
