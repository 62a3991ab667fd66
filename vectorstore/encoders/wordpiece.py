"""The tokenizer of BERT models: word pieces of the bert-base-uncased vocabulary."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from vectorstore.embed import READ_CHARACTERS
from vectorstore.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable

VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


def vocabulary() -> dict[str, int]:
    """Return the word pieces and their numbers. Raises EmbeddingError if the file was altered."""
    packed = files("vectorstore").joinpath("data", "bert-base-uncased-vocab.txt.gz").read_bytes()
    try:
        text = gzip.decompress(packed)
    except (OSError, EOFError):
        text = b""
    if hashlib.sha256(text).hexdigest() != VOCABULARY_SHA256:
        raise EmbeddingError(
            "The vocabulary of the local embedder is damaged: install Footnoted again."
        )
    return {piece: number for number, piece in enumerate(text.decode().split("\n")[:-1])}


@cache
def tokenizer(most: int) -> Callable[[str], list[int]]:
    """Return a function from a text to at most `most` token numbers, [CLS] and [SEP] included.

    It is made once and may be shared between threads. Raises EmbeddingError.
    """
    from tokenizers.implementations import BertWordPieceTokenizer

    pieces = BertWordPieceTokenizer(vocabulary(), lowercase=True)
    pieces.enable_truncation(most)

    def tokens(text: str) -> list[int]:
        numbers: list[int] = pieces.encode(text[:READ_CHARACTERS]).ids
        return numbers

    return tokens
