"""`footnoted chat`: a conversation in the terminal."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from rag.answers import Answer, Turn
from rag.request import question_text
from ui.session import Session
from vectorstore.errors import FootnotedError

if TYPE_CHECKING:
    from rich.console import Console

    from ui.doors.door import Door

_REMEMBERED = 30
_WELCOME = "Ask your documents. /help shows the commands, /quit or the end of input leaves."
_HELP = """\
Ask anything; a question may refer to the ones before it.
/sources    show the footnotes of the last answer again
/sources N  show the whole passage that footnote N cites
/withheld   show what the last answer did not say, and why
/new        forget the conversation
/quit       leave"""


def chat(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line for each question.")
    ] = False,
) -> None:
    """Ask one question after another.

    A question may refer to those before it.
    """
    session: Session = context.obj
    from ui.doors.door import opened
    from ui.terminal import console

    with opened(session.settings, create=False) as door:
        if as_json:
            answer_lines(door, sys.stdin)
        else:
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  line editing and history for input()
            Conversation(door, console()).run()


def answer_lines(door: Door, lines: Iterable[str]) -> None:
    """Answer each line that is not empty with one JSON object on a line of its own."""
    from ui.json_shapes import answer_json, error_json
    from ui.rendering import answer_text
    from ui.terminal import print_json

    history: list[Turn] = []
    for line in filter(str.strip, lines):
        try:
            answer = door.ask(question_text(line), history=history)
        except FootnotedError as error:
            print_json(error_json(type(error).__name__, str(error)), indent=None)
            continue
        print_json(answer_json(answer), indent=None)
        history = [*history, Turn(answer.question, answer_text(answer))][-_REMEMBERED:]


class Conversation:
    """A loop of questions at one door; it remembers the last few turns."""

    def __init__(self, door: Door, out: Console) -> None:
        self.door = door
        self.out = out
        self.history: list[Turn] = []
        self.last: Answer | None = None

    def run(self) -> None:
        """Read lines until the input ends or the user leaves."""
        self._say(_WELCOME)
        while (line := self._line()) is not None:
            if not line.strip():
                continue
            if line.strip() == "/quit":
                return
            try:
                self._command(line) if line.startswith("/") else self._ask(line)
            except FootnotedError as error:
                self._say(f"Error: {error}")
            except KeyboardInterrupt:
                self._say("\nStopped; ask again or /quit.")

    def _line(self) -> str | None:
        """Return the next line, an empty one after Ctrl-C, None at the end of input."""
        prompt = "\n> " if sys.stdin.isatty() and sys.stdout.isatty() else ""
        try:
            return input(prompt)
        except KeyboardInterrupt:
            self._say("")
            return ""
        except EOFError:
            if prompt:
                self._say("")
            return None

    def _command(self, line: str) -> None:
        name, _, rest = line.strip().partition(" ")
        if name == "/new":
            self.history, self.last = [], None
            self._say("The conversation is forgotten.")
        elif name == "/sources":
            self._sources(rest.strip())
        elif name == "/withheld":
            self._withheld()
        elif name == "/help":
            self._say(_HELP)
        else:
            self._say(f"There is no command {name}.\n{_HELP}")

    def _sources(self, number: str) -> None:
        from ui.footnotes import print_footnotes, print_passage

        shown = (self.last.citations or self.last.nearest) if self.last else ()
        if not shown:
            self._say("There is no answer with sources yet.")
        elif not number:
            print_footnotes(self.out, shown)
        elif found := [c for c in shown if str(c.number) == number]:
            print_passage(self.out, found[0])
        else:
            last = shown[-1].number
            self._say(f"The last answer has the footnotes 1 to {last}, not {number}.")

    def _withheld(self) -> None:
        from ui.rendering import print_withheld

        if self.last is None or not self.last.withheld:
            self._say("Nothing was withheld from the last answer.")
        else:
            print_withheld(self.out, self.last)

    def _ask(self, line: str) -> None:
        from ui.live import watched
        from ui.rendering import answer_text, print_answer

        answer = watched(self.door.stream(question_text(line), history=self.history))
        if answer.standalone_question != answer.question:
            self._say(f"Asked as: {answer.standalone_question}\n")
        print_answer(self.out, answer, hint="/withheld")
        self.last = answer
        self.history.append(Turn(answer.question, answer_text(answer)))
        del self.history[:-_REMEMBERED]

    def _say(self, text: str) -> None:
        from ui.terminal import visible

        self.out.print(visible(text))
