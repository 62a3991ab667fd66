"""What is different between two runs besides their scores."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evals.comparing.recorded import Recorded


@dataclass(frozen=True)
class Change:
    """Something that is not as it was; `diff` are lines of a unified diff, of prompts."""

    what: str
    old: str
    new: str
    diff: tuple[str, ...] = ()


def changes(old: Recorded, new: Recorded) -> list[Change]:
    """Return settings, prompts, models, judge, library, cases, code and packages that changed."""
    return [
        *_settings(old.head["settings"], new.head["settings"]),
        *_settings(_system(old.head), _system(new.head)),
        *_prompts(old.head["prompts"], new.head["prompts"]),
        *_plain("models", ", ".join(old.head["models"]), ", ".join(new.head["models"])),
        *_plain("system", old.head["system"], new.head["system"]),
        *_plain("judge", old.head["judge"]["name"], new.head["judge"]["name"]),
        *_known("judge", old.head["judge"].get("settings"), new.head["judge"].get("settings")),
        *_plain("library", old.head["library"]["content"], new.head["library"]["content"]),
        *_cases(old, new),
        *_plain("arithmetic", old.head.get("arithmetic"), new.head.get("arithmetic")),
        *_plain("code", old.head["code"], new.head["code"]),
        *_plain("scoring", old.head.get("scoring"), new.head.get("scoring")),
        *_known("package", old.head.get("packages"), new.head.get("packages")),
    ]


def _plain(what: str, old: object, new: object) -> Iterator[Change]:
    if old != new:
        yield Change(what, str(old or "none"), str(new or "none"))


def _settings(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        yield from _plain(name, old.get(name), new.get(name))


def _known(of: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Change]:
    """Yield what changed where both are known: runs and baselines of before did not keep it."""
    if old and new:
        yield from _settings(
            *({f"{of} {name}": v for name, v in one.items()} for one in (old, new))
        )


def _system(head: dict[str, Any]) -> dict[str, Any]:
    """Return what another system says of itself, named apart from our settings."""
    return {f"system {name}": value for name, value in head.get("system_settings", {}).items()}


def _prompts(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[Change]:
    nothing = {"fingerprint": "not used", "text": ""}
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name, nothing), new.get(name, nothing)
        if before["fingerprint"] != after["fingerprint"]:
            lines = before["text"].splitlines(), after["text"].splitlines()
            diff = tuple(difflib.unified_diff(lines[0], lines[1], lineterm="", n=1))
            yield Change(f"prompt {name}", before["fingerprint"], after["fingerprint"], diff)


def _cases(old: Recorded, new: Recorded) -> Iterator[Change]:
    gone = old.outcomes.keys() - new.outcomes.keys()
    added = new.outcomes.keys() - old.outcomes.keys()
    both = old.outcomes.keys() & new.outcomes.keys()
    other = {case for case in both if old.outcomes[case].hash != new.outcomes[case].hash}
    for what, cases in (("gone", gone), ("new", added), ("changed", other)):
        if cases:
            names = ", ".join(sorted(cases)[:5]) + (", …" if len(cases) > 5 else "")
            yield Change(f"cases {what}", "", f"{len(cases)}: {names}")
