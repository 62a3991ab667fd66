"""Where the marks of a checked draft go: behind each sentence, and nothing else is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rag.answers import VerdictClass
from rag.drafts import CheckedDraft, CheckedSentence, Standing
from rag.manuscript.read import Form, levelled
from ui.terminal import one_line
from ui.wording import ENGLISH, MARKS, Wording, reason_words, verdict_words

_OWN = re.compile(r"\[\^?[^\W\d]*\d{1,4}\]")
_JOINER = "\N{WORD JOINER}"
_BACKSLASHES = re.compile(r"\\*$")

Written = Callable[[CheckedSentence], str]
"""Returns what is put behind a sentence; nothing for one that is left alone."""


def marked(draft: CheckedDraft, written: Written) -> str:
    """Return the draft's text with a mark behind each sentence that gets one."""
    parts: list[str] = []
    at = 0
    for sentence in draft.sentences:
        mark = written(sentence)
        if not mark:
            continue
        end = _end(draft, sentence)
        # What stands in brackets right behind a mark would make a link of it.
        apart = _JOINER if draft.text[end : end + 1] in ("(", "[") else ""
        parts += (draft.text[at:end], mark, apart)
        at = end
    return "".join([*parts, draft.text[at:]])


def _end(draft: CheckedDraft, sentence: CheckedSentence) -> int:
    """Return where a sentence's mark goes: at its end, before a backslash that breaks the line."""
    end = sentence.span.end
    if draft.form is not Form.MARKDOWN:
        return end
    found = _BACKSLASHES.search(draft.text, sentence.span.start, end)
    breaks = found is not None and len(found[0]) % 2 == 1
    return end - 1 if breaks else end


def prefix(draft: CheckedDraft) -> str:
    """Return what stands before the numbers here, so that none is one of the draft's own marks."""
    own = {mark.strip("[^]") for mark in _OWN.findall(draft.text)}
    taken = ""
    while any(mark.startswith(taken) and mark[len(taken) :].isdigit() for mark in own):
        taken += "s"
    return taken


def sign(sentence: CheckedSentence) -> str:
    """Return the sign of a claim's class; quoted words need none."""
    if sentence.verdict is None or sentence.verdict.kind is VerdictClass.QUOTED:
        return ""
    return MARKS[sentence.verdict.kind]


def summary(draft: CheckedDraft, wording: Wording = ENGLISH) -> Iterator[str]:
    """Yield what came of the draft's sentences, a few words each."""
    yield wording.counted(wording.claims, sum(draft.classes.values()))
    for kind, mark in MARKS.items():
        if number := draft.classes.get(kind):
            words = _shown(kind, draft.provenance.judge, wording)
            yield wording.with_reason.format(f"{mark} {words}", number)
    if others := draft.counts.get(Standing.NO_SOURCE_NEEDED):
        yield wording.counted(wording.need_no_source, others)
    if rows := draft.counts.get(Standing.NOT_CHECKED):
        yield wording.counted(wording.rows_not_checked, rows)


def _shown(kind: VerdictClass, judge: str | None, wording: Wording) -> str:
    if kind is VerdictClass.NOT_FOUND:
        return wording.no_source
    if kind is VerdictClass.JUDGED_SUPPORTED and judge:
        return wording.judged_by.format(one_line(judge))
    return wording.verdicts[kind]


def doubtful(
    draft: CheckedDraft, wording: Wording = ENGLISH
) -> Iterator[tuple[CheckedSentence, str]]:
    """Yield the claims that need a second look, each with why in words."""
    for sentence in draft.sentences:
        verdict = sentence.verdict
        if verdict is None or sentence.standing is Standing.FOOTNOTED:
            continue
        words, reason = verdict_words(verdict, wording), reason_words(verdict, wording)
        if sentence.standing is Standing.NO_SOURCE:
            words = wording.with_reason.format(wording.no_source, reason)
        elif reason not in words:
            words = wording.with_reason.format(words, reason)
        yield sentence, words


def line_of(draft: CheckedDraft, sentence: CheckedSentence) -> int | None:
    """Return the line a sentence begins in, from 1; None for a DOCX, which has none."""
    if draft.form is Form.DOCX:
        return None
    return levelled(draft.text[: sentence.span.start]).count("\n") + 1
