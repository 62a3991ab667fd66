"""Cases: questions whose answers are known, as files, values and exact places of a library."""
