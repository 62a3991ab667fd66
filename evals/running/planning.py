"""Who is asked which cases: a system, the library it answers from, and what judges it."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.cases.case import Case, Placed
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


def refuse_without_model(asked: Asked, settings: Settings) -> None:
    """Raise EvaluationError where a language model is to answer and the settings name none."""
    from evals.running.errors import EvaluationError
    from evals.systems.spec import Kind
    from rag.llm import model_wanted

    engine = asked.spec.kind is Kind.CITATION_ENGINE
    if not (engine or asked.profile is Profile.MODEL) or model_wanted(settings.llm):
        return
    who = asked.spec.kind if engine else "--profile model"
    raise EvaluationError(f"{who} answers with a language model: set llm.model or llm.base_url.")


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
    from evals.systems.build import build_system

    refuse_without_model(asked, settings)
    chosen = asked.settings(settings)
    located = read_cases(cases or CASES)
    refuse_without_accepted([one.case for one in located])
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


def refuse_without_accepted(cases: list[Case]) -> None:
    """Raise EvaluationError where no case is left to run."""
    from evals.cases.case import Status
    from evals.running.errors import EvaluationError

    if any(case.status is Status.ACCEPTED for case in cases):
        return
    if not cases:
        raise EvaluationError("The files hold no case: name others with --cases.")
    raise EvaluationError(
        "Every case is a draft, and drafts are not run: accept them with `eval cases accept`."
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
