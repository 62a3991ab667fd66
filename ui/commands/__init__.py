"""One module a command. Each imports what it needs when it is run, so that help is quick."""
