"""What a command did, and how its output is checked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.support import ROOT


class Done(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def is_one_sentence(self) -> bool:
        """Whether standard error is `Error: ` and a sentence on one line, or that and a hint."""
        return re.fullmatch(r"Error: \S.*[.?]\n(Try '.*'\.\n)?", self.err) is not None


Footnoted = Callable[..., Done]


def schema(name: str) -> Any:
    """Return one of the published schemas."""
    return json.loads((ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8"))
