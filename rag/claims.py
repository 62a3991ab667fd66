"""Claims in bulk: rows of a claim and its evidence in, rows of a verdict out. No library needed."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rag.answers import Evidence, Label, Verdict
from rag.verify import AligningVerifier
from rag.words import without_references
from vectorstore.documents import Document, Passage, Span, canonical

LONGEST_LINE = 4 * 1024 * 1024
LONGEST_CLAIM = 20_000
Row = dict[str, Any]
_NO_EVIDENCE = "There is no evidence to hold the claim against: give at least one text."


@dataclass(frozen=True)
class ClaimChecker:
    """Checks one claim against texts; `score` gives the probability that they support it."""

    score: Callable[[str, Sequence[str]], float]
    near: Callable[[str, str], float] | None = None

    def check(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """Return the verdict; its score is that of all the evidence together."""
        claim = without_references(canonical(claim))
        texts = [text for text in map(canonical, evidence) if text.strip()]
        spans = [(item, item.passage.span) for item in map(_evidence, range(len(texts)), texts)]
        found = AligningVerifier(near=self.near).check(claim, tuple(spans)).verdict
        if not texts:
            return replace(found, score=0.0, reason=_NO_EVIDENCE)
        return replace(found, score=self.score(claim, texts))


def _evidence(number: int, text: str) -> Evidence:
    document = Document(str(number), f"evidence {number + 1}", text, "")
    return Evidence(document, Passage(str(number), document.id, Span(0, len(text))), 1.0)


def check_lines(lines: Iterable[bytes], checker: ClaimChecker) -> Iterator[Row]:
    """Yield one row a line that is not blank, in order, each before the next line is read.

    Every row has the keys of `docs/claims.schema.json`. One for a line that cannot be used has no
    score, and says in `error` what is wrong with that line. Of the lines before, only the ids are
    remembered.
    """
    seen = _Ids()
    for number, line in enumerate(lines, start=1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        row: Row = {}
        try:
            row = _parsed(line)
            claim, evidence = _fields(row)
        except ValueError as error:
            yield _unusable(_id(row), number, str(error))
            continue
        identity = _id(row)
        assert identity is not None
        found = _checked(identity, checker.check(claim, evidence))
        before = seen.before(identity, number)
        yield found if before is None else found | {"note": f"Line {before} has the same id."}


@dataclass
class _Ids:
    """The ids so far, each in 16 bytes, and the line each was first seen on."""

    lines: dict[bytes, int] = field(default_factory=dict)

    def before(self, identity: str | int, line: int) -> int | None:
        """Note the id of a line; return the line that had it before, None where none had."""
        key = hashlib.blake2b(json.dumps(identity).encode(), digest_size=16).digest()
        first = self.lines.setdefault(key, line)
        return None if first == line else first


def _checked(identity: str | int, verdict: Verdict) -> Row:
    return {
        "id": identity,
        "label": verdict.label.value,
        "class": verdict.kind.value,
        "score": None if verdict.score is None else round(verdict.score, 4),
        "reason": verdict.reason,
        "checks": [asdict(check) for check in verdict.checks],
    }


def _unusable(identity: str | int | None, line: int, error: str) -> Row:
    unchecked: Row = {"label": Label.UNCHECKED.value, "class": None, "score": None, "reason": None}
    return {"id": identity, **unchecked, "checks": [], "line": line, "error": error}


def _parsed(line: bytes) -> Row:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"The line is longer than {LONGEST_LINE:,} bytes: split its evidence.")
    try:
        row = json.loads(line.decode("utf-8").rstrip())
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8: save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise ValueError(
            f"The line is not JSON ({error.msg} at character {error.colno}): "
            "write each row as one JSON object on one line."
        ) from None
    except (ValueError, RecursionError):
        raise ValueError(
            "The JSON of the line is nested too deeply, or holds too long a number."
        ) from None
    if not isinstance(row, dict):
        raise ValueError("The line is JSON but no object: write {…} with id, claim and evidence.")
    return row


def _fields(row: Row) -> tuple[str, list[str]]:
    """Return claim and evidence; raises ValueError, in words for whoever made the row."""
    if missing := [f'"{name}"' for name in ("id", "claim", "evidence") if name not in row]:
        raise ValueError(f"The row has no {' and no '.join(missing)}.")
    claim, evidence = row["claim"], row["evidence"]
    if _id(row) is None:
        raise ValueError('"id" must be a text or a whole number.')
    if not isinstance(claim, str) or not canonical(claim).strip():
        raise ValueError('"claim" must be a text with words in it.')
    if len(claim) > LONGEST_CLAIM:
        raise ValueError(
            f'"claim" is longer than {LONGEST_CLAIM:,} characters: a claim is one sentence.'
        )
    if isinstance(evidence, str):
        raise ValueError('"evidence" must be a list: put the text in square brackets.')
    if not isinstance(evidence, list) or not all(isinstance(one, str) for one in evidence):
        raise ValueError('"evidence" must be a list of texts.')
    return claim, evidence


def _id(row: Row) -> str | int | None:
    identity = row.get("id")
    if isinstance(identity, float) and identity.is_integer():
        return int(identity)  # to JSON, 1.0 is a whole number
    usable = isinstance(identity, str | int) and not isinstance(identity, bool)
    return identity if usable else None
