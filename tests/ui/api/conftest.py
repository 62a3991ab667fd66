"""A real server over the sample library, and the clients that ask it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from rag.assemble import build_chain
from rag.settings import Settings
from tests.ui.api.asking import Serving
from ui.api.app import api
from ui.api.desk import Desk
from ui.web.server import listening
from vectorstore.collection import Collection


@contextmanager
def serving(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an application on a free port; yield a client that knows its address."""
    with listening("127.0.0.1", 0) as found:
        port = found.getsockname()[1]
        config = uvicorn.Config(app, log_level="error", ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([found],), daemon=True)
        thread.start()
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False
        ) as client:
            yield client
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def desk(library: Collection) -> Desk:
    """The sample library and its chain, without a model and without keys."""
    return Desk(build_chain(Settings(), library), library)


@pytest.fixture(scope="session")
def client(desk: Desk) -> Iterator[httpx.Client]:
    """A client of the API over the sample library."""
    with serving(api(desk)) as running:
        yield running


@pytest.fixture
def serve() -> Serving:
    """What serves another desk for one test."""
    return lambda desk: serving(api(desk))
