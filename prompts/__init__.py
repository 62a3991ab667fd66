"""Every instruction given to a model, one Markdown file each.

A file begins with front matter that declares its variables, one a line under `variables:`. The
text follows in parts headed `# System` and `# User`. A variable stands as `{{ name }}`; values are
put in as they are, in one pass, so nothing inside a value is ever taken for a variable.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

Role = Literal["system", "user"]
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_DECLARED = re.compile(r"^- (\w+)", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{ (\w+) \}\}")
_PART = re.compile(r"^# (System|User)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """An instruction: its parts as (role, text), its variables, and 12 digits of its content."""

    name: str
    parts: tuple[tuple[Role, str], ...]
    variables: frozenset[str]
    fingerprint: str

    def messages(self, **values: str) -> list[tuple[Role, str]]:
        """Return the parts with the values in place; raises ValueError for too many or too few."""
        if values.keys() != self.variables:
            wrong = sorted(values.keys() ^ self.variables)
            raise ValueError(f"The prompt {self.name!r} and its values differ in {wrong}.")
        return [
            (role, _VARIABLE.sub(lambda found: values[found[1]], text)) for role, text in self.parts
        ]


@cache
def load(name: str, folder: Path | None = None) -> Prompt:
    """Return the prompt in `prompts/NAME.md`, or the one of that name in a folder of variants.

    Raises ValueError for one that is not well-formed, or whose variables are not those of the one
    that ships.
    """
    own = parse(name, source(name))
    variant = parse(name, source(name, folder))
    if variant.variables != own.variables:
        raise ValueError(f"The prompt {name!r} needs the variables {sorted(own.variables)}.")
    return variant


def source(name: str, folder: Path | None = None) -> str:
    """Return the file of a prompt as it is: that of the folder where it has one of that name."""
    variant = folder / f"{name}.md" if folder else None
    if variant is not None and variant.is_file():
        return variant.read_text(encoding="utf-8")
    return files(__package__).joinpath(f"{name}.md").read_text(encoding="utf-8")


def parse(name: str, text: str) -> Prompt:
    """Return the prompt a file holds; raises ValueError when it uses what it does not declare."""
    front = _FRONT.match(text)
    pieces = _PART.split(text[front.end() :] if front else text)
    if front is None or pieces[0].strip() or pieces[1::2] != ["System", "User"]:
        raise ValueError(f"The prompt {name!r} needs front matter, then # System and # User.")
    declared = frozenset(_DECLARED.findall(front[1]))
    parts: list[tuple[Role, str]] = [
        ("system" if role == "System" else "user", body.strip())
        for role, body in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    used = {found for _, body in parts for found in _VARIABLE.findall(body)}
    if used != declared:
        raise ValueError(f"The prompt {name!r} declares {sorted(declared)}, uses {sorted(used)}.")
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(name, tuple(parts), declared, digest)
