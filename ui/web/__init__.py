"""The page in the browser: ask, and see the source of every sentence."""
