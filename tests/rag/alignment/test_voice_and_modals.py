"""Who acts and who is acted on, what may and what must be, shares said of the same whole."""

from __future__ import annotations

import pytest

from rag.alignment.align import align
from rag.answers import VerdictClass

POSTPONED = "Tempers rose when Captain Vik postponed the next harbour election until 2031."
EXPELLED = "Vik expelled the harbour master of Rask on Monday."
POLL = (
    "Forty-one percent of fishermen said the quay is too short, and 63 percent said they would "
    "rather land their catch elsewhere."
)
ROUTE = "The council can send the barges around the island in a slow convoy."


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The next harbour election in Rask was postponed until 2031.", POSTPONED),
        ("The harbour master of Rask was expelled on Monday.", EXPELLED),
        ("Vik was expelled on Monday.", "Vik, expelled on Monday by the board, called it a farce."),
        ("The Blom Institute carried out a survey.", "A survey carried out by the Blom Institute."),
        ("63% of fishermen said they would rather land their catch elsewhere.", POLL),
    ],
)
def test_a_turned_sentence_is_left_to_a_reader(statement: str, source: str) -> None:
    """Rask is named by the words around, as a title names it."""
    assert align(statement, f"Rask. {source}").kind is VerdictClass.REWORDED


@pytest.mark.parametrize(
    ("statement", "source", "code"),
    [
        ("Vik was expelled on Monday.", EXPELLED, "role_swapped"),
        ("The harbour master of Rask expelled Vik on Monday.", EXPELLED, "role_swapped"),
        (ROUTE.replace("can", "should"), ROUTE, "modality_changed"),
        (ROUTE.replace("can", "will"), ROUTE, "modality_changed"),
        ("63% of fishermen said the quay is too short.", POLL, "count_moved"),
    ],
)
def test_a_changed_role_or_modal_is_caught(statement: str, source: str, code: str) -> None:
    found = align(statement, source)
    assert found.kind in (VerdictClass.NOT_FOUND, VerdictClass.CONTRADICTED), found.reason
    assert code in [check.code for check in found.checks if not check.passed]


def test_modals_that_say_the_same_do_not_contradict() -> None:
    found = align(ROUTE.replace("can", "may"), ROUTE)
    assert "modality_changed" not in [check.code for check in found.checks if not check.passed]


TANKS = "It held some 90 tanks, Brage said. The barge, built in 1969, was meant for 35."


def test_a_figure_without_a_noun_leaves_its_noun_to_a_reader() -> None:
    assert align("The barge was meant for 35 tanks.", TANKS).kind is VerdictClass.REWORDED
