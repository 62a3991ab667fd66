"""An Answer as words: its text with numbered footnotes, and the page a terminal shows.

Where the marks of the footnotes stand is decided here, once, for every surface.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rag.answers import Answer, Evidence, Provenance, Statement, VerdictClass
from ui.footnotes import INDENT, described, print_footnotes, where
from ui.origins import title_of
from ui.terminal import one_line, print_wrapped, visible
from ui.wording import (
    ENGLISH,
    MARKS,
    Wording,
    as_of_words,
    fallback_words,
    missing_words,
    nearest_heading,
    verdict_words,
)

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN = 280


def answer_text(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return the answer in words, each statement followed by the numbers of its footnotes.

    A declined answer is one sentence that says why; parts that are not answered are named last.
    """
    if answer.decline is not None:
        return wording.declines[answer.decline]
    said = [statement_text(statement) for statement in answer.statements]
    return " ".join(filter(None, (*said, missing_words(answer, wording))))


def statement_text(statement: Statement) -> str:
    """Return a statement followed by the numbers of its footnotes."""
    return f"{statement.text} {''.join(f'[{c.number}]' for c in statement.citations)}".rstrip()


def print_answer(
    out: Console, answer: Answer, *, withheld: bool = False, hint: str = "--withheld"
) -> None:
    """Print the answer, what it stands for, its footnotes with the words they cite, and the facts.

    With `withheld`, the sentences that were not said are shown with the reason; without, `hint`
    names what shows them.
    """
    from rich.text import Text

    if fallback := fallback_words(answer):
        print_wrapped(out, Text(one_line(fallback), "dim"))
        out.print()
    print_wrapped(out, Text(one_line(_marked_text(answer))))
    if as_of := as_of_words(answer):
        out.print()
        out.print(Text(f"{as_of}.", "dim"))
    if answer.citations:
        out.print()
        print_footnotes(out, answer.citations)
    if answer.declined and answer.nearest:
        out.print()
        out.print(nearest_heading(answer))
        out.print()
        print_footnotes(out, answer.nearest)
    if facts := facts_line(answer, "" if withheld else hint):
        out.print()
        print_wrapped(out, Text(facts, "dim"))
    if withheld:
        print_withheld(out, answer)


def answer_page(answer: Answer) -> str:
    """Return what `print_answer` prints, 80 columns wide and without colour."""
    from rich.console import Console

    out = Console(
        file=io.StringIO(), width=80, highlight=False, markup=False, emoji=False, soft_wrap=True
    )
    print_answer(out, answer, withheld=True)
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def _marked_text(answer: Answer) -> str:
    """Return the answer in words, with the mark of every statement that is not quoted."""
    if answer.declined:
        return answer_text(answer)
    said = [f"{statement_text(s)}{_mark(s.verdict.kind)}" for s in answer.statements]
    return " ".join(filter(None, (*said, missing_words(answer))))


def _mark(kind: VerdictClass) -> str:
    return "" if kind is VerdictClass.QUOTED else f" {MARKS[kind]}"


def facts_line(answer: Answer, hint: str = "") -> str:
    """Return how the statements were checked, in a line; empty where there is nothing to tell.

    `hint` names what shows the withheld ones.
    """
    found: dict[str, int] = {}
    for statement in answer.statements:
        verdict = statement.verdict
        words = one_line(verdict_words(verdict))
        mark = MARKS[verdict.kind]
        found[f"{mark} {words}"] = found.get(f"{mark} {words}", 0) + 1
    parts = [f"{words}" if n == 1 else f"{words} ({n})" for words, n in found.items()]
    if answer.withheld:
        shown = f" ({hint} shows {'it' if len(answer.withheld) == 1 else 'them'})" if hint else ""
        parts.append(f"{len(answer.withheld)} withheld{shown}")
    return " · ".join(parts)


def print_withheld(out: Console, answer: Answer) -> None:
    """Print the sentences that were not said, each with the reason."""
    from rich.text import Text

    for withheld in answer.withheld:
        out.print()
        mark = MARKS[withheld.verdict.kind]
        print_wrapped(out, Text(one_line(withheld.text)), indent=INDENT, first=mark)
        print_wrapped(out, Text(one_line(withheld.reason), "dim"), indent=INDENT)


def print_hits(out: Console, hits: tuple[Evidence, ...]) -> None:
    """Print passages that a search found, best first, each with where it stands."""
    from rich.text import Text

    if not hits:
        out.print("Nothing in the library comes near.")
    for position, hit in enumerate(hits, start=1):
        if position > 1:
            out.print()
        title = Text(title_of(hit), "bold")
        print_wrapped(out, title, indent=INDENT, first=f"{position}")
        standing = Text(where(hit.document, hit.passage.span), "dim")
        for line in (described(hit), Text(_shortened(hit.text)), standing):
            if line.plain:
                print_wrapped(out, line, indent=INDENT)


def print_provenance(out: Console, answer: Answer) -> None:
    """Print what produced the answer and how long each step took."""
    made = answer.provenance
    steps = ", ".join(f"{step} {ms:.1f} ms" for step, ms in made.timings_ms.items())
    out.print()
    out.print(
        visible(
            f"answerer {made.answerer}{_models(made)}, embedder {made.embedder}, settings "
            f"{made.settings}, library revision {made.library_revision}; {steps}"
        )
    )
    for note in made.notes:
        out.print(one_line(note))


def _models(made: Provenance) -> str:
    """Return the models that took part and what they took, where any did."""
    usage = made.usage
    counted = [
        ("prompt tokens", usage.prompt_tokens),
        ("completion tokens", usage.completion_tokens),
        ("cost", usage.cost),
    ]
    parts = [
        f" by {made.model}" if made.model else "",
        f", judge {made.judge}" if made.judge else "",
        *(f", {name} {value}" for name, value in counted if value is not None),
    ]
    return "".join(parts)


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _SHOWN else line[:_SHOWN].rpartition(" ")[0] + " …"
