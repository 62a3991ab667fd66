"""`footnoted eval cases draft`, `from-feedback` and `accept`: from a draft to a case."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.session import Session

if TYPE_CHECKING:
    from evals.cases.case import Case
    from rag.settings import LlmSettings
    from vectorstore.catalog import LibraryView

Out = Annotated[Path, typer.Option(metavar="FILE", help="Write the drafts to this file.")]


def draft(
    context: typer.Context,
    out: Out,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="Write no more than N drafts.")
    ] = 50,
    seed: Annotated[int, typer.Option(metavar="S", help="Draws which ones.")] = 0,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Have the language model write them.")
    ] = False,
) -> None:
    """Draft cases from the library, for a person to reword and accept.

    Without a model from its figures, dates, quotations and names.
    """
    session: Session = context.obj
    from evals.cases.drafting.material import by_file_name, drawn, sentences_of
    from evals.cases.errors import DraftingError
    from evals.cases.read import write_cases
    from ui.counting import counted
    from ui.formats import told, unused, usable
    from vectorstore.collection import view_collection

    usable(out)
    unused(out)
    with view_collection(session.settings.home, session.settings.collection) as view:
        if with_model:
            cases = _by_model(view, session.settings.llm, limit, seed)
        else:
            from evals.cases.drafting.rules import drafts

            made = [case for sentence in sentences_of(view) for case in drafts(sentence)]
            cases = drawn(made, limit, seed)
        cases = by_file_name(cases, (row.source for row in view.documents()))
    if not cases:
        raise DraftingError("The library has no sentence to ask about; ingest more of your files.")
    write_cases(out, cases)
    told(out, f"{counted(len(cases), 'draft')} in {out}. Reword them, then accept them.")


def _by_model(view: LibraryView, llm: LlmSettings, limit: int, seed: int) -> list[Case]:
    import random
    from itertools import islice

    from evals.cases.drafting.material import passages_of
    from evals.cases.drafting.model import ModelDrafter
    from evals.cases.errors import DraftingError
    from rag.llm import build_model, model_wanted

    if not model_wanted(llm):
        raise DraftingError("No model is set: set llm.model and llm.base_url, or OPENAI_API_KEY.")
    passages = list(passages_of(view))
    random.Random(seed).shuffle(passages)  # noqa: S311
    drafter = ModelDrafter(build_model(llm))
    cases = list(islice(drafter.drafts(passages), limit))
    if drafter.dropped or drafter.silent:
        sys.stderr.write(
            f"{drafter.dropped} questions without an exact quote were dropped, "
            f"{drafter.silent} replies were unusable.\n"
        )
    return cases


def from_feedback(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Feedback as it was exported.")],
    out: Out,
) -> None:
    """Draft cases from what people said of answers."""
    from evals.cases.drafting.feedback import drafts
    from evals.cases.read import write_cases
    from ui.counting import counted
    from ui.formats import told, unused, usable

    usable(out, str(file))
    unused(out)
    cases = drafts(file)
    write_cases(out, cases)
    told(out, f"{counted(len(cases), 'draft')} in {out}. Complete them, then accept them.")


def accept(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of JSON Lines with drafts.")],
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Which ones.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Accept every draft of the file.")] = False,
) -> None:
    """Make cases of drafts, in their file; from then on they are run."""
    from evals.cases.case import Status
    from evals.cases.errors import CaseFileError, DraftingError
    from evals.cases.read import YAML, read_cases, write_cases

    if bool(ids) == every:
        raise DraftingError("Name the drafts to accept, or give --all.")
    if file.suffix.lower() in YAML:
        raise DraftingError(f"In {file} take out the line “status: draft” of a case yourself.")
    located = read_cases([file])
    drafts = {one.case.id for one in located if one.case.status is Status.DRAFT}
    wanted = drafts if every else set(ids or ())
    if unknown := sorted(wanted - drafts):
        raise DraftingError(f"{file} has no draft {unknown[0]!r}; `eval cases list` shows them.")
    cases, problems = [], []
    for one in located:
        try:
            taken = one.case.id in wanted
            cases.append(replace(one.case, status=Status.ACCEPTED) if taken else one.case)
        except ValueError as error:
            problems.append(one.wrong(f"{error}; complete it before you accept it."))
    if problems:
        raise CaseFileError(problems)
    write_cases(file, cases)
    sys.stdout.write(f"{len(wanted)} of {len(drafts)} drafts accepted.\n")
