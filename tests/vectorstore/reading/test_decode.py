"""Bytes of every encoding people save text in come out as canonical text."""

from __future__ import annotations

import codecs
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.documents import canonical
from vectorstore.errors import ReadingError
from vectorstore.reading.decode import decode

FRENCH = "La France a retiré ses troupes du Mali, « à n’importe quel prix », l’été. Coût : 5 €."
RUSSIAN = "Франция начала вывод войск из Мали, сообщил министр обороны. Это уже второй раз."
POLISH = "Żołnierze zostali wycofani z Mali, powiedział minister. Źródła donoszą, że to drugi raz."
CHINESE = "法国已开始从马里撤军，部长周二表示。\n这是第二次。"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, CHINESE, "Plain ASCII.\r\nTwo lines.", "😀 ok."])
def test_unicode_with_and_without_a_mark(text: str, encoding: str, mark: bytes) -> None:
    assert decode(mark + text.encode(encoding), "a.txt") == canonical(text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'").replace("€", "F"), "latin-1"),
        ("Café", "latin-1"),
        ("One naïve line in an otherwise plain document about France.", "latin-1"),
        ("“It’s an issue,” he said – nothing else.", "cp1252"),
        ("Die Außenministerin äußerte sich über die Kämpfe in Köln.", "latin-1"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("フランスはマリから軍隊を撤退させ始めた。大臣は火曜日に述べた。", "shift_jis"),
        (CHINESE, "gb18030"),
    ],
)
def test_legacy_code_pages(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_one_damaged_byte_leaves_the_rest_utf8() -> None:
    damaged = FRENCH.encode().replace("Coût".encode(), b"Co\xfbt") * 3
    assert "retiré ses troupes" in decode(damaged, "a.txt")
    cut = CHINESE.encode()[:-1]
    assert decode(cut, "a.txt").startswith(CHINESE[:-1])


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 40, random.Random(1).randbytes(100_000), b"\x7fELF\2\1\1" + bytes(9)],
)
def test_binary_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ReadingError, match=r"^a\.bin is a binary file"):
        decode(data, "a.bin")


def test_a_few_control_characters_are_text() -> None:
    assert decode(b"one\x01 " + b"word " * 100 + b"\0", "a.log").startswith("one\x01 word")


def test_a_large_latin1_file_costs_a_sample() -> None:
    data = (FRENCH + "\n").encode("cp1252") * 100_000
    started = time.perf_counter()
    text = decode(data, "a.txt")
    assert text.startswith(FRENCH)
    assert time.perf_counter() - started < 5


# A short text with a NUL in it can be UTF-8 or UTF-16 with equal right.
@given(st.text(st.characters(exclude_characters="\0")))
@settings(deadline=None)
def test_utf8_comes_back_as_its_canonical_form(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    try:
        assert decode(data, "a") == canonical(data.decode())
    except ReadingError:
        assert any(ord(c) < 32 or ord(c) == 127 for c in text)


@given(st.binary())
@settings(deadline=None)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "a")
    except ReadingError:
        return
    assert text == canonical(text)
