"""What was used last: documents, by how many characters they hold, and answers of the library."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from vectorstore.documents import Document

V = TypeVar("V")


class DocumentCache:
    """Keeps versions of documents by key, dropping those unused longest. Safe between threads.

    At most `characters` are kept; one document longer than that is kept alone.
    """

    def __init__(self, characters: int) -> None:
        self._limit = characters
        self._held = 0
        self._documents: OrderedDict[int, Document] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: int) -> Document | None:
        """Return the version, and count that as a use."""
        with self._guard:
            document = self._documents.get(key)
            if document is not None:
                self._documents.move_to_end(key)
            return document

    def put(self, key: int, document: Document) -> None:
        """Keep a version as the one used last."""
        with self._guard:
            if key not in self._documents:
                self._documents[key] = document
                self._held += len(document.text)
            while self._held > self._limit and len(self._documents) > 1:
                _, dropped = self._documents.popitem(last=False)
                self._held -= len(dropped.text)


class Memo(Generic[V]):
    """Remembers the answers to the questions asked last. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, V] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, question: Hashable, find: Callable[[], V]) -> V:
        """Return the answer to a question, found by `find` if it is not remembered."""
        with self._guard:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        answer = find()
        with self._guard:
            self._answers[question] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer
