"""Which words the bot needs in Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.keeping.feedback import Reason
from ui.wording import Wording
from ui.wording.wording import Counted


@dataclass(frozen=True)
class SlackPhrases:
    """The bot's words in one language; `wording` is what every other surface says too."""

    language: str
    wording: Wording
    sources: str
    more: str
    asked_as: str
    withheld: Counted
    show_passage: str
    choose_passage: str
    passage: str
    show_withheld: str
    not_helpful: str
    share: str
    shared_by: str
    open: str
    original: str
    close: str
    send: str
    cancel: str
    why: str
    comment: str
    thanks: str
    reasons: Mapping[Reason, str]
    try_this: str
    tries: tuple[str, ...]
    failed: str
    failed_again: str
    unexpected: str
    not_shown: str
    checking: str
    checked_draft: str
    look_again: str
    nothing_to_check: str
    empty: str
    not_here: str
    not_you: str
    gone: str
    not_opened: str
    not_shared: str
    rest: str
    greeting: str
    prompts_title: str
    prompt_of: str
    home_title: str
    home_library: str
    documents: Counted
    passages: Counted
    home_empty: str
    home_nothing: str
    home_help: tuple[str, ...]
    home_state: str
    waiting: Counted
    dead: Counted
    all_dead: str
    asked_alone: str
    moment: str
    retry_dead: str
    retried: Counted
    dismiss_dead: str
    dismissed: Counted
    file_found: str
    file_add: str
    file_leave: str
    file_admins: str
    file_left: str
    file_reading: str
    file_done: str
    file_same: str
    file_failed: str
    file_too_large: str
    usage_ask: str
    usage_check: str
    working: str
