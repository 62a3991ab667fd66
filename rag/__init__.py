"""A question becomes an answer whose every sentence is footnoted and checked."""
