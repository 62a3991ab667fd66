"""Any llama-index LLM integration, named by the class to import."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rag.errors import SettingsError
from rag.settings import LlmSettings
from vectorstore.encoders.plugin import package_of


def load_llm(settings: LlmSettings) -> Any:
    """Return the LLM `llm.model` names as `package.module:Class`, built with `llm.options`.

    Raises SettingsError, naming what to install when its package is missing.
    """
    module_name, _, class_name = (settings.model or "").partition(":")
    if not module_name or not class_name:
        raise SettingsError(
            "A llama-index model is named by its class: set llm.model to package.module:Class, "
            "e.g. llama_index.llms.ollama:Ollama, and its arguments in llm.options."
        )
    try:
        found = getattr(import_module(module_name), class_name, None)
    except ImportError as error:
        raise SettingsError(
            f"The integration {module_name} is not installed ({error}): "
            f"pip install {package_of(module_name)}."
        ) from error
    from llama_index.core.llms import LLM

    if not (isinstance(found, type) and issubclass(found, LLM)):
        raise SettingsError(f"{module_name} has no llama-index model called {class_name}.")
    options: dict[str, Any] = dict(settings.options)
    if settings.api_key:
        options.setdefault("api_key", settings.api_key.get_secret_value())
    if settings.base_url:
        options.setdefault("base_url", settings.base_url)
    try:
        return found(**options)
    except Exception as error:
        # The cause may quote the options, and with them a key.
        raise SettingsError(
            f"{class_name} cannot be built from llm.options ({type(error).__name__}): see the "
            f"documentation of {package_of(module_name)}."
        ) from None
