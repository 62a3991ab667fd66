"""What a click asks to see: only what the conversation it comes from may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.answers import Answer, Citation
from rag.drafts import CheckedDraft
from ui.exporting.marks import prefix
from ui.slack.audience import Audiences, Scope, owner
from ui.slack.errors import NotToSee
from ui.slack.phrases import SlackPhrases
from ui.slack.works import Place
from vectorstore.errors import FootnotedError

if TYPE_CHECKING:
    from ui.shelves import Shelf, Shelves


@dataclass(frozen=True)
class KeptWorks:
    """Answers and drafts by what their buttons bring back.

    Raises NotToSee for what is gone, another conversation's, or outside of what this one sees now.
    """

    shelves: Shelves
    audiences: Audiences
    words: SlackPhrases

    def scope(self, place: Place, user: str) -> Scope:
        """Return what a conversation may see."""
        scope = self.audiences.scope(place, user)
        if scope is None or not self.audiences.may_ask(place, user):
            raise NotToSee(self.words.gone)
        return scope

    def shelf(self, place: Place, user: str) -> Shelf:
        """Return the library of a conversation. Raises LibraryError."""
        return self.shelves.shelf(self.scope(place, user).collection)

    def get(self, place: Place, user: str, value: Mapping[str, Any]) -> Answer | CheckedDraft:
        """Return an answer or a draft."""
        scope = self.scope(place, user)
        collection, work = str(value.get("c", "")), str(value.get("w", ""))
        if collection != scope.collection:
            raise NotToSee(self.words.gone)
        try:
            shelf = self.shelves.shelf(collection)
            found = shelf.kept.works.get(work, owner(place, user))
        except FootnotedError as error:
            raise NotToSee(self.words.gone) from error
        if not scope.holds(collection, found):
            raise NotToSee(self.words.gone)
        return found

    def passage(self, place: Place, user: str, value: Mapping[str, Any]) -> tuple[Citation, str]:
        """Return a footnote, or one of the nearest passages, and what it is called."""
        found = self.get(place, user, value)
        near = value.get("k") == "near" and isinstance(found, Answer)
        among = found.nearest if near and isinstance(found, Answer) else found.citations
        before = prefix(found) if isinstance(found, CheckedDraft) else ""
        for citation in among:
            if citation.number == value.get("n"):
                return citation, f"{before}{citation.number}"
        raise NotToSee(self.words.gone)
