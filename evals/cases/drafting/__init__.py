"""Drafts of cases for a person to accept: from a library's own sentences, a model, or feedback."""
