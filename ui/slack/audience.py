"""Who may ask, and what a conversation is answered from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rag.answers import Answer, Filters
from rag.drafts import CheckedDraft
from rag.slack_settings import Audience, SlackSettings, names
from ui.slack.works import Place
from vectorstore.documents import Document, Published

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Scope:
    """A library, and which of its documents."""

    collection: str
    filters: Filters = field(default_factory=Filters)
    prompts: tuple[str, ...] = ()
    """Questions to begin with, as the settings name them."""

    def holds(self, collection: str, work: Answer | CheckedDraft) -> bool:
        """Tell whether an answer or a draft that is kept shows nothing from outside."""
        return collection == self.collection and all(
            self._allows(document) for document in _documents(work)
        )

    def _allows(self, document: Document) -> bool:
        wanted = self.filters
        named = (document.source, document.publisher, document.title)
        found = [name.casefold() for name in named if name]
        dated = _within(document.published, wanted.published_from, wanted.published_to)
        return dated and (
            not wanted.sources
            or any(source.casefold() in name for source in wanted.sources for name in found)
        )


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
        collection = found.collection or settings.collection or self.first
        return Scope(collection, found.filters, found.prompts)


def owner(place: Place, user: str) -> str:
    """Return whose a kept answer is: the channel's; in direct messages the person's."""
    return f"slack:{place.team}:{user if place.direct else place.channel}"


def _within(published: Published | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Tell whether a day that a date can mean lies in a range; without a date, in none."""
    if not (since or until):
        return True
    return published is not None and not (
        (since and published.last < since) or (until and published.first > until)
    )


def _first(named: Mapping[str, Audience], wanted: Iterable[str]) -> Audience | None:
    return next((named[name] for name in wanted if name in named), None)


def _documents(work: Answer | CheckedDraft) -> Iterable[Document]:
    """Yield the document of everything that a work can be made to show: reasons have words, too."""
    cited = (*work.citations, *(work.nearest if isinstance(work, Answer) else ()))
    yield from (citation.document for citation in cited)
    for held in work.withheld if isinstance(work, Answer) else work.sentences:
        yield from (evidence.document for evidence, _ in held.spans)
