import pytest

from vectorstore.documents import Published, Region, RegionKind, Span
from vectorstore.errors import ReadingError
from vectorstore.reading.frontmatter import split_front_matter
from vectorstore.reading.metadata import Metadata, overlay, read_sidecar
from vectorstore.reading.reading import Reading

FULL = b"""
title = "Stay for the vote"
publisher = "The Inland Review"
authors = ["Ann Bright", "Carl Dun"]
published = 2025-10-30
language = "en"
url = "https://review.example/stay"
"""


def test_a_sidecar_states_every_fact():
    assert read_sidecar(FULL, "x.meta.toml") == Metadata(
        title="Stay for the vote",
        publisher="The Inland Review",
        authors=("Ann Bright", "Carl Dun"),
        published=Published("2025-10-30", "sidecar"),
        language="en",
        url="https://review.example/stay",
    )
    assert read_sidecar(b"", "x.meta.toml") == Metadata()


@pytest.mark.parametrize(
    ("line", "date"),
    [
        (b'published = "2025-10"', "2025-10"),
        (b"published = 2025", "2025"),
        (b'published = "4 February 2022"', "2022-02-04"),
        (b"published = 2025-10-30T23:59:00-05:00", "2025-10-30"),
    ],
)
def test_a_sidecar_date_keeps_its_granularity(line, date):
    assert read_sidecar(line, "x").published == Published(date, "sidecar")


def test_one_author_may_stand_without_a_list():
    assert read_sidecar(b'authors = "Ann Bright"', "x").authors == ("Ann Bright",)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b'writer = "Ann"', "writer"),
        (b"title = 3", "title"),
        (b'title = "  "', "title"),
        (b'published = "03/04/2022"', "published"),
        (b'published = "soon"', "published"),
        (b"published = 20.5", "published"),
        (b"published = true", "published"),
        (b"authors = [1]", "authors"),
        (b"authors = 3", "authors"),
        (b'language = "English, mostly"', "language"),
        (b'url = "example.org/x"', "url"),
        (b"title = ", "TOML"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_bad_sidecar_is_refused_by_name(data, named):
    with pytest.raises(ReadingError, match=named) as refused:
        read_sidecar(data, "note.txt.meta.toml")
    assert "note.txt.meta.toml" in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_sidecar_wins_over_the_page_fact_by_fact():
    page = Reading(
        "Text.",
        (Region(Span(0, 5), RegionKind.BODY),),
        "text/html",
        title="Page title",
        authors=("Page Author",),
        published=Published("2020-01-01", "page metadata"),
    )
    read = overlay(page, Metadata(title="Better title", published=Published("2021", "sidecar")))
    assert (read.title, read.authors) == ("Better title", ("Page Author",))
    assert read.published == Published("2021", "sidecar")
    assert (read.text, read.regions) == (page.text, page.regions)


def test_yaml_front_matter_is_read_and_leaves_the_text():
    metadata, text = split_front_matter(
        '---\ntitle: "A: b"\nauthor:\n  - Ann Bright\n  - name: Carl Dun\ndate: 2024-03-12\n'
        "lang: no\nsite_name: The Tide\ncanonical_url: https://tide.example/a\n"
        "lastmod: 2025-01-01\ntags: [x, y]\n---\n\nText.\n"
    )
    assert text == "Text.\n"
    assert metadata == Metadata(
        title="A: b",
        publisher="The Tide",
        authors=("Ann Bright", "Carl Dun"),
        published=Published("2024-03-12", "front matter"),
        language="no",
        url="https://tide.example/a",
    )


def test_toml_front_matter_is_read_too():
    metadata, text = split_front_matter('+++\ntitle = "A"\ndate = 2024-03-12T10:00:00Z\n+++\nText.')
    assert text == "Text."
    assert (metadata.title, metadata.published) == ("A", Published("2024-03-12", "front matter"))


@pytest.mark.parametrize("date", ["03/04/2022", "soon", "2022-13-45", "[1]"])
def test_front_matter_with_an_unusable_date_states_none(date):
    metadata, text = split_front_matter(f"---\ntitle: A\ndate: {date}\n---\nText.")
    assert (metadata.title, metadata.published, text) == ("A", None, "Text.")


def test_a_day_of_change_in_front_matter_is_not_publication():
    metadata, _ = split_front_matter("---\nupdated: 2024-01-01\nlastmod: 2024-01-02\n---\nText.")
    assert metadata.published is None


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule above, and a rule below: no table\nof facts.\n---\nText.",
        "---\n- a\n- list\n---\nText.",
        "---\n{broken: [yaml\n---\nText.",
        "+++\nnot = toml = at all\n+++\nText.",
        "Text.\n---\ntitle: late\n---\n",
        "---\ntitle: never closed\n",
    ],
)
def test_what_is_no_front_matter_stays_text(text):
    assert split_front_matter(text) == (Metadata(), text)
