"""Names that only the title or the words around a source have."""

from __future__ import annotations

import pytest

from rag.alignment.align import Alignment, align
from rag.alignment.findings import Context
from rag.answers import VerdictClass

AROUND = Context(
    title="Fire in the harbour of Rask",
    around="The rescuers of NORVIK were there first, said their spokeswoman Tove Lindgaard.",
)
OWNER = "Its owner, Aune Lines, did not answer letters on Friday night."


def codes(found: Alignment) -> list[str]:
    return [check.code for check in found.checks if not check.passed]


@pytest.mark.parametrize("name", ["NORVIK", "[NORVIK]", "Lindgaard"])
def test_a_name_from_around_does_not_take_anothers_place(name: str) -> None:
    found = align(f"{name} did not answer letters on Friday night.", OWNER, AROUND)
    assert found.kind is VerdictClass.NOT_FOUND
    assert "name_changed" in codes(found)


def test_a_name_put_in_for_a_pronoun_is_left_to_a_reader() -> None:
    found = align("Lindgaard did not answer letters.", "She did not answer letters.", AROUND)
    assert found.kind is VerdictClass.REWORDED
    assert codes(found) == ["name_from_around"]


def test_a_first_name_from_around_is_part_of_the_name() -> None:
    found = align("Tove Lindgaard did not answer.", "Lindgaard did not answer.", AROUND)
    assert found.kind is VerdictClass.CLOSE_WORDING
