"""Which options of OpenAI's API a server takes, learnt from what it refuses.

Servers that speak the API differ in what they know of it: some take no JSON schema, some no seed,
OpenAI's reasoning models no temperature and `max_completion_tokens` for `max_tokens`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_FORMS = ("json_schema", "json_object", None)
_OF_FORM = re.compile(r"response_format|schema|json_object|grammar|structured|guided", re.I)
_LIMITS = ("max_tokens", "max_completion_tokens")
_SPARE = ("temperature", "seed", "stream_options")

Options = dict[str, Any]


class Dialect:
    """The options to send to one server; what it refused once is not sent again."""

    def __init__(self) -> None:
        self._form: str | None = _FORMS[0]
        self._limit = _LIMITS[0]
        self._refused: frozenset[str] = frozenset()

    def options(self, most: int, seed: int | None, schema: Mapping[str, Any] | None) -> Options:
        """Return the options of a request for at most so many tokens, of a JSON schema if given."""
        from openai import omit

        options: Options = {self._limit: most, "stream_options": {"include_usage": True}}
        if seed is not None:
            options["seed"] = seed
        if schema is not None and self._form:
            options["response_format"] = _response_format(self._form, schema)
        # llama-index adds a temperature of its own unless one is given.
        return options | dict.fromkeys(self._refused, omit)

    def concede(self, said: str, sent: Options) -> bool:
        """Learn from a refusal; tell whether the request may be sent again, otherwise."""
        form = sent.get("response_format")
        if form and _OF_FORM.search(said):
            return self._plainer(form)
        if _LIMITS[0] in sent and all(name in said for name in _LIMITS):
            self._limit = _LIMITS[1]
            return True
        named = {name for name in _SPARE if name in said and name not in self._refused}
        if named:
            self._refused |= named
            return True
        # Many a server says no more than that it does not like the request.
        return self._plainer(form) if form else False

    def _plainer(self, form: Mapping[str, Any]) -> bool:
        self._form = _FORMS[_FORMS.index(form["type"]) + 1]
        return True


def _response_format(form: str, schema: Mapping[str, Any]) -> Options:
    if form == "json_object":
        return {"type": form}
    return {"type": form, "json_schema": {"name": "reply", "schema": dict(schema), "strict": True}}
