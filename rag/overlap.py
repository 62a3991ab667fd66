"""How much of a statement a sentence has, word piece by word piece, and in which order.

The longest common runs are those of ROUGE-L (Lin 2004, https://aclanthology.org/W04-1013), found
greedily; a piece weighs the more the rarer it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

NAMES = (
    "in_order", "longest_run", "runs", "rarest_new", "new_pieces", "new_weight", "weight_kept",
)  # fmt: skip
FREQUENT = 1_996
"""The number of the commonest whole word in the model's vocabulary, which is sorted by frequency
(https://huggingface.co/google-bert/bert-base-uncased)."""
_NOTHING = (0.0,) * len(NAMES)


def overlap(said: Sequence[int], other: Sequence[int]) -> tuple[float, ...]:
    """Return one number a name of NAMES for the pieces of a statement and of a sentence.

    Shares are 0 to 1 of the statement's pieces, `weight_kept` of the sentence's.
    """
    if not said or not other:
        return _NOTHING
    matcher = SequenceMatcher(None, said, other, autojunk=False)
    runs = [block.size for block in matcher.get_matching_blocks() if block.size]
    ours, theirs = np.array(said), np.array(other)
    weights, new = _rarity(ours), ~np.isin(ours, theirs)
    left_out = _rarity(theirs)[~np.isin(theirs, ours)].sum()
    return (
        sum(runs) / len(said),
        max(runs, default=0) / len(said),
        float(len(runs)),
        float((weights * new).max()),
        float(new.mean()),
        float((weights * new).sum() / weights.sum()),
        1.0 - float(left_out / _rarity(theirs).sum()),
    )


def _rarity(pieces: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = np.maximum(
        0.1, np.log(np.maximum(pieces, FREQUENT + 1) / FREQUENT + 0.05)
    )
    return found
