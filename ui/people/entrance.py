"""Who a request comes from: a session, a proxy's word, or just a browser."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from ui.people.errors import Unusable
from ui.people.limits import Limits, network
from ui.people.origins import own_path
from ui.people.passwords import matches, name_of
from ui.people.person import Person
from ui.people.sessions import Ended, Session, Sessions, signing_key
from ui.people.users import User, Users

if TYPE_CHECKING:
    from rag.settings import Settings

BROWSER = "footnoted-browser"
PEER = "peer"
"""Where a request keeps the address that it really came from, in its state."""
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass
class Entrance:
    """Whom a server knows. `open` serves others without a login; nobody is an admin then.

    `root` is the path under which a proxy serves it, without a slash at its end.
    A login that was asked for once is asked for until the server ends, also when the last user is
    removed meanwhile.
    """

    sessions: Sessions
    limits: Limits = field(default_factory=Limits)
    header: str | None = None
    proxies: tuple[_Network, ...] = ()
    admins: frozenset[str] = frozenset()
    open: bool = False
    root: str = ""
    _asked: bool = False

    @property
    def home(self) -> str:
        """The address of the page, as a browser asks for it."""
        return f"{self.root}/"

    def own(self, address: str) -> str:
        """Return an address if it is a path of this server, else that of the page."""
        found = own_path(address)
        return found if found.startswith(self.home) else self.home

    @property
    def login(self) -> bool:
        """Whether people have to sign in. Raises PeopleError."""
        self._asked = self._asked or bool(self.header) or bool(self.sessions.users.all())
        return self._asked

    def person(self, request: HTTPConnection) -> Person | None:
        """Return who signed in, None where nobody did. Raises PeopleError."""
        name = self.named(request)
        if name is not None:
            return Person(f"user:{name}", name, name in self.admins)
        session = self.session(request)
        return self._person(session.user) if session else None

    def session(self, request: HTTPConnection) -> Session | None:
        """Return the session whose cookie a request carries. Raises PeopleError."""
        return self.sessions.of(request.cookies.get(self.sessions.cookie))

    def named(self, request: HTTPConnection) -> str | None:
        """Return whom a trusted proxy names; None for two names, and for what is no name."""
        if not self.header or not self._trusted(request):
            return None
        said = request.headers.getlist(self.header)
        if len(said) != 1:
            return None
        try:
            return name_of(said[0].encode("latin-1").decode("utf-8"))
        except (Unusable, UnicodeDecodeError):
            return None

    def browser(self, request: HTTPConnection) -> tuple[Person, str]:
        """Return whose browser it is where nobody signs in, and the cookie that tells it apart.

        Others are counted by their address: a cookie can be left out.
        """
        value = request.cookies.get(BROWSER, "")
        if not 20 <= len(value) <= 100:
            value = secrets.token_urlsafe(24)
        host = request.client.host if request.client else ""
        counted = f"address:{network(host)}" if self.open else ""
        return Person(f"browser:{_digest(value)}", admin=not self.open, counted=counted), value

    def checked(self, name: str, password: str) -> User | None:
        """Return whose name and password these are; for an unknown name it takes as long.

        Raises PeopleError.
        """
        try:
            user = self.sessions.users.get(name_of(name))
        except Unusable:
            user = None
        return user if matches(password, user.hash if user else None) else None

    def _person(self, user: User) -> Person:
        return Person(f"user:{user.name}", user.name, user.admin or user.name in self.admins)

    def _trusted(self, request: HTTPConnection) -> bool:
        try:
            peer = ipaddress.ip_address(getattr(request.state, PEER, ""))
        except ValueError:
            return False
        if isinstance(peer, ipaddress.IPv6Address) and peer.ipv4_mapped:
            peer = peer.ipv4_mapped
        return any(peer in network for network in self.proxies)


def key_holder(token: str) -> Person:
    """Return whoever sends a key, right or wrong: the API decides."""
    return Person(f"key:{_digest(token)}")


def entrance(settings: Settings, *, open_: bool = False) -> Entrance:
    """Return the entrance of a server. Raises PeopleError."""
    web, home = settings.web, settings.home
    sessions = Sessions(
        signing_key(home / "session.key"),
        Users(home / web.users.expanduser()),
        Ended(home / "signed-out.json"),
        web.session_hours,
    )
    return Entrance(
        sessions,
        Limits(web.questions_per_minute),
        web.trusted_header,
        tuple(ipaddress.ip_network(each, strict=False) for each in listed(web.trusted_proxies)),
        frozenset(listed(web.admins)),
        open_,
        web.root_path,
    )


def listed(text: str) -> list[str]:
    """Return what stands between commas."""
    return [each.strip() for each in text.split(",") if each.strip()]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()[:32]
