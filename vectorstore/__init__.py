"""Files become passages that can be searched: read, split, embed, store."""
