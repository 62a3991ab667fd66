"""By what questions are told apart when they are counted."""

from __future__ import annotations

from enum import StrEnum


class Door(StrEnum):
    """Where a question comes in."""

    WEB = "web"
    API = "api"
    OPENAI = "openai"
    MCP = "mcp"
    COMMANDS = "door"
    SLACK = "slack"


class Outcome(StrEnum):
    """How a question or a draft ended."""

    ANSWERED = "answered"
    DECLINED = "declined"
    FAILED = "failed"
    CALLED_OFF = "called_off"
