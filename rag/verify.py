"""Does what a statement cites say what it says: the check every sentence passes before it is shown.

For each passage the narrowest run of whole sentences that carries the statement is found, and the
statement aligned with it (`rag.alignment`). What no cited passage carries is looked for in the
other passages that were retrieved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.alignment.align import Alignment, align
from rag.alignment.findings import Context
from rag.alignment.tokens import tokenise
from rag.alignment.windows import Window, best_windows
from rag.answers import Evidence, Label, Spans, Verdict, VerdictClass
from vectorstore.documents import Span

BY = "aligner"
_JOIN = "\n"
_AROUND = 600
_MUCH = 0.25
"""By so much more of a statement must another passage hold to be shown in place of a cited one."""
_STRENGTH = [
    VerdictClass.QUOTED,
    VerdictClass.CLOSE_WORDING,
    VerdictClass.REWORDED,
    VerdictClass.CONTRADICTED,
    VerdictClass.NOT_FOUND,
]
_HALF = 0.5
_STRANGE = 0.4
"""Below this likeness (cosine of two sentences) a reworded statement of which the source has less
than half is about something else."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking one statement found: the verdict and the spans it rests on, narrowest first.

    `recited` is set where another passage than the cited ones supports it.
    """

    verdict: Verdict
    spans: Spans = ()
    recited: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement aligned with the words of some spans."""

    alignment: Alignment
    spans: Spans


class AligningVerifier:
    """Aligns statements with passages.

    `score` gives the calibrated probability that a text supports a statement, `near` how alike two
    texts are (-1 to 1); both may be left out. A reworded statement that is not even like its source
    is not found there.
    """

    def __init__(
        self,
        score: Callable[[str, str], float] | None = None,
        near: Callable[[str, str], float] | None = None,
    ) -> None:
        self._score = score
        self._near = near

    def check(self, text: str, cited: Spans, others: Sequence[Evidence] = ()) -> Checked:
        """Hold a statement against what it cites, then against the other passages.

        Never raises; a statement that nothing carries is unsupported and has no spans.
        """
        found = self._best(text, cited)
        if found is None or not _supports(found):
            shown = {(evidence.passage.id, span) for evidence, span in cited}
            rest = [
                (evidence, evidence.passage.span)
                for evidence in others
                if (evidence.passage.id, evidence.passage.span) not in shown
            ]
            other = self._best(text, rest)
            if other is not None and self._better(other, found):
                return self._checked(text, other, recited=True)
        if found is None:
            return Checked(
                Verdict(
                    Label.UNSUPPORTED,
                    VerdictClass.NOT_FOUND,
                    BY,
                    "No passage says anything like it.",
                )
            )
        return self._checked(text, found)

    def _best(self, text: str, spans: Sequence[tuple[Evidence, Span]]) -> _Found | None:
        """Return the strongest of what the passages carry, alone or two of them together."""
        windows = best_windows(text, spans)
        found = [self._aligned(text, (window,)) for window in windows]
        best = min(found, key=_rank, default=None)
        if best is not None and not _supports(best) and len(windows) > 1:
            joined = self._aligned(text, _together(text, windows))
            if _supports(joined):
                return joined
        return best

    def _aligned(self, text: str, windows: Sequence[Window]) -> _Found:
        words = _JOIN.join(window.words for window in windows)
        alignment = align(text, words, _context(windows[0]))
        return _Found(alignment, tuple((window.evidence, window.span) for window in windows))

    def _better(self, other: _Found, found: _Found | None) -> bool:
        """Tell whether another passage carries the statement where the cited one does not."""
        if found is None:
            return other.alignment.coverage > 0
        more = other.alignment.coverage - found.alignment.coverage
        if _supports(other):
            return True
        stronger = _STRENGTH.index(other.alignment.kind) < _STRENGTH.index(found.alignment.kind)
        return more > _MUCH or (stronger and more > 0)

    def _checked(self, text: str, found: _Found, *, recited: bool = False) -> Checked:
        alignment = found.alignment
        words = _JOIN.join(span.of(evidence.document.text) for evidence, span in found.spans)
        verdict = Verdict(
            alignment.label,
            alignment.kind,
            BY,
            alignment.reason,
            self._score(text, words) if self._score else None,
            alignment.checks,
        )
        if self._strange(text, words, alignment):
            verdict = replace(
                verdict,
                label=Label.UNSUPPORTED,
                kind=VerdictClass.NOT_FOUND,
                reason="The source says nothing like it.",
            )
        return Checked(verdict, found.spans, recited)

    def _strange(self, text: str, words: str, alignment: Alignment) -> bool:
        """Tell whether a reworded statement is about something else than its source."""
        if self._near is None or alignment.kind is not VerdictClass.REWORDED:
            return False
        return alignment.coverage < _HALF and self._near(text, words) < _STRANGE


def _rank(found: _Found) -> tuple[int, float]:
    """Order by class, strongest first, then by how much of the statement is there."""
    kind = found.alignment.kind
    supported = kind in (VerdictClass.QUOTED, VerdictClass.CLOSE_WORDING)
    return (_STRENGTH.index(kind) if supported else len(_STRENGTH), -found.alignment.coverage)


def _supports(found: _Found) -> bool:
    return found.alignment.label is Label.SUPPORTED


def _together(text: str, windows: Sequence[Window]) -> Sequence[Window]:
    """Return the best window and the one that adds most to it, in the statement's order."""
    first = windows[0]
    second = max(windows[1:], key=lambda window: len(window.keys - first.keys))
    if not second.keys - first.keys:
        return (first,)
    at = {token.key: place for place, token in reversed(list(enumerate(tokenise(text).tokens)))}
    ours = min((at[key] for key in first.keys - second.keys), default=0)
    theirs = min(at[key] for key in second.keys - first.keys)
    return (first, second) if ours <= theirs else (second, first)


def _context(window: Window) -> Context:
    evidence, span = window.evidence, window.span
    published = evidence.published
    start = max(evidence.passage.span.start, span.start - _AROUND)
    return Context(
        title=evidence.title or "",
        publisher=evidence.document.publisher or "",
        heading=evidence.passage.heading or "",
        around=evidence.document.text[start : span.start],
        published=(published.first, published.last) if published else None,
    )
