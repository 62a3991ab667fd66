"""What may, must and will be: a modal verb that stands in the place of another."""

from __future__ import annotations

from collections.abc import Iterator

from rag.alignment.findings import Finding, Pair, Weight

_GROUPS = (
    frozenset(("may", "might", "could", "can")),
    frozenset(("must", "should", "shall", "ought")),
    frozenset(("will", "would")),
)
_REACH = 2


def changed(pair: Pair) -> Iterator[Finding]:
    """Yield modals that the source has another one for: "should" where it says "can"."""
    for at, token in enumerate(pair.statement.tokens):
        ours = _group(token.form)
        if ours is None or at in pair.matching.kept:
            continue
        for other in pair.left_out(at)[:_REACH]:
            theirs = _group(other.form)
            if theirs is not None and theirs is not ours:
                yield Finding(
                    "modality_changed",
                    pair.severe(Weight.AGAINST),
                    f"“{pair.said(token)}” against “{pair.written(other)}”",
                )


def _group(form: str) -> frozenset[str] | None:
    return next((group for group in _GROUPS if form.lower() in group), None)
