"""What one command line carries: the global options, and the settings they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.configure import Configuration
    from rag.settings import Settings


@dataclass
class Session:
    """The global options of one command; settings are read when they are first needed."""

    home: Path | None = None
    collection: str | None = None
    settings_file: Path | None = None
    verbose: bool = False

    @cached_property
    def configuration(self) -> Configuration:
        """The settings in force and where each came from; raises SettingsError."""
        from rag.configure import configure

        flags = {"home": self.home, "collection": self.collection}
        return configure(flags, self.settings_file)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.configuration.settings
