"""A library as the doctor reads it: every row and every text, and what of them does not add up."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from vectorstore.catalog import BY_KEY
from vectorstore.documents import Document, Passage
from vectorstore.errors import LibraryDamaged
from vectorstore.library import Library
from vectorstore.recent import PassageRow
from vectorstore.rows import as_passage, read_version, text_digest, unsigned

if TYPE_CHECKING:
    from vectorstore.embed import Encoder

_MOST_PROBLEMS = 10


class Checkup(Library):
    """A library with the questions that only the doctor asks."""

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with its file, in its words; nothing when it is sound."""
        with self._reading() as connection:
            rows = connection.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})").fetchall()
            loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        found = [str(said) for (said,) in rows if said != "ok"]
        return found + [f"a row of {row[0]} belongs to nothing" for row in loose[:_MOST_PROBLEMS]]

    def is_made_with(self, encoder: Encoder) -> bool:
        """Tell whether the vectors are this encoder's; of an empty library, any one's."""
        return self.recipe is None or self.recipe.embedder == encoder.fingerprint

    def live_signs(self) -> dict[int, int]:
        """Return the signs of the vector of every live passage, by key."""
        query = """
            SELECT p.key, p.signs FROM documents d CROSS JOIN passages p ON p.document = d.key
            WHERE d.state = 'live'
        """
        with self._reading() as connection:
            return {key: unsigned(signs) for key, signs in connection.execute(query)}

    def keys(self) -> frozenset[int]:
        """Return the keys of all passages, live or not."""
        with self._reading() as connection:
            return frozenset(key for (key,) in connection.execute("SELECT key FROM passages"))

    def altered(self) -> Iterator[str]:
        """Give the ids of live documents whose text or passages are not what was stored."""
        with self._reading() as connection:
            versions = connection.execute(
                "SELECT key, id, text_digest, passages FROM documents WHERE state = 'live'"
            ).fetchall()
            for key, id_, digest, expected in versions:
                count, furthest = connection.execute(
                    "SELECT count(*), max(past) FROM passages WHERE document = ?", [key]
                ).fetchone()
                try:
                    text = read_version(connection, key).text
                except LibraryDamaged:
                    yield id_
                    continue
                if text_digest(text) != digest or count != expected or (furthest or 0) > len(text):
                    yield id_

    def by_key(
        self, keys: Iterable[int], without: Collection[str]
    ) -> list[tuple[int, Document, Passage]]:
        """Return the live passages with these keys, but for those of the documents `without`."""
        with self._reading() as connection:
            found = map(PassageRow._make, connection.execute(BY_KEY, [json.dumps([*keys])]))
            return [
                (row.key, self._version(connection, row.version), as_passage(row))
                for row in found
                if row.document_id not in without
            ]
