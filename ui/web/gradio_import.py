"""Gradio, imported without what is of no use here: half of what its import takes.

It writes stubs for editors, and loads the package of a protocol that its pages could be asked over.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec

_PROTOCOL = "mcp"


def import_gradio() -> None:
    """Import Gradio, if it is not yet; call it before anything else does.

    The part that reads the source of each component, and writes a stub beside it, is loaded first
    and told not to.
    """
    if "gradio" in sys.modules:
        return
    spec = find_spec("gradio")
    assert spec is not None
    assert spec.loader is not None
    sys.modules["gradio"] = module = module_from_spec(spec)
    with _without(_PROTOCOL):
        from gradio import component_meta

        component_meta.create_or_modify_pyi = lambda *_: None
        spec.loader.exec_module(module)


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let a package seem not to be installed, unless it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
