"""Everything that can go wrong with a library, as sentences a user can act on.

FootnotedError                  anything Footnoted reports on purpose; exit code 2
|-- ReadingError                one source cannot be read; the rest of the ingest goes on
|-- LibraryError                the library cannot be used as asked
|   |-- LibraryBusy             another process owns the library; retry when it has ended
|   |-- RecipeMismatch          made with another embedder or splitter; re-ingest or change settings
|   |-- LibraryDamaged          the stores disagree or do not open; `footnoted doctor --repair`
|   |-- UnknownDocument         no document has that id
|   `-- UnknownCollection       no collection of the home has that name
|-- CorrectionError             what a document is to say of itself cannot be meant; names the field
`-- EmbeddingError              text could not be embedded: model missing, or its server failed
"""

from __future__ import annotations


class FootnotedError(Exception):
    """Anything Footnoted reports on purpose: one sentence that says what to do."""


class ReadingError(FootnotedError):
    """One source cannot be read; says why. Retrying helps only after the file has changed."""


class LibraryError(FootnotedError):
    """The library cannot be used as asked."""


class LibraryBusy(LibraryError):
    """Another process owns the library; names it. Retry when it has ended."""


class RecipeMismatch(LibraryError):
    """The library was made with another embedder or splitter; names the remedy."""


class LibraryDamaged(LibraryError):
    """The stores cannot be opened or disagree; `footnoted doctor` names what."""


class UnknownDocument(LibraryError):
    """No document of the library has that id."""


class UnknownCollection(LibraryError):
    """No collection of the home has that name."""


class CorrectionError(FootnotedError):
    """What a document is to say of itself cannot be meant; names the field."""


class EmbeddingError(FootnotedError):
    """Text could not be embedded: the model is missing or altered, or its server failed."""
