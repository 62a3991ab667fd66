"""Only the sources' own words pass."""

import pytest

from rag.answers import Claim, Label
from rag.verify import VerbatimVerifier
from tests.rag.test_cite import evidence
from vectorstore.documents import Span

ITEM = evidence("The force has 4,800\ntroops. It may shrink.")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The force has 4,800 troops.", Label.SUPPORTED),
        ("The force has 4,900 troops.", Label.UNSUPPORTED),
        ("The force has troops.", Label.UNSUPPORTED),
        ("the force has 4,800 troops.", Label.UNSUPPORTED),
    ],
)
def test_verbatim(text: str, label: Label) -> None:
    verdict = VerbatimVerifier().verify(Claim(text, ((ITEM, Span(0, 27)),)))
    assert verdict.label is label


def test_a_claim_without_a_span_is_not_supported() -> None:
    assert VerbatimVerifier().verify(Claim("It may shrink.", ())).label is Label.UNSUPPORTED
