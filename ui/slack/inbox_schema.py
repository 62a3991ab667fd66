"""The tables of the inbox, and what their columns mean."""

from __future__ import annotations

from vectorstore.schema import Schema

INBOX = "slack.sqlite3"
"""The file in the folder of the bot's first collection."""

TABLES = """
-- Everything that addressed the bot, each once, written before Slack is told that it has come.
CREATE TABLE works (
  key TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,    -- in the metadata of its messages
  kind TEXT NOT NULL,
  team TEXT NOT NULL,
  enterprise TEXT NOT NULL,
  channel TEXT NOT NULL,
  thread TEXT NOT NULL,       -- '' for none
  user TEXT NOT NULL,
  ts TEXT NOT NULL,
  text TEXT NOT NULL,
  detail TEXT NOT NULL,       -- JSON
  edited TEXT NOT NULL,       -- the ts of the last edit that was taken in
  revision INTEGER NOT NULL DEFAULT 0,
  removed INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('taken', 'held', 'done', 'dead')),
  unsure INTEGER NOT NULL DEFAULT 0,  -- what may have been posted that is not in `posts`:
                                      -- 1 the next part, 2 one that was not seen yet
  kept_in TEXT NOT NULL DEFAULT '',   -- the collection and the id of the answer
  kept TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '',       -- why it is held or dead
  starts INTEGER NOT NULL DEFAULT 0,
  holds INTEGER NOT NULL DEFAULT 0,
  taken REAL NOT NULL,        -- seconds since the epoch
  due REAL NOT NULL,          -- when a held one is tried again
  ended REAL
) STRICT;
CREATE INDEX unfinished_works ON works (state, due) WHERE state IN ('taken', 'held');
CREATE INDEX works_by_thread ON works (team, channel, thread);

-- The messages that the outcome of a work consists of.
CREATE TABLE posts (
  work TEXT NOT NULL REFERENCES works (key) ON DELETE CASCADE,
  part INTEGER NOT NULL,      -- from 0
  channel TEXT NOT NULL,
  ts TEXT NOT NULL,
  PRIMARY KEY (work, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_by_message ON posts (channel, ts);

-- Deleted messages that did not address the bot, for a day: one may be delivered after that.
CREATE TABLE never (
  key TEXT PRIMARY KEY,
  since REAL NOT NULL
) STRICT, WITHOUT ROWID;
"""

_ERRANDS = """
-- Clicks and greetings, each once, written before Slack is told that they have come.
CREATE TABLE errands (
  key TEXT PRIMARY KEY,
  body TEXT NOT NULL,         -- JSON; '' when there is nothing left to do
  since REAL NOT NULL
) STRICT, WITHOUT ROWID;
"""
_PAUSES = """
-- Until when Slack asks to call a method no more, in seconds since the epoch.
CREATE TABLE pauses (
  team TEXT NOT NULL,
  method TEXT NOT NULL,
  until REAL NOT NULL,
  PRIMARY KEY (team, method)
) STRICT, WITHOUT ROWID;

-- Until when Slack asks to wait with a held work: it is not tried sooner, whoever asks for it.
CREATE TABLE paused_works (
  work TEXT PRIMARY KEY REFERENCES works (key) ON DELETE CASCADE,
  until REAL NOT NULL
) STRICT, WITHOUT ROWID;
"""
INBOX_SCHEMA = Schema(TABLES, 3, (_ERRANDS, _PAUSES))
