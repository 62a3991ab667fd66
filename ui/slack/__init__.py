"""The Slack bot: the same chain, its answers as messages, exactly one outcome for each question."""
