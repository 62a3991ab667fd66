"""What the page says, in one place for each language."""

from __future__ import annotations

from collections.abc import Mapping

from ui.web.phrases.english import ENGLISH
from ui.web.phrases.french import FRENCH
from ui.web.phrases.phrases import Phrases

LANGUAGES: Mapping[str, Phrases] = {"en": ENGLISH, "fr": FRENCH}

__all__ = ["ENGLISH", "FRENCH", "LANGUAGES", "Phrases"]
