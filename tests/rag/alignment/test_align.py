"""A statement beside its source: the class it earns and the code that says why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.alignment.align import Alignment, align, verbatim
from rag.alignment.findings import Context
from rag.answers import Label, VerdictClass
from vectorstore.documents import canonical

SUPPORTED = (VerdictClass.QUOTED, VerdictClass.CLOSE_WORDING)
CAUGHT = (VerdictClass.NOT_FOUND, VerdictClass.CONTRADICTED)


def codes(alignment: Alignment) -> set[str]:
    return {check.code for check in alignment.checks if not check.passed}


CLOSE = [
    (
        "The town has about 4,800 people and lies on the coast.",
        "The town has about 4.8 thousand people.",
    ),
    ("Anna Berg, a lawyer from Oslo, sued Tom Lind.", "Anna Berg sued Tom Lind."),
    ("On Monday, the council closed the library.", "The council closed the library on Monday."),
    ("She said that the vote would be held in April.", "She said the vote would be held in April."),
    ("The force has 12 ships and 3 helicopters.", "The force has 12 ships."),
    ("The firm, founded in 1998, employs 300 people.", "The firm employs 300 people."),
    ("The fund holds 26 boats.", "The fund holds twenty-six boats."),
    ("The talks began on 22 August 2025.", "The talks began in August 2025."),
]


@pytest.mark.parametrize(("source", "statement"), CLOSE)
def test_close_wording(source: str, statement: str) -> None:
    found = align(statement, source)
    assert found.kind is VerdictClass.CLOSE_WORDING, found.reason
    assert found.label is Label.SUPPORTED
    assert codes(found) == set()


FALSE = [
    # figures
    ("The depot holds 40,000 litres.", "The depot holds 4,000 litres.", "figure_changed"),
    ("About 4,800 people live there.", "About 5,000 people live there.", "figure_changed"),
    ("The tax is 5 per cent.", "The tax is 5 crowns.", "figure_not_found"),
    ("The mill burned down.", "The mill burned down 3 times.", "figure_not_found"),
    ("At least 12 people were hurt.", "12 people were hurt.", "qualifier_dropped"),
    ("More than 12 people were hurt.", "Fewer than 12 people were hurt.", "direction_changed"),
    # dates
    ("The law took effect on 1 May 2024.", "The law took effect on 1 June 2024.", "date_changed"),
    ("The law took effect in May 2024.", "The law took effect on 3 May 2024.", "date_changed"),
    ("The law took effect.", "The law took effect in 2024.", "date_not_found"),
    (
        "The firm opened in 1998 in Leeds and moved to York in 2004.",
        "The firm moved to York in 1998.",
        "date_changed",
    ),
    # names
    ("Vik met Olav Dahl in Rask.", "Vik met Ida Moe in Rask.", "name_changed"),
    ("The minister resigned.", "The minister of Norway resigned.", "name_not_found"),
    # roles, counts, order
    ("The army retook Rask from the rebels.", "The rebels retook Rask from the army.", None),
    ("Anna Berg sued Tom Lind over the house.", "Tom Lind sued Anna Berg over the house.", None),
    ("Five soldiers and two civilians died.", "Two soldiers and five civilians died.", None),
    ("The deal was signed by Ost and seen by Holm.", "The deal was signed by Holm.", None),
    ("The ship sailed from Oslo to Bergen.", "The ship sailed from Bergen to Oslo.", None),
    ("Three of the seven judges dissented.", "Seven judges dissented.", None),
    (
        "Exports to Norway rose while exports to Sweden fell.",
        "Exports to Sweden rose.",
        None,
    ),
    (
        "The fire destroyed the market in Rask and damaged the station in Tovik.",
        "The fire destroyed the market in Tovik.",
        None,
    ),
    # qualifiers, negation, conditions
    ("The council may close the school.", "The council closes the school.", "qualifier_dropped"),
    ("The firm plans to close the mill.", "The firm closed the mill.", "qualifier_dropped"),
    ("He was to hand over power in May.", "He handed over power in May.", "qualifier_dropped"),
    ("Some witnesses heard two shots.", "Witnesses heard two shots.", "qualifier_dropped"),
    ("The senator has not resigned.", "The senator has resigned.", "negation_dropped"),
    ("The dam is safe.", "The dam is not safe.", "negation_added"),
    ("Nobody was hurt.", "Somebody was hurt.", "direction_changed"),
    ("Neither ministry commented.", "The ministry commented.", "negation_dropped"),
    ("If Rask pays, the bridge is mended.", "The bridge is mended.", "condition_dropped"),
    (
        "The pact takes effect on 1 May if ten states ratify it.",
        "The pact takes effect on 1 May.",
        "condition_dropped",
    ),
    ("It was the second largest fire.", "It was the largest fire.", "qualifier_dropped"),
    ("Residents feared that the dam would break.", "The dam would break.", "qualifier_dropped"),
    # direction and comparison
    ("Prices rose by 3 per cent.", "Prices fell by 3 per cent.", "direction_changed"),
    ("The tax applies to cars made before 2010.", "The tax applies to cars made after 2010.", None),
    (
        "Wages are higher in Rask than in Tovik.",
        "Wages are higher in Tovik than in Rask.",
        "comparison_changed",
    ),
    # speakers and quotations
    ("“We will stay,” said Vik. Dahl left.", "“We will stay,” said Dahl.", "speaker_changed"),
    ("“We will never stay,” said Vik.", "“We will stay,” said Vik.", "quote_changed"),
    (
        "“The water is rising fast,” she said at the quay.",
        "The water is rising fast.",
        "attribution_dropped",
    ),
]


@pytest.mark.parametrize(("source", "statement", "code"), FALSE)
def test_false_in_the_words_of_the_source(source: str, statement: str, code: str | None) -> None:
    found = align(statement, source)
    assert found.kind in CAUGHT, (found.kind, found.reason)
    assert code is None or code in codes(found), found.checks
    assert found.reason.endswith(".")


REWORDED = [
    ("The mill burned down on Sunday.", "Flames destroyed the mill on Sunday.", "word_not_found"),
    ("The vaccine works in adults under 60.", "The vaccine works in adults.", None),
    ("The mayor wants a school, the paper reported.", "The mayor wants a school.", None),
    ("The lake froze in January 1963.", "The lake froze.", None),
    ("About 40 ships sank.", "40 ships sank.", "qualifier_dropped"),
    ("The ferry sank.", "The ferry probably sank.", "qualifier_added"),
]


@pytest.mark.parametrize(("source", "statement", "code"), REWORDED)
def test_what_takes_a_reader_is_left_to_one(source: str, statement: str, code: str | None) -> None:
    found = align(statement, source)
    assert found.kind is VerdictClass.REWORDED, (found.kind, found.reason)
    assert found.label is Label.UNCHECKED
    assert code is None or code in codes(found)


SPEAKERS = [
    (
        "According to the harbour office, the quay is safe; the union says it is not.",
        "The harbour office says the quay is safe.",
        "The union says the quay is safe.",
    ),
    (
        "The minister, Ana Ruiz, said the report by Tom Hale was wrong.",
        "Ana Ruiz said the report by Tom Hale was wrong.",
        "Tom Hale said the report was wrong.",
    ),
    (
        "“The dam will hold until spring,” Okafor told Lind.",
        "Okafor told Lind that the dam will hold until spring.",
        "Lind told Okafor the dam will hold until spring.",
    ),
    (
        "The mayor said the bridge was closed. The engineer said the tunnel was open.",
        "The mayor said the bridge was closed.",
        "The engineer said the bridge was closed.",
    ),
    (
        "The ministry put the dead at 40, while the rebels said 112 had died.",
        "The rebels said 112 had died.",
        "The ministry said 112 had died.",
    ),
    (
        "“Nobody was warned,” said Rosa Diaz, a nurse. The director, Paul Ames, said a letter had "
        "been sent.",
        "Rosa Diaz said nobody was warned.",
        "Paul Ames said nobody was warned.",
    ),
    (
        "Army spokesman Bala Keita said rebels had burned the market; villagers blamed soldiers.",
        "Army spokesman Bala Keita said rebels had burned the market.",
        "Villagers said rebels had burned the market.",
    ),
    (
        "The union's chair, Ida Moe, told the committee that 30 posts would go.",
        "Ida Moe told the committee that 30 posts would go.",
        "The committee told Ida Moe that 30 posts would go.",
    ),
    (
        "The company said the leak was small. Campaigners said it had killed fish.",
        "The company said the leak was small.",
        "The company said it had killed fish.",
    ),
    (
        "“The dam is safe,” said Vik. “It is not,” said Dahl.",
        "Vik said the dam is safe.",
        "Dahl said the dam is safe.",
    ),
]


@pytest.mark.parametrize(("source", "right", "wrong"), SPEAKERS)
def test_words_stay_with_their_speaker(source: str, right: str, wrong: str) -> None:
    assert align(right, source).kind not in CAUGHT, align(right, source).reason
    assert align(wrong, source).kind not in SUPPORTED


def test_a_number_that_is_a_name_is_no_negation() -> None:
    found = align("The port is run by Rule No. 12.", "The port is run by Rule No. 12 of 1998.")
    assert "negation_dropped" not in codes(found)


PUBLISHED = (dt.date(2025, 8, 25), dt.date(2025, 8, 25))  # a Monday


@pytest.mark.parametrize(
    ("source", "statement", "holds"),
    [
        ("The boat sank on Friday.", "The boat sank on 22 August 2025.", True),
        ("The boat sank on Friday.", "The boat sank on 21 August 2025.", False),
        ("The boat sank last week.", "The boat sank on Friday.", False),
        ("The boat sank on 22 August.", "The boat sank in August 2025.", True),
        ("The vote is held this year.", "The vote is held in 2025.", True),
        ("The vote was held last year.", "The vote was held in 2024.", True),
        ("The vote was held last year.", "The vote was held in 2025.", False),
    ],
)
def test_relative_dates_are_counted_from_the_publication(
    source: str, statement: str, holds: bool
) -> None:
    found = align(statement, source, Context(published=PUBLISHED))
    assert any(code.startswith("date") for code in codes(found)) is not holds, found.reason


def test_a_title_may_supply_a_name() -> None:
    source, statement = "The head of the union resigned.", "The head of the union in Rask resigned."
    assert "name_not_found" in codes(align(statement, source))
    titled = align(statement, source, Context(title="Rask: unrest in the harbour"))
    assert "name_not_found" not in codes(titled)


@pytest.mark.parametrize(
    ("statement", "source", "is_so"),
    [
        ("The mill burned.", "The mill burned. Nobody was hurt.", True),
        ("The mill burned. Nobody was hurt.", "The mill burned.\nNobody was hurt.", True),
        ("the mill burned", "The mill burned.", False),
        ("Nobody was hurt", "The mill burned. Nobody was hurt.", True),
        ("The mill", "The mill burned.", False),
        ("mill burned.", "The mill burned.", False),
        ('"We go - now ..."', "“We go – now…”", True),
        ("He said 'no' to it’s owner.", "He said ‘no’ to it's owner.", True),
        ("", "The mill burned.", False),
    ],
)
def test_verbatim_is_whole_sentences(statement: str, source: str, is_so: bool) -> None:
    assert verbatim(statement, source) is is_so


TEXT = st.text(max_size=200).map(canonical)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_nothing_raises(statement: str, source: str, around: str) -> None:
    found = align(statement, source, Context(title=around, around=around))
    assert 0 <= found.coverage <= 1
    assert found.reason
    assert found.checks


SENTENCE = "In May 2024 the depot of Rask held {} barrels, and {} of its 3 tanks leaked."


@settings(max_examples=50, deadline=None)
@given(st.integers(4, 9999), st.integers(4, 9999))
def test_exchanged_figures_are_never_supported(one: int, other: int) -> None:
    source, statement = SENTENCE.format(one, other), SENTENCE.format(other, one)
    assert (align(statement, source).kind in SUPPORTED) == (one == other)
