"""Somebody's finished text, cut into the sentences that are checked."""
