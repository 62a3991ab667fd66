"""What a server keeps of its users, beside the library: conversations, drafts, feedback."""
