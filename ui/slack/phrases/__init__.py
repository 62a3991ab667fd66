"""What the bot says in Slack, in one place for each language."""

from __future__ import annotations

from collections.abc import Mapping

from ui.slack.phrases.english import ENGLISH
from ui.slack.phrases.french import FRENCH
from ui.slack.phrases.phrases import SlackPhrases

LANGUAGES: Mapping[str, SlackPhrases] = {each.language: each for each in (ENGLISH, FRENCH)}

__all__ = ["ENGLISH", "FRENCH", "LANGUAGES", "SlackPhrases"]
