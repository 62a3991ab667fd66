"""What checking a draft takes; apart, since a question does without all that reads drafts."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answers import Filters
from rag.manuscript.read import Manuscript


@dataclass(frozen=True, slots=True)
class Check:
    """A draft; answered by the events of `check_draft`."""

    draft: Manuscript
    filters: Filters | None = None
