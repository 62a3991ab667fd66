"""Is it faithful, and is it still: cases, metrics, baselines."""
