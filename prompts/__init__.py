"""Every instruction given to a model, one Markdown file each."""
