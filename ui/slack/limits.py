"""What Slack takes at most, as its documentation and its refusals say."""

from __future__ import annotations

BLOCKS = 50
"""Blocks of a message."""
MESSAGE = 12_000
"""Bytes of a message's blocks as JSON: from some 13,200 on Slack answers msg_blocks_too_long."""
TEXT = 3_800
"""Bytes of a message's text, escaped: `chat.update` refuses more than 4,000."""
PRIVATE = 12_000
"""Bytes of a message's text that goes to the address of a command; Slack cuts it far later."""
BUTTON = 75
"""Characters on a button, and of an option."""
OPTIONS = 40
"""Options of a menu; Slack takes 100, but no message holds so many with their values."""
VALUE = 2_000
"""Characters of a button's value."""
PLAIN = 3_000
"""Characters of a section's or a context line's text."""
TITLE = 24
"""Characters of a modal's title, and of its buttons."""
VIEW = 100
"""Blocks of a modal or of the home."""
STREAMED = 12_000
"""Characters of Markdown in one call of a stream."""
PROMPTS = 4
"""Prompts that the assistant pane suggests."""
