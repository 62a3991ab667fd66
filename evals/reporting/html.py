"""A report as one page of HTML; its cases are data that the page's own script shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.metrics.registry import METRICS
from evals.reporting.cases import CHANGES, OUTCOMES
from evals.reporting.index import CHUNK, chunks, index, safe
from evals.reporting.overview import overview
from evals.reporting.page import page
from evals.reporting.plots import histogram, scatter
from evals.reporting.report import Report
from evals.reporting.shape import cases_json, summary_json
from evals.reporting.words import SIGNS, facts, is_share, verdict
from ui.exporting.page import text

_VIEWS = {
    "overview": "Overview",
    "plots": "Plots",
    "worst": "Worst cases",
    "cases": "All cases",
}


def report_html(report: Report) -> str:
    """Return the page."""
    found, cases = summary_json(report), [safe(case) for case in cases_json(report)]
    body = [
        '<main class="report">',
        *_head(found),
        '<section id="view-overview" aria-label="Overview">',
        *overview(found),
        '</section>\n<section id="view-plots" aria-label="Plots">',
        *_plots(found, cases),
        '</section>\n<section id="view-list" aria-label="Cases">',
        _filters(found, cases),
        '<p id="counted" role="status"></p><ol id="shown"></ol>',
        '<p class="pages"><button type="button" id="before">Before</button> '
        '<span id="place"></span> <button type="button" id="after">After</button></p>',
        "<noscript><p>The cases are shown by this page's script, which is switched off.</p>"
        "</noscript></section>\n</main>",
    ]
    data = [("index", index(found, cases)), *chunks(cases)]
    return page(f"Evaluation {report.run.name}", body, data)


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"<h1>Evaluation {text(found['name'])}</h1>"
    outcome = found["outcome"]
    kind = f"outcome {outcome}" if outcome else "outcome"
    yield f'<p class="{kind}"><b>{SIGNS[outcome]}</b> {text(verdict(found))}</p>'
    yield f'<p class="facts">{text(facts(found))}</p>'
    links = "".join(f'<a href="#{name}">{title}</a>' for name, title in _VIEWS.items())
    yield f'<nav aria-label="Views">{links}</nav>'


def _plots(found: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "<h2>How the cases lie</h2>\n<div class='plots'>"
    for metric in found["metrics"]:
        name = metric["name"]
        values = [case["scores"][name] for case in cases if name in case["scores"]]
        if values:
            of = {"s": "seconds"}.get(metric["unit"], metric["unit"] or "score")
            top = 1.0 if is_share(name) else max(values)
            yield histogram(values, metric["title"], top=top, of="cost" if name == "cost" else of)
    yield "</div>"
    if found["against"]:
        yield from _paired(found, cases)


def _paired(found: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield (
        "<h2>Old against new</h2>\n<p class='facts'>A dot is as large as it has cases; on the line "
        "they are as before. A better case is blue, a worse one red.</p>\n<div class='plots'>"
    )
    still = []
    for one in found["against"]["metrics"]:
        name = one["name"]
        if not one["changed"]:
            still.append(METRICS[name].title)
            continue
        pairs = [
            (case["old"]["scores"][name], case["scores"][name])
            for case in cases
            if case["old"] and name in case["old"]["scores"] and name in case["scores"]
        ]
        if pairs:
            yield scatter(pairs, METRICS[name].title, lower=METRICS[name].better == "lower")
    yield "</div>"
    if still:
        yield f"<p class='facts'>No case has another score of: {', '.join(still)}.</p>"


def _filters(found: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> str:
    tags = sorted({tag for case in cases for tag in case["tags"]})
    titles = {metric["name"]: metric["title"] for metric in found["metrics"]}
    orders = {"": "as asked", "worst": "worst first"}
    fields = [
        '<p class="wide"><label for="find">Words in question, answer, id or source</label>'
        '<input id="find" name="find" type="search" autocomplete="off"></p>',
        _choice("kind", "Kind", {kind: kind.replace("_", " ") for kind in found["kinds"]}),
        _choice("outcome", "Outcome", {one: one for one in OUTCOMES}),
        _choice("tag", "Tag", {tag: tag for tag in tags}) if tags else "",
        _choice("metric", "Metric", titles),
        '<p><label for="below">worse than</label><input id="below" name="below" type="number" '
        'step="any" placeholder="its best"></p>',
        _choice("change", "Against the old", {"any": "any change", **{c: c for c in CHANGES}})
        if found["against"]
        else "",
        _choice("order", "Order", orders, every=False),
    ]
    return f'<form id="filters" role="search" data-chunk="{CHUNK}">{"".join(fields)}</form>'


def _choice(name: str, label: str, values: Mapping[str, str], *, every: bool = True) -> str:
    options = '<option value="">all</option>' if every else ""
    options += "".join(
        f'<option value="{text(value)}">{text(said)}</option>' for value, said in values.items()
    )
    return (
        f'<p><label for="{name}">{label}</label><select id="{name}" name="{name}">{options}'
        "</select></p>"
    )
