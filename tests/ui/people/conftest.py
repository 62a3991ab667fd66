"""A server that tells each request who sends it, behind the entrance."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request

from rag.settings import Settings
from tests.ui.people.signing_in import PASSWORDS
from ui.people.admitting import Admitting, Peers
from ui.people.entrance import Entrance, entrance, listed
from ui.people.person import person_of
from ui.people.users import Users
from ui.web.phrases import ENGLISH, Phrases
from ui.web.server import listening, server
from ui.web.signing import signing

Serve = Callable[..., AbstractContextManager[httpx.Client]]


@contextmanager
def running(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an application as `footnoted web` does; yield a client that follows nothing."""
    with listening("127.0.0.1", 0) as found:
        serving = server(app)
        thread = threading.Thread(target=serving.run, args=([found],), daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{found.getsockname()[1]}"
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            yield client
        serving.should_exit = True
        thread.join(60)
        assert not thread.is_alive()


def telling(known: Entrance, proxies: str, words: Phrases) -> FastAPI:
    """Return an application that answers with whoever asks, whatever is asked."""
    app = FastAPI()
    app.add_middleware(Admitting, entrance=known, wording=words.wording)
    app.add_middleware(Peers, trusted=listed(proxies))
    app.include_router(signing(known, words))

    @app.api_route("/{path:path}", methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
    def told(path: str, request: Request) -> dict[str, object]:
        client = request.client.host if request.client else ""
        return {**asdict(person_of(request)), "client": client, "scheme": request.url.scheme}

    return app


@pytest.fixture(scope="session")
def users_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of users; copy it before changing it."""
    users = Users(tmp_path_factory.mktemp("users") / "users.json")
    for name, password in PASSWORDS.items():
        users.add(name, password, admin=name == "Anna")
    return users.path


@pytest.fixture
def home(tmp_path: Path, users_file: Path) -> Path:
    """A home whose users are Anna, an admin, and Béla."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(users_file, folder)
    return folder


@pytest.fixture
def serve() -> Serve:
    """What serves whoever a home and settings know; `clock` is the sessions' clock."""

    @contextmanager
    def served(
        home: Path,
        clock: Callable[[], float] | None = None,
        open_: bool = False,
        words: Phrases = ENGLISH,
        **web: object,
    ) -> Iterator[httpx.Client]:
        settings = Settings.model_validate({"home": home, "web": web})
        known = entrance(settings, open_=open_)
        if clock is not None:
            known.sessions = replace(known.sessions, clock=clock)
        with running(telling(known, settings.web.trusted_proxies, words)) as client:
            yield client

    return served
