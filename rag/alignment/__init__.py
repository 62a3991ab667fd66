"""A statement held against the words it rests on: what it adds, drops, moves and changes."""
