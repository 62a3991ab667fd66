"""Who would answer: which model writes, which judges, or that none does. No server is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rag.errors import ModelRefused
from ui.wording import ENGLISH, Wording

if TYPE_CHECKING:
    from rag.settings import LlmSettings, Settings

Group = Literal["llm", "check"]


@dataclass(frozen=True)
class Model:
    """A model as the settings name it.

    `model` is None where a server's first is taken, `address` where an integration decides. `key`
    is where the key comes from, never the key itself; `problem` says why it cannot be asked.
    """

    model: str | None
    address: str | None
    key: str | None
    problem: str | None = None


@dataclass(frozen=True)
class Roles:
    """The model of each role; None where no model has it."""

    writes: Model | None = None
    rewrites: Model | None = None
    judges: Model | None = None


def roles(settings: Settings) -> Roles:
    """Return which models a question would be sent to; nothing is loaded, no server is asked."""
    from rag.assemble import judging_settings
    from rag.llm import model_wanted

    if not model_wanted(settings.llm):
        return Roles()
    writes = _model(settings.llm, "llm", "llm.api_key")
    judges = None
    if settings.check.judge:
        check = settings.check
        own: Group = "check" if check.base_url or check.api_key else "llm"
        key = "check.api_key" if check.api_key else "llm.api_key"
        judges = _model(judging_settings(settings), own, key)
    return Roles(writes, writes if settings.llm.rewrite else None, judges)


def _model(settings: LlmSettings, group: Group, key: str) -> Model:
    from rag.llm import build_model, key_of
    from rag.models.openai import DEFAULT_MODEL, OPENAI

    if settings.provider == "llama-index":
        return Model(settings.model, settings.base_url, key if settings.api_key else None)
    address = settings.base_url or OPENAI
    name = settings.model or (DEFAULT_MODEL if address == OPENAI else None)
    if not settings.api_key:
        key = "OPENAI_API_KEY"
    try:
        build_model(settings, group)
    except ModelRefused as error:
        return Model(name, address, None, str(error))
    return Model(name, address, key if key_of(settings) else None)


def role_lines(found: Roles, wording: Wording = ENGLISH) -> Iterator[tuple[str, str]]:
    """Yield each role and who has it, in words for people."""
    yield wording.writes, _words(found.writes, wording.no_model, wording)
    rest = (
        (wording.completes, found.rewrites, wording.rules),
        (wording.judges, found.judges, wording.nobody),
    )
    for role, model, otherwise in rest:
        same = model is not None and model == found.writes
        yield role, wording.same_model if same else _words(model, otherwise, wording)


def _words(model: Model | None, otherwise: str, wording: Wording) -> str:
    if model is None:
        return otherwise
    name = model.model
    if at := model.address:
        name = wording.model_at.format(name, at) if name else wording.first_model.format(at)
    words = [name or wording.unnamed_model]
    if model.key:
        words.append(wording.key_from.format(model.key))
    if model.problem:
        words.append(wording.told(model.problem))
    return wording.apart.join(words)
