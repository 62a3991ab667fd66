"""A run as a report for people and programs, and many runs as a history."""
