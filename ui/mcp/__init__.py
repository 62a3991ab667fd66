"""The library as tools of the Model Context Protocol, over standard input or HTTP."""
