"""Who uses the server: persons, and what is theirs."""
