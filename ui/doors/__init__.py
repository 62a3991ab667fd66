"""One library, several doors: commands are passed to the server that has their collection."""
