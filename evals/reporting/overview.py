"""The first view of a report: what the metrics came to, what changed, what to believe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from evals.metrics.registry import METRICS
from evals.reporting import words
from evals.reporting.plots import span
from evals.running.summary import GROUPS
from ui.counting import counted
from ui.exporting.page import text
from ui.terminal import visible


def overview(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the blocks of the view."""
    yield "<h2>What it came to</h2>"
    yield from _metrics(found)
    if found["against"]:
        yield from _compared(found["against"])
        yield from _changes(found["against"]["changes"])
    yield from _judge(found["judge"], found["unjudged"])
    yield from _made(found)


def _metrics(found: Mapping[str, Any]) -> Iterator[str]:
    against = found["against"]
    old = {one["name"]: one["old"] for one in against["metrics"]} if against else {}
    rows = []
    for group in GROUPS:
        known = [one for one in found["metrics"] if one["group"] == group]
        if known:
            rows.append(f'<tr><th scope="rowgroup" colspan="5">{group.capitalize()}</th></tr>')
            rows += [_metric(one, old.get(one["name"])) for one in known]
    heads = ("Metric", '<span aria-hidden="true">0 … 1</span>', "Value", "95 % interval", "Cases")
    yield _table("what", heads, rows)


def _metric(one: Mapping[str, Any], old: float | None) -> str:
    name = one["name"]
    lower = ' <small class="dim">less is better</small>' if one["better"] == "lower" else ""
    drawn = span(one["value"], one["low"], one["high"], old) if words.is_share(name) else ""
    return (
        f'<tr><th scope="row" title="{text(one["definition"])}">{text(one["title"])}{lower}</th>'
        f'<td class="drawn">{drawn}</td><td>{words.number(name, one["value"])}</td>'
        f"<td>{words.interval(name, one['low'], one['high'])}</td><td>{one['cases']:,}</td></tr>"
    )


def _compared(against: Mapping[str, Any]) -> Iterator[str]:
    yield f"<h2>Against {text(against['name'])}</h2>"
    yield (
        f'<p class="facts">{counted(against["cases"], "case")} in both, {against["moved"]:,} of '
        "them came to something else. In the gain more is better, whichever the metric; p is of "
        "the exact test of a loss, corrected over all metrics.</p>"
    )
    rows = [
        f'<tr><th scope="row">{text(METRICS[one["name"]].title)}</th>'
        f"<td>{_moved(one)}</td><td>{_parted(words.gain(one))}</td>"
        f'<td class="p">{words.chance(one)}</td>'
        f'<td class="{one["outcome"]}" title="{text(one["reason"])}">'
        f"{words.SIGNS[one['outcome']]} {one['outcome']}</td></tr>"
        for one in against["metrics"]
    ]
    heads = ("Metric", "Old → new", "Gain (95 % interval)", '<span class="p">p</span>', "Outcome")
    yield _table("compared", heads, rows)


def _moved(one: Mapping[str, Any]) -> str:
    old, new = (words.number(one["name"], one[which]) for which in ("old", "new"))
    return f"<span>{old}</span> <span>→ {new}</span>"


def _parted(figure: str) -> str:
    """Return a figure whose interval may stand on a line of its own."""
    value, _, where = figure.partition(" (")
    return f"<span>{text(value)}</span>" + (f" <span>({text(where)}</span>" if where else "")


def _changes(changes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "<h2>What else is different</h2>"
    if not changes:
        yield "<p>Nothing: the same settings, prompts, models, judge, library, cases and code.</p>"
        return
    rows = []
    for one in changes:
        diff = "\n".join(_diffed(one["diff"]))
        rows.append(
            f'<tr><th scope="row">{text(one["what"])}</th><td>{text(one["old"] or "–")}</td>'
            f"<td>{text(one['new'] or '–')}</td></tr>"
        )
        if diff:
            rows.append(
                f'<tr><td colspan="3"><details><summary>What changed in it</summary><pre>{diff}'
                "</pre></details></td></tr>"
            )
    yield _table("changes", ("What", "Old", "New"), rows)


def _diffed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        shown = escape(visible(line))
        tag = {"+": "ins", "-": "del"}.get(line[:1])
        yield f"<{tag}>{shown}</{tag}>" if tag else shown


def _judge(judge: Mapping[str, Any], unjudged: int) -> Iterator[str]:
    yield "<h2>How far the judge can be believed</h2>"
    said = list(words.judge_words(judge))
    if unjudged:
        said.append(f"It could not judge {unjudged:,} statements: they are left out.")
    yield f"<p>{text(' '.join(said))}</p>"
    if not judge["measured"]:
        return
    yield (
        "<p class='facts'>What it reached on statements that people have labelled, with 95 % "
        "intervals; 0.5 is chance.</p>"
    )
    rows = [
        f'<tr><th scope="row">{text(one["set"])}'
        f"{' <small class=dim>held out by fifths</small>' if one['fitted_on'] else ''}</th>"
        f"<td>{one['statements']:,}</td><td>"
        f"{_parted(words.figure(one['balanced_accuracy']))}</td>"
        f"<td>{_parted(words.figure(one['auc']))}</td></tr>"
        for one in judge["measured"]
    ]
    yield _table("standing", ("Human labels", "Statements", "Balanced accuracy", "AUC"), rows)


def _made(found: Mapping[str, Any]) -> Iterator[str]:
    library = found["library"]
    facts = {
        "settings": found["fingerprint"],
        "code": found["code"],
        "library": f"{library['content']} ({library['documents']:,} documents, "
        f"{library['passages']:,} passages)",
        **{f"prompt {name}": value for name, value in found["prompts"].items()},
        **{f"system {name}": value for name, value in found["system_settings"].items()},
        **{name: value for name, value in found["settings"].items() if value not in (None, {})},
    }
    rows = [
        f'<tr><th scope="row">{text(name)}</th><td>{text(str(value))}</td></tr>'
        for name, value in facts.items()
    ]
    yield "<h2>What it was made with</h2>"
    yield "<details><summary>Settings, prompts, code, library</summary>"
    yield f"{_table('made', ('What', 'Value'), rows)}</details>"


def _table(name: str, heads: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table; `heads` and `rows` are HTML."""
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(rows)
    return f'<table class="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
