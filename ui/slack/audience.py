"""Who may ask, and what a conversation is answered from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rag.answers import Answer, Filters
from rag.drafts import CheckedDraft
from rag.slack_settings import Audience, SlackSettings, names
from ui.slack.works import Place
from vectorstore.documents import Document

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Scope:
    """A library, and which of its documents."""

    collection: str
    sources: tuple[str, ...] = ()

    @property
    def filters(self) -> Filters:
        """The same as the chain takes it."""
        return Filters(sources=self.sources)

    def holds(self, collection: str, work: Answer | CheckedDraft) -> bool:
        """Tell whether an answer or a draft that is kept shows nothing from outside."""
        return collection == self.collection and all(
            self._allows(document) for document in _documents(work)
        )

    def _allows(self, document: Document) -> bool:
        if not self.sources:
            return True
        named = (document.source, document.publisher, document.title)
        found = [name.casefold() for name in named if name]
        return any(source.casefold() in name for source in self.sources for name in found)


@dataclass(frozen=True)
class Audiences:
    """What the settings say; `first` is the collection where they name none."""

    settings: SlackSettings
    first: str

    def may_ask(self, place: Place, user: str) -> bool:
        """Tell whether somebody may ask."""
        users, teams = names(self.settings.users), names(self.settings.teams)
        known = not teams or place.team in teams or place.enterprise in teams
        return known and (not users or user in users)

    def may_add(self, place: Place, user: str) -> bool:
        """Tell whether somebody may add files to the library."""
        return self.may_ask(place, user) and (
            self.admin(user) or user in names(self.settings.uploaders)
        )

    def admin(self, user: str) -> bool:
        """Tell whether somebody is an admin."""
        return user in names(self.settings.admins)

    def scope(self, place: Place, user: str) -> Scope | None:
        """Return what a conversation is answered from, None where it is not answered."""
        settings = self.settings
        if place.direct:
            wanted = (f"{place.team}/{user}", user, EVERYBODY)
            found = _first(settings.direct, wanted)
        else:
            found = _first(settings.channels, (f"{place.team}/{place.channel}", place.channel))
        if found is None:
            if settings.others == "refuse":
                return None
            found = Audience()
        return Scope(found.collection or settings.collection or self.first, found.sources)


def _first(named: Mapping[str, Audience], wanted: Iterable[str]) -> Audience | None:
    return next((named[name] for name in wanted if name in named), None)


def _documents(work: Answer | CheckedDraft) -> Iterable[Document]:
    """Yield the document of everything that a work can be made to show: reasons have words, too."""
    cited = (*work.citations, *(work.nearest if isinstance(work, Answer) else ()))
    yield from (citation.document for citation in cited)
    for held in work.withheld if isinstance(work, Answer) else work.sentences:
        yield from (evidence.document for evidence, _ in held.spans)
