"""The settings of the server."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rag.settings import Settings


@pytest.mark.parametrize(
    "web",
    [
        {"trusted_proxies": "10.0.0.0/99"},
        {"trusted_proxies": "proxy.example"},
        {"trusted_proxies": ""},
        {"trusted_header": "X Forwarded User"},
        {"trusted_header": ""},
        {"session_hours": 0},
        {"questions_per_minute": 0},
        {"upload_mb": 0},
        {"upload_files": 1001},
    ],
)
def test_what_cannot_be_is_refused(web: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"web": web})


def test_who_is_served_changes_no_answer() -> None:
    changed = {"web": {"trusted_header": "Remote-User", "upload_mb": 3, "admins": "anna"}}
    assert Settings.model_validate(changed).fingerprint == Settings().fingerprint
