"""The settings of the server: who is served, and how much of it."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from rag.setting_groups import Group

_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def _networks(text: str) -> str:
    for each in text.split(","):
        try:
            ipaddress.ip_network(each.strip(), strict=False)
        except ValueError as error:
            raise ValueError(
                "addresses and networks are written like 127.0.0.1 and 10.0.0.0/8, with commas"
            ) from error
    return text


def _header(name: str) -> str:
    if not _TOKEN.fullmatch(name):
        raise ValueError("a header has a name like X-Forwarded-User")
    return name


def _prefix(path: str) -> str:
    if not _PREFIX.fullmatch(path):
        raise ValueError("a path is written like /documents, without a slash at its end")
    return path


class WebSettings(Group):
    """The server of the page and the API."""

    api_key: SecretStr | None = Field(
        default=None,
        description="A key that programs must send to use the API, beside those of "
        "`footnoted keys`; with none at all, only programs on this machine are served.",
    )
    metrics_open: bool = Field(
        default=False,
        description="Whether `/metrics` is served to everybody, without a key.",
    )
    users: Path = Field(
        default=Path("users.json"),
        description="Who may sign in, as `footnoted users` writes it; a relative name is one in "
        "the home folder. Where it holds somebody, the page asks for a name and a password.",
    )
    session_hours: float = Field(
        default=12.0, gt=0, le=8760, description="Hours after signing in that one has to again."
    )
    trusted_header: Annotated[str, AfterValidator(_header)] | None = Field(
        default=None,
        description="The header in which a proxy names the person that it has let in, like "
        "`X-Forwarded-User`. The proxy must remove it from what others send.",
    )
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = Field(
        default="127.0.0.0/8, ::1",
        description="The addresses and networks of such proxies, with commas between; what any "
        "other address says of a person, an address or https is not believed.",
    )
    admins: str = Field(
        default="",
        description="Names, with commas between, that may change the library, beside the admins "
        "among the users.",
    )
    root_path: Annotated[str, AfterValidator(_prefix)] = Field(
        default="",
        description="The path under which a proxy serves the page, like `/documents`; the proxy "
        "takes it off before it passes a request on.",
    )
    questions_per_minute: int = Field(
        default=60, ge=1, le=100_000, description="The most questions of one person in a minute."
    )
    upload_mb: int = Field(
        default=20, ge=1, le=2000, description="The most megabytes of one uploaded file."
    )
    upload_files: int = Field(
        default=200, ge=1, le=1000, description="The most files that are uploaded at once."
    )
