"""What the page says, as a value: one for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.wording import Wording


@dataclass(frozen=True)
class Phrases:
    """The words of the page in one language, HTML-safe; `counts` holds one and many.

    `wording` is what the page has in common with every other surface.
    """

    language: str
    wording: Wording
    title: str
    sign_in: str
    sign_out: str
    login_name: str
    login_key: str
    login_help: str
    login_wrong: str
    login_again: str
    login_wait: str
    login_unwritten: str
    login_proxy: str
    session_over: str
    too_large: str
    too_many_files: str
    ask: str
    placeholder: str
    stop: str
    stopped: str
    waiting: str
    new: str
    examples: str
    empty_library: str
    welcome: str
    asked_as: str
    sources: str
    footnote: str
    footnotes: str
    source: str
    open: str
    to_source: str
    named: str
    silent: str
    close: str
    original: str
    speaking: str
    no_source: str
    changed_since: str
    removed_since: str
    library: str
    draft: str
    draft_help: str
    draft_label: str
    draft_file: str
    check: str
    again: str
    evaluate: str
    about: str
    conversations: str
    fold_conversations: str
    find_conversation: str
    no_conversations: str
    forget: str
    forget_question: str
    this_conversation: str
    edit: str
    editing: str
    ask_again: str
    take_back: str
    link: str
    link_copied: str
    export: str
    useful: str
    not_useful: str
    say_wrong: str
    what_is_wrong: str
    about_answer: str
    about_statement: str
    reasons: Mapping[str, str]
    comment: str
    send: str
    cancel: str
    thanks: str
    not_kept: str
    narrow: str
    only_sources: str
    source_parts: str
    since: str
    until: str
    only: str
    ask_everywhere: str
    more_passages: str
    collection: str
    embedder: str
    settings: str
    keyboard: str
    keys: Mapping[str, tuple[str, str]]
    unkept: str
    reaching: Mapping[str, str]
    counts: Mapping[str, tuple[str, str]]

    def counted(self, what: str, number: int) -> str:
        """Return "1 withheld", "3 statements checked"."""
        return self.wording.counted(self.counts[what], number)
