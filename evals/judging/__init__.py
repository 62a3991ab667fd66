"""Judges of an evaluation, apart from what checks answers, and themselves held against people."""
