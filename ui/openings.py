"""Which collections a home has, and the settings of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vectorstore.errors import UnknownCollection
from vectorstore.layout import collection_names

if TYPE_CHECKING:
    from rag.settings import Settings


def names_of(settings: Settings) -> list[str]:
    """Return the names of the collections there are; that of the settings comes first."""
    first = settings.collection
    return [first, *(name for name in collection_names(settings.home) if name != first)]


def settings_of(settings: Settings, name: str | None) -> Settings:
    """Return the settings of a collection, by default the first. Raises UnknownCollection."""
    if not name or name == settings.collection:
        return settings
    there = names_of(settings)
    if name not in there:
        raise unknown_collection(name, there)
    return settings.model_copy(update={"collection": name})


def unknown_collection(name: str, there: Sequence[str]) -> UnknownCollection:
    """Return the error for a name that no collection has, with those that there are."""
    return UnknownCollection(f"There is no collection {name!r}; there are: {', '.join(there)}.")
