"""Two runs side by side: what changed, whether it got worse, and what was accepted before."""
