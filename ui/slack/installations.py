"""Several workspaces: their tokens as the installation flow brings them, encrypted on disk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore
from slack_sdk.oauth.installation_store.sqlite3 import SQLite3InstallationStore

from ui.slack.errors import SlackSetup

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

STORE = "slack-workspaces.sqlite3"
"""The file in the home folder."""
_SECRET = (
    "bot_token",
    "bot_refresh_token",
    "user_token",
    "user_refresh_token",
    "incoming_webhook_url",
)
_Kept = TypeVar("_Kept", Bot, Installation)


def new_key() -> str:
    """Return a key for `slack.encryption_key`."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


class EncryptedInstallations(InstallationStore):
    """Installations in an SQLite file in which no token can be read.

    Raises SlackSetup for a key that is none, and where the tokens were encrypted with another.
    """

    def __init__(self, file: Path, client_id: str, key: str) -> None:
        self._fernet = _fernet(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600, exist_ok=True)
        self._store = SQLite3InstallationStore(database=str(file), client_id=client_id)
        self._store.init()

    def save(self, installation: Installation) -> None:
        """Keep an installation."""
        self._store.save(_with(installation, self._hidden))

    def save_bot(self, bot: Bot) -> None:
        """Keep a bot's tokens."""
        self._store.save_bot(_with(bot, self._hidden))

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return the bot of a workspace, or of an organization."""
        found = self._store.find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return _with(found, self._told) if found else None

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return the newest installation."""
        found = self._store.find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            is_enterprise_install=is_enterprise_install,
        )
        return _with(found, self._told) if found else None

    def bots(self) -> list[Bot | None]:
        """Return the bot of each workspace and organization, None where it cannot be read."""
        with self._store.connect() as connection:
            found = connection.execute(
                "SELECT DISTINCT enterprise_id, team_id, is_enterprise_install FROM slack_bots"
                " WHERE client_id = ?",
                [self._store.client_id],
            ).fetchall()
        return [self._readable(*each) for each in found]

    def _readable(self, enterprise: str | None, team: str | None, whole: int) -> Bot | None:
        with suppress(SlackSetup):
            return self.find_bot(
                enterprise_id=enterprise or None,
                team_id=team or None,
                is_enterprise_install=bool(whole),
            )
        return None

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a bot's tokens."""
        self._store.delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget an installation."""
        self._store.delete_installation(
            enterprise_id=enterprise_id, team_id=team_id, user_id=user_id
        )

    def _hidden(self, token: str) -> str:
        return self._fernet.encrypt(token.encode()).decode()

    def _told(self, token: str) -> str:
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise SlackSetup(
                "The tokens were encrypted with another key: bring back slack.encryption_key, or "
                "install the app in its workspaces again."
            ) from None


def _with(kept: _Kept, change: Callable[[str], str]) -> _Kept:
    values = kept.to_dict_for_copying()
    changed = {name: change(values[name]) for name in _SECRET if values.get(name)}
    return type(kept)(**{**values, **changed})


def _fernet(key: str) -> Fernet:
    from cryptography.fernet import Fernet

    try:
        return Fernet(key.encode())
    except ValueError:
        raise SlackSetup(
            "slack.encryption_key is no key: make one with `footnoted slack key`."
        ) from None
