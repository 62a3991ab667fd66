"""A report as Markdown for a pull request: the outcome first, and never longer than one may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evals.metrics.registry import METRICS
from evals.reporting import words
from evals.reporting.cases import case_json
from evals.reporting.index import answer_of
from evals.reporting.report import Report
from evals.reporting.shape import summary_json
from ui.exporting.escape import escaped
from ui.terminal import one_line, visible

LONGEST = 65_536
"""Characters of a comment on GitHub; bytes are counted here, which are never fewer."""
_ROOM = LONGEST - 2_000
_TEXT, _LINES, _CHANGES, _WORST = 300, 40, 40, 20


def report_markdown(report: Report) -> str:
    """Return the report; cases are left out from where it would be too long, and that is said."""
    found = summary_json(report)
    head = "".join(f"{block}\n\n" for block in _blocks(found))
    title, cases = _regressions(report) if report.against else _worst(report)
    if not cases:
        return head
    shown, left = [], _ROOM - _size(head)
    for case in cases:
        left -= _size(case)
        if left < 0:
            break
        shown.append(case)
    more = len(cases) - len(shown)
    rest = f"\n{more:,} more are left out here: the page has them.\n" if more else ""
    return f"{head}<details><summary>{title}</summary>\n\n{''.join(shown)}{rest}\n</details>\n"


def _blocks(found: Mapping[str, Any]) -> Iterator[str]:
    outcome = found["outcome"]
    yield f"### {words.SIGNS[outcome]} Evaluation: {outcome or 'no outcome'}"
    yield _said(words.verdict(found), 2_000)
    yield _said(words.facts(found), 1_000)
    yield _compared(found) if found["against"] else _metrics(found)
    yield _said(" ".join(_judge(found["judge"], found["unjudged"])), 3_000)
    if found["against"] and found["against"]["changes"]:
        yield from _changes(found["against"]["changes"])


def _judge(judge: Mapping[str, Any], unjudged: int) -> Iterator[str]:
    yield from words.judge_words(judge)
    if judge["measured"]:
        told = [
            f"{one['set']} {words.figure(one['balanced_accuracy'])}, AUC {words.figure(one['auc'])}"
            for one in judge["measured"]
        ]
        yield f"Balanced accuracy on human labels, with 95 % intervals: {'; '.join(told)}."
    if unjudged:
        yield f"It could not judge {unjudged:,} statements."


def _metrics(found: Mapping[str, Any]) -> str:
    rows = [
        (
            _titled(one["name"]),
            words.number(one["name"], one["value"]),
            words.interval(one["name"], one["low"], one["high"]),
            f"{one['cases']:,}",
        )
        for one in found["metrics"]
    ]
    return _table(("Metric", "Value", "95 % interval", "Cases"), rows)


def _compared(found: Mapping[str, Any]) -> str:
    now = {one["name"]: one for one in found["metrics"]}
    rows = []
    for one in found["against"]["metrics"]:
        name = one["name"]
        where = words.interval(name, now[name]["low"], now[name]["high"]) if name in now else ""
        rows.append(
            (
                _titled(name),
                words.number(name, one["old"]),
                words.number(name, one["new"]),
                where,
                words.gain(one),
                words.chance(one),
                f"{words.SIGNS[one['outcome']]} {one['outcome']}",
            )
        )
    heads = ("Metric", "Old", "New", "95 % interval", "Gain (95 %)", "p, corrected", "Outcome")
    return _table(heads, rows)


def _titled(name: str) -> str:
    lower = " (less is better)" if METRICS[name].better == "lower" else ""
    return f"{METRICS[name].title}{lower}"


def _changes(changes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    rows = [
        (_said(one["what"], 80), _said(one["old"] or "–", 120), _said(one["new"] or "–", 120))
        for one in changes[:_CHANGES]
    ]
    more = len(changes) - len(rows)
    yield "**What else is different**" + (f", {more:,} more left out" if more else "")
    yield _table(("What", "Old", "New"), rows)
    lines = [line for one in changes for line in one["diff"]]
    if lines:
        shown = [visible(line).replace("\n", " ")[:_TEXT] for line in lines[:_LINES]]
        shown += [f"({len(lines) - _LINES:,} more lines)"] if len(lines) > _LINES else []
        fence = "`" * (max(map(_ticks, shown)) + 3)
        yield "<details><summary>Prompts</summary>"
        yield "\n".join([f"{fence}diff", *shown, fence])
        yield "</details>"


def _ticks(line: str) -> int:
    """Return how many marks of a fence a line has in all."""
    return line.count("`")


def _regressions(report: Report) -> tuple[str, list[str]]:
    assert report.against is not None
    lost = [each for each in report.against.found.moved if each.worse]
    lost.sort(key=lambda each: -len(each.worse))
    title = f"Worse: {len(lost):,} case{'' if len(lost) == 1 else 's'}"
    return title, [
        _case(each.new.case, each.new.question, each.worse, each.new.answer, each.old.answer)
        for each in lost
    ]


def _worst(report: Report) -> tuple[str, list[str]]:
    cases = [case for case in map(case_json, report.rows) if case["shortfall"] > 0]
    cases.sort(key=lambda case: -case["shortfall"])
    title = f"The worst of {len(cases):,} cases that fall short"
    return title, [
        _case(
            case["id"],
            case["question"],
            _fallen(case["scores"]),
            answer_of(case),
        )
        for case in cases[:_WORST]
    ]


def _fallen(scores: Mapping[str, float]) -> Iterator[str]:
    for name, value in scores.items():
        if words.is_share(name) and value != (0 if METRICS[name].better == "lower" else 1):
            yield name


def _case(
    case: str, question: str, lost: Iterable[str], now: str, before: str | None = None
) -> str:
    titles = ", ".join(METRICS[name].title for name in lost)
    lines = [f"- **{_said(question)}** ({_said(case)}): {titles}"]
    lines += [] if before is None else [f"  - old: {_said(before)}"]
    return "\n".join([*lines, f"  - {'now' if before is None else 'new'}: {_said(now)}\n"])


def _said(text: str, longest: int = _TEXT) -> str:
    """Return a text of somebody else's as Markdown, cut where it is long; it calls nobody."""
    line = one_line(text)
    cut = line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
    return escaped(cut).replace("\\@", "\\@\u2060").replace("\\#", "\\#\u2060")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
