"""HTML pages: the host's text told from what a page prints round it."""

import pytest

from tests.vectorstore.reading.regions_support import kind_of, kinds, teasers, texts
from vectorstore.documents import RegionKind, canonical
from vectorstore.errors import ReadingError
from vectorstore.reading.html import read_html
from vectorstore.reading.reading import Reading

P1 = "The ferry left the quay at dawn with forty people on board, the harbour master said."
P2 = "Nobody on the island had expected it to come back before the storm was over."
P3 = "She counted twice, she added, and closed the book in which all departures are kept."
T1 = "Bakers asked on Tuesday for a cap on flour exports; the ministry will answer in May."
T2 = "Trains were late again, for the ninth day in a row, because of leaves."
HEAD = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>t</title></head>"


def read(body: str, head: str = HEAD) -> Reading:
    return read_html(f"{head}<body>{body}</body></html>".encode(), "page.html")


def article(*more: str) -> str:
    inside = "".join(more)
    return f"<article><h1>Ferry comes home</h1><p>{P1}</p><p>{P2}</p>{inside}<p>{P3}</p></article>"


FULL = f"""
<div class="cookie-bar"><p>We and our partners store cookies on your device.</p><button>OK</button>
</div>
<nav><a href="/">Home</a> <a href="/w">World</a></nav>
<main><article>
<p class="kicker">Coasts</p>
<h1>Ferry comes home</h1>
<p class="standfirst">Forty people were on board when the storm began.</p>
<div class="byline">By <a rel="author" href="/a">Ann Bright</a></div><time>4 February 2022</time>
<ul class="share"><li>Share</li><li>Print</li></ul>
<figure><img src="q.jpg"><figcaption>The quay. <small>Carl Dun</small></figcaption></figure>
<p>{P1}</p><h2>A long night</h2><p>{P2}</p>
<ul><li>forty people</li><li>one dog</li></ul>
<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>3</td></tr></table>
<aside class="related"><span>Related</span><h4><a href="/b">Bakers want a cap</a></h4><p>{T1}</p>
</aside>
<p>{P3}</p>
<div class="box newsletter"><strong>The coast in your inbox</strong><p>A letter from our people at
most twice a week.</p></div>
</article></main>
<section><h5>You might also like</h5>
<div class="teaser"><a href="/t"><h6>Leaves stop the trains</h6></a><p>{T2}</p></div>
<ul><li><a href="/1">Only a headline</a></li></ul></section>
<footer><p>© 2022 The Tide. All rights reserved.</p></footer>"""


def test_each_part_of_a_page_has_its_region():
    page = read(FULL)
    assert texts(page, RegionKind.HEADLINE) == ["Ferry comes home"]
    assert texts(page, RegionKind.BYLINE) == ["By Ann Bright\n\n4 February 2022"]
    assert texts(page, RegionKind.CAPTION) == ["The quay. Carl Dun"]
    assert texts(page, RegionKind.LIST) == ["forty people\none dog"]
    assert texts(page, RegionKind.TABLE) == ["Day | Boats\nMonday | 3"]
    assert texts(page, RegionKind.BODY) == [
        "Forty people were on board when the storm began.",
        f"{P1}\n\nA long night\n\n{P2}",
        P3,
    ]
    assert teasers(page) == {
        "Bakers want a cap": f"Bakers want a cap\n\n{T1}",
        "Leaves stop the trains": f"Leaves stop the trains\n\n{T2}",
    }
    for words in ("store cookies", "World", "Coasts", "Share", "at most twice", "All rights"):
        assert kind_of(page, words) is RegionKind.BOILERPLATE
    assert kind_of(page, "Only a headline") is RegionKind.BOILERPLATE


def test_what_a_page_states_in_sight_is_its_metadata():
    page = read(FULL)
    assert (page.title, page.authors, page.language) == ("Ferry comes home", ("Ann Bright",), "en")
    assert page.published is not None
    assert (page.published.date, page.published.how) == ("2022-02-04", "byline")
    assert page.media_type == "text/html"


def test_regions_are_in_page_order_and_cover_all_text():
    page = read(FULL)
    spans = [region.span for region in page.regions]
    assert spans == sorted(spans)
    between = page.text
    for span in reversed(spans):
        between = between[: span.start] + between[span.end :]
    assert not between.strip()


def test_scripts_and_hidden_text_never_enter():
    page = read(
        article(
            "<script>var secret1 = '<p>secret1</p>';</script><style>.secret2{}</style>",
            "<!-- secret3 --><noscript>secret4</noscript><template><p>secret5</p></template>",
            '<p style="color:red; display: none">secret6</p><p hidden>secret7</p>',
            '<div aria-hidden="true">secret8</div><span class="sr-only">secret9</span>',
            "<svg><text>secret10</text></svg><iframe>secret11</iframe><?php secret12 ?>",
            "<textarea>secret13</textarea><select><option>secret14</option></select>",
        )
    )
    assert "secret" not in page.text
    assert texts(page, RegionKind.BODY) == [f"{P1}\n\n{P2}\n\n{P3}"]


def test_a_page_saved_behind_a_dialog_is_still_read():
    page = read(f'<div aria-hidden="true">{article()}</div><div role="dialog"><p>Agree?</p></div>')
    assert texts(page, RegionKind.BODY) == [f"{P1}\n\n{P2}\n\n{P3}"]


def test_articles_that_follow_on_the_same_page_are_teasers():
    second = f"<article><h1><a href='/2'>Bakers want a cap</a></h1><p>By Carl Dun</p><p>{T1}</p>"
    third = f"</article><article><h1>Leaves stop the trains</h1><p>{T2}</p><p>{P3}!</p></article>"
    page = read(f"<main>{article()}{second}{third}</main>")
    assert list(teasers(page)) == ["Bakers want a cap", "Leaves stop the trains"]
    assert T1 not in "".join(texts(page, RegionKind.BODY))
    assert page.authors == ()


def test_articles_cut_short_on_the_same_page_are_teasers():
    cards = "".join(
        f"<div><div class=w><p>Top photo credit: The quay (Ann Bright/Tide Wire)</p>"
        f"<h1><a href=/{n}>{title}</a></h1><p>{text}</p><div>keep reading</div>"
        "<div>Show less</div></div></div>"
        for n, (title, text) in enumerate([("Bakers want a cap", T1), ("Leaves stop trains", T2)])
    )
    page = read(f"<div><div>{article()}</div>{cards}</div><div><h3>LATEST</h3></div>")
    assert list(teasers(page)) == ["Bakers want a cap", "Leaves stop trains"]
    assert all("Top photo credit" in text for text in teasers(page).values())
    assert kind_of(page, "LATEST") is RegionKind.BOILERPLATE


def test_a_promo_of_one_paragraph_is_a_teaser():
    promo = f'<div class="promo"><b>Read also:</b> <a href="/b">Bakers want a cap</a><br>{T1}</div>'
    page = read(article(promo))
    assert teasers(page) == {"Bakers want a cap": f"Read also: Bakers want a cap\n{T1}"}
    assert texts(page, RegionKind.BODY)[-1] == P3


def test_a_box_of_bold_and_plain_lines_under_a_label_is_a_teaser():
    box = f"<table><tr><td><b>ALSO ON THE WIRE</b><br><b>Bakers want a cap</b><br>{T1}</td></tr>"
    page = read(article(f"{box}</table>"))
    assert list(teasers(page)) == ["Bakers want a cap"]
    assert kind_of(page, "ALSO ON THE WIRE") is RegionKind.BOILERPLATE
    assert texts(page, RegionKind.BODY)[-1] == P3


def test_related_links_between_paragraphs_are_furniture_and_the_text_goes_on():
    links = "<p><b>Related</b></p><ul><li><a href=/b>Bakers want a cap</a></li></ul>"
    page = read(article(links))
    assert kind_of(page, "Bakers want a cap") is RegionKind.BOILERPLATE
    assert texts(page, RegionKind.BODY)[-1] == P3


def test_readers_comments_are_not_the_article():
    comments = (
        "<div id=comments><h3>Comments</h3><p>Greta: I took that ferry once, a treat.</p></div>"
    )
    page = read(article() + comments)
    assert kind_of(page, "I took that ferry") is RegionKind.BOILERPLATE
    assert teasers(page) == {}


def test_a_bare_page_is_all_body():
    assert kinds(read_html(b"<p>hello</p>", "x.html")) == ["body"]
    assert kinds(read_html(b"just words", "x.html")) == ["body"]


def test_line_breaks_and_preformatted_text_keep_their_lines():
    page = read(article("<p>one<br>two<br><br>three</p><pre>a = 1\n  b = 2\n\nc</pre>"))
    assert "one\ntwo\n\nthree" in page.text
    assert "a = 1\nb = 2\nc" in page.text


def test_words_that_inline_marks_split_stay_whole():
    page = read(article("<p>un<b>believ</b>able soft\u00adhyphen, <a href=/x>a link</a>.</p>"))
    assert "unbelievable softhyphen, a link." in page.text


@pytest.mark.parametrize(
    "data",
    [
        f"<meta charset=iso-8859-1><h1>Fête</h1><p>déjà vu “{P1}”</p>".encode("cp1252"),
        f"<meta charset=utf-8><h1>Fête</h1><p>déjà vu “{P1}”</p>".encode("cp1252"),
        f"<h1>Fête</h1><p>déjà vu “{P1}”</p>".encode("utf-16"),
        f"<h1>Fête</h1><p>déjà vu “{P1}”</p>".encode("utf-8-sig"),
        f"<h1>Fête</h1><p>déjà vu “{P1}”</p>".encode(),
        f'<?xml version="1.0" encoding="cp1252"?><h1>Fête</h1><p>déjà vu “{P1}”</p>'.encode(
            "cp1252"
        ),
        f"<meta charset=bogus><h1>Fête</h1><p>déjà vu “{P1}”</p>".encode(),
        f"<meta charset=utf-16><h1>Fête</h1><p>déjà vu “{P1}”</p>".encode(),
    ],
)
def test_charsets_are_read_as_browsers_read_them(data):
    page = read_html(data, "x.html")
    assert page.title == "Fête"
    assert f"déjà vu “{P1}”" in page.text


@pytest.mark.parametrize(
    "nest", ["<div>", "<b>", "<blockquote>", "<table><tr><td>", "<ul><li>", "<x-y>"]
)
def test_text_nested_ten_thousand_deep_is_found(nest):
    page = read_html(f"<h1>Deep</h1>{nest * 10_000}<p>{P1}</p>".encode(), "deep.html")
    assert kind_of(page, P1) is not RegionKind.BOILERPLATE
    assert page.title == "Deep"


@pytest.mark.parametrize(
    "body",
    [
        "<p>unclosed <b>bold <i>both</p><p>next</b></i>",
        "</div></p></html><p>after the end</p>",
        '<p class=never"closed>text</p><p>more</p>',
        "<table><p>foster</p><tr><td>cell</table>",
        "<p>a &notanentity; &#xFFFFFFF; &amp b</p>",
        "<html><html><body><body><p>twice</p>",
        "<p>nul \0 byte</p>",
        f"<p hidden></p>\x1f tail &#x1f; of a control <p hidden></p>&#31;<p>{P1}<p>{P2}",
    ],
)
def test_broken_markup_is_read(body):
    page = read_html(body.encode(), "x.html")
    assert page.text == canonical(page.text)
    assert page.regions


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"<html><head><title>Only a title</title></head><body></body></html>",
        b"<script>alert(1)</script>",
        b"<p>&nbsp;</p><!-- nothing -->",
        b"<img src=x alt=words>",
    ],
)
def test_a_page_without_words_is_refused(data):
    with pytest.raises(ReadingError, match=r"empty\.html contains no text"):
        read_html(data, "empty.html")


def test_a_huge_page_is_read():
    paragraphs = "".join(f"<p>{n}: {P1}</p>" for n in range(6_000))
    page = read_html(f"<h1>Long</h1>{paragraphs}".encode(), "long.html")
    assert kinds(page) == ["headline", "body"]
    assert page.text.endswith(f"5999: {P1}")
