"""When a request that failed is sent again: after growing pauses, or when the server says."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from rag.errors import ModelBusy, ModelError, ModelUnreachable

LONGEST_PAUSE = 60.0
_FIRST_PAUSE = 0.5
_LONGEST_OF_OURS = 8.0


def pause_before(attempt: int, error: ModelError, retries: int) -> float | None:
    """Return the seconds to wait before the next attempt, None where it is of no use.

    `attempt` is 0 for the first. A server that names a pause is waited for, up to a minute; one
    that wants more is not asked again. Silence is not tried again: its time is up already.
    """
    if attempt >= retries or not isinstance(error, (ModelBusy, ModelUnreachable)):
        return None
    if isinstance(error, ModelUnreachable) and not error.passing:
        return None
    named = error.pause if isinstance(error, ModelBusy) else None
    if named is None:
        return min(_FIRST_PAUSE * 2.0**attempt, _LONGEST_OF_OURS)
    return named if named <= LONGEST_PAUSE else None


def named_pause(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a response asks to wait: Retry-After in seconds or as a date."""
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
        return max(0.0, seconds) if math.isfinite(seconds) else None
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
