"""The shapes of answers and errors, put where an OpenAPI document refers to them."""

from __future__ import annotations

import json
from typing import Any

from ui.schemas import published

Schema = dict[str, Any]
_SHAPES = {
    "Answer": "answer",
    "Passages": "search",
    "CheckedDraft": "check",
    "Sources": "sources",
    "Source": "source",
    "IngestReport": "ingest",
}
_VERSION = {"const": 1, "description": "The version of this shape."}


def ref(name: str) -> Schema:
    """Return a reference to a shape of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def components() -> dict[str, Schema]:
    """Return every shape that is answered, by its name in the document."""
    found = dict(_others())
    for name, schema in _SHAPES.items():
        shape = _moved(published(schema))
        found |= {key.capitalize(): part for key, part in shape.pop("$defs", {}).items()}
        found[name] = {k: part for k, part in shape.items() if k not in ("$schema", "$id")}
    return found | _happenings(found["Answer"])


def _moved(schema: Schema) -> Schema:
    """Return a copy whose own definitions are looked for among the document's shapes."""
    text = json.dumps(schema)
    for name in schema.get("$defs", {}):
        text = text.replace(f'"#/$defs/{name}"', f'"#/components/schemas/{name.capitalize()}"')
    moved: Schema = json.loads(text)
    return moved


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _words(said: str) -> Schema:
    return {"type": "string", "description": said}


def _count(said: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": said}


def _others() -> dict[str, Schema]:
    error = _object(type=_words("What kind of error."), message=_words("One sentence."))
    name = {"type": "string", "pattern": "^footnoted(:.+)?$"}
    model = _object(
        id=name,
        object={"const": "model"},
        created={"type": "integer"},
        owned_by={"const": "footnoted"},
    )
    usage = _object(
        prompt_tokens=_count("Read."),
        completion_tokens=_count("Written."),
        total_tokens=_count("Both."),
    )
    message = _object(
        role={"const": "assistant"}, content=_words("The answer and its sources, as Markdown.")
    )
    choice = _object(index={"const": 0}, message=message, finish_reason={"const": "stop"})
    return {
        "Error": _object(schema=_VERSION, error=error),
        "Health": _object(
            status={"const": "ok"},
            version=_words("Of Footnoted."),
            library_revision=_count("How many changes the library has seen."),
            passages=_count("How many passages can be found."),
        ),
        "Collections": _object(
            schema=_VERSION,
            collections={"type": "array", "items": {"type": "string"}, "minItems": 1},
        ),
        "Models": _object(object={"const": "list"}, data={"type": "array", "items": model}),
        "Completion": _object(
            id=_words("A name of its own."),
            object={"const": "chat.completion"},
            created={"type": "integer", "description": "Seconds since 1970."},
            model=name,
            choices={"type": "array", "minItems": 1, "maxItems": 1, "items": choice},
            usage={"anyOf": [usage, {"type": "null"}]},
            footnoted=ref("Answer"),
        ),
    }


def _happenings(answer: Schema) -> dict[str, Schema]:
    """Return what each server-sent event holds, by the name of the event."""
    parts = answer["properties"]
    statement = json.loads(json.dumps(parts["statements"]["items"]))
    statement["properties"]["citations"] = {
        "type": "array",
        "description": "Its footnotes, whole.",
        "items": ref("Citation"),
    }
    events = {
        "searching": _object(
            question=_words("The question as it is searched."), passages=_count("Among how many.")
        ),
        "evidence_found": ref("Passages"),
        "statement_grew": _object(text=_words("The sentence so far; nothing has checked it.")),
        "checking": _object(statements=_count("How many reworded statements a model reads.")),
        "statement_checked": statement,
        "statement_withheld": parts["withheld"]["items"],
        "fell_back": _object(reason=_words("Why the model failed.")),
        "done": ref("Answer"),
        "error": ref("Error"),
    }
    return {f"event.{name}": shape for name, shape in events.items()}
