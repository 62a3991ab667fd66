"""The checker that every answer passes (`rag/verify.py`), held against people like any judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.judging.judgement import NOT_JUDGED, Judgement
from rag.answers import Label

NAME = "verifier"
Score = Callable[[str, Sequence[str]], float]


class VerifierJudge:
    """The aligner with its score. What it leaves to a reader, it has not judged."""

    name = NAME

    def __init__(self, score: Score | None = None) -> None:
        """`score` stands in for the calibrated score where one is given."""
        from rag.claims import ClaimChecker
        from rag.likeness import Likeness
        from rag.support import SupportScorer
        from vectorstore.encoders.local import LocalEncoder

        self._checker = ClaimChecker(score or SupportScorer(), Likeness(LocalEncoder()))

    def judge(self, statement: str, evidence: Sequence[str]) -> Judgement:
        """Return its verdict. Raises EmbeddingError where the local model cannot be used."""
        found = self._checker.check(statement, evidence)
        supported = None if found.label is Label.UNCHECKED else found.label is Label.SUPPORTED
        label = NOT_JUDGED if supported is None else found.kind.value
        return Judgement(found.score, supported, label, NAME, found.reason)
