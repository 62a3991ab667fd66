"""The OpenAPI document of the endpoints that are served."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from ui.api.openapi.components import components
from ui.api.openapi.endpoints import ENDPOINTS

_ABOUT = (
    "Answers from your own documents, every sentence with a footnote that is an exact span of a "
    "source. Offsets are code points of a document's canonical text."
)
_TAGS = {"v1": "For OpenAI's clients", "api": "Footnoted"}


def document(routes: APIRouter) -> dict[str, Any]:
    """Return the document of a router's endpoints: what they take, give and refuse."""
    found = get_openapi(
        title="Footnoted", version=version("footnoted"), description=_ABOUT, routes=routes.routes
    )
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            endpoint = ENDPOINTS[method, path]
            operation["operationId"] = endpoint.id
            operation["summary"] = endpoint.summary
            operation["responses"] = endpoint.responses()
            operation["security"] = [{"key": []}, {}] if endpoint.keyed else [{}]
            operation["tags"] = [_TAGS.get(path.split("/")[1], "The server")]
    taken = found["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        taken.pop(name, None)
    found["components"]["schemas"] = taken | components()
    found["components"]["securitySchemes"] = {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of `web.api_key` or `footnoted keys`; needed where there is one.",
        }
    }
    return found
