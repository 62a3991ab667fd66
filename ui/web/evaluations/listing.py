"""The list of reports as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from ui.exporting.page import phrase, text
from ui.web.evaluations.kept import Figure, Reported, Summary
from ui.web.evaluations.phrases import EvaluationPhrases

if TYPE_CHECKING:
    from ui.web.phrases import Phrases
    from ui.wording import Wording

_SHOWN = 50


def reports_html(found: Sequence[Reported], words: Phrases, here: EvaluationPhrases) -> str:
    """Return the latest reports, or how to make one."""
    if not found:
        return f'<p class="teach">{here.empty}</p>'
    items = "\n".join(_item(one, words.wording, here) for one in found[:_SHOWN])
    more = len(found) - _SHOWN
    rest = f'<p class="facts">{words.wording.counted(here.more, more)}</p>' if more > 0 else ""
    return f'<p class="facts">{here.intro}</p>\n<ol>{items}</ol>{rest}'


def _item(one: Reported, wording: Wording, here: EvaluationPhrases) -> str:
    name = text(one.name)
    facts = _facts(one.summary, wording, here) if one.summary else iter([here.unreadable])
    return (
        f'<li><a href="page/evaluations/{quote(one.name)}" target="_blank" rel="noopener" '
        f'aria-label="{here.open.format(name)}"><bdi>{name}</bdi></a>'
        + "".join(f'<span class="origin">{line}</span>' for line in facts)
        + "</li>"
    )


def _facts(summary: Summary, wording: Wording, here: EvaluationPhrases) -> Iterator[str]:
    """Yield what a run came to, a line each."""
    ended = text(summary.ended[:16].replace("T", " "))
    cases = wording.counted(here.cases, summary.asked)
    yield f"{ended} UTC · {cases} · {_held(summary, here)}"
    known = summary.figures
    figures = [
        _figure(known[name], said, wording, here)
        for name, said in here.metrics.items()
        if name in known
    ]
    yield "\u00a0· ".join([*figures, here.judges[summary.judge.kind]])


def _held(summary: Summary, here: EvaluationPhrases) -> str:
    if summary.against is None:
        return here.alone
    outcome = summary.against.outcome
    return (here.outcomes[outcome] if outcome else here.unheld).format(phrase(summary.against.name))


def _figure(one: Figure, said: str, wording: Wording, here: EvaluationPhrases) -> str:
    low, value, high = (
        "?" if number is None else f"{number:.2f}".replace(".", wording.decimal)
        for number in (one.low, one.value, one.high)
    )
    return here.figure.format(said, value, low, high)
