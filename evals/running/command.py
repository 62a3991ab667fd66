"""`footnoted eval run`: cases asked and scored."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.formats import AsJson
from ui.session import Session

if TYPE_CHECKING:
    from evals.cases.case import Placed
    from evals.running.run import Plan
    from evals.systems.spec import Spec
    from rag.settings import Settings


class Profile(StrEnum):
    """Who writes the answers."""

    EMBEDDED = "embedded"
    MODEL = "model"


OTHER = "other"
"""The profile of a run that another system answered."""


class Judging(StrEnum):
    """What holds statements against their evidence."""

    WORDING = "wording"
    MODEL = "model"
    NONE = "none"


Cases = Annotated[
    list[Path] | None,
    typer.Option("--cases", metavar="FILE", help="Case files; without any, those that ship."),
]
Documents = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Make a library of this folder and ask that; the cases that ship do so by themselves.",
    ),
]
Who = Annotated[Profile, typer.Option(help="Answer without a model, or with that of the settings.")]
By = Annotated[Judging, typer.Option("--judge", help="What judges the statements.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Draw so many cases.")]
Repeat = Annotated[
    int,
    typer.Option(min=1, max=20, help="Have the judge judge so often, to see how steady it is."),
]
System = Annotated[
    str,
    typer.Option(
        metavar="SYSTEM",
        help="Whom to ask: footnoted, file:FILE, call:MODULE:FUNCTION, openai:URL#MODEL or "
        "citation-query-engine.",
    ),
]
KeyVariable = Annotated[
    str | None,
    typer.Option(
        metavar="VARIABLE", help="The environment variable that holds the key of openai:URL."
    ),
]
Jobs = Annotated[int | None, typer.Option(min=1, max=64, help="Ask so many at a time.")]


def run(
    context: typer.Context,
    cases: Cases = None,
    documents: Documents = None,
    system: System = "footnoted",
    key_variable: KeyVariable = None,
    profile: Annotated[
        Profile | None,
        typer.Option(help="Answer without a model, which is the default, or with the settings'."),
    ] = None,
    judge: By = Judging.WORDING,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the run is kept; it is gone on with there."),
    ] = None,
    limit: Limit = None,
    seed: Annotated[int, typer.Option(help="Which ones --limit draws.")] = 0,
    jobs: Jobs = None,
    repeat: Repeat = 1,
    as_json: AsJson = False,
) -> None:
    """Ask cases, score the answers, and keep all of it in a folder.

    A run that was cut short goes on where it was.
    """
    session: Session = context.obj
    from evals.reporting.folder import keep
    from evals.reporting.report import report_of
    from evals.running.page import page
    from evals.running.run import carry_out
    from evals.systems.spec import spec_of
    from ui.progress import counting
    from ui.terminal import console, print_json, visible

    settings, spec = session.settings, spec_of(system)
    asked = Asked(spec, profile, key_variable)
    folder = out or settings.home / "evaluations" / f"{dt.datetime.now():%Y-%m-%d-%H%M%S}-{asked}"
    with (
        planned(settings, cases, documents, asked, judge, limit, seed, jobs) as plan,
        counting(console(stderr=True), "asking") as told,
        going_on(folder),
    ):
        head, _ = carry_out(replace(plan, repeat=repeat), folder, told)
    written = keep(report_of(folder, home=settings.home), folder)
    if as_json:
        print_json({"folder": str(folder), **head})
        return
    for text in page(head):
        typer.echo(visible(text))
    typer.echo(visible(f"\nKept in {folder}, as a page in {written.name}"))


@dataclass(frozen=True)
class Asked:
    """Who is asked: a system, and of Footnoted who writes its answers. Raises EvaluationError."""

    spec: Spec
    profile: Profile | None = None
    key_variable: str | None = None

    def __post_init__(self) -> None:
        from evals.running.errors import EvaluationError
        from evals.systems.spec import Kind

        if self.profile and self.spec.kind is not Kind.FOOTNOTED:
            raise EvaluationError(
                "--profile says who writes Footnoted's own answers: leave it out with --system."
            )
        if self.key_variable and self.spec.kind is not Kind.OPENAI:
            raise EvaluationError("--key-variable is for a system behind openai:URL.")

    def __str__(self) -> str:
        return self.recorded if self.recorded != OTHER else self.spec.kind.value

    @property
    def recorded(self) -> str:
        """The profile as a run records it."""
        from evals.systems.spec import Kind

        if self.spec.kind is not Kind.FOOTNOTED:
            return OTHER
        return (self.profile or Profile.EMBEDDED).value

    def settings(self, settings: Settings) -> Settings:
        """Return the settings as far as they bear on its answers."""
        from evals.systems.spec import Kind

        if self.spec.kind is Kind.CITATION_ENGINE or self.profile is Profile.MODEL:
            return settings
        return without_model(settings)


@contextmanager
def going_on(folder: Path) -> Iterator[None]:
    """Say at Ctrl-C how the run is gone on with."""
    from ui.terminal import visible

    try:
        yield
    except KeyboardInterrupt:
        kept = (
            f"What was answered is kept: the same command with --out {folder} goes on from there."
        )
        typer.echo(visible(f"\n{kept}"), err=True)
        raise


@contextmanager
def planned(
    settings: Settings,
    cases: list[Path] | None,
    documents: Path | None,
    asked: Asked,
    judge: Judging,
    limit: int | None = None,
    seed: int = 0,
    jobs: int | None = None,
    remade_in: Path | None = None,
) -> Iterator[Plan]:
    """Give what is to be done, its library open. Raises CaseFileError, EvaluationError.

    Where the collection was made with another splitter or embedder, and there is a folder for it,
    one is made there of the same sources.
    """
    from evals.cases.place import accepted, place_cases
    from evals.cases.read import read_cases
    from evals.running.judging import judge_of
    from evals.running.library import CASES, SAMPLE, opened
    from evals.running.run import Plan
    from evals.systems.build import build_system, refuse_without_model

    refuse_without_model(asked.spec, settings)
    chosen = asked.settings(settings)
    located = read_cases(cases or CASES)
    of = documents or (None if cases else SAMPLE)
    with opened(chosen, of, remade_in) as (own, library):
        placed = drawn(accepted(place_cases(located, library)), limit, seed)
        system = build_system(asked.spec, own, library, placed, settings, asked.key_variable)
        yield Plan(
            placed=placed,
            system=system,
            library=library,
            settings=own,
            profile=asked.recorded,
            memory=judge_of(judge.value, settings),
            judge=judge.value,
            jobs=jobs or os.cpu_count() or 1,
            about=getattr(system, "about", {}),
        )


def without_model(settings: Settings) -> Settings:
    """Return the settings with nobody to write or judge but the embedded parts."""
    from rag.settings import CheckSettings, LlmSettings

    check = CheckSettings(unsupported=settings.check.unsupported)
    return settings.model_copy(update={"llm": LlmSettings(provider="none"), "check": check})


def drawn(placed: list[Placed], limit: int | None, seed: int) -> list[Placed]:
    """Return so many of the cases, in their order."""
    if limit is None or limit >= len(placed):
        return placed
    places = sorted(random.Random(seed).sample(range(len(placed)), limit))  # noqa: S311
    return [placed[place] for place in places]
