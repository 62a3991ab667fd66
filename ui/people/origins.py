"""Whether a request that changes something was made by a page of the same server."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def foreign(request: HTTPConnection, *, carried: bool) -> bool:
    """Tell whether a page of another site makes a request, or may make it.

    What a browser says of it decides; where nothing is said, it is foreign if it is `carried` by
    what a browser sends unasked, a cookie or a proxy's login.
    """
    headers = request.headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    said = headers.get("origin") or headers.get("referer")
    if said is None:
        return carried
    return _host(said) != headers.get("host", "").lower()


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def own_path(address: str) -> str:
    """Return an address if it is a path of this server, else its first page."""
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and address[1:2] != "/" else "/"
