"""Reading a conversation by rules: what was spoken of, and what a follow-up leaves out."""
