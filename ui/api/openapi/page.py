"""The document at `/api/openapi.json`, and Swagger UI over it at `/api/docs`, from this server."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ui.api.desk import Desk
from ui.api.guard import Access
from ui.api.openapi.document import document
from ui.api.routes import guarded, reply

_TYPES = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_HTML = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Footnoted: the API</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
<style>body { margin: 0; }</style>
</head>
<body>
<main id="swagger-ui"></main>
<script>
if (matchMedia("(prefers-color-scheme: dark)").matches)
  document.documentElement.classList.add("dark-mode");
</script>
<script src="docs/swagger-ui-bundle.js"></script>
<script>
SwaggerUIBundle({
  url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
  docExpansion: "list", defaultModelsExpandDepth: 0, tryItOutEnabled: true,
});
</script>
</body>
</html>
"""


def described(desk: Desk, endpoints: APIRouter) -> APIRouter:
    """Return the endpoints that describe the others; like `/health`, they take no key."""
    router = APIRouter(prefix="/api", route_class=guarded(desk, Access.STATUS))

    @router.get("/openapi.json")
    def openapi() -> Response:
        return reply(document(endpoints))

    @router.get("/docs")
    def page() -> Response:
        return Response(_HTML, media_type="text/html")

    @router.get("/docs/{name}")
    def part(name: str) -> Response:
        if name not in _TYPES:
            raise HTTPException(404)
        found = files("fastapi_swagger") / "resources" / name
        return Response(found.read_bytes(), media_type=_TYPES[name])

    return router
