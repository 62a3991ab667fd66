"""Keys, struck out of what a server says and of what its client logs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

_KEY_LIKE = re.compile(r"\b(?:sk|pk|key|tok|gsk|xai|hf)[-_][\w-]{8,}|(?i:bearer)\s+\S+")
_LOGGERS = (
    "openai._base_client",
    "httpx",
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)


def redacted(text: str, secrets: Iterable[str]) -> str:
    """Return a text with the secrets, and whatever looks like a key, struck out."""
    for secret in secrets:
        text = text.replace(secret, "…")
    return _KEY_LIKE.sub("…", text)


class _Filter(logging.Filter):
    """Leaves request headers out of records, which may hold a key under any name, and secrets."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "headers" in record.args:
            record.args = {name: of for name, of in record.args.items() if name != "headers"}
        text = record.getMessage()
        clean = redacted(text, self.secrets)
        if clean != text:
            record.msg, record.args = clean, ()
        return True


_FILTER = _Filter()


def keep_out_of_logs(secret: str) -> None:
    """Have the loggers of the HTTP client strike a key out, whatever their level."""
    _FILTER.secrets.add(secret)
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
