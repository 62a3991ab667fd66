"""What an answer took: time, tokens, money; and whether there was one. Unknown is None."""

from __future__ import annotations

from evals.metrics.sample import Sample, Score


def seconds(sample: Sample) -> Score | None:
    """Return the seconds to the whole answer."""
    return _known(sample, sample.response.seconds)


def first_seconds(sample: Sample) -> Score | None:
    """Return the seconds to the first statement."""
    return _known(sample, sample.response.first_seconds)


def tokens(sample: Sample) -> Score | None:
    """Return the tokens that a model read and wrote, both known."""
    read, written = sample.response.prompt_tokens, sample.response.completion_tokens
    return _known(sample, None if read is None or written is None else read + written)


def cost(sample: Sample) -> Score | None:
    """Return what the answer cost."""
    return _known(sample, sample.response.cost)


def errors(sample: Sample) -> Score | None:
    """Return 1 for an error in place of an answer, else 0."""
    return Score(float(sample.response.error is not None))


def _known(sample: Sample, value: float | None) -> Score | None:
    if value is None or sample.response.error is not None:
        return None
    return Score(float(value))
