"""A draft with its footnotes: marks are put in, nothing else is changed, all of it is text."""

from __future__ import annotations

import re
from dataclasses import replace

import jsonschema
import lxml.html
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag.answers import Label, Verdict, VerdictClass
from rag.cite import Footnotes
from rag.claiming import Kind, kind_of
from rag.drafts import CheckedDraft, CheckedSentence
from rag.manuscript.prose import Place
from rag.manuscript.read import Form, Manuscript
from tests.ui.examples import MADE_BY, evidence
from tests.ui.hostile import HOSTILE
from tests.ui.outcome import schema
from ui.draft_json import draft_json
from ui.draft_page import draft_page
from ui.exporting.draft_html import draft_html
from ui.exporting.draft_markdown import draft_markdown, markdown_mark
from ui.exporting.marks import marked, prefix, summary
from ui.terminal import one_line
from vectorstore.documents import Span

SOURCE = "One two three four five six seven eight nine ten eleven twelve."
FOUND = evidence(SOURCE)
KINDS = list(VerdictClass)


def draft_of(
    text: str, form: Form = Form.MARKDOWN, kinds: list[VerdictClass] = KINDS
) -> CheckedDraft:
    """Return a draft whose claims have verdicts of these classes in turn."""
    footnotes, sentences, at = Footnotes(), [], 0
    for sentence in Manuscript(text, form).sentences():
        kind, why = kind_of(sentence)
        verdict, citations, spans = None, (), ()
        if kind is Kind.CLAIM:
            of = kinds[at % len(kinds)]
            verdict = Verdict(Label.SUPPORTED, of, "aligner", "“this” against “that”")
            spans = ((FOUND, Span(4 * (at % 4), 4 * (at % 4) + 3)),)
            if of is not VerdictClass.NOT_FOUND:
                citations = footnotes.cite(spans)
            at += 1
        sentences.append(
            CheckedSentence(
                sentence.span, sentence.words, sentence.place, kind, why, verdict, citations, spans
            )
        )
    return CheckedDraft(text, form, tuple(sentences), MADE_BY)


def unmarked(text: str, draft: CheckedDraft) -> str:
    """Return a marked draft without the marks that were put in."""
    own = rf"\[\^{prefix(draft)}\d+\]"
    flag = rf" \[no source found\]| \[contradicted\] (?:{own})+"
    return re.sub(rf"(?:{flag}|(?:{own})+(?:≈|✓|\\~)?)\u2060?", "", text)


BLOCKS = st.sampled_from(
    [
        "# A heading",
        "The mission has 4,350 troops.[^1] It is a large one [2].(Really it is so.)",
        '*One thing was. Another* thing is [here. There](http://a.example/b.c "T. It. S.").',
        "> Quoted words are here. They go\n> on and on, and on.",
        "- An item is here.\n  It goes on and on.\n- Another one\n\n  with another one. Two.",
        "1. One ship sank.\n   - Inner item was it. All of it.\n2. Two ships sank",
        "| a | b |\n| --- | --- |\n| 1 \\| 2 | b |\n|  | It is a whole sentence in here. |",
        "```\ncode sank. Code swam.\n```",
        "<div>\nhtml sank. Html swam.\n</div>",
        "<b>Bold ships sank.</b> Text `a. B` sank and “a quote sank. Of two ships.” End came.",
        "[^1]: A note. With two ships.",
        "[ref]: http://a.example/x 'A ship sank. It swam.'",
        "A ship sank in [ref]. **A ship swam.**_It sank._",
        "A line broke here.\\\nA second line broke.  \nA third line broke.",
        "[s1] A draft has own marks. [^s2]",
        "---\na: b\n---",
        "Ends sank \u2028 here. A \x85 NEL sank.\x0b VT sank. \x00 \ufeff BOM sank.",
        *HOSTILE,
    ]
)
TEXTS = st.builds(
    lambda blocks, end: "\n\n".join(blocks).replace("\n", end) + f"{end}{end}The end came.",
    st.lists(BLOCKS, min_size=1, max_size=7),
    st.sampled_from(["\n", "\r\n"]),
)


@given(TEXTS, st.sampled_from([Form.MARKDOWN, Form.TEXT]))
@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_without_its_marks_the_draft_is_what_it_was(text: str, form: Form) -> None:
    draft = draft_of(text, form)
    written = marked(draft, markdown_mark(draft))
    assert unmarked(written, draft).encode("utf-8", "surrogatepass") == text.encode(
        "utf-8", "surrogatepass"
    )
    assert draft_markdown(draft).startswith(written)


ELEMENTS = set(
    """html head meta title style body main h1 h2 h3 h4 h5 h6 p span sup a ol ul li blockquote mark
    footer div strong em code pre table thead tbody tr th td hr br""".split()
)
ATTRIBUTES = set(
    """lang charset name content http-equiv class id href aria-label dir rel title start style
    role aria-level""".split()
)


@given(TEXTS, st.sampled_from([Form.MARKDOWN, Form.TEXT]))
@hypothesis_settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_page_has_every_mark_and_runs_nothing(text: str, form: Form) -> None:
    draft = draft_of(text, form)
    html = draft_html(draft)
    page = lxml.html.document_fromstring(html)
    assert {element.tag for element in page.iter()} <= ELEMENTS
    assert {name for element in page.iter() for name in element.attrib} <= ATTRIBUTES
    refs = [a for a in page.iter("a") if (a.get("id") or "").startswith("ref-")]
    assert len(refs) == sum(len(s.citations) for s in draft.sentences)
    flags = [e for e in page.iter("span") if e.get("class") == "flag"]
    told = (VerdictClass.NOT_FOUND, VerdictClass.CONTRADICTED)
    assert len(flags) == sum(
        s.verdict is not None and s.verdict.kind in told for s in draft.sentences
    )
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for a in page.iter("a"):
        href = a.get("href")
        assert (
            href.removeprefix("#") in ids or re.match(r"(https?|mailto):", href) or "#" not in href
        )
        assert not href.lower().startswith(("javascript:", "data:", "vbscript:", "file:"))


def test_emphasis_survives_its_mark() -> None:
    html = draft_html(draft_of("**A ship sank.** It swam.", kinds=[VerdictClass.QUOTED]))
    assert "<strong>A ship sank.</strong>&#8288;<sup>" in html


def test_a_mark_makes_no_link_of_what_follows() -> None:
    draft = draft_of("A ship sank.[Boats](http://a.example) swam.", kinds=[VerdictClass.QUOTED])
    written = marked(draft, markdown_mark(draft))
    assert written == "A ship sank.[^1]\u2060[Boats](http://a.example) swam.[^2]"


def test_a_mark_stands_before_the_backslash_that_breaks_a_line() -> None:
    draft = draft_of("A ship sank.\\\nIt swam.", kinds=[VerdictClass.QUOTED])
    assert marked(draft, markdown_mark(draft)) == "A ship sank.[^1]\\\nIt swam.[^2]"


def test_a_draft_with_all_rare_punctuation_is_shown_as_its_text() -> None:
    rare = "".join(map(chr, range(0x2E00, 0x2E50)))
    html = draft_html(draft_of(f"**A ship sank.** {rare}", kinds=[VerdictClass.QUOTED]))
    assert '<div class="plain">**A ship sank.**' in html


def test_images_are_described_and_links_say_nothing_of_the_page() -> None:
    html = draft_html(draft_of("![A boat](http://a.example/x.png) and [a link](http://a.example)."))
    assert "[image: A boat]" in html
    assert "<img" not in html
    assert 'href="http://a.example" rel="noreferrer noopener"' in html


SHIPS = (
    "A ship sank. A boat swam. Two rafts left. Ten men came. Six men went. Five stayed on board."
)


def test_markdown_says_how_each_claim_stands() -> None:
    text = draft_markdown(draft_of(SHIPS))
    assert text.startswith(
        "A ship sank.[^1] A boat swam.[^2]≈ Two rafts left.[^3]✓ Ten men came.[^4]\\~ "
        "Six men went. [no source found] Five stayed on board. [contradicted] [^2]\n\n---\n"
    )
    assert "- Line 1: «Six men went.» no source found: “this” against “that”" in text
    assert text.count("\n[^") == 4


def test_the_numbers_are_none_of_the_draft_s_own() -> None:
    assert prefix(draft_of("A ship sank.")) == ""
    assert prefix(draft_of("A ship sank [1].")) == "s"
    draft = draft_of("A ship sank [^12]. A boat swam.[s3]")
    assert prefix(draft) == "ss"
    assert "[^ss1]" in draft_markdown(draft)
    assert "[ss1]" in draft_html(draft)
    assert "[ss1] A river" in draft_page(draft)


def test_a_checked_draft_can_be_checked_again() -> None:
    once = draft_of(SHIPS)
    again = draft_of(marked(once, markdown_mark(once)))
    assert [s.words for s in again.sentences] == [s.words for s in once.sentences]


def test_the_page_of_a_terminal() -> None:
    page = draft_page(draft_of(SHIPS + "\n\nWhat now?\n\n| a | 1 |\n| - | - |\n"))
    assert page.startswith(
        "A ship sank. [1] A boat swam. [2] ≈ Two rafts left. [3] ✓ Ten men came. [4] ~\n"
        "Six men went. [no source found] Five stayed on board. [contradicted] [2]\n"
    )
    assert "?   Six men went.\n    line 1: no source found: “this” against “that”\n" in page
    assert one_line(page).endswith(
        "6 claims · ” quoted: 1 · ≈ close wording: 1 · ✓ judged supported: 1 · ~ reworded, not "
        "judged: 1 · ? no source found: 1 · ✕ contradicted: 1 · 1 other sentence that needs none "
        "· 1 table row not checked"
    )


def test_the_judge_is_named_and_notes_are_told() -> None:
    made = replace(MADE_BY, judge="small-model", notes=("One call failed.",))
    draft = replace(draft_of(SHIPS), provenance=made)
    for text in (draft_page(draft), draft_markdown(draft), draft_html(draft)):
        assert "judged supported by small-model: 1" in one_line(text)
        assert "One call failed." in text


@pytest.mark.parametrize("words", HOSTILE)
def test_a_terminal_is_given_nothing_to_obey(words: str) -> None:
    page = draft_page(draft_of(f"A ship sank.\n\n{words} sank."))
    assert not set(page) & set("\x1b\x07\u202e\r")


def test_the_json_keeps_to_its_schema() -> None:
    draft = draft_of(f"# Ships\n\n{SHIPS}\n\nWhat now?\n\n| a | 1 |\n| - | - |\n")
    shape = draft_json(draft)
    jsonschema.Draft202012Validator.check_schema(schema("check"))
    jsonschema.validate(shape, schema("check"))
    assert shape["attention"] is True
    assert shape["summary"]["claims"]["quoted"] == 1
    assert shape["summary"]["sentences"]["no_source_needed"] == 2
    for sentence in shape["sentences"]:
        assert one_line(shape["text"][sentence["start"] : sentence["end"]])
    assert {s["place"] for s in shape["sentences"]} <= {place.value for place in Place}


def test_a_summary_counts_what_there_is() -> None:
    assert list(summary(draft_of("What now?"))) == ["0 claims", "1 other sentence that needs none"]
