"""Surfaces: a question in, words out. They translate; they decide nothing."""
