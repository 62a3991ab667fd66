"""The same cases over many settings: one table, and which points nothing beats."""
