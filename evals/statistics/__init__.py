"""What numbers over cases can tell: intervals, paired tests, and the decision of a gate.

Pure functions on arrays: fixed seeds, and the same result in whatever order the cases come. They
are checked against simulation (`benchmarks/simulation.py`, `docs/statistics.md`).
"""
