"""A checked draft as messages: its words with marks, what to look at again, the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.drafts import CheckedDraft, CheckedSentence, Standing
from rag.manuscript.read import levelled
from ui.exporting.marks import Written, doubtful, marked, prefix, sign, summary
from ui.slack.answer_messages import Kept, deeds, passage_buttons, source_pieces
from ui.slack.blocks import actions, context, words
from ui.slack.messages import Group, Message, Piece, messages, paragraph
from ui.slack.phrases import SlackPhrases
from ui.terminal import one_line


def draft_messages(
    draft: CheckedDraft, kept: Kept | None, words_: SlackPhrases, above: Sequence[Group] = ()
) -> list[Message]:
    """Return the draft as messages, `above` before it; without `kept` they have no buttons."""
    groups = [*above, *_body(draft, words_)]
    if kept:
        groups += [[Piece(block=row)] for row in passage_buttons(draft.citations, kept, words_)]
        if row := list(deeds(kept, words_, 0, feedback=False)):
            groups.append([Piece(block=actions(row, "footnoted_deeds"))])
    return messages(groups, words_.more)


def _body(draft: CheckedDraft, words_: SlackPhrases) -> Iterator[Group]:
    yield [Piece((words(words_.checked_draft, bold=True),), apart=True)]
    for line in levelled(marked(draft, _marks(draft, words_))).split("\n"):
        if text := one_line(line):
            yield paragraph(text, said=text, quoted=True)
    doubts = list(doubtful(draft, words_.wording))
    head = [Piece((words(words_.look_again, bold=True),), apart=True)]
    for sentence, why in doubts:
        named = one_line(f"{sign(sentence) or '•'} {sentence.words}")
        yield [*head, *paragraph(named), *paragraph(one_line(why), italic=True)]
        head = []
    head = [Piece((words(words_.sources, bold=True),), apart=True)]
    for citation in draft.citations:
        yield [*head, *source_pieces(citation, None, words_, prefix(draft))]
        head = []
    facts = " · ".join(summary(draft, words_.wording))
    for line in (facts, *map(one_line, draft.provenance.notes)):
        yield [Piece(block=context(line))]


def _marks(draft: CheckedDraft, words_: SlackPhrases) -> Written:
    before, wording = prefix(draft), words_.wording

    def written(sentence: CheckedSentence) -> str:
        if sentence.standing is Standing.NO_SOURCE:
            return f" [{wording.no_source}]"
        marks = "".join(f"[{before}{citation.number}]" for citation in sentence.citations)
        contradicted = sentence.standing is Standing.CONTRADICTED
        word = f"[{wording.contradicted}]" if contradicted else ""
        parts = (word, marks, "" if word else sign(sentence))
        return "".join(f" {part}" for part in parts if part)

    return written
