"""Telemetry of the libraries under Footnoted, off in one place.

`import openvino` reports itself to an analytics server unless `openvino_telemetry` cannot be
imported; the others read an environment variable before they are imported.
"""

from __future__ import annotations

import os
import sys

_SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def silence_telemetry() -> None:
    """Turn off what our dependencies report about their use; call it before they are imported."""
    os.environ.update(_SWITCHES)
    if "openvino_telemetry" not in sys.modules:
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
