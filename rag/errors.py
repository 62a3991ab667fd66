"""What can go wrong with a question, a setting or a model; the rest is in vectorstore.errors.

FootnotedError
|-- SettingsError         a setting is unknown or has a value that cannot be used; change it
|-- RequestError          the question, a filter or an option cannot be used; ask differently
|-- Cancelled             the question was called off; ask again
`-- ModelError            a language model failed; the sources' own words answer instead
    |-- ModelUnreachable  its server cannot be reached; start it, or correct llm.base_url
    |-- ModelRefused      it refused the key, the model or the text; correct the setting named
    |   `-- RequestRefused  it does not take the request as it is; correct llm.options
    |-- ModelBusy         it turned the request away, retries included; ask later
    |-- ModelTimedOut     it fell silent or took too long; ask later, or raise llm.timeout
    |-- ContextTooLong    the prompt is longer than its window; correct llm.window
    `-- ModelUnusable     what it sent is no answer: empty, cut off or malformed; ask again
"""

from __future__ import annotations

from vectorstore.errors import FootnotedError


class SettingsError(FootnotedError):
    """A setting is unknown or unusable; says which, where it stands and what is allowed."""


class RequestError(FootnotedError):
    """What was asked cannot be used as given; says what to change."""


class Cancelled(FootnotedError):
    """The question was called off while it was being answered."""


class ModelError(FootnotedError):
    """A language model failed. A key never stands in the sentence."""


class ModelUnreachable(ModelError):
    """No connection, or none that can be trusted; `passing` when another attempt may have one."""

    def __init__(self, message: str, passing: bool = True) -> None:
        super().__init__(message)
        self.passing = passing


class ModelRefused(ModelError):
    """The server does not accept the key, the model's name or the request; no use to retry."""


class RequestRefused(ModelRefused):
    """The server does not take the request as it is; `said` holds its words, without a key."""

    def __init__(self, message: str, said: str) -> None:
        super().__init__(message)
        self.said = said


class ModelBusy(ModelError):
    """Too many requests, or the server failed; `pause` is how many seconds it asks to wait."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


class ModelTimedOut(ModelError):
    """Nothing came within the time the settings allow."""


class ContextTooLong(ModelError):
    """The prompt does not fit the model's window; a shorter one may."""


class ModelUnusable(ModelError):
    """What came is no answer: empty, cut off in the middle, or not what the API promises."""
