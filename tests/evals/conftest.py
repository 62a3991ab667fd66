"""What tests of the evaluation stand on."""

from __future__ import annotations

from tests.ui.conftest import footnoted

__all__ = ["footnoted"]
