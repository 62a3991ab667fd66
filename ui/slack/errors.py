"""What can go wrong between the bot and Slack.

SlackError               a FootnotedError
|-- SlackRefused         Slack answers no, with a code; another attempt would be refused as well
|-- SlackBusy            too many requests; `pause` is how many seconds Slack asks to wait
|-- SlackUnreachable     no answer; `sent` when Slack may have done what was asked
|-- SlackSetup           the bot cannot work as it is set up; says what is missing
`-- NotToSee             a click asks for what this conversation may not see, or what is gone
"""

from __future__ import annotations

from vectorstore.errors import FootnotedError


class SlackError(FootnotedError):
    """The bot and Slack do not come together. A token never stands in the sentence."""


class SlackRefused(SlackError):
    """Slack refuses a call; `code` is its own word for why."""

    def __init__(self, method: str, code: str, detail: str = "") -> None:
        super().__init__(f"Slack refuses {method}: {code}{f' ({detail})' if detail else ''}.")
        self.method = method
        self.code = code


class SlackBusy(SlackError):
    """Slack takes no more calls for `pause` seconds."""

    def __init__(self, method: str, pause: float) -> None:
        super().__init__(f"Slack takes no more calls of {method} for {pause:g} seconds.")
        self.pause = pause


class SlackUnreachable(SlackError):
    """Slack does not answer; `sent` when it may have done what was asked all the same."""

    def __init__(self, method: str, reason: str, *, sent: bool) -> None:
        super().__init__(f"Slack does not answer {method}: {reason}.")
        self.sent = sent


class SlackSetup(SlackError):
    """The bot cannot work like this; says what to set."""


class NotToSee(SlackError):
    """There is nothing to see here, or not from here."""
