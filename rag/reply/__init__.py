"""A model's reply read as sentences with citation marks, while it is written."""
