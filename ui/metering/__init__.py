"""What a server counts and times, for Prometheus; nothing of a question's words is kept."""
