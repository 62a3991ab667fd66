"""Sentence boundaries: a list of hard ones, and what holds for any text at all."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.vectorstore.tricky_text import TRICKY
from vectorstore.documents import Span, canonical
from vectorstore.sentences import sentences

# Each case is one paragraph; `|` stands where a sentence ends inside it. 72 boundaries in all.
ENGLISH = [
    "Col. Ines Calder took command in an Aug. 2020 ceremony.| She stayed.",
    "Sen. Ann Lee, Gov. Bob Ray and Rep. Cy Dow met Lt. Gen. Eve Fox.| Dr. Gil spoke.",
    "He told the U.N. General Assembly so.| The U.S. Army left.| U.S. officials agreed.",
    "She lives in the U.S.| He does not.",
    "Acme Inc. rose 3.5 percent.| Its rival Bolt Corp. fell 2.25 percent to $1.2 million.| Fine.",
    "He works at Acme Inc.| She does too.",
    "The train left at 5 p.m. on Tuesday.| It came at 6 p.m. Monday.| At 7 a.m. EST it left.",
    "It ended at 3 a.m.| He slept.",
    "J. R. R. Tolkien met J.K. Rowling and George W. Bush.| They talked.",
    "See Fig. 3, Eq. 4 and No. 5 in vol. 2, pp. 3-4.| It is approx. 5 km away.",
    "Plan B. | He went.".replace(" |", "|"),
    "She has a Ph.D.| Her brother, M.D. of the clinic, has none.",
    "In Washington, D.C. the vote was 5-4 vs. 6-3 before.| It passed.",
    "Wait … what?| And then... nothing.| Hmm...| He left.",
    "What?!| No!| Really.",
    "Version 2.0 of example.com is out.| Mail a@b.co.| Then wait.",
    "It fell.| iPhone sales rose.",
    "It ended.[1]| It began again.[2][3]| Then it stopped.",
    "Prices rose 3.5%.| They fell later.",
    "The dam broke in May.| Rain fell for weeks.| Nobody came until May. 3, they say.",
    "In 2013.| It began on Jan. 5, 1990 in St. Louis.",
    "It **works.**| Next _one._| Done.",
    "The fall was steep (p < 0.001).| The rise was not (95% CI [0.7 to 0.8]).| It ended.",
    "1. Buy milk.",
    "a) one item",
    "Breaking news.They left the country.| Then more.".replace("news.They", "news.| They"),
]
QUOTED = [
    "“The river,” he said Monday.| \"It's a matter for all nine members.”| Then more.",
    "He said, “They guard the bridge. They are ruining the town.”| The crowd left.",
    "“A blow to the U.N. Council.”| That was how he put it.",
    "“We will not leave at night,” she said.| Next.",
    "“Will it end?” he asked.| “Yes!” John Smith said.| “No.”| Then he left.",
    "'Postponed'!| Voters won't wait.",
    "It was delayed “indefinitely”.| Nobody knows “why.| It came.",
    "(This is one. And two.)| Next.| (See Fig. 3.)| Last (he said in May).| End.",
    "‘We left. We ran.’| The dogs’ toys are here.| It’s fine.",
    'The 5\' 6" man left.| "Tall?" I asked.',
]
OTHER = [
    ("fr", "Le ministre, M. Dupont, est là.| « Nous partons. »| « Vraiment ? » dit-il.| Fin."),
    ("de", "Er kam am 3. Mai zur 5. Armee.| „Wir gehen. Wir bleiben nicht.“| Dr. Maier ging."),
    ("es", "El Sr. López llegó.| ¿Qué pasó?| ¡Nada!"),
    ("zh", "这是第一句。|这是第二句！|他说：“你好。再见。”|真的吗？"),
    ("ja", "これは一つ目。|「はい。そうです。」|終わり！"),
    ("hi", "यह पहला वाक्य है।| यह दूसरा है।| क्या?"),
    ("ar", "هذه جملة.| هل هذا سؤال؟| نعم."),
    ("pt-BR", "O Sr. Silva chegou.| Ele saiu."),
    ("xx", "An unknown language.| It is read like English."),
    (None, "No language stated.| Mr. Smith left."),
]
CASES = [("en", case) for case in ENGLISH + QUOTED] + OTHER


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_hard_boundaries(language: str | None, marked: str) -> None:
    text = marked.replace("|", "")
    expected = [piece.strip() for piece in marked.split("|")]
    assert [span.of(text) for span in sentences(text, language=language)] == expected


def test_there_are_many_boundaries_in_the_list() -> None:
    assert sum(marked.count("|") for _, marked in CASES) >= 70


def test_a_long_quotation_is_told_sentence_by_sentence() -> None:
    inner = [f"They left village number {n} at dawn and did not come back." for n in range(8)]
    text = f"He said: “{' '.join(inner)}” She nodded."
    found = [span.of(text) for span in sentences(text)]
    assert found[0] == f"He said: “{inner[0]}"
    assert found[7] == f"{inner[7]}”"
    assert found[8] == "She nodded."


def test_headings_lists_and_rows_are_units_of_their_own() -> None:
    text = (
        "What happens next\nThe force leaves. It takes a year.\n\n- one item\n- two items, which\n"
        "Year | Troops\n2021 | 5,100\n\nEnd"
    )
    assert [span.of(text) for span in sentences(text)] == [
        "What happens next",
        "The force leaves.",
        "It takes a year.",
        "- one item",
        "- two items, which",
        "Year | Troops",
        "2021 | 5,100",
        "End",
    ]


def test_hard_wrapped_lines_are_read_across_their_ends() -> None:
    text = (
        "The mission in the north began with three thousand soldiers, and it was\n"
        "meant to end after a year. It did not, said Gen. Jane Roe, who led it\n"
        "from the first day on. Nobody knows why.\n\nA heading\n\nThe end."
    )
    assert [span.of(text).replace("\n", " ") for span in sentences(text)] == [
        "The mission in the north began with three thousand soldiers, and it was meant to end after"
        " a year.",
        "It did not, said Gen. Jane Roe, who led it from the first day on.",
        "Nobody knows why.",
        "A heading",
        "The end.",
    ]


def test_part_of_a_wrapped_paragraph_is_read_as_the_whole_is() -> None:
    words = "the mission in the North began with three Thousand soldiers and nobody knows why"
    sentences_ = [f"On day {n} {words[n:].strip()} {words}." for n in range(12)]
    text = textwrap.fill(" ".join(sentences_), 72)
    whole = sentences(text)
    assert [" ".join(span.of(text).split()) for span in whole] == sentences_
    for first in range(12):
        for last in range(first, 12):
            within = Span(whole[first].start, whole[last].end)
            assert sentences(text, within) == whole[first : last + 1]


def test_wrapped_lines_without_lower_case_are_read_across_their_ends() -> None:
    text = (
        "THE MISSION IN THE NORTH BEGAN WITH THREE THOUSAND SOLDIERS AND\n"
        "WAS MEANT TO END AFTER A YEAR . IT DID NOT, SAID THE MINISTER OF\nDEFENCE ."
    )
    assert [span.of(text).replace("\n", " ") for span in sentences(text)] == [
        "THE MISSION IN THE NORTH BEGAN WITH THREE THOUSAND SOLDIERS AND WAS MEANT TO END AFTER A"
        " YEAR .",
        "IT DID NOT, SAID THE MINISTER OF DEFENCE .",
    ]


def test_a_list_of_headlines_is_not_hard_wrapped_text() -> None:
    lines = [
        "France to withdraw troops from Mali by summer",
        "Germany weighs the future of its deployment",
        "Sanctions on five officials over the vote",
    ]
    text = "\n".join(lines)
    assert [span.of(text) for span in sentences(text)] == lines


def test_offsets_are_code_points() -> None:
    text = "Hi 😀👩‍👩‍👧 there. E\u0301te\u0301 was 🇫🇷 hot. Z\u0327 end."
    assert [span.of(text) for span in sentences(text)] == [
        "Hi 😀👩‍👩‍👧 there.",
        "E\u0301te\u0301 was 🇫🇷 hot.",
        "Z\u0327 end.",
    ]


def test_a_line_without_an_end_is_one_sentence() -> None:
    text = "word " * 50_000
    assert [len(span) for span in sentences(text)] == [len(text) - 1]


def test_sentences_of_a_long_line_do_not_depend_on_where_windows_end() -> None:
    once = "The force left at dawn on the third day of the week. Nobody saw it go, he said. "
    text = once * 1000
    assert {span.of(text) for span in sentences(text)} == {
        "The force left at dawn on the third day of the week.",
        "Nobody saw it go, he said.",
    }


@pytest.mark.parametrize(
    "unit", ['"', "“ a ", "( a ", "A. ", "...", ".”", "'a ", "Mr. ", ")", "* "]
)
def test_no_text_takes_quadratic_time(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    started = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - started < 5


@given(TRICKY)
@settings(deadline=None)
@example("\u2029")
def test_sentences_are_ordered_disjoint_trimmed_and_lose_nothing(raw: str) -> None:
    text = canonical(raw)
    at = 0
    for span in sentences(text):
        assert span.start >= at
        assert text[at : span.start].strip() == ""
        assert span.of(text).strip() == span.of(text) != ""
        at = span.end
    assert text[at:].strip() == ""


@given(TRICKY, st.data())
@settings(deadline=None)
def test_sentences_stay_inside_the_part_asked_for(raw: str, data: st.DataObject) -> None:
    text = canonical(raw)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    within = Span(start, end)
    found = sentences(text, within)
    assert all(within.covers(span) for span in found)
    kept = "".join(span.of(text) for span in found)
    assert "".join(kept.split()) == "".join(text[start:end].split())
