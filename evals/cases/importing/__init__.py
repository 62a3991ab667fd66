"""Public data sets as cases and documents, each of its shape's own importer."""
