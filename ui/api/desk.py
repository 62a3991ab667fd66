"""What the API answers from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import SecretStr

from rag.errors import SettingsError
from ui.metering.labels import Door
from ui.metering.metered import Metered, metered
from ui.metering.metrics import Metrics
from ui.openings import unknown_collection
from ui.people.person import person_of

if TYPE_CHECKING:
    from rag.chain import Chain
    from ui.api.keys import KeyFile
    from ui.people.limits import Limits
    from ui.people.person import Carrying
    from ui.shelves import Shelves
    from vectorstore.collection import Collection


@dataclass(frozen=True)
class Desk:
    """A chain, the collection behind it, and the keys of which a client must have one.

    What a request asks of another collection is answered from `shelves`, where there are some.
    With no keys, neither among `keys` nor in the file of `named` ones, only this machine is served.
    Whoever signed in needs no key. The collection must have been opened with `create`, or what is
    ingested into a missing one is lost. `limits` counts questions. With `metrics_open` everybody
    may read what is counted. Raises SettingsError for an empty key.
    """

    chain: Chain
    library: Collection
    keys: tuple[SecretStr, ...] = ()
    named: KeyFile | None = None
    limits: Limits | None = None
    metrics: Metrics = field(default_factory=Metrics)
    metrics_open: bool = False
    shelves: Shelves | None = None

    def __post_init__(self) -> None:
        if not all(key.get_secret_value().strip() for key in self.keys):
            raise SettingsError("A key of the API is empty: give one, or none at all.")
        self.metrics.watch(self.library)

    def question(self, request: Carrying) -> None:
        """Count a question of whoever sends a request. Raises TooMany."""
        if self.limits is not None:
            self.limits.question(person_of(request))

    @property
    def names(self) -> list[str]:
        """The names of the collections that may be asked; the one to begin with comes first."""
        return self.shelves.names if self.shelves else [self.library.folder.name]

    def library_of(self, collection: str | None) -> Collection:
        """Return a collection, by default the first. Raises what `Shelves.shelf` raises."""
        return self._found(collection)[1]

    def through(self, door: Door, collection: str | None = None) -> Metered:
        """Return the chain over a collection, counting what is asked through a door.

        Raises what `Shelves.shelf` raises.
        """
        return metered(self._found(collection)[0], self.metrics, door)

    def _found(self, collection: str | None) -> tuple[Chain, Collection]:
        if not collection or collection == self.library.folder.name:
            return self.chain, self.library
        if self.shelves is None:
            raise unknown_collection(collection, self.names)
        shelf = self.shelves.shelf(collection)
        return shelf.chain, shelf.library
