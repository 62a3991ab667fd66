"""The sentences of a text with marks like [1], and what each of them cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evals.response import Cited, Said
from rag.reply.phrases import silent
from vectorstore.sentences import sentences

_NUMBERS = r"\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]"
_MARK = re.compile(rf"\s*{_NUMBERS}")
_AFTER_STOP = re.compile(rf"([.!?]+)((?:\s*{_NUMBERS})+)")


def declines(said: Iterable[Said]) -> bool:
    """Tell whether sentences only say that the sources do not answer; so do none at all."""
    return all(not one.citations and silent(one.text) is not None for one in said)


def marked(text: str, cited: list[Cited]) -> Iterator[Said]:
    """Yield the sentences of a text with what their marks like [1] or [1, 2] name, marks taken out.

    A mark behind the end of a sentence belongs to that sentence; one without a citation names none.
    """
    moved = _AFTER_STOP.sub(r"\2\1", text)
    for span in sentences(moved):
        sentence = span.of(moved)
        numbers = [int(n) for mark in _MARK.findall(sentence) for n in re.findall(r"\d+", mark)]
        bare = _MARK.sub("", sentence).strip()
        if re.search(r"\w", bare):
            named = (cited[n - 1] for n in dict.fromkeys(numbers) if 1 <= n <= len(cited))
            yield Said(bare, tuple(named))
