"""What happens while a question is answered, in order; `Chain.stream` yields these.

A surface shows what it wants of them. Statements come in the order they are read and with their
final numbers; nothing that was shown changes, except that `FellBack` takes back every statement
before it, and a decline in `Done` takes back all.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.answers import Answer, Evidence, Statement, Withheld


@dataclass(frozen=True, slots=True)
class Searching:
    """The question, made standalone, is looked for among so many passages."""

    question: str
    passages: int


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """These passages will be read, best first."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StatementGrew:
    """The sentence being written, as far as it has come; nothing has checked it yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Checking:
    """So many reworded statements are read by the judge."""

    statements: int


@dataclass(frozen=True, slots=True)
class StatementChecked:
    """A statement that is said."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class StatementWithheld:
    """A sentence that was written and is not said."""

    withheld: Withheld


@dataclass(frozen=True, slots=True)
class FellBack:
    """The model failed, for this reason; the answer is begun again in the sources' own words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer, as `Chain.ask` returns it; always the last event."""

    answer: Answer


Event = (
    Searching
    | EvidenceFound
    | StatementGrew
    | Checking
    | StatementChecked
    | StatementWithheld
    | FellBack
    | Done
)
