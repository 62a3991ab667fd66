"""The end of a Socket Mode connection."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode import SocketModeHandler


def hang_up(handler: SocketModeHandler) -> None:
    """Close the connection, also one that only begins, which forgets that it is to end."""
    client: Any = handler.client
    closing = threading.Thread(target=handler.close, name="slack-closing", daemon=True)
    closing.start()
    while closing.is_alive():
        client.current_session_state.terminated = True
        closing.join(0.1)
