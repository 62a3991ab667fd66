"""What the library says on the page, as a value: one for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LibraryPhrases:
    """The words of the library in one language, HTML-safe; `{}` stands for a name or a number."""

    drop: str
    choose: str
    stop: str
    clear: str
    find: str
    sort: str
    publisher: str
    since: str
    until: str
    state: str
    any_state: str
    narrow: str
    wrong_date: str
    of: str
    pages: str
    page_of: str
    page_names: Mapping[str, str]
    sorts: Mapping[str, str]
    states: Mapping[str, str]
    empty: str
    empty_reader: str
    samples: str
    loading: str
    nothing: str
    without: Mapping[str, str]
    open: str
    correct: str
    remove: str
    removing: str
    keep: str
    save: str
    cancel: str
    undo: str
    stated: str
    nothing_stated: str
    authors_help: str
    corrected: str
    saved: str
    removed: str
    failed: str
    again: str
    forget: str
    forgotten: str
    put_right: str
    facts: str
    characters: str
    fields: Mapping[str, str]
    stages: Mapping[str, str]
    new_version: str
    same_text: str
    earlier: str
    later: str
    step: str
    step_names: Mapping[str, str]
    admins_only: str
    too_large: str
    too_many: str
    read_only: str
