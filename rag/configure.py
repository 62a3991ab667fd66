"""Settings from where they are written: defaults < settings file < environment < command line.

The settings file is the first of these that is named: `--settings FILE`, `FOOTNOTED_SETTINGS`, and
`settings.toml` in the home folder, which alone may be missing. A file in the working folder is
never read by itself: what a stranger's folder holds must not decide where your text is sent.
"""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import EnvSettingsSource, InitSettingsSource

from rag.errors import SettingsError
from rag.settings import Settings, leaves, variable

FILE_VARIABLE = "FOOTNOTED_SETTINGS"
_PREFIX = "FOOTNOTED_"
_SENSITIVE = ("_key", "_token", "_secret", "base_url", "options")
_TABLES = ("options", "channels", "direct")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings in force and where each came from.

    `origins` has an entry a setting: "default", "file", "environment" or "flag". `file` is the
    settings file that was read, None where there is none.
    """

    settings: Settings
    origins: Mapping[str, str]
    file: Path | None


def configure(
    flags: Mapping[str, object] | None = None, settings_file: Path | None = None
) -> Configuration:
    """Read the settings file and the environment, and put the flags on top.

    `flags` maps dotted names to values; a None is a flag that was not given. Raises SettingsError
    for an unknown name, a value that cannot be used, or a file that cannot be read.
    """
    _refuse_unknown_variables()
    given = _nested({name: value for name, value in (flags or {}).items() if value is not None})
    environment = _environment()
    file = _find_file(settings_file, given, environment)
    written = _read(file) if file else {}
    sources = {"flag": given, "environment": environment, "file": written}
    origins = {name: _origin(name, sources) for name in leaves()}
    try:
        settings = Settings(  # type: ignore[call-arg]
            _build_sources=(
                tuple(InitSettingsSource(Settings, values) for values in sources.values()),
                {},
            )
        )
    except ValidationError as error:
        raise SettingsError(_explain(error, origins, file)) from None
    return Configuration(settings, origins, file)


def _environment() -> dict[str, Any]:
    tables = {variable(name) for name in leaves() if name.endswith(_TABLES)}
    for name, text in os.environ.items():
        if name.upper() in tables:
            _refuse_unreadable(name, text)
    return EnvSettingsSource(Settings)()


def _refuse_unreadable(name: str, text: str) -> None:
    """Raise for a variable that should hold a JSON object; its text, maybe a key, is not told."""
    try:
        json.loads(text or "{}")
    except json.JSONDecodeError as error:
        raise SettingsError(f"{name} is not a JSON object: {error}.") from None


def _find_file(
    named: Path | None, given: Mapping[str, Any], environment: Mapping[str, Any]
) -> Path | None:
    """Return the settings file to read; a file that was named must exist."""
    named = named or _path(os.environ.get(FILE_VARIABLE))
    if named is not None:
        return named.expanduser().absolute()
    home = _path(given.get("home")) or _path(environment.get("home")) or Settings().home
    own = home.expanduser().absolute() / "settings.toml"
    return own if own.exists() else None


def _path(text: object) -> Path | None:
    return Path(str(text)) if text else None


def _read(file: Path) -> dict[str, Any]:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"The settings file {file} cannot be read: {error.strerror}."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} is not TOML: {error}.") from error
    for name in names(written):
        refuse_unknown(name, file)
    for table, name in ((written, "home"), (written.get("llm"), "prompts")):
        if isinstance(table, dict) and isinstance(table.get(name), str):
            table[name] = str(file.parent / Path(table[name]).expanduser())
    return written


def refuse_unknown(name: str, where: Path) -> None:
    """Raise SettingsError, with the nearest there is, for a name that is no setting."""
    if name not in leaves():
        raise SettingsError(f"Unknown setting {name!r} in {where}{_suggest(name, leaves())}")


def changed(settings: Settings, values: Mapping[str, object], where: Path) -> Settings:
    """Return settings with other values, each by its dotted name; `where` is what they stand in.

    Raises SettingsError for an unknown name or a value that cannot be used.
    """
    for name in values:
        refuse_unknown(name, where)
    nested = settings.model_dump()
    for group, held in _nested(values).items():
        nested[group] = {**nested[group], **held} if _is_group(group) else held
    try:
        return Settings(**nested)
    except ValidationError as error:
        raise SettingsError(_explain(error, dict.fromkeys(values, "file"), where)) from None


def _is_group(name: str) -> bool:
    return name not in leaves()


def names(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield the dotted names of what a file sets; an unknown or empty table is a name."""
    groups = {name.split(".")[0] for name in leaves() if "." in name}
    for name, value in values.items():
        if not prefix and name in groups and isinstance(value, dict):
            yield from names(value, f"{name}.")
        else:
            yield f"{prefix}{name}"


def _refuse_unknown_variables() -> None:
    known = [variable(name) for name in leaves()] + [FILE_VARIABLE]
    for name in sorted(os.environ):
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            raise SettingsError(
                f"Unknown setting {name!r} in the environment{_suggest(name.upper(), known)}"
            )


def _suggest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    inside = [one for one in names if one.startswith((f"{name}.", f"{name}__"))]
    nearest = inside or difflib.get_close_matches(name, names, n=1, cutoff=0.0)
    return f"; the nearest there is: {nearest[0]!r}." if nearest else "."


def _nested(flat: Mapping[str, object]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        group, _, leaf = name.rpartition(".")
        (nested.setdefault(group, {}) if group else nested)[leaf] = value
    return nested


def _origin(name: str, sources: Mapping[str, Mapping[str, Any]]) -> str:
    for origin, values in sources.items():
        value: Any = values
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return origin
    return "default"


def _explain(error: ValidationError, origins: Mapping[str, str], file: Path | None) -> str:
    """Say what is wrong with the first unusable value; a secret is never quoted."""
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    where = {
        "file": f"in {file}",
        "environment": f"from {variable(name)}",
        "flag": "from the command line",
    }.get(origins.get(name, ""), "")
    message = first["msg"].removeprefix("Value error, ")
    shown = "" if name.endswith(_SENSITIVE) else f", not {first['input']!r}"
    return f"The setting {name!r} {where} cannot be used: {message[0].lower()}{message[1:]}{shown}."
