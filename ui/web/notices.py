"""What the page says by itself: an upload that is too large, a session that is over."""

from __future__ import annotations

import json
from pathlib import Path

from ui.web.phrases import Phrases

_SCRIPT = Path(__file__).with_name("notices.js")


def notices(words: Phrases, megabytes: int, files: int) -> str:
    """Return what says it, to stand in the page's head."""
    said = {
        "megabytes": megabytes,
        "files": files,
        "large": words.too_large,
        "many": words.too_many_files,
        "over": words.session_over,
        "again": words.sign_in,
        "language": words.language,
    }
    data = json.dumps(said).replace("<", "\\u003c")
    script = _SCRIPT.read_text(encoding="utf-8")
    return (
        f'\n<script type="application/json" id="notices">{data}</script>\n'
        f"<script>\n{script}\n</script>"
    )
