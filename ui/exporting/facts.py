"""What a document says of its footnotes and of how it was made, in words without any markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rag.answers import Citation, Evidence, Provenance, Withheld
from ui.footnotes import place
from ui.terminal import one_line
from ui.wording import ENGLISH, Wording, reason_words, verdict_words

_AROUND = 240


class Quote(NamedTuple):
    """Cited words and what stands around them in their passage."""

    before: str
    words: str
    after: str


def quote_of(citation: Citation) -> Quote:
    """Return the cited words with the rest of their passage, cut between words where it is long."""
    text, passage, span = citation.document.text, citation.evidence.passage.span, citation.span
    before = one_line(text[passage.start : span.start])
    after = one_line(text[span.end : passage.end])
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return Quote(before, one_line(citation.quote), after)


def place_of(citation: Citation) -> str:
    """Return the source, the code points cited, and the document they are counted in."""
    span = citation.span
    where = place(citation.document.source)
    return f"{where}, {span.start}..{span.end} of {citation.document.id[:8]}"


def address_of(evidence: Evidence) -> str | None:
    """Return the web address of a source, None where it has none or it is no plain one."""
    for address in (evidence.document.url, evidence.document.source):
        if address and address.lower().startswith(("http://", "https://")):
            return one_line(address)
    return None


def reason_of(withheld: Withheld, wording: Wording = ENGLISH) -> str:
    """Return why a sentence was not said: its class in words, and the reason."""
    words = verdict_words(withheld.verdict, wording)
    reason = reason_words(withheld.verdict, wording)
    return words if reason in words else wording.with_reason.format(words, reason)


def made_by(made: Provenance) -> Iterator[str]:
    """Yield what produced a document, a sentence or a few words each."""
    if made.model:
        yield f"Written by {one_line(made.model)}."
    if made.judge:
        yield f"Reworded sentences were read by {one_line(made.judge)}."
    yield f"Embedder {one_line(made.embedder)}, settings {made.settings}, library revision " + (
        f"{made.library_revision}."
    )
    prompts = ", ".join(f"{one_line(name)} {made.prompts[name]}" for name in made.prompts)
    if prompts:
        yield f"Prompts: {prompts}."
    usage = made.usage
    counted = (
        ("prompt tokens", usage.prompt_tokens),
        ("completion tokens", usage.completion_tokens),
        ("cost", usage.cost),
    )
    if spent := ", ".join(f"{name} {value}" for name, value in counted if value is not None):
        yield f"{spent.capitalize()}."
    if made.timings_ms:
        steps = ", ".join(f"{step} {ms:,.0f} ms" for step, ms in made.timings_ms.items())
        yield f"Time: {steps}."
    yield from map(one_line, made.notes)
