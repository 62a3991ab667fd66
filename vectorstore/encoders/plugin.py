"""Any llama-index embedding integration, named by the class to import."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from vectorstore.embed import EmbeddingConfig, Encoder

_SECRET = re.compile("key|token|secret|password|credential|header", re.IGNORECASE)


def load_plugin(config: EmbeddingConfig) -> Encoder:
    """Return an encoder over the class `config.model` names as `package.module:Class`.

    It is built with `config.options`, and with the key and base URL where those are set. Raises
    EmbeddingError naming what to install when its package is missing.
    """
    module_name, _, class_name = (config.model or "").partition(":")
    if not module_name or not class_name:
        raise EmbeddingError(
            "A llama-index embedding is named by its class: set embedding.model to "
            "package.module:Class, e.g. llama_index.embeddings.ollama:OllamaEmbedding."
        )
    found = getattr(_module(module_name), class_name, None)
    from llama_index.core.embeddings import BaseEmbedding

    from vectorstore.llamaindex import LlamaIndexEncoder

    if not (isinstance(found, type) and issubclass(found, BaseEmbedding)):
        raise EmbeddingError(f"{module_name} has no llama-index embedding called {class_name}.")
    options = dict(config.options)
    if config.api_key:
        options.setdefault("api_key", config.api_key.get_secret_value())
    if config.base_url:
        options.setdefault("base_url", config.base_url)
    try:
        embedding = found(**options)
    except Exception as error:
        # The cause may quote the options, and with them the key.
        raise EmbeddingError(
            f"{class_name} cannot be built from its options ({type(error).__name__}): see the "
            f"documentation of {package_of(module_name)}."
        ) from None
    return LlamaIndexEncoder(
        embedding, f"llama-index/{config.model}{_digest(config)}", config.dimension
    )


def package_of(module_name: str) -> str:
    """Return the PyPI name of a llama-index integration's package, or the module's own."""
    parts = module_name.split(".")
    if parts[0] == "llama_index" and len(parts) > 2:
        return "-".join(["llama-index", *parts[1:3]]).replace("_", "-")
    return parts[0].replace("_", "-")


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise EmbeddingError(
            f"The embedding integration {name} is not installed ({error}): "
            f"pip install {package_of(name)}."
        ) from error


def _digest(config: EmbeddingConfig) -> str:
    """Return a short hash of the options that can change a vector; secrets never enter it."""
    options = {k: str(v) for k, v in config.options.items() if not _SECRET.search(k)}
    if not options:
        return ""
    text = json.dumps(options, sort_keys=True)
    return "/" + hashlib.sha256(text.encode()).hexdigest()[:12]
