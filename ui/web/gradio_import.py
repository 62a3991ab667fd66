"""Gradio, imported without it writing stubs for editors: two fifths of what its import takes."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec


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
    from gradio import component_meta

    component_meta.create_or_modify_pyi = lambda *_: None
    spec.loader.exec_module(module)
