"""What a page's head states, and what wins where it states a fact twice."""

import pytest

from vectorstore.documents import Published
from vectorstore.reading.html import read_html
from vectorstore.reading.reading import Reading

BODY = "<h1>Shown headline</h1><p>By Carl Dun</p><p>A paragraph of text that is long enough.</p>"


def read(head: str, body: str = BODY, attributes: str = "") -> Reading:
    page = f"<html {attributes}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return read_html(page.encode(), "page.html")


def data(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


OPEN_GRAPH = (
    '<meta property="og:title" content="Social title"><meta property="og:site_name" content="Tide">'
    '<meta property="article:published_time" content="2022-02-04T10:00:00Z">'
    '<meta property="article:modified_time" content="2023-01-01">'
    '<meta property="og:url" content="https://tide.example/og">'
    '<meta name="author" content="By Ann Bright"><link rel="canonical" href="https://tide.example/a">'
)
LINKED = data(
    '{"@graph": [{"@type": "Organization", "name": "House"}, {"@type": ["NewsArticle"], '
    '"headline": "Data headline", "datePublished": "2021-05-06", "dateModified": "2022-07-08", '
    '"author": [{"name": "Bo Reed, MD"}, {"name": "Bo Reed"}, "https://tide.example/u"], '
    '"publisher": {"name": "House"}, "inLanguage": "en-GB", "url": "https://tide.example/ld"}]}'
)


def test_open_graph_and_meta_tags():
    page = read(OPEN_GRAPH, attributes='lang="en"')
    assert (page.title, page.publisher, page.language) == ("Social title", "Tide", "en")
    assert page.authors == ("Ann Bright",)
    assert page.published == Published("2022-02-04", "page metadata")
    assert page.url == "https://tide.example/a"


def test_json_ld_alone():
    page = read(LINKED)
    assert (page.title, page.publisher, page.language) == ("Data headline", "House", "en-GB")
    assert page.authors == ("Bo Reed",)
    assert page.published == Published("2021-05-06", "page metadata")
    assert page.url == "https://tide.example/ld"


def test_where_both_speak_social_title_and_linked_data_facts_win():
    page = read(OPEN_GRAPH + LINKED)
    assert (page.title, page.publisher) == ("Social title", "Tide")
    assert page.authors == ("Bo Reed",)
    assert page.published == Published("2021-05-06", "page metadata")


def test_the_description_with_the_pages_headline_is_the_articles():
    listed = data(
        '[{"@type": "Article", "headline": "Another", "datePublished": "2020-01-01"},'
        '{"@type": "Article", "headline": "Social title", "datePublished": "2021-01-01"}]'
    )
    assert read(OPEN_GRAPH + listed).published == Published("2021-01-01", "page metadata")


def test_a_page_that_states_nothing_has_what_it_shows():
    page = read("<title>Shown headline – The Daily Tide</title>")
    assert (page.title, page.authors) == ("Shown headline", ("Carl Dun",))
    assert (page.publisher, page.published, page.language, page.url) == (None, None, None, None)


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("A story of ferries and storms | Tide", "A story of ferries and storms"),
        ("A story - of ferries - The Daily Tide", "A story - of ferries"),
        ("Ferries: a story", "Ferries: a story"),
        ("Ferries - storms", "Ferries - storms"),
    ],
)
def test_the_title_tag_loses_the_sites_name(tag, title):
    assert read(f"<title>{tag}</title>", "<p>Only a paragraph of text here.</p>").title == title


def test_the_sites_own_name_comes_off_a_social_title():
    head = '<meta property="og:title" content="A story | The Tide"><meta property="og:site_name" '
    assert read(head + 'content="The Tide">').title == "A story"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2023-01-01">',
        '<meta name="last-modified" content="2023-01-01">',
        '<meta http-equiv="last-modified" content="2023-01-01">',
        '<meta name="copyright" content="2023">',
        '<meta name="date" content="03/04/2022">',
        '<meta name="date" content="1970-01-01T00:00:00Z">',
        data('{"@type": "Article", "dateModified": "2023-01-01", "dateCreated": "x"}'),
        data('{"@type": "Article", "datePublished": "0001-01-01T00:00:00"}'),
        data('{"@type": "Article", "datePublished": 5}'),
        '<meta property="article:expiration_time" content="2030-01-01">',
    ],
)
def test_other_days_are_not_publication(head):
    page = read(head, BODY + "<footer>© 2021 The Tide</footer><p>Updated: 4 Feb 2022</p>")
    assert page.published is None


def test_a_marked_time_element_is_publication_if_it_is_the_only_one():
    marked = '<time itemprop="datePublished" datetime="2022-02-04T10:00">Friday</time>'
    assert read("", marked + BODY).published == Published("2022-02-04", "page metadata")
    other = '<time itemprop="datePublished" datetime="2021-02-04">then</time>'
    assert read("", marked + other + BODY).published is None


@pytest.mark.parametrize(
    "json",
    [
        *("", "{", "[]", "null", "3", '"x"', '{"@type": 3}', "[" * 5000),
        '{"@graph": {"@graph": []}}',
        '{"@type": "Article", "author": {"name": {"name": 1}}, "publisher": [[]], "url": []}',
    ],
)
def test_broken_linked_data_is_ignored(json):
    assert read(data(json)).title == "Shown headline"


def test_relative_and_odd_addresses_are_none():
    head = '<link rel="canonical" href="/a"><meta property="og:url" content="javascript:alert(1)">'
    assert read(head).url is None
