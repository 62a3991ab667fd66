"""An Answer as messages: statements with their footnotes, the sources, one line of facts, buttons.

Numbers, marks and words are those of every other surface (`ui.rendering`, `ui.wording`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answers import Answer, Citation, Statement, Verdict, VerdictClass
from ui.exporting.facts import address_of
from ui.origins import origin_of, title_of
from ui.rendering import answer_text, statement_text
from ui.slack import limits
from ui.slack.blocks import Block, actions, button, context, link, link_button, menu, size, words
from ui.slack.messages import Group, Message, Piece, messages, paragraph
from ui.slack.phrases import SlackPhrases
from ui.terminal import one_line
from ui.wording import (
    MARKS,
    as_of_words,
    fallback_words,
    missing_words,
    nearest_heading,
    verdict_words,
)

NEAREST = 3
"""How many passages a decline shows."""
_BUTTONS = 5
"""From how many sources on a menu takes the place of the buttons."""

PASSAGE = "footnoted_passage"
WITHHELD = "footnoted_withheld"
OPINION = "footnoted_opinion"
SHARE = "footnoted_share"
OPEN = "footnoted_open"


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an answer or a draft is kept: what its buttons bring back.

    `web` is the address of the web UI, `private` says that one person alone sees the messages;
    shared, they go to `thread`, if there is one.
    """

    collection: str
    work: str
    web: str | None = None
    private: bool = False
    thread: str = ""

    @property
    def value(self) -> dict[str, object]:
        """What comes back with a click."""
        return {"c": self.collection, "w": self.work}

    @property
    def address(self) -> str | None:
        """Where the web UI shows it."""
        return f"{self.web}/answer/{self.collection}/{self.work}" if self.web else None


def answer_messages(
    answer: Answer, kept: Kept | None, words_: SlackPhrases, above: Sequence[Group] = ()
) -> list[Message]:
    """Return the answer as messages, `above` before it; without `kept` it has no buttons."""
    groups: list[Group] = [*above]
    groups += [paragraph(line, italic=True) for line in remarks(answer, words_)]
    groups += _declined(answer, words_) if answer.declined else _stated(answer, kept, words_)
    if facts := facts_line(answer, words_):
        groups.append([Piece(block=context(part)) for part in _lines(facts)])
    if kept:
        groups += [[Piece(block=row)] for row in _rows(answer, kept, words_)]
    return messages(groups, words_.more)


def remarks(answer: Answer, words_: SlackPhrases) -> Iterator[str]:
    """Yield what stands above an answer: how the question was understood, that a model failed."""
    if answer.standalone_question != answer.question:
        yield words_.asked_as.format(one_line(answer.standalone_question))
    if fallback := fallback_words(answer, words_.wording):
        yield one_line(fallback)


def facts_line(answer: Answer, words_: SlackPhrases) -> str:
    """Return the one line of facts: the date, how the statements were checked, what is withheld."""
    found: dict[str, int] = {}
    for statement in answer.statements:
        said = verdict_line(statement.verdict, words_)
        found[said] = found.get(said, 0) + 1
    parts = list(filter(None, (as_of_words(answer, words_.wording),)))
    parts += [said if n == 1 else f"{said} ({n})" for said, n in found.items()]
    if answer.withheld:
        parts.append(words_.wording.counted(words_.withheld, len(answer.withheld)))
    return " · ".join(parts)


def verdict_line(verdict: Verdict, words_: SlackPhrases) -> str:
    """Return the mark of a verdict and its words."""
    return f"{MARKS[verdict.kind]} {one_line(verdict_words(verdict, words_.wording))}"


def source_pieces(
    citation: Citation, kept: Kept | None, wording: SlackPhrases, prefix: str = ""
) -> Group:
    """Return a source: its number, title, publisher and date, and the quoted words."""
    evidence = citation.evidence
    title, address = title_of(evidence, wording.wording), address_of(evidence)
    address = address or (kept.address if kept else None)
    named = words(title, bold=True)
    if address and len(address) <= limits.PLAIN:
        named = link(title, address, bold=True)
    origin = words(f"  {origin_of(evidence, wording.wording)}")
    head = Piece((words(f"[{prefix}{citation.number}] "), named, origin))
    if head.cost > limits.MESSAGE // 3:
        heads = paragraph(f"[{prefix}{citation.number}] {title}  {origin['text']}")
    else:
        heads = [head]
    return [*heads, *paragraph(one_line(citation.quote), quoted=True)]


def _stated(answer: Answer, kept: Kept | None, words_: SlackPhrases) -> Iterator[Group]:
    for statement in answer.statements:
        yield _statement(statement, kept)
    if missing := missing_words(answer, words_.wording):
        yield paragraph(one_line(missing), said=missing, italic=True)
    yield from _listed(words_.sources, answer.citations, kept, words_)


def _statement(statement: Statement, kept: Kept | None) -> Group:
    behind: list[Block] = [words(" ")]
    for citation in statement.citations:
        label = f"[{citation.number}]"
        address = kept.address if kept else None
        anchor = f"{address}#note-{citation.number}"
        behind.append(link(label, anchor) if address else words(label))
    if statement.verdict.kind is not VerdictClass.QUOTED:
        behind.append(words(f" {MARKS[statement.verdict.kind]}"))
    text = one_line(statement.text)
    marks = one_line(statement_text(replace(statement, text="")))
    found = paragraph(text, said=f"{text} {marks}".rstrip())
    *before, last = found
    if size(behind) < limits.MESSAGE // 3:
        return [*before, replace(last, elements=(*last.elements, *behind))]
    # So many numbers that they take a paragraph of their own.
    return [*found, *paragraph(marks)]


def _listed(
    heading: str, citations: Sequence[Citation], kept: Kept | None, words_: SlackPhrases
) -> Iterator[Group]:
    head = [Piece((words(heading, bold=True),), apart=True)]
    for citation in citations:
        yield [*head, *source_pieces(citation, kept, words_)]
        head = []


def _declined(answer: Answer, words_: SlackPhrases) -> Iterator[Group]:
    said = answer_text(answer, words_.wording)
    yield paragraph(one_line(said), said=said)
    if answer.nearest:
        heading = nearest_heading(answer, words_.wording)
        yield from _listed(heading, answer.nearest[:NEAREST], None, words_)
    if answer.evidence or answer.nearest:
        tries = words_.tries if answer.nearest else words_.tries[:-1]
        yield [Piece(block=context(f"{words_.try_this} {'; '.join(tries)}."))]


def _lines(facts: str) -> Iterator[str]:
    for start in range(0, len(facts), 1_900):
        yield facts[start : start + 1_900]


def _rows(answer: Answer, kept: Kept, words_: SlackPhrases) -> Iterator[Block]:
    shown = answer.citations or answer.nearest[:NEAREST]
    passages = passage_buttons(shown, kept, words_, nearest=answer.declined)
    yield from passages
    elements = list(deeds(kept, words_, len(answer.withheld), feedback=True))
    yield actions(elements, "footnoted_deeds")


def passage_buttons(
    citations: Sequence[Citation], kept: Kept, words_: SlackPhrases, *, nearest: bool = False
) -> Iterator[Block]:
    """Yield rows that open a passage: a button each, or a menu where there are many."""
    kind = "near" if nearest else "cite"
    values = [(c, {**kept.value, "n": c.number, "k": kind}) for c in citations]
    if not values:
        return
    if len(values) <= _BUTTONS:
        buttons = [
            button(words_.show_passage.format(c.number), f"{PASSAGE}:{c.number}", value)
            for c, value in values
        ]
        yield actions(buttons, "footnoted_passages")
        return
    for start in range(0, len(values), limits.OPTIONS):
        options = [
            (f"{c.number} · {title_of(c.evidence, words_.wording)}", value)
            for c, value in values[start : start + limits.OPTIONS]
        ]
        chosen = menu(words_.choose_passage, f"{PASSAGE}:menu{start}", options)
        yield actions([chosen], f"footnoted_passages_{start}")


def deeds(kept: Kept, words_: SlackPhrases, withheld: int, *, feedback: bool) -> Iterator[Block]:
    """Yield the buttons for what else can be done with an answer."""
    if withheld:
        yield button(words_.show_withheld.format(withheld), WITHHELD, kept.value)
    if kept.private:
        yield button(words_.share, SHARE, {**kept.value, "t": kept.thread}, style="primary")
    if feedback:
        yield button(words_.not_helpful, OPINION, kept.value)
    if kept.address and len(kept.address) <= limits.PLAIN:
        yield link_button(words_.open, OPEN, kept.address)
