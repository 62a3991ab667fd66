"""A chat completion read as a response: Footnoted's own, one with annotations, or a plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from evals.cases.place import Unplaced
from evals.response import Cited, Response, Retrieved, Said
from evals.systems.replies import failed, read_reply
from vectorstore.sentences import sentences

if TYPE_CHECKING:
    from evals.cases.place import Names
    from vectorstore.documents import Document


def read_completion(
    body: Mapping[str, Any], case_id: str, system: str, seconds: float, names: Names
) -> Response:
    """Return what a completion says and cites; one of another shape is an error."""
    try:
        if isinstance(body.get("footnoted"), Mapping):
            return _own(body["footnoted"], case_id, system, seconds, names)
        message = body["choices"][0]["message"]
        content = message.get("content") or ""
        row = {**_usage(body), **_told(content, message.get("annotations") or [])}
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        what = f"what it sent is no completion ({type(error).__name__})"
        return failed(case_id, system, ValueError(what))
    return read_reply(row, case_id, system, seconds)


def _usage(body: Mapping[str, Any]) -> dict[str, Any]:
    used = body.get("usage") or {}
    return {
        "prompt_tokens": used.get("prompt_tokens"),
        "completion_tokens": used.get("completion_tokens"),
        "cost": used.get("cost"),
    }


def _told(content: str, annotations: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return an answer, or statements with what the annotations over them cite."""
    found = [note for one in annotations if (note := _note(one)) is not None]
    if not found:
        return {"answer": content}
    return {"statements": list(_annotated(content, found))}


@dataclass(frozen=True)
class _Note:
    """A place that an annotation cites, and the part of the answer it stands over, if it says."""

    cited: Mapping[str, Any]
    start: int | None
    end: int | None


def _note(annotation: Mapping[str, Any]) -> _Note | None:
    kind = annotation.get("type")
    if kind not in ("url_citation", "file_citation"):
        return None
    told = {**annotation, **(annotation.get(kind) or {})}
    cited = {
        "document": told.get("url") or told.get("filename") or told.get("file_id"),
        "title": told.get("title"),
        "quote": told.get("quote") or told.get("content"),
    }
    start = told.get("start_index", told.get("index"))
    return _Note(cited, start, told.get("end_index", start))


def _annotated(content: str, notes: list[_Note]) -> Iterator[dict[str, Any]]:
    """Yield sentences with their citations; an annotation without a place is of every one.

    One that stands between two sentences is of the first. A mark that shows the address it cites is
    not a part of what is said.
    """
    spans = list(sentences(content))
    for number, span in enumerate(spans):
        last = number + 1 == len(spans)
        end = len(content) + 1 if last else spans[number + 1].start
        begin = 0 if number == 0 else span.start
        here = [n for n in notes if n.start is None or begin <= n.start < end]
        text = content[span.start : span.end]
        for note in sorted(here, key=lambda n: n.start or 0, reverse=True):
            text = _without_mark(text, span.start, note)
        if text.strip():
            yield {"text": text.strip(), "citations": [note.cited for note in here]}


def _without_mark(text: str, start: int, note: _Note) -> str:
    if note.start is None or note.end is None:
        return text
    first, past = note.start - start, note.end - start
    if not 0 <= first < past <= len(text) or str(note.cited["document"]) not in text[first:past]:
        return text
    return f"{text[:first].rstrip()}{text[past:]}"


def _own(
    told: Mapping[str, Any], case_id: str, system: str, seconds: float, names: Names
) -> Response:
    """Return the answer that Footnoted's own endpoint sends beside the text, without loss."""
    cited = {one["number"]: _citation(one, names) for one in told["citations"]}
    made, used = told["provenance"], told["provenance"]["usage"]
    return Response(
        case_id=case_id,
        system=system,
        statements=tuple(
            Said(one["text"], tuple(cited[number] for number in one["citations"]))
            for one in told["statements"]
        ),
        declined=bool(told["declined"]),
        passages=tuple(_passage(one, names) for one in told["evidence"]),
        seconds=seconds,
        prompt_tokens=used["prompt_tokens"],
        completion_tokens=used["completion_tokens"],
        cost=used["cost"],
        raw={
            "decline_reason": told["decline_reason"],
            "statements": [
                {"verdict": {name: one["verdict"][name] for name in ("class", "reason")}}
                for one in told["statements"]
            ],
            "withheld": [
                {"text": one["text"], "reason": one["reason"]} for one in told["withheld"]
            ],
            "provenance": {"model": made["model"], "fallback": made["fallback"]},
        },
    )


def _citation(told: Mapping[str, Any], names: Names) -> Cited:
    found = _document(names, told["document_id"], told["source"])
    return Cited(
        document=found.id if found else told["document_id"],
        title=told["title"],
        start=told["start"],
        end=told["end"],
        quote=told["quote"],
        source=found.source if found else told["source"],
        published=told["published"],
    )


def _passage(told: Mapping[str, Any], names: Names) -> Retrieved:
    found, start, end = _document(names, told["document_id"]), told["start"], told["end"]
    if found is None:
        return Retrieved(told["document_id"], start, end, score=told["score"])
    return Retrieved(found.id, start, end, found.text[start:end], told["score"], found.source)


def _document(names: Names, *known_as: str) -> Document | None:
    """Return the document of this library by an id or a path of the other's, else by file name."""
    for name in (*known_as, *(PurePath(one).name for one in known_as)):
        try:
            return names.document(name)
        except Unplaced:
            continue
    return None
