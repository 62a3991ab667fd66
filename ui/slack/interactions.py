"""Where commands, clicks and forms come from, as Slack tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.slack.works import Place

Body = Mapping[str, Any]


def team_of(body: Body) -> str:
    """Return the workspace that an interaction comes from."""
    team = body.get("team") or {}
    user = body.get("user") or {}
    return str(team.get("id") or body.get("team_id") or user.get("team_id") or "")


def enterprise_of(body: Body) -> str:
    """Return the organization that an interaction comes from; empty for none."""
    enterprise = body.get("enterprise") or {}
    return str(enterprise.get("id") or body.get("enterprise_id") or "")


def place_of(body: Body) -> Place:
    """Return the conversation that an interaction comes from."""
    channel = (body.get("channel") or {}).get("id")
    channel = channel or (body.get("container") or {}).get("channel_id") or ""
    return Place(team_of(body), str(channel), "", enterprise_of(body))
