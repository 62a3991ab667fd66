"""Answers and drafts without their documents, and whole again: twenty citations hold one text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from ui.wire import packed, unpacked

_Value = TypeVar("_Value")
_TAKEN = "taken out"


class Folded(NamedTuple):
    """A value as bytes, and the documents that were taken out of it, by their hash."""

    value: bytes
    documents: dict[str, str]


def folded(kind: Any, value: object) -> Folded:
    """Return a value (see `ui.wire.packed`) with every document taken out."""
    documents: dict[str, str] = {}
    shape = _fold(json.loads(packed(kind, value)), documents)
    return Folded(json.dumps(shape, ensure_ascii=False).encode("utf-8"), documents)


def unfolded(kind: type[_Value], value: bytes, documents: Mapping[str, str]) -> _Value:
    """Return what was folded. Raises WireError."""
    whole = {key: json.loads(document) for key, document in documents.items()}
    return unpacked(kind, json.dumps(_unfold(json.loads(value), whole)))


def _fold(shape: Any, documents: dict[str, str]) -> Any:
    if isinstance(shape, list):
        return [_fold(each, documents) for each in shape]
    if not isinstance(shape, dict):
        return shape
    if "content_hash" in shape and "text" in shape:
        data = json.dumps(shape, ensure_ascii=False, sort_keys=True)
        key = sha256(data.encode("utf-8")).hexdigest()
        documents[key] = data
        return {_TAKEN: key}
    return {name: _fold(each, documents) for name, each in shape.items()}


def _unfold(shape: Any, documents: Mapping[str, Any]) -> Any:
    if isinstance(shape, list):
        return [_unfold(each, documents) for each in shape]
    if not isinstance(shape, dict):
        return shape
    if _TAKEN in shape:
        return documents[shape[_TAKEN]]
    return {name: _unfold(each, documents) for name, each in shape.items()}
