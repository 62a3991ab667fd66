"""The messages that stand of each work, as the inbox knows them."""

from __future__ import annotations

from collections.abc import Mapping

from ui.slack.inbox_rows import add_post
from ui.slack.works import Post
from vectorstore.database import Database


class Posts:
    """What of each work people see. Safe between threads. Raises what `Database` raises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def will_post(self, key: str) -> None:
        """Note that something is about to be posted."""
        self._unsure(key, "unsure | 1")

    def doubt(self, key: str) -> None:
        """Note that something may show itself that was posted and not seen yet."""
        self._unsure(key, "unsure | 2")

    def posted(self, key: str, part: int, post: Post) -> None:
        """Note a message that stands."""
        with self._database.writing() as connection:
            add_post(connection, key, part, post)
            connection.execute("UPDATE works SET unsure = unsure & 2 WHERE key = ?", [key])

    def stands(self, key: str, posts: Mapping[int, Post], *, sure: bool = True) -> None:
        """Note which messages stand, and no others; where it is not `sure`, as far as is seen."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM posts WHERE work = ?", [key])
            for part, post in posts.items():
                add_post(connection, key, part, post)
            unsure = 0 if sure else 2
            connection.execute("UPDATE works SET unsure = ? WHERE key = ?", [unsure, key])

    def _unsure(self, key: str, value: str) -> None:
        with self._database.writing() as connection:
            connection.execute(f"UPDATE works SET unsure = {value} WHERE key = ?", [key])  # noqa: S608

    def stands_at(self, post: Post) -> bool:
        """Tell whether a message is known to be part of some outcome."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT 1 FROM posts WHERE channel = ? AND ts = ?", [post.channel, post.ts]
            ).fetchone()
        return found is not None

    def gone(self, key: str, part: int) -> None:
        """Note that a message stands no more."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM posts WHERE work = ? AND part = ?", [key, part])
