"""An answer as a document: everything in it, and nothing in it but text."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.answers import (
    Answer,
    Decline,
    Label,
    Provenance,
    Statement,
    Verdict,
    VerdictClass,
    Withheld,
)
from rag.run import Usage
from tests.ui.examples import MADE_BY, cite, declined, evidence
from tests.ui.hostile import HOSTILE
from ui.exporting.escape import escaped
from ui.exporting.html import answer_html
from ui.exporting.markdown import answer_markdown
from ui.terminal import one_line
from ui.wording import ENGLISH
from vectorstore.documents import Published

FERRY = (
    "The mission sent boats. The ministry put the number of dead at 61 on Sunday. Lantern Relief "
    "said that it had counted 74."
)
MADE = Provenance(
    *("llm", "minilm", "0123456789ab", 3),
    prompts={"answer": "a1b2c3"},
    timings_ms={"write": 2100.0},
    model="small-model",
    judge="other-model",
    notes=("One passage was left out.",),
    usage=Usage(1200, 88, 0.25),
)


def verdict(kind: VerdictClass, reason: str = "The source says so.") -> Verdict:
    return Verdict(Label.SUPPORTED, kind, "other-model", reason)


def whole() -> Answer:
    found = evidence(FERRY, published=Published("2025-08-25", "dateline"))
    first = cite(found, "The ministry put the number of dead at 61 on Sunday.")
    second = cite(found, "counted 74", 2)
    statements = (
        Statement("The ministry put it at 61.", (first,), verdict(VerdictClass.CLOSE_WORDING)),
        Statement("Others say 74.", (second, first), verdict(VerdictClass.JUDGED_SUPPORTED), True),
    )
    gone = Verdict(Label.UNSUPPORTED, VerdictClass.NOT_FOUND, "aligner", "“sank” is not there")
    withheld = (Withheld("It sank at night.", gone, ((found, second.span),)),)
    return Answer(
        "How many died?", "How many died on the ferry?", MADE, statements,
        withheld=withheld, missing=("who paid",),
    )  # fmt: skip


EXPECTED = [
    "How many died?",
    "Asked as: How many died on the ferry?",
    "close wording",
    "judged supported by other-model; another passage than the one named says so",
    "The sources do not answer this part: “who paid”.",
    "As of 25 Aug 2025.",
    "Withheld: 1",
    "It sank at night.",
    "not found: “sank” is not there",
    "A river and its ferry",
    "Dranje Wire, 25 Aug 2025 (dateline)",
    "The mission sent boats.",
    "The ministry put the number of dead at 61 on Sunday.",
    "Lantern Relief said that it had",
    "/library/ferry.html, 24..76 of 3fa9c1d2",
    "Written by small-model.",
    "Reworded sentences were read by other-model.",
    "Prompts: answer a1b2c3.",
    "Prompt tokens 1200, completion tokens 88, cost 0.25.",
    "One passage was left out.",
]


def read(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html)


def shown(html: str) -> str:
    for element in (page := read(html)).iter("style"):
        element.text = ""
    return one_line(page.text_content().replace("\u2060", ""))


@pytest.mark.parametrize("words", EXPECTED)
def test_an_export_is_complete(words: str) -> None:
    assert words in shown(answer_html(whole()))
    markdown = MarkdownIt("commonmark", {"html": True}).render(answer_markdown(whole()))
    assert words in shown(markdown)


def test_markdown_has_a_definition_for_each_mark() -> None:
    text = answer_markdown(whole())
    assert "61.[^1] *(≈ close wording)*" in text
    assert "74.[^2][^1] *(✓ judged" in text
    assert "\n[^1]: **A river" in text
    assert "\n[^2]: **A river" in text


def test_marks_and_footnotes_lead_to_each_other() -> None:
    page = read(answer_html(whole()))
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    links = [a.get("href") for a in page.iter("a")]
    assert sorted(links) == [
        *("#note-1", "#note-1", "#note-2", "#ref-1-1", "#ref-1-2", "#ref-2-1"),
    ]
    assert {link.removeprefix("#") for link in links} == ids
    marked = page.find(".//li[@id='note-1']").find(".//mark")
    assert marked.text == "The ministry put the number of dead at 61 on Sunday."


def test_a_page_stands_alone() -> None:
    html = answer_html(whole())
    page = read(html)
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert page.get("lang") == "en"
    assert page.find(".//title").text == "How many died?"
    assert "url(" not in html
    assert "@import" not in html
    assert not any(element.get("src") for element in page.iter())


@pytest.mark.parametrize("reason", list(Decline))
def test_a_decline_shows_what_comes_nearest(reason: Decline) -> None:
    answer = declined(reason, cite(evidence(FERRY), "counted 74"))
    for text in (shown(answer_html(answer)), answer_markdown(answer)):
        assert ENGLISH.declines[reason].split("'")[0] in text.replace("\\", "")
        assert "counted 74" in text
        assert "As of" not in text


def test_a_web_source_is_a_link_and_no_other_address_is() -> None:
    for source, links in (("https://wire.example/a?b=1&c=2", 1), ("javascript:alert(1)", 0)):
        found = evidence(FERRY, source=source)
        answer = declined(Decline.NOT_IN_SOURCES, cite(found, "counted 74"))
        anchors = [a.get("href") for a in read(answer_html(answer)).iter("a")]
        assert anchors == [source] * links


def hostile(words: str) -> Answer:
    found = evidence(f"Before. {words} After.", title=words, source=f"/library/{words}")
    citation = cite(found, words)
    statement = Statement(words, (citation,), verdict(VerdictClass.CONTRADICTED, words))
    gone = Withheld(words, verdict(VerdictClass.NOT_FOUND, words), ((found, citation.span),))
    return Answer(words, f"{words}?", MADE_BY, (statement,), withheld=(gone,), missing=(words,))


ELEMENTS = set(
    """html head meta title style body main h1 h2 p span sup a ol ul li blockquote mark details
    summary footer""".split()
)
ATTRIBUTES = set("lang charset name content http-equiv class id href aria-label dir rel".split())


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_text_on_a_page(words: str) -> None:
    html = answer_html(hostile(words))
    page = read(html)
    assert {element.tag for element in page.iter()} <= ELEMENTS
    assert {name for element in page.iter() for name in element.attrib} <= ATTRIBUTES
    assert all(a.get("href").startswith("#") for a in page.iter("a"))
    assert page.find(".//h1").text == one_line(words)
    assert shown(html).count(one_line(words)) >= 6
    assert not set(html) & set("\x1b\x07\u202e")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_text_in_markdown(words: str) -> None:
    text = answer_markdown(hostile(words))
    calm = answer_markdown(hostile("calm"))
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    def kinds(source: str) -> list[str]:
        tokens = parser.parse(source)
        inline = (child for token in tokens for child in token.children or ())
        return [t.type for t in (*tokens, *inline) if t.type not in ("text", "text_special")]

    assert kinds(text) == kinds(calm)
    assert not set(text) & set("\x1b\x07\u202e")


@given(st.text(max_size=60) | st.sampled_from(HOSTILE))
@hypothesis_settings(max_examples=400, deadline=None)
def test_escaped_text_is_shown_as_it_is(words: str) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    line = one_line(words)
    for before in ("", "- ", "> ", "1. ", "x "):
        html = parser.render(before + escaped(words))
        text = one_line("".join(lxml.html.fragment_fromstring(html, "div").itertext()))
        assert text == one_line(before.strip("->1. ") + " " + line)
        assert "<a" not in html
        assert "<em" not in html


def test_no_bare_address_is_made_a_link() -> None:
    text = escaped("http://evil.example www.evil.example me@evil.example ftp://evil.example")
    for bare in ("http:", "www.", "e@", "ftp:"):
        assert bare not in text


def test_the_style_is_a_file_beside_the_page() -> None:
    import ui.exporting.page as page

    assert (Path(page.__file__).parent / "page.css").is_file()
