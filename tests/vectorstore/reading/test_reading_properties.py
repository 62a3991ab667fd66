"""Whatever is read, its text is canonical and its regions are ordered, apart and inside it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vectorstore.documents import RegionKind, canonical
from vectorstore.errors import ReadingError
from vectorstore.reading.html import read_html
from vectorstore.reading.reading import Reading
from vectorstore.reading.text import read_markdown, read_text

LINES = st.sampled_from(
    [
        "A headline of some words",
        "Africa",
        "Analysis | Africa",
        "A sentence of an article, which ends here.",
        "A longer one follows it, with “quotes”, and more words than before.Follow us on social",
        "Photo credit: Ann Bright / Tide Wire",
        "keep readingShow less",
        "Read more",
        "Related stories",
        "Full Screen",
        "1 / 5",
        "LATEST",
        "Comments",
        "By Ann Bright",
        "Published: 4 Feb 2022",
        "- an item",
        "a\tb\tc",
        "---",
        "# Heading",
        "| a | b |",
        "```",
        "",
        " ",
        "\u2028",
        "e\u0301 \u200d\U0001f469",
        "\r",
    ]
)
PAGES = st.lists(LINES | st.text(max_size=30), max_size=40).map("\n".join)
TAGS = st.sampled_from(
    "p div h1 h2 a b br li ul td tr table article aside figure figcaption nav footer pre span time"
    " script form button blockquote section main header".split()
)
ATTRIBUTES = st.sampled_from(
    ["", " href=/x", ' class="related"', ' class="byline"', " hidden", ' class="comments teaser"']
)
OPENINGS = st.builds("<{}{}>".format, TAGS, ATTRIBUTES)
CLOSINGS = st.builds("</{}>".format, TAGS)
MARKUP = st.lists(LINES | OPENINGS | CLOSINGS | st.text(max_size=20), max_size=60).map("".join)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(reading: Reading) -> None:
    assert reading.text == canonical(reading.text)
    assert reading.text.strip()
    at = 0
    for region in reading.regions:
        assert at <= region.span.start < region.span.end <= len(reading.text)
        assert not reading.text[at : region.span.start].strip()
        assert region.span.of(reading.text).strip() == region.span.of(reading.text)
        assert region.title is None or region.kind is RegionKind.TEASER
        at = region.span.end
    assert not reading.text[at:].strip()


@FEW
@given(PAGES)
def test_any_text(text):
    try:
        reading = read_text(text, "x.txt")
    except ReadingError:
        assert not canonical(text).strip()
        return
    assert reading.text == canonical(text)
    check(reading)


@FEW
@given(PAGES)
def test_any_markdown(text):
    try:
        reading = read_markdown(text, "x.md")
    except ReadingError as error:
        assert "contains no text" in str(error)  # noqa: PT017
        return
    assert canonical(text).endswith(reading.text)
    check(reading)


@FEW
@given(MARKUP)
def test_any_markup(markup):
    try:
        reading = read_html(markup.encode("utf-8", "surrogatepass"), "x.html")
    except ReadingError as error:
        assert str(error).startswith("x.html ")  # noqa: PT017
        return
    check(reading)


@FEW
@given(st.binary(max_size=300))
def test_any_bytes(data):
    try:
        check(read_html(b"<p>" + data, "x.html"))
    except ReadingError as error:
        assert str(error).startswith("x.html ")  # noqa: PT017
