"""Cases asked of a system, answers scored, and all of it kept so that it can be compared."""
