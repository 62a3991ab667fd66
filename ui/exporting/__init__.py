"""An answer or a checked draft as a document of its own: Markdown or a page of HTML."""
