"""Who may sign in, and how they do."""

from __future__ import annotations

import re

import httpx

PASSWORDS = {"Anna": "correct horse 1", "Béla": "pässwörd über 2"}


def own(client: httpx.Client) -> dict[str, str]:
    """Return the header of a page of the same server."""
    return {"Origin": str(client.base_url).rstrip("/")}


def token_of(page: str) -> str:
    """Return the token that the form carries."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def sign_in(
    client: httpx.Client, name: str = "Anna", password: str | None = None, wanted: str = "/"
) -> httpx.Response:
    """Fill in the form and send it."""
    token = token_of(client.get("/login").text)
    sent = {"name": name, "password": password or PASSWORDS[name], "token": token, "next": wanted}
    return client.post("/login", data=sent, headers=own(client))
