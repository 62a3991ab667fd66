"""What a terminal is sent: nothing it would obey, nothing wider than it is."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from ui.terminal import console, one_line, print_json, visible, wrapped


def obeyed(text: str) -> list[str]:
    """Return the characters in it that a terminal acts on."""
    orders = {"Cc", "Cs"}
    reorder = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return [
        character
        for character in text
        if (unicodedata.category(character) in orders and character != "\n")
        or unicodedata.bidirectional(character) in reorder
    ]


@given(st.text())
def test_nothing_visible_is_obeyed(text: str) -> None:
    assert not obeyed(visible(text))
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\x9b31mb", "a\N{REPLACEMENT CHARACTER}31mb"),
        ("abc\rdef", "abc␍def"),
        ("one\u202etwo", "onetwo"),
        ("über שלום 👩‍🚀", "über שלום 👩‍🚀"),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(20, 200))
def test_wrapping_keeps_to_the_width(text: str, width: int) -> None:
    out = console()
    out.width = width
    for line in wrapped(Text(one_line(text)), out, indent=4, first="[1]"):
        assert cell_len(line.plain) <= max(width, 24)
        assert line.plain == line.plain.rstrip()


def test_wrapping_loses_no_word() -> None:
    out = console()
    out.width = 60
    words = " ".join(f"word{number}" for number in range(200))
    lines = [line.plain for line in wrapped(Text(words), out, indent=4, first="[12]")]
    assert lines[0].startswith("[12]word0")
    assert " ".join(lines).replace("[12]", "").split() == words.split()


def test_a_very_long_word_is_folded() -> None:
    out = console()
    out.width = 60
    lines = [line.plain for line in wrapped(Text("x" * 500), out)]
    assert max(map(len, lines)) == 60
    assert "".join(lines) == "x" * 500


@given(st.text())
def test_json_loses_nothing_and_orders_nothing(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[bytes] = []
        patch.setattr("ui.terminal.write_bytes", written.append)
        print_json({"text": text})
    output = b"".join(written)
    assert json.loads(output) == {"text": text}
    assert not obeyed(output.decode("utf-8"))
