"""What a library holds, read from it whenever Prometheus asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from vectorstore.collection import Collection


@dataclass(frozen=True)
class Holdings(Collector):
    """Gauges of the collections that are open, by the name of their folder."""

    libraries: Callable[[], Sequence[Collection]]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield documents, passages, failures and the revision of each collection."""
        documents = _gauge("documents", "Documents in the library.")
        passages = _gauge("passages", "Passages that can be found.")
        failed = _gauge("documents_failed", "Files that the last ingest could not read.")
        revision = _gauge("library_revision", "Changes the library has seen.")
        for library in self.libraries():
            label = [library.folder.name]
            documents.add_metric(label, library.library.document_count)
            passages.add_metric(label, library.passage_count)
            failed.add_metric(label, library.library.failure_count)
            revision.add_metric(label, library.revision)
        yield from (documents, passages, failed, revision)


def _gauge(name: str, words: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"footnoted_{name}", words, labels=["collection"])
