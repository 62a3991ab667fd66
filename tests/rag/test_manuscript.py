"""A draft as it is, and the sentences in it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag.errors import RequestError
from rag.manuscript.prose import Place
from rag.manuscript.read import Form, Manuscript, read_manuscript
from tests.support import SAMPLES

BLOCKS = st.sampled_from(
    [
        "# A heading",
        "The mission has 4,350 troops.[^1] It is large [2].",
        "*One thing. Another* thing is [here. There](http://a.example/b.c).",
        "> Quoted words. They go\n> on and on.",
        "- An item.\n  It goes on.\n- Another one\n\n  with a paragraph. Two.",
        "1. One.\n   - Inner item. Ok.\n2. Two",
        "| a | b |\n| --- | --- |\n| 1 \\| 2 | b |\n|  | It is a whole sentence in here. |",
        "```\ncode. Code.\n```",
        "    indented. Code.",
        "Setext\n---",
        "<div>\nhtml. Html.\n</div>",
        "<b>Bold.</b> Text `a. B` and “a quote. Of two.” End.",
        "[^1]: A note. With two.",
        "\ttab. Tab.\n> \tquote. Tab",
        "Line\\\nbreak.  \nThird line.",
        "* * *",
        "---\na: b\n---",
        "+++",
        "Fin \u2028. \x85 NEL.\x0b VT. \x00 \ufeff BOM",
    ]
)


@given(
    st.lists(BLOCKS | st.text(max_size=40), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_sentences_are_ordered_slices_of_any_markdown(blocks: list[str], end: str) -> None:
    text = "\n\n".join(blocks).replace("\n", end) + "\n\nThe end."
    for form in (Form.MARKDOWN, Form.TEXT):
        at = 0
        for sentence in Manuscript(text, form).sentences():
            assert at <= sentence.span.start < sentence.span.end <= len(text)
            at = sentence.span.end


@given(st.lists(BLOCKS, min_size=1, max_size=6))
@hypothesis_settings(max_examples=100, deadline=None)
def test_line_ends_change_no_sentence(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    told = [s.words for s in Manuscript(f"{text}\n\nEnd.").sentences()]
    windows = "\ufeff" + f"{text}\n\nEnd.".replace("\n", "\r\n")
    assert [s.words for s in Manuscript(windows).sentences()] == told


def test_a_file_is_kept_byte_for_byte() -> None:
    data = "\ufeffOne sentence here.\r\nAnother – one.\r\n".encode()
    assert read_manuscript(data, "draft.txt").text.encode() == data
    assert read_manuscript(data, "draft.md").form is Form.MARKDOWN
    assert read_manuscript(data, "-", Form.MARKDOWN).form is Form.MARKDOWN
    legacy = "Un café à Sorrin.".encode("cp1252")
    assert read_manuscript(legacy, "draft.txt").text == "Un café à Sorrin."


@pytest.mark.parametrize(
    ("data", "name"), [(b"%PDF-1.7\n...", "a.pdf"), (b"<!doctype html><p>Hi.", "a.md")]
)
def test_other_kinds_of_file_are_refused(data: bytes, name: str) -> None:
    with pytest.raises(RequestError, match="save it as one of these"):
        read_manuscript(data, name)


def told(text: str, form: Form = Form.MARKDOWN) -> list[tuple[Place, str]]:
    return [(s.place, s.words) for s in Manuscript(text, form).sentences()]


def test_markup_and_marks_are_no_words() -> None:
    text = (
        'It has *4,750* troops.[^1] [Vantar](http://v.example/a.b?c=d "T. S.") sent `1,900`[2].\n'
        "It ends on <b>Monday</b>. [1]"
    )
    assert told(text) == [
        (Place.TEXT, "It has 4,750 troops."),
        (Place.TEXT, "Vantar sent 1,900."),
        (Place.TEXT, "It ends on Monday."),
    ]
    spans = [s.span.of(text) for s in Manuscript(text).sentences()]
    assert spans[0].endswith("[^1]")
    assert spans[2].endswith("[1]")


def test_a_quote_and_a_list_are_read_without_their_signs() -> None:
    text = "> It goes\n> on. And on.\n\n- One\n  thing.\n  1. Inner"
    assert told(text) == [
        (Place.TEXT, "It goes on."),
        (Place.TEXT, "And on."),
        (Place.ITEM, "One thing."),
        (Place.ITEM, "Inner"),
    ]


def test_code_and_front_matter_hold_no_sentences() -> None:
    text = "---\ntitle: A. B.\n---\n\nOne.\n\n```\nTwo. Three.\n```\n\n    Four. Five.\n"
    assert told(text) == [(Place.TEXT, "One.")]


def test_a_table_is_read_by_rows() -> None:
    text = "| a | b |\n| - | - |\n| 1 \\| 2 | b |\n| x | It is a whole sentence in here. Yes. |\n"
    assert told(text) == [
        (Place.ROW, "a | b"),
        (Place.ROW, "1 | 2 | b"),
        (Place.ITEM, "It is a whole sentence in here."),
        (Place.ITEM, "Yes."),
    ]


def test_plain_text_has_headings_items_and_wrapped_lines() -> None:
    text = (
        "The mission\n\nIt has 4,750 troops, a quarter fewer than at its height in the spring of\n"
        "the year before, and three bases are left to it. One closed.\n\n"
        "* not emphasis\n2) Second. Third.\n"
    )
    assert told(text, Form.TEXT) == [
        (Place.HEADING, "The mission"),
        (
            Place.TEXT,
            "It has 4,750 troops, a quarter fewer than at its height in the spring of the year "
            "before, and three bases are left to it.",
        ),
        (Place.TEXT, "One closed."),
        (Place.ITEM, "not emphasis"),
        (Place.ITEM, "Second."),
        (Place.ITEM, "Third."),
    ]


def test_a_docx_is_read_with_its_regions() -> None:
    path = SAMPLES / "2025-10-01-questions-and-answers.docx"
    manuscript = read_manuscript(path.read_bytes(), path.name)
    assert manuscript.form is Form.DOCX
    found = list(manuscript.sentences())
    assert found[0].place is Place.HEADING
    assert any(s.words.endswith("?") for s in found)
    assert all(s.span.of(manuscript.text).split() for s in found)


def test_each_sentence_knows_what_stands_above_and_before_it() -> None:
    first, second, top, third = list(Manuscript("One.\nTwo.\n\n# Top\n\nThree.").sentences())
    assert (first.heading, first.before) == ("", "")
    assert (second.heading, second.before) == ("", "One.")
    assert top.place is Place.HEADING
    assert (third.heading, third.before) == ("Top", "")


def test_a_draft_has_a_longest_length() -> None:
    with pytest.raises(RequestError, match="check it in parts"):
        Manuscript("a" * 2_000_001)
