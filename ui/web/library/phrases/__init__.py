"""What the library says on the page, in one place for each language."""

from __future__ import annotations

from collections.abc import Mapping

from ui.web.library.phrases.english import ENGLISH
from ui.web.library.phrases.french import FRENCH
from ui.web.library.phrases.phrases import LibraryPhrases

LIBRARY: Mapping[str, LibraryPhrases] = {"en": ENGLISH, "fr": FRENCH}

__all__ = ["ENGLISH", "FRENCH", "LIBRARY", "LibraryPhrases"]
