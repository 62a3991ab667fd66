"""Text that was written by others, as Markdown that shows it and nothing else."""

from __future__ import annotations

import re

from ui.terminal import one_line

_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~$^@!#{}]|(?<=[a-z]):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_OPENING = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")


def escaped(text: str) -> str:
    """Return a text on one line whose every character Markdown shows as it is.

    Nothing in it becomes a heading, a list, emphasis, an image, a link, a footnote or HTML, also
    where bare addresses are made links, and wherever in a line it is put.
    """
    line = _ACTIVE.sub(lambda found: f"\\{found[0]}", one_line(text))
    return _OPENING.sub(
        lambda found: rf"{found[1]}\{found[2]}" if found[1] else rf"\{found[3]}", line
    )
