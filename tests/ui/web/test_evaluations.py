"""The list of evaluations: what is listed, for whom, and a report under a policy of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient

from evals.reporting.folder import keep
from evals.reporting.report import report_of
from tests.evals.reporting.runs import many, run
from tests.ui.languages import places, said
from ui.people.person import Person
from ui.web.evaluations.kept import page_of, reports
from ui.web.evaluations.phrases import ENGLISH, EVALUATIONS, FRENCH
from ui.web.evaluations.routes import evaluation_routes
from ui.web.guard import Guarded
from ui.web.phrases import LANGUAGES

Serve = Callable[..., TestClient]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a report, one held against it, a run without a report, and other things."""
    folder = tmp_path / "evaluations"
    old = run(folder / "before", many(20))
    keep(report_of(old), old)
    new = run(folder / "after <b>", many(20, wrong=range(9)), ended="2026-02-01T09:30:00+00:00")
    new.rename(folder / "after it")
    keep(report_of(folder / "after it", old), folder / "after it")
    run(folder / "alone", many(2))
    for name in ("libraries", ".hidden"):
        (folder / name).mkdir()
    (folder / ".hidden" / "report.html").write_text("hidden")
    (tmp_path / "report.html").write_text("outside")
    return tmp_path


def client(home: Path, *, admin: bool = True, language: str = "en") -> TestClient:
    app = FastAPI()
    app.include_router(evaluation_routes(home, LANGUAGES[language]))

    @app.middleware("http")
    async def person(request: Request, go_on: Callable[..., Response]) -> Response:
        request.state.person = Person("p", admin=admin)
        return await go_on(request)  # type: ignore[misc, no-any-return]

    return TestClient(Guarded(app, here_only=False))


def test_reports_are_listed_the_latest_first(home: Path) -> None:
    assert [one.name for one in reports(home)] == ["after it", "before"]
    shown = client(home).get("/page/evaluations").text
    assert 'href="page/evaluations/after%20it"' in shown
    assert "2026-02-01 09:30 UTC · 20 cases · fails against before" in shown
    assert "Dealt with rightly 0.55 (0." in shown
    assert "a wording check, not a verdict" in shown
    assert "held against nothing" in shown
    french = client(home, language="fr").get("/page/evaluations").text
    assert "échoue face à before" in french
    assert "Bien traité 0,55 (0," in french


def test_a_report_is_of_no_origin_and_everything_else_of_this_one(home: Path) -> None:
    found = client(home).get("/page/evaluations/before")
    assert found.text == (home / "evaluations" / "before" / "report.html").read_text("utf-8")
    policy = found.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none';")
    assert "allow-same-origin" not in policy
    assert found.headers["x-content-type-options"] == "nosniff"
    listed = client(home).get("/page/evaluations")
    assert listed.headers["content-security-policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("name", ["..", ".hidden", "alone", "libraries", "none", "..%2F", "%2e%2e"])
def test_nothing_but_a_report_is_given(home: Path, name: str) -> None:
    assert page_of(home, name) is None
    found = client(home).get(f"/page/evaluations/{name}")
    assert "outside" not in found.text
    assert "hidden" not in found.text
    assert found.status_code in (307, 404)


def test_only_an_admin_is_told_of_any(home: Path) -> None:
    others = client(home, admin=False)
    shown = others.get("/page/evaluations")
    assert ENGLISH.admins_only in shown.text
    assert "before" not in shown.text
    assert others.get("/page/evaluations/before").status_code == 403
    assert others.get("/page/evaluations/none").status_code == 403


def test_without_a_report_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    assert "footnoted eval run" in client(tmp_path).get("/page/evaluations").text


@pytest.mark.parametrize("summary", ["", "[]", '{"schema": 1}', '{"schema": 2}'])
def test_a_summary_that_cannot_be_read_is_said_to_be_so(home: Path, summary: str) -> None:
    (home / "evaluations" / "before" / "report.json").write_text(summary)
    assert reports(home)[-1].summary is None
    assert ENGLISH.unreadable in client(home).get("/page/evaluations").text


def test_a_hostile_name_stays_text(home: Path) -> None:
    file = home / "evaluations" / "after it" / "report.json"
    summary = json.loads(file.read_text())
    summary["against"]["name"] = summary["ended"] = "<img src=x>"
    file.write_text(json.dumps(summary))
    assert "<img" not in client(home).get("/page/evaluations").text


def test_languages_say_the_same_things_of_evaluations() -> None:
    assert set(EVALUATIONS) == set(LANGUAGES)
    english, french = dict(said(ENGLISH)), dict(said(FRENCH))
    assert english.keys() == french.keys()
    assert len(fields(ENGLISH)) > 9
    for name, text in english.items():
        assert places(text) == places(french[name]), name
        assert text != french[name] or name in ("figure",) or name.startswith("metrics"), name
