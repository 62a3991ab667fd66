"""Print docs/settings.md from the model: `python scripts/settings_page.py > docs/settings.md`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from rag.settings import leaves, variable

HEAD = """\
# Settings

Every choice has a default that needs no key and no network. Later sources win:

1. the default;
2. the settings file, TOML: the one named by `--settings FILE`, else by `FOOTNOTED_SETTINGS`, else
   `settings.toml` in the home folder, which alone may be missing;
3. the environment: `FOOTNOTED_` and the name in capitals, `__` for the dot; an empty variable is
   no variable;
4. the command line: `--home` and `--collection`.

A file in the working folder is never read by itself: what a stranger's folder holds must not
decide where your text is sent. A relative `home` or `llm.prompts` in a settings
file is relative to that file.

A name that is not on this page, in the file or in the environment, is refused with the nearest one
that is. `footnoted settings` shows what is in force and where it came from, never a key.

```toml
collection = "press"

[retrieval]
k = 20
```

A library remembers the embedding and the split it was made with and refuses others. Every answer
carries a fingerprint of the settings that can change it: all but `home`, `collection`, `web`,
`slack`, keys and time limits.
"""


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    group = ""
    for name, field in leaves().items():
        section = name.split(".")[0] if "." in name else "The library"
        if section != group:
            parts.append(f"\n## {section}\n")
            group = section
        parts.append(
            f"\n`{name}` = {_default(name, field)}  \n"
            f"{field.description}  \n"
            f"{_kind(name, field)} Environment: `{variable(name)}`.\n"
        )
    return "".join(parts)


def _default(name: str, field: FieldInfo) -> str:
    if name == "home":
        return "the data folder of your user account"
    return "none" if field.default in (None, {}, "") else f"`{field.default}`"


def _kind(name: str, field: FieldInfo) -> str:
    kinds = get_args(field.annotation) or (field.annotation,)
    if get_origin(field.annotation) is Literal:
        return "One of " + ", ".join(f"`{one}`" for one in kinds) + "."
    if SecretStr in kinds:
        return "A secret; never shown."
    if bool in kinds:
        return "`true` or `false`."
    for number, words in ((int, "A whole number"), (float, "A number")):
        if number in kinds:
            return f"{words}{_bounds(field)}."
    if get_origin(field.annotation) is dict:
        return "A table."
    if Path in kinds:
        return "A file." if name.startswith("web.") else "A folder."
    return "Text."


def _bounds(field: FieldInfo) -> str:
    limits: dict[str, Any] = {}
    for rule in field.metadata:
        limits |= {key: getattr(rule, key) for key in ("ge", "gt", "le") if hasattr(rule, key)}
    if not limits:
        return ""
    low = f"from {limits['ge']}" if "ge" in limits else f"above {limits['gt']}"
    return f" {low} to {limits['le']}"


if __name__ == "__main__":
    print(page(), end="")
