"""Who is served: holders of a key or, where there are no keys, programs of this machine."""

from __future__ import annotations

import hmac
import ipaddress
import re
from enum import Enum, auto

from starlette.requests import Request
from starlette.types import Message, Receive

from ui.api.desk import Desk
from ui.api.errors import BodyTooLong, HostRefused, KeyRefused, OriginRefused, ReadOnly
from ui.api.keys import Key, digest
from ui.people.person import login_asked, person_of

LONGEST = 20_000_000
"""How many bytes of a body are read at most."""

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::\d{1,5})?")


class Access(Enum):
    """What an endpoint asks of who sends a request."""

    ANYBODY = auto()
    STATUS = auto()
    READ = auto()
    CHANGE = auto()


def admit(request: Request, desk: Desk, access: Access) -> None:
    """Raise KeyRefused, ReadOnly, HostRefused, OriginRefused or BodyTooLong for what is not served.

    READ and CHANGE take a key where there are some, unless somebody is signed in. Without keys, a
    page that a browser shows from elsewhere must not get through: neither under a name that it had
    resolved to this machine, nor from its origin.
    """
    if access is not Access.ANYBODY:
        _admit(request, desk, access)
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LONGEST:
        raise too_long()


def _admit(request: Request, desk: Desk, access: Access) -> None:
    person = person_of(request)
    if person.name is not None:
        reads = not person.admin
    elif not locked(desk) and not login_asked(request):
        _from_here(request)
        return
    elif access is Access.STATUS:
        return
    else:
        reads = _key(request, desk).read_only
    if reads and access is Access.CHANGE:
        raise ReadOnly("This changes the library, and your key or account may only read it.")


def locked(desk: Desk) -> bool:
    """Tell whether there is a key; raises SettingsError where the file of keys cannot be read."""
    return bool(desk.keys or (desk.named and desk.named.keys()))


def limited(receive: Receive) -> Receive:
    """Return a `receive` that raises BodyTooLong once more has come than is read."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LONGEST:
            raise too_long()
        return message

    return counted


def too_long() -> BodyTooLong:
    """Return what is said of a body that is longer than is read."""
    return BodyTooLong(f"A request has at most {LONGEST:,} bytes: send less, or ingest a file.")


def _key(request: Request, desk: Desk) -> Key:
    """Return the key that a request brings; raise KeyRefused."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    sent = given.strip().encode("latin-1")
    known = [Key("", digest(key.get_secret_value().encode())) for key in desk.keys]
    known += desk.named.keys() if desk.named else ()
    # Every key is compared, so that the time taken tells nothing of which came close.
    same = [key for key in known if hmac.compare_digest(digest(sent), key.sha256)]
    if scheme.lower() != "bearer" or not same:
        raise KeyRefused("This needs a key: send 'Authorization: Bearer KEY' with one that is set.")
    return same[0]


def _from_here(request: Request) -> None:
    host = request.headers.get("host", "").lower()
    if not loopback(host) or not _is_here(request):
        raise HostRefused(
            "Without a key only this machine is served, as localhost or 127.0.0.1: set a key to "
            "serve others."
        )
    origin = request.headers.get("origin")
    if origin is not None and origin.lower() != f"{request.url.scheme}://{host}":
        raise OriginRefused("A page from another address may not ask here without a key.")


def _is_here(request: Request) -> bool:
    """Tell whether the other end of the connection is on this machine."""
    peer = request.client.host if request.client else ""
    return not peer or loopback(f"[{peer}]" if ":" in peer else peer)


def loopback(host: str) -> bool:
    """Tell whether a Host header names this machine itself."""
    found = _HOST.fullmatch(host)
    name = found[1] or found[2] if found else ""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
