"""Reaching language models: connections, streams, and their failures in plain words."""
