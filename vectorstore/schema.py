"""The tables of a library, and what their columns mean."""

from __future__ import annotations

from typing import NamedTuple

VERSION = 2
"""Raised with every change of the tables below."""


class Schema(NamedTuple):
    """Tables as SQL statements: those of the first version, and what each later one added."""

    tables: str
    version: int
    added: tuple[str, ...] = ()

    def since(self, version: int) -> list[str]:
        """Return the statements that bring tables of that version to this one; 0 is none yet."""
        scripts = (self.tables, *self.added)[version : self.version]
        return [each for script in scripts for each in script.split(";\n") if each.strip()]


TABLES = """
-- What the library was made with (schema, embedder, splitter, ...), and its revision.
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- One row a version of a document. A version is `pending` while it is being stored, `live` once all
-- of it can be found, and `dead` until its passages have left the indexes. At most one version of a
-- document is live, and a passage is live exactly when its version is: a new version goes live and
-- the old one dies in one transaction.
CREATE TABLE documents (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'live', 'dead')),
  source TEXT NOT NULL,       -- absolute path or URL, printable
  real_path TEXT,             -- the same with its links followed; NULL for a URL
  content_hash TEXT NOT NULL, -- SHA-256 of the bytes the document was made from
  title TEXT,
  publisher TEXT,
  authors TEXT NOT NULL,      -- a JSON list
  published TEXT,             -- YYYY, YYYY-MM or YYYY-MM-DD
  published_how TEXT,
  published_first TEXT,       -- the first and the last day `published` can mean
  published_last TEXT,
  language TEXT,
  url TEXT,
  media_type TEXT NOT NULL,
  characters INTEGER NOT NULL,
  passages INTEGER NOT NULL,
  text_digest BLOB NOT NULL,  -- BLAKE2b of the text, for the doctor
  ingested_at TEXT NOT NULL   -- UTC, ISO 8601
) STRICT;
CREATE UNIQUE INDEX live_documents ON documents (id) WHERE state = 'live';
CREATE INDEX unsettled_documents ON documents (state) WHERE state <> 'live';
CREATE INDEX documents_by_place ON documents (real_path);

-- Apart from `documents`, so that reading a row never walks through 50 MB of text.
CREATE TABLE texts (
  document INTEGER PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE regions (
  document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  first INTEGER NOT NULL,
  past INTEGER NOT NULL,
  kind TEXT NOT NULL,
  title TEXT,
  PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;

-- `key` is the passage's name in Chroma and in the keyword index; it is never used twice, so that a
-- stray entry there can never be taken for another passage. Offsets are code points of the text.
CREATE TABLE passages (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  id TEXT NOT NULL,
  first INTEGER NOT NULL,
  past INTEGER NOT NULL,
  region TEXT NOT NULL,
  heading TEXT,
  title TEXT,
  near INTEGER NOT NULL,      -- near-duplicate fingerprint, see vectorstore/near.py
  signs INTEGER NOT NULL,     -- the signs of its vector, see vectorstore/signs.py
  UNIQUE (document, id)
) STRICT;
CREATE INDEX passages_by_id ON passages (id);

-- Sources that could not be read (`failed`) or found (`gone`) when they were last looked at.
CREATE TABLE troubles (
  source TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('failed', 'gone')),
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_CORRECTIONS = """
-- What people say of a document in place of what its source states. They stay when a new version
-- is read, and go with a document that is taken out by hand.
CREATE TABLE corrections (
  document TEXT NOT NULL,     -- documents.id
  field TEXT NOT NULL,
  value TEXT NOT NULL,        -- JSON: a text, a list of names, or null where there is none
  PRIMARY KEY (document, field)
) STRICT, WITHOUT ROWID;

-- What the source of a version states where `documents` has a correction, as JSON.
CREATE TABLE stated (
  document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (document, field)
) STRICT, WITHOUT ROWID;
"""

LIBRARY_SCHEMA = Schema(TABLES, VERSION, (_CORRECTIONS,))
