"""What the tools take, beside what the API takes too."""

from __future__ import annotations

from pydantic import Field

from ui.api.bodies import Body, Named

FARTHEST = 20_000


class Excerpt(Body):
    """A span of a document, and how much of its surroundings is wanted."""

    document_id: str = Field(description="The id, or a beginning of it that is its own.")
    start: int = Field(ge=0, description="First code point of the span.")
    end: int = Field(ge=0, description="One past its last code point.")
    around: int = Field(
        default=600, ge=0, le=FARTHEST, description="Code points wanted before and after it."
    )
    collection: Named = None


class Listed(Body):
    """Which documents are to be listed."""

    collection: Named = None
