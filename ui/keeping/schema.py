"""The tables of what is kept, and what their columns mean."""

from __future__ import annotations

from vectorstore.schema import Schema

KEPT = "kept.sqlite3"
"""The file in a collection's folder."""

TABLES = """
-- Documents as answers were given from them, each once; a later version in the library changes
-- nothing here, so that every kept citation stays a slice of what stands beside it.
CREATE TABLE documents (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT;
CREATE INDEX documents_by_version ON documents (id, content_hash);

-- Answers and checked drafts, their documents taken out. `shared` ones are shown to whoever has
-- their id.
CREATE TABLE works (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('answer', 'draft')),
  at TEXT NOT NULL,           -- UTC, ISO 8601
  value BLOB NOT NULL,
  shared INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX works_by_owner ON works (owner, kind, at);

CREATE TABLE rests_on (
  work TEXT NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  document TEXT NOT NULL REFERENCES documents (hash),
  PRIMARY KEY (work, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX rests_on_document ON rests_on (document);

CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  title TEXT NOT NULL,        -- its first question
  updated TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_by_owner ON conversations (owner, updated);

CREATE TABLE turns (
  conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,     -- from 1
  question TEXT NOT NULL,
  work TEXT REFERENCES works (id),
  error TEXT NOT NULL,        -- why there is no answer
  filters BLOB NOT NULL,
  sought TEXT NOT NULL,       -- question and answer, case folded, to be searched
  PRIMARY KEY (conversation, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX turns_by_work ON turns (work);

-- What people said of an answer, or of one of its statements (counted from 1).
CREATE TABLE feedback (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  at TEXT NOT NULL,
  work TEXT NOT NULL REFERENCES works (id),
  statement INTEGER,
  verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
  reason TEXT NOT NULL,
  comment TEXT NOT NULL,
  history BLOB NOT NULL       -- the exchanges before the question
) STRICT;
CREATE INDEX feedback_by_work ON feedback (work);
"""
KEPT_SCHEMA = Schema(TABLES, 1)
