"""Metrics: small pure functions of a case and a response; what cannot be scored is None."""
