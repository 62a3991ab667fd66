"""Files on their way into the library as HTML: a bar for each, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from ui.exporting.page import phrase, text
from ui.web.library.jobs import Job, Stage
from ui.web.library.phrases import LibraryPhrases
from ui.web.phrases import Phrases

_BARS = (Stage.RECEIVING, Stage.WAITING, Stage.READING, Stage.EMBEDDING)


def uploads_html(jobs: Sequence[Job], words: Phrases, here: LibraryPhrases) -> str:
    """Return a line for each file, in the order they came."""
    return "".join(_line(job, words, here) for job in jobs)


def _line(job: Job, words: Phrases, here: LibraryPhrases) -> str:
    name = text(job.name)
    bar = ""
    if job.stage in _BARS:
        # Sending and reading are the smaller part of the way, the passages the larger.
        share = job.done / job.total if job.total else 0.0
        way = {Stage.RECEIVING: 0.2 * share, Stage.WAITING: 0.2, Stage.READING: 0.25}
        far = way.get(job.stage, 0.3 + 0.7 * share)
        bar = f'<progress max="1" value="{far:.3f}" aria-label="{name}"></progress>'
    failed = ' class="failed"' if job.stage is Stage.FAILED else ""
    return (
        f'<li data-stage="{job.stage}"><bdi class="name">{name}</bdi>{bar}'
        f"<span{failed}>{_said(job, words, here)}</span></li>"
    )


def _said(job: Job, words: Phrases, here: LibraryPhrases) -> str:
    said = here.stages[job.stage]
    match job.stage:
        case Stage.RECEIVING:
            return said.format(100 * job.done // job.total if job.total else 0)
        case Stage.EMBEDDING:
            return said.format(f"{job.done:,}", f"{job.total:,}")
        case Stage.FAILED:
            reason = phrase(words.wording.told(job.reason))
            return f"{reason} {here.put_right if job.held else ''}"
        case Stage.DONE:
            done = words.counted("passages", job.total)
            done = done if job.is_new else here.new_version.format(done)
            return here.same_text.format(done, text(job.same)) if job.same else done
    return said
