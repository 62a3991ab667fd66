"""Does a passage bear on a question: two similarities that tell the topic from what is asked of it.

A passage about the right thing shares the question's topic whether it answers or not. So the topic,
for which its title stands, is taken out: what is left of a sentence is held against what is left of
the question.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.readings import SentenceEncoder

Matrix = npt.NDArray[np.float32]

NAMES = ("near", "beyond_title")


def bearing(
    encoder: SentenceEncoder,
    question: str,
    title: str,
    passage: str,
    sentences: Sequence[str],
    nearest: float,
) -> tuple[float, float]:
    """Return how near a passage comes to a question, and how near beyond its title; cosines.

    `nearest` is the cosine of its nearest sentence. Without a title there is nothing to take out.
    """
    if not title:
        asked, whole = encoder.encode([question, passage])
        return max(float(whole @ asked), nearest), nearest
    titled = [f"{title}. {text}" for text in (passage, *sentences)]
    asked, topic, whole, *said = encoder.encode([question, title, *titled])
    beyond = _without(np.stack(said), topic) @ _without(asked[None], topic)[0]
    return max(float(whole @ asked), nearest), float(beyond.max())


def _without(vectors: Matrix, topic: Matrix) -> Matrix:
    """Return unit vectors, the direction of the topic taken out."""
    rest = vectors - np.outer(vectors @ topic, topic)
    unit: Matrix = rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-6)
    return unit
