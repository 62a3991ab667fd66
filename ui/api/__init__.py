"""The HTTP API: what the command line prints, for programs, over one chain."""
