"""The OpenAPI document: valid, complete, and true of what is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import jsonschema
import openapi_spec_validator
import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import SecretStr
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from rag.answers import Claim, Growth, Outcome, Written
from rag.errors import ModelUnreachable
from rag.run import Run
from tests.ui.api.asking import OUTSIDE, QUESTION, Serving, streamed, user
from tests.ui.api.writers import written_by
from ui.api.app import router
from ui.api.desk import Desk
from ui.api.openapi.endpoints import ENDPOINTS, EVENTS


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Any:
    return client.get("/api/openapi.json").json()


def check(document: Any, shape: Any, value: Any) -> None:
    """Hold a value to a shape of the document."""
    resource = Resource.from_contents(document, DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:document", resource)
    where = {"$ref": f"urn:document{shape['$ref']}"}
    jsonschema.Draft202012Validator(where, registry=registry).validate(value)


def answered(document: Any, response: httpx.Response, path: str) -> None:
    """Hold a response to what the document says of its status and its type."""
    operation = document["paths"][path][response.request.method.lower()]
    content = operation["responses"][str(response.status_code)]["content"]
    kind = response.headers["content-type"].partition(";")[0]
    check(document, content[kind]["schema"], response.json())


def test_the_document_is_valid(document: Any) -> None:
    openapi_spec_validator.validate(document)
    assert document["openapi"].startswith("3.1")
    for shape in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(shape)


def test_every_endpoint_is_in_it(document: Any, desk: Desk) -> None:
    described = {(method, path) for path, of in document["paths"].items() for method in of}
    served = set(paths(router(desk)))
    own = {("get", "/api/openapi.json"), ("get", "/api/docs"), ("get", "/api/docs/{name}")}
    assert described == set(ENDPOINTS)
    assert served - own == described
    ids = [
        operation["operationId"] for of in document["paths"].values() for operation in of.values()
    ]
    assert len(set(ids)) == len(ids)


def paths(routes: APIRouter) -> Iterator[tuple[str, str]]:
    from fastapi.openapi.utils import get_openapi

    found = get_openapi(title="all", version="0", routes=routes.routes)["paths"]
    yield from ((method, path) for path, of in found.items() for method in of)
    assert not [r for r in routes.routes if isinstance(r, APIRoute) and not r.include_in_schema]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", {"question": QUESTION}),
        ("/api/ask", {"question": OUTSIDE, "history": [{"question": "Who?"}]}),
        ("/api/ask", {}),
        ("/api/search", {"query": "ferry", "k": 3}),
        ("/api/search", {"query": " "}),
        ("/api/check", {"text": "The mission now has 4,350 troops. It has 9,999 helicopters."}),
        ("/api/check", {"text": "x", "form": "pdf"}),
        ("/api/ingest", {"paths": ["/nowhere/none.txt"]}),
        ("/api/ingest", {"paths": ["none.txt"]}),
        ("/v1/chat/completions", {"model": "footnoted", "messages": [user(QUESTION)]}),
        ("/v1/chat/completions", {"model": "other", "messages": [user(QUESTION)]}),
    ],
)
def test_what_is_posted_is_answered_as_it_says(
    document: Any, client: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    response = client.post(path, json=body)
    answered(document, response, path)
    taken = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    if response.status_code == 200:
        check(document, taken["schema"], body)


def test_what_is_read_is_answered_as_it_says(document: Any, client: httpx.Client) -> None:
    for path in ("/api/sources", "/v1/models", "/health"):
        answered(document, client.get(path), path)
    template = "/api/sources/{document_id}"
    for row in client.get("/api/sources").json()["documents"]:
        answered(document, client.get(f"/api/sources/{row['id']}"), template)
    answered(document, client.get("/api/sources/none"), template)
    away = {"Host": "elsewhere.example"}
    answered(document, client.get("/api/sources", headers=away), "/api/sources")
    assert "text/plain" in document["paths"]["/metrics"]["get"]["responses"]["200"]["content"]


def test_every_event_of_a_stream_has_the_shape_it_says(
    document: Any, desk: Desk, serve: Serving, client: httpx.Client
) -> None:
    def writing(run: Run) -> Iterator[Written]:
        yield Growth("The mission has")
        yield Claim("The mission has 9,999 helicopters.", ())
        raise ModelUnreachable("The model's server does not answer: start it.")

    def failing(run: Run) -> Iterator[Written]:
        yield Outcome()
        raise RuntimeError

    streams = document["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]
    shapes = streams["text/event-stream"][EVENTS]
    happened = streamed(client, QUESTION)
    for written in (writing, failing):
        with serve(written_by(desk, written)[0]) as other:
            happened += streamed(other, QUESTION)
    for name, content in happened:
        check(document, shapes[name], content)
    assert {name for name, _ in happened} == set(shapes) - {"checking"}


def test_it_takes_no_key_and_says_which_do(document: Any, desk: Desk, serve: Serving) -> None:
    with serve(replace(desk, keys=(SecretStr("fn-planted"),))) as client:
        shown = client.get("/api/openapi.json")
        assert shown.status_code == 200
        assert "fn-planted" not in shown.text
        answered(document, client.get("/api/sources"), "/api/sources")
    assert document["paths"]["/api/ask"]["post"]["security"] == [{"key": []}, {}]
    assert document["paths"]["/health"]["get"]["security"] == [{}]


def test_only_the_parts_of_the_page_are_served(client: httpx.Client) -> None:
    assert client.get("/api/docs/swagger-ui.css").status_code == 200
    for name in ("__init__.py", "..%2f__init__.py", "none.js"):
        assert client.get(f"/api/docs/{name}").status_code == 404
