"""The page that asks who somebody is. It needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from ui.web.phrases import Phrases

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Form:
    """What the form carries: where to go afterwards, its token, what was typed, what is said."""

    next: str
    token: str
    name: str = ""
    said: str = ""


def login_html(form: Form, words: Phrases) -> str:
    """Return the page; `form.said` is text, told to whoever tried before."""
    said = f'<p class="alarm" role="alert">{escape(form.said)}</p>' if form.said else ""
    fields = (
        f'<form method="post" action="login">{said}'
        f'<input type="hidden" name="next" value="{escape(form.next)}">'
        f'<input type="hidden" name="token" value="{escape(form.token)}">'
        f'<label for="name">{words.login_name}</label>'
        f'<input id="name" name="name" autocomplete="username" autocapitalize="none" '
        f'spellcheck="false" maxlength="200" required value="{escape(form.name)}"'
        f"{'' if form.name else ' autofocus'}>"
        f'<label for="password">{words.login_key}</label>'
        f'<input id="password" name="password" type="password" autocomplete="current-password" '
        f'maxlength="1000" required{" autofocus" if form.name else ""}>'
        f'<button type="submit">{words.sign_in}</button></form>'
    )
    return _page(words, f'<p class="welcome">{words.login_help}</p>{fields}')


def proxy_html(words: Phrases) -> str:
    """Return the page for where a proxy should have said who somebody is, and has not."""
    return _page(words, f'<p class="welcome">{words.login_proxy}</p>')


def who_html(name: str, words: Phrases, *, leaves: bool) -> str:
    """Return who is signed in, with the button to sign out for whoever `leaves` by it."""
    button = f'<button type="submit">{words.sign_out}</button>'
    form = f'<form method="post" action="logout">{button}</form>' if leaves else ""
    return f'<span class="name" dir="auto">{escape(name)}</span>{form}'


def _page(words: Phrases, body: str) -> str:
    style = "\n".join(
        (_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "login.css")
    )
    return (
        f'<!doctype html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{words.sign_in} – {words.title}</title>"
        f'<link rel="icon" href="favicon.ico"><style>\n{style}\n</style></head>'
        f'<body><main id="login"><h1>{words.title}</h1>{body}</main></body></html>\n'
    )
