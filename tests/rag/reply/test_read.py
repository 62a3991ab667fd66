"""A model's reply, cut into any pieces, reads the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reply.read import Growing, LeftOut, Otherwise, Piece, Reader, Said, Silent

LEFT = Said("Troops left.", (1,))
STAYED = Said("The boats stayed.", (2,))

REPLIES: list[tuple[str, list[Piece]]] = [
    ("Troops left [S1]. The boats stayed [S2].", [LEFT, STAYED]),
    ("Troops left. [S1] The boats stayed. [S2]", [LEFT, STAYED]),
    ("Troops left.[1]\n\nThe boats stayed.[2]\n", [LEFT, STAYED]),
    ("[S1] Troops left. [S2] The boats stayed.", [LEFT, STAYED]),
    ("[text-5d478203] [S1] Troops left.", [LEFT]),
    ("<text-5d478203>\nTroops left [S1].\n</text-5d478203>", [LEFT]),
    ("[S1] Troops left. [S2]", [Said("Troops left.", (1, 2))]),
    ("> Troops left [S1].", [LEFT]),
    ("[STAMOR] Troops left [S1].", [LEFT]),
    ("[They] left [S1].", [Said("[They] left.", (1,))]),
    ("Note that troops left [S1].", [LEFT]),
    ("渡轮于八月沉没[S1]。", [Said("渡轮于八月沉没。", (1,))]),
    ("- Troops left [1]\n- The boats stayed. (2)", [Said("Troops left", (1,)), STAYED]),
    ("1. Troops left [1].\n2. The boats stayed [2].", [LEFT, STAYED]),
    ("Sure! Based on the sources, troops left [S1].", [LEFT]),
    ("Here is the answer:\n\nTroops left [S1].\n\nI hope this helps!", [LEFT]),
    ("## Answer\n\nTroops left [S1].", [LEFT]),
    ("**Short answer**\nTroops left [S1].", [LEFT]),
    ("Answer: Troops left [S1].", [LEFT]),
    ("No, troops left [S1].", [LEFT]),
    ("According to [S1], troops left.", [LEFT]),
    ("Source 1: Troops left.", [LEFT]),
    ("Troops left [S1].\n\nSources:\n[S1] Fewer boots, 2025", [LEFT]),
    ("Troops left [S1].\n\n**References**\n1. Fewer boots", [LEFT]),
    ("Troops left [S1].\nSources: [S1], [S2]", [LEFT]),
    ("Troops left [^1].\n\n[^1]: Fewer boots", [LEFT]),
    ("<think>The boats [S2].</think>\nTroops left [S1].", [LEFT]),
    ("<think>The boats stayed [S2].", []),
    ("```\nTroops left [S1].\n```", [LEFT]),
    ("```python\nprint('no')\n```\nTroops left [S1].", [LeftOut("code"), LEFT]),
    ("| Who | What |\n|---|---|\n\nTroops left [S1].", [LeftOut("table")] * 2 + [LEFT]),
    ('{"answer": "Troops left.", "sources": ["S1"]}', [LEFT]),
    ('```json\n[{"text": "Troops left.", "labels": [1]}]\n```', [LEFT]),
    ('{"statements": [{"sentence": "Troops left.", "source": "S1"}]}', [LEFT]),
    ('{"answer": "Troops left [S1]. The boats stayed [S2]."}', [LEFT, STAYED]),
    ('{"answer": "Troops', []),
    ("NOT IN THE SOURCES", [Silent()]),
    ("**NOT IN THE SOURCES.**", [Silent()]),
    ("The provided context does not contain information about bread.", [Silent("bread")]),
    ("There is no information about bread in the sources.", [Silent("bread in the sources")]),
    ("I'm sorry, but I cannot answer this question.", [Silent()]),
    ("The price of bread is not mentioned in the sources.", [Silent("The price of bread")]),
    ("Troops left [S1].\nMISSING: when they left", [LEFT, Silent("when they left")]),
    ("Troops left [S1]. The sources do not say when.", [LEFT, Silent("when")]),
    ("PREMISE: The boats stayed [S2].", [Otherwise("The boats stayed.", (2,))]),
    ("Col. Assimi Goita left at 4 p.m. on Monday [S1].", [
        Said("Col. Assimi Goita left at 4 p.m. on Monday.", (1,))
    ]),
    ("74", [Said("74", ())]),
    ("Troops left. The boats stayed [S2].", [Said("Troops left.", ()), STAYED]),
    ("Troops left [S1][S3]; the boats stayed [S2].", [
        Said("Troops left; the boats stayed.", (1, 3, 2))
    ]),
    ("", []),
    ("   \n\n", []),
]  # fmt: skip


def read(reply: str, size: int = 1, *, cut: bool = False) -> list[Piece]:
    reader = Reader(sources=4)
    pieces = [p for at in range(0, len(reply), size) for p in reader.feed(reply[at : at + size])]
    return [p for p in [*pieces, *reader.end(cut=cut)] if not isinstance(p, Growing)]


@pytest.mark.parametrize("size", [1, 2, 5, 10_000])
@pytest.mark.parametrize(("reply", "read_as"), REPLIES)
def test_a_reply_is_read(reply: str, read_as: list[Piece], size: int) -> None:
    assert read(reply, size) == read_as


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("Troops left [S1]. The boats st", [LEFT]),
        ("Troops left [S1]. The boats stayed.", [LEFT, Said("The boats stayed.", ())]),
        ("Troops le", []),
    ],
)
def test_cut_off_it_loses_the_sentence_it_was_in(reply: str, left: list[Piece]) -> None:
    assert read(reply, cut=True) == left


def test_a_sentence_its_mark_closes_does_not_wait_for_the_next() -> None:
    reader = Reader(sources=2)
    assert LEFT in list(reader.feed("Troops left [S1]."))


def test_where_a_sentence_ends_depends_on_the_language() -> None:
    reader = Reader(sources=2, language="de")
    reply = "Am 12. April sank die Fähre [S1]. Die Brücke fehlt [S2]."
    assert [*reader.feed(reply), *reader.end()][:2] == [
        Said("Am 12. April sank die Fähre.", (1,)),
        Said("Die Brücke fehlt.", (2,)),
    ]


def test_a_sentence_grows_without_its_marks() -> None:
    reader = Reader(sources=2)
    grown = [p.text for c in "Troops left [S1]." for p in reader.feed(c) if isinstance(p, Growing)]
    assert grown[-1] == "Troops left"
    assert all("[" not in text for text in grown)


def test_how_it_says_no_never_grows() -> None:
    reader = Reader(sources=2)
    assert list(reader.feed("NOT IN THE SOUR")) == []


_WORDS = "Troops left. [S1] (2) The boats - stayed! | ``` # ** <think> </think> { } 4,350 Sources:"
_WORD = st.sampled_from([*_WORDS.split(), "\n", '"', ""])


@given(st.lists(_WORD, max_size=14).map(" ".join), st.integers(1, 9))
def test_any_reply_in_any_pieces_reads_the_same(reply: str, size: int) -> None:
    assert read(reply, size) == read(reply, 10_000)
