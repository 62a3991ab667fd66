"""Several collections behind one API: each is asked by its name, the first without one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import jsonschema
import openai
import pytest

from rag.settings import Settings
from tests.ui.api.asking import STREAM, connected, is_sentence, user
from tests.ui.api.conftest import serving
from tests.ui.mcp.calling import called, words
from tests.ui.mcp.calling import connected as mcp_connected
from ui.api.app import api
from ui.api.desk import Desk
from ui.shelves import Shelves

WEIR = "How long is the weir of Nordhaven?"


@pytest.fixture(scope="module")
def home(two_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(two_home, tmp_path_factory.mktemp("several") / "home"))


@pytest.fixture(scope="module")
def several(home: Path) -> Iterator[httpx.Client]:
    with Shelves(Settings(home=home)) as shelves:
        first = shelves.shelf()
        desk = Desk(first.chain, first.library, shelves=shelves)
        with serving(api(desk)) as running:
            yield running


def test_each_is_asked_searched_checked_and_listed(several: httpx.Client) -> None:
    def asked(path: str, **body: str) -> str:
        answered = several.post(path, json=body)
        assert answered.status_code == 200, answered.text
        return answered.text

    assert several.get("/api/collections").json()["collections"] == ["default", "rivers"]
    for path, body in (
        ("/api/ask", {"question": WEIR}),
        ("/api/search", {"query": "weir Nordhaven"}),
        ("/api/check", {"text": "The weir of Nordhaven is 41 metres long."}),
    ):
        assert "weir.txt" not in asked(path, **body)
        assert "weir.txt" in asked(path, **body, collection="rivers")
        assert "weir.txt" not in asked(path, **body, collection="default")
    streamed = several.post(
        "/api/ask", json={"question": WEIR, "collection": "rivers"}, headers=STREAM
    )
    assert "weir.txt" in streamed.text.partition("event: done")[2]
    rivers = {"collection": "rivers"}
    (row,) = several.get("/api/sources", params=rivers).json()["documents"]
    assert row["source"].endswith("weir.txt")
    assert several.get(f"/api/sources/{row['id']}", params=rivers).json()["text"].startswith("The")
    assert several.get(f"/api/sources/{row['id']}").status_code == 404
    assert len(several.get("/api/sources").json()["documents"]) > 1


@pytest.mark.parametrize("name", ["none", "../default", "Default"])
def test_one_that_is_not_there_is_a_sentence_with_those_that_are(
    several: httpx.Client, name: str
) -> None:
    refused = [
        several.post("/api/ask", json={"question": WEIR, "collection": name}),
        several.post("/api/search", json={"query": WEIR, "collection": name}),
        several.post("/api/check", json={"text": WEIR, "collection": name}),
        several.post("/api/ingest", json={"paths": ["/nowhere"], "collection": name}),
        several.get("/api/sources", params={"collection": name}),
        several.get("/api/sources/abc", params={"collection": name}),
    ]
    document = several.get("/api/openapi.json").json()
    for answer in refused:
        assert is_sentence(answer, 404, "UnknownCollection")
        assert "there are: default, rivers." in answer.json()["error"]["message"]
        path = answer.request.url.path.replace("abc", "{document_id}")
        operation = document["paths"][path][answer.request.method.lower()]
        assert "404" in operation["responses"]
    long = several.post("/api/ask", json={"question": WEIR, "collection": "x" * 65})
    assert is_sentence(long, 422, "RequestError")


def test_the_document_says_that_it_may_be_given(several: httpx.Client) -> None:
    document = several.get("/api/openapi.json").json()
    shapes = document["components"]["schemas"]
    for name in ("Asked", "Sought", "Draft", "Files"):
        assert "Which collection" in shapes[name]["properties"]["collection"]["description"]
    for path in ("/api/sources", "/api/sources/{document_id}"):
        parameters = document["paths"][path]["get"]["parameters"]
        assert "collection" in [each["name"] for each in parameters if each["in"] == "query"]
    collections = several.get("/api/collections").json()
    jsonschema.Draft202012Validator(shapes["Collections"]).validate(collections)


def test_each_is_a_model_for_openais_clients(several: httpx.Client) -> None:
    with connected(several) as chat:
        assert [model.id for model in chat.models.list()] == ["footnoted", "footnoted:rivers"]
        for model, says in (("footnoted:rivers", True), ("footnoted", False)):
            done = chat.chat.completions.create(model=model, messages=[user(WEIR)])
            assert done.model == model
            assert ("41 metres" in done.choices[0].message.content) == says
        chunks = list(
            chat.chat.completions.create(
                model="footnoted:rivers", messages=[user(WEIR)], stream=True
            )
        )
        assert {chunk.model for chunk in chunks} == {"footnoted:rivers"}
        for model in ("footnoted:none", "footnoted:", "rivers"):
            with pytest.raises(openai.NotFoundError, match="footnoted, footnoted:rivers"):
                chat.chat.completions.create(model=model, messages=[user(WEIR)])


def test_the_tools_take_one_and_say_which_there_are(several: httpx.Client) -> None:
    server = str(several.base_url.join("/mcp"))

    async def described(client: object) -> list[str]:
        tools = (await client.list_tools()).tools  # type: ignore[attr-defined]
        return [tool.input_schema["properties"]["collection"]["description"] for tool in tools]

    said = mcp_connected(server, described)
    assert len(said) == 5
    assert all("There are: default, rivers." in each for each in said)
    rivers = {"collection": "rivers"}
    asked, first, found, checked, listed, unknown = called(
        server,
        ("ask", {"question": WEIR, **rivers}),
        ("ask", {"question": WEIR}),
        ("search", {"query": WEIR, **rivers}),
        ("check", {"text": "The weir of Nordhaven is 41 metres long.", **rivers}),
        ("list_sources", rivers),
        ("list_sources", {"collection": "none"}),
    )
    assert "41 metres" in words(asked)
    assert first.structured_content["declined"]
    assert len(found.structured_content["hits"]) == 1
    assert checked.structured_content["summary"]["sentences"]["footnoted"] == 1
    (row,) = listed.structured_content["documents"]
    span = {"document_id": row["id"], "start": 0, "end": 8}
    here, elsewhere = called(server, ("read_source", {**span, **rivers}), ("read_source", span))
    assert here.structured_content["quote"] == "The weir"
    assert elsewhere.is_error
    assert unknown.is_error
    assert words(unknown) == "There is no collection 'none'; there are: default, rivers."


def test_one_that_is_made_meanwhile_is_there_at_once(
    several: httpx.Client, home: Path, tmp_path: Path
) -> None:
    from rag.assemble import open_library
    from vectorstore.ingest import ingest

    (tmp_path / "mill.txt").write_text("The mill of Tarn has nine wheels.")
    with open_library(Settings(home=home, collection="mills"), create=True) as mills:
        ingest(mills, [tmp_path / "mill.txt"])
        busy = several.get("/api/sources", params={"collection": "mills"})
        assert is_sentence(busy, 503, "LibraryBusy")
    asked = {"question": "How many wheels has the mill of Tarn?", "collection": "mills"}
    assert "nine wheels" in several.post("/api/ask", json=asked).text
    assert several.get("/api/collections").json()["collections"] == ["default", "mills", "rivers"]
    shutil.copy(tmp_path / "mill.txt", tmp_path / "again.txt")
    more = {"paths": [str(tmp_path / "again.txt")], "collection": "mills"}
    assert several.post("/api/ingest", json=more).json()["new"] is not None
    assert len(several.get("/api/sources", params={"collection": "mills"}).json()["documents"]) == 2
