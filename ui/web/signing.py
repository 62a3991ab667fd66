"""Signing in and out: the form, what comes of it, and the cookie."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ui.people.admitting import give
from ui.people.entrance import Entrance
from ui.people.errors import PeopleError, TooMany
from ui.web.login import Form, login_html, proxy_html
from ui.web.phrases import Phrases

FORM = "footnoted-form"
_LONGEST = 8192
_KEPT_OUT = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Sent:
    """What came with the form."""

    name: str = ""
    password: str = ""
    token: str = ""
    next: str = "/"


async def sent(request: Request) -> Sent:
    """Read a form; what is too long or no form is an empty one."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            return Sent()
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=10)
    except ValueError:
        return Sent()
    name, password, token, next_ = (
        fields.get(key, [""])[0] for key in ("name", "password", "token", "next")
    )
    return Sent(name, password, token, next_)


@dataclass(frozen=True)
class Signing:
    """What a server answers to whoever comes or goes, in one language."""

    entrance: Entrance
    words: Phrases

    def asks(self, request: Request, wanted: str = "/") -> Response:
        """Show the form; whoever needs none is sent on."""
        if not self.entrance.login or self.entrance.person(request) is not None:
            return RedirectResponse(self.entrance.own(wanted), 303, _KEPT_OUT)
        return self._form(request, Sent(next=wanted))

    def sign_in(self, request: Request, given: Sent) -> Response:
        """Begin a session where name and password belong together; else show the form again."""
        entrance, sessions, words = self.entrance, self.entrance.sessions, self.words
        if not sessions.is_form(given.token, request.cookies.get(FORM)):
            return self._form(request, given, words.login_again, 403)
        address = request.client.host if request.client else ""
        try:
            entrance.limits.sign_in(given.name, address)
        except TooMany as error:
            response = self._form(request, given, words.login_wait.format(error.seconds), 429)
            response.headers["Retry-After"] = str(error.seconds)
            return response
        user = entrance.checked(given.name, given.password)
        if user is None:
            return self._form(request, given, words.login_wrong, 401)
        entrance.limits.signed_in(given.name, address)
        response = RedirectResponse(entrance.own(given.next), 303, _KEPT_OUT)
        give(response, request, sessions.cookie, sessions.begin(user), sessions.seconds)
        response.delete_cookie(FORM)
        return response

    def sign_out(self, request: Request) -> Response:
        """End the session, for whoever holds its cookie."""
        sessions = self.entrance.sessions
        session = self.entrance.session(request)
        response: Response = RedirectResponse(f"{self.entrance.home}login", 303, _KEPT_OUT)
        if session is not None:
            try:
                sessions.end(session)
            except PeopleError:
                response = self._form(request, Sent(), self.words.login_unwritten, 503)
        response.delete_cookie(sessions.cookie, httponly=True, samesite="lax")
        return response

    def _form(self, request: Request, given: Sent, said: str = "", status: int = 200) -> Response:
        sessions = self.entrance.sessions
        if not sessions.users.all():
            return HTMLResponse(proxy_html(self.words), 401, _KEPT_OUT)
        nonce = request.cookies.get(FORM) or secrets.token_urlsafe(18)
        shown = Form(self.entrance.own(given.next), sessions.form(nonce), given.name, said)
        response = HTMLResponse(login_html(shown, self.words), status, _KEPT_OUT)
        give(response, request, FORM, nonce, None)
        return response


def signing(entrance: Entrance, words: Phrases) -> APIRouter:
    """Return the pages to sign in and out."""
    router = APIRouter()
    answers = Signing(entrance, words)

    @router.get("/login")
    def login(request: Request, wanted: Annotated[str, Query(alias="next")] = "/") -> Response:
        return answers.asks(request, wanted)

    @router.post("/login")
    def sign_in(request: Request, given: Annotated[Sent, Depends(sent)]) -> Response:
        return answers.sign_in(request, given)

    @router.get("/logout")
    def stay() -> Response:
        return RedirectResponse(entrance.home, 303, _KEPT_OUT)

    @router.post("/logout")
    def sign_out(request: Request) -> Response:
        return answers.sign_out(request)

    return router
