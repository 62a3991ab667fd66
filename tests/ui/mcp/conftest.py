"""The API's server, which has the tools too."""

from tests.ui.api.conftest import client, desk, serve

__all__ = ["client", "desk", "serve"]
