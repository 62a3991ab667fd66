"""Claims in bulk: rows of a claim and its evidence in, rows of a verdict out. No library needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rag.answers import Evidence, Verdict
from rag.verify import AligningVerifier
from vectorstore.documents import Document, Passage, Span, canonical

LONGEST_LINE = 4 * 1024 * 1024
Row = dict[str, Any]


@dataclass(frozen=True)
class ClaimChecker:
    """Checks one claim against texts; `score` gives the probability that they support it."""

    score: Callable[[str, Sequence[str]], float]
    near: Callable[[str, str], float] | None = None

    def check(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """Return the verdict; its score is that of all the evidence together."""
        texts = [text for text in map(canonical, evidence) if text.strip()]
        spans = [(item, item.passage.span) for item in map(_evidence, range(len(texts)), texts)]
        found = AligningVerifier(near=self.near).check(canonical(claim), tuple(spans)).verdict
        return Verdict(
            found.label,
            found.kind,
            found.by,
            found.reason,
            self.score(claim, texts) if texts else 0.0,
            found.checks,
        )


def _evidence(number: int, text: str) -> Evidence:
    document = Document(str(number), f"evidence {number + 1}", text, "")
    return Evidence(document, Passage(str(number), document.id, Span(0, len(text))), 1.0)


def check_lines(lines: Iterable[bytes], checker: ClaimChecker) -> Iterator[Row]:
    """Yield one row a line that is not empty, in order, as each is checked.

    A line that cannot be used yields `{"id", "line", "error"}`, and the next ones are checked.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row: Row = {}
        try:
            row = _parsed(line)
            claim, evidence = _fields(row, seen)
        except ValueError as error:
            yield {"id": _id(row), "line": number, "error": str(error)}
            continue
        yield _checked(row["id"], checker.check(claim, evidence))


def _checked(identity: str | int, verdict: Verdict) -> Row:
    return {
        "id": identity,
        "label": verdict.label.value,
        "class": verdict.kind.value,
        "score": None if verdict.score is None else round(verdict.score, 4),
        "reason": verdict.reason,
        "checks": [asdict(check) for check in verdict.checks],
    }


def _parsed(line: bytes) -> Row:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"The line is longer than {LONGEST_LINE:,} bytes: split its evidence.")
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"The line is not JSON: {error}.") from None
    if not isinstance(row, dict):
        raise ValueError("The line is not a JSON object.")
    return row


def _fields(row: Row, seen: set[str]) -> tuple[str, list[str]]:
    identity, claim, evidence = row.get("id"), row.get("claim"), row.get("evidence")
    if _id(row) is None:
        raise ValueError('"id" must be a text or a whole number.')
    if not isinstance(claim, str) or not claim.strip():
        raise ValueError('"claim" must be a text with words in it.')
    if not isinstance(evidence, list) or not all(isinstance(one, str) for one in evidence):
        raise ValueError('"evidence" must be a list of texts.')
    if not any(one.strip() for one in evidence):
        raise ValueError('"evidence" is empty: there is nothing to hold the claim against.')
    key = json.dumps(identity)
    if key in seen:
        raise ValueError(f"The id {identity!r} was there before.")
    seen.add(key)
    return claim, evidence


def _id(row: Row) -> str | int | None:
    identity = row.get("id")
    usable = isinstance(identity, str | int) and not isinstance(identity, bool)
    return identity if usable else None
