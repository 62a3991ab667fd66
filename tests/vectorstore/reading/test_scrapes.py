"""Plain-text scrapes: the host's text told from captions, furniture and other articles."""

import pytest

from tests.vectorstore.reading.regions_support import kind_of, kinds, teasers, texts
from vectorstore.documents import RegionKind
from vectorstore.errors import ReadingError
from vectorstore.reading.text import read_text

P1 = "The ferry left the quay at dawn with forty people on board, the harbour master said."
P2 = "Nobody on the island had expected it to come back before the storm was over."
P3 = "“We counted twice,” she added, and closed the book."
T1 = "Bakers asked on Tuesday for a cap on flour exports. The ministry will answer in May."
T2 = "Trains were late again, for the ninth day in a row, because of leaves."


def host(*more: str) -> str:
    return "\n\n".join(["Ferry comes home before the storm", P1, P2, P3, *more])


def card(alt: str, headline: str, label: str, *paragraphs: str) -> str:
    top = f"{alt}\nTop photo credit: {alt} in spring (Ann Bright/Tide Wire)"
    return "\n\n".join([top, headline, label, *paragraphs])


def test_teasers_cut_short_keep_their_headlines_and_leave_the_host():
    tail = "\n".join(
        [
            "Editorial credit: Carl Dun / Tidefolk.com|",
            "Analysis | Coasts",
            card("Wheat field", "Bakers want a cap on exports", "Economy", T1),
            "",
            "keep readingShow less",
            card("Old train", "Leaves stop the trains, again", "Transport News", T2, P3),
            "",
            "keep readingShow less",
            "",
            "LATEST",
            "",
            "PODCAST",
            "",
            "Subscribe now to our weekly round-up and never miss our reporters.",
        ]
    )
    page = read_text(host() + "\n\n\n" + tail, "page.txt")
    assert page.title == "Ferry comes home before the storm"
    body = "\n".join(texts(page, RegionKind.BODY))
    assert all(words in body for words in (P1, P2, P3))
    assert T1 not in body
    assert "exports" not in body
    cards = teasers(page)
    assert list(cards) == ["Bakers want a cap on exports", "Leaves stop the trains, again"]
    assert cards["Bakers want a cap on exports"].startswith("Wheat field\nTop photo credit")
    assert cards["Bakers want a cap on exports"].endswith(T1)
    assert cards["Leaves stop the trains, again"].endswith(P3)
    assert texts(page, RegionKind.CAPTION) == ["Editorial credit: Carl Dun / Tidefolk.com|"]
    for words in ("LATEST", "PODCAST", "weekly round-up", "Analysis | Coasts"):
        assert kind_of(page, words) is RegionKind.BOILERPLATE


def test_the_gallery_before_an_article_is_furniture_and_caption():
    caption = "FILE - The ferry in May. It was built in 1978. (Ann Bright, Pool via AP, File)"
    page = read_text(f"Ferry is late\n\nFull Screen\n1 / 5\n\n{caption}\n\n{P1}\n\n{P2}", "x")
    assert kinds(page) == ["headline", "boilerplate", "caption", "body"]
    assert texts(page, RegionKind.CAPTION) == [caption]


def test_a_caption_without_credit_is_told_by_the_gallery_and_the_dateline_round_it():
    caption = "Relatives wait at the quay on Sunday. The ferry was late by nine hours."
    page = read_text(f"Ferry is late\n\n1 / 5\n\n{caption}\n\nLYON – {P1}\n\n{P2}", "x")
    assert texts(page, RegionKind.CAPTION) == [caption]
    assert texts(page, RegionKind.BODY) == [f"LYON – {P1}\n\n{P2}"]


@pytest.mark.parametrize("glued", ["Follow us on social", "Share this story", "Get our alerts"])
def test_furniture_run_on_behind_a_sentence_is_cut_off(glued):
    page = read_text(host(f"Carl Dun in Lyon contributed.{glued}"), "x")
    assert texts(page, RegionKind.BODY)[-1].endswith("Carl Dun in Lyon contributed.")
    assert texts(page, RegionKind.BOILERPLATE) == [glued]


def test_a_headline_printed_twice_is_one_headline():
    page = read_text(f"Follow us on social\n\nFerry comes home\n\nFerry comes home\n\n{P1}", "x")
    assert page.title == "Ferry comes home"
    assert kinds(page) == ["boilerplate", "headline", "boilerplate", "body"]


def test_a_section_label_above_the_headline_is_not_the_title():
    page = read_text(f"Coasts\n\nFerry comes home before the storm\n\nBy Ann Bright\n\n{P1}", "x")
    assert page.title == "Ferry comes home before the storm"
    assert page.authors == ("Ann Bright",)
    assert kinds(page) == ["boilerplate", "headline", "byline", "body"]


def test_two_pages_in_one_file_are_host_and_teaser():
    other = "Wheat gets dearer every week"
    rest = (other, other, T1, "Analysis | Fields", T2)
    page = read_text(host("Carl Dun contributed.Follow us on social", *rest), "x")
    assert teasers(page) == {other: "\n\n".join(rest)}
    assert T1 not in "".join(texts(page, RegionKind.BODY))


def test_related_stories_at_the_end_are_teasers():
    page = read_text(
        host(P1, "Related stories", "Bakers want a cap", T1, "Leaves stop the trains", T2), "x"
    )
    assert list(teasers(page)) == ["Bakers want a cap", "Leaves stop the trains"]
    assert kind_of(page, "Related stories") is RegionKind.BOILERPLATE


def test_text_goes_on_behind_a_box_of_related_headlines():
    more = [
        f"Paragraph {n} of the story goes on about boats and tides, at length." for n in range(6)
    ]
    page = read_text(host("Related", "Bakers want a cap", *more), "x")
    assert texts(page, RegionKind.BODY)[-1].endswith(more[-1])
    assert teasers(page) == {}


def test_a_promoted_headline_inside_an_article_is_not_its_text():
    page = read_text(host("READ MORE: Bakers want a cap on exports", P1), "x")
    assert kind_of(page, "READ MORE") is RegionKind.BOILERPLATE
    assert texts(page, RegionKind.BODY)[-1] == P1


def test_one_read_more_under_the_host_makes_no_teaser():
    page = read_text(host("A quiet ending", P1, "Read more"), "x")
    assert teasers(page) == {}
    assert kind_of(page, "A quiet ending") is RegionKind.BODY
    assert kind_of(page, "Read more") is RegionKind.BOILERPLATE


def test_one_show_less_under_a_section_of_the_host_makes_no_teaser():
    page = read_text(host("A quiet ending", P1, "Show less"), "x")
    assert teasers(page) == {}
    assert kind_of(page, "A quiet ending") is RegionKind.BODY


def test_read_more_under_several_short_stories_makes_teasers():
    page = read_text(
        host("Bakers want a cap", T1, "Read more", "Leaves stop the trains", T2, "Read more"), "x"
    )
    assert list(teasers(page)) == ["Bakers want a cap", "Leaves stop the trains"]


def test_a_digest_with_read_more_under_each_item_is_the_hosts_own():
    items = [part for n in range(6) for part in (f"Item {n} of the day", f"{T1} {T2}", "Read more")]
    page = read_text("\n\n".join(["Five things to know today", P1, *items]), "x")
    assert teasers(page) == {}
    assert kind_of(page, "Item 3 of the day") is RegionKind.BODY


def test_credits_inside_an_article_are_captions():
    page = read_text(host("The quay on Monday. Ann Bright/Getty Images", P1), "x")
    assert texts(page, RegionKind.CAPTION) == ["The quay on Monday. Ann Bright/Getty Images"]


def test_doubtful_words_are_furniture_only_beside_furniture():
    plain = read_text(host("Comments", P1), "x")
    assert kind_of(plain, "Comments") is RegionKind.BODY
    page = read_text(host("Share this article", "Comments", "Newsletter"), "x")
    assert kind_of(page, "Comments") is RegionKind.BOILERPLATE
    assert kind_of(page, "Newsletter") is RegionKind.BOILERPLATE


def test_dates_are_those_that_the_page_states_as_its_own():
    page = read_text(f"Ferry comes home\n\nPublished: 4 Feb 2022\n\n{P1}", "x")
    assert page.published is not None
    assert (page.published.date, page.published.how) == ("2022-02-04", "byline")
    wired = read_text(f"Ferry comes home\n\nLYON, Feb. 4, 2022 (Tide Wire) – {P1}", "x")
    assert wired.published is not None
    assert (wired.published.date, wired.published.how) == ("2022-02-04", "dateline")


@pytest.mark.parametrize(
    "text",
    [
        f"Ferry comes home\n\nFILE - The quay, May 19, 2017. (Ann Bright/AP)\n\n{P1}",
        f"Ferry comes home\n\nUpdated: 4 Feb 2022\n\n{P1}",
        f"Ferry comes home\n\n{P1}\n\n© 2022 The Tide",
        f"Ferry comes home\n\nOn 4 February 2022 {P1}",
        f"Ferry comes home\n\nPARIS – {P1}",
    ],
)
def test_other_dates_of_a_page_are_not_its_publication(text):
    assert read_text(text, "x").published is None


def test_notes_are_left_as_they_are():
    notes = f"Shopping list\n\n- two eggs\n- flour\n- plums\n\n{P1}\n\nRegards\nAnn"
    page = read_text(notes, "x")
    assert page.text == notes
    assert page.title == "Shopping list"
    assert kinds(page) == ["headline", "list", "body"]
    assert texts(page, RegionKind.BODY) == [f"{P1}\n\nRegards\nAnn"]


def test_hard_wrapped_text_is_read_by_paragraphs():
    wrapped = "\n".join(
        [P1[:60].rsplit(" ", 1)[0], "and the boat went on", P2[:58].rsplit(" ", 1)[0]]
    )
    text = f"{P1[:58]}\n{P2[:60]}\n{P1[:56]}\n{P2[:61]}\nand so it ends.\n\n{P2}\n"
    page = read_text(text, "x")
    assert kinds(page) == ["body"]
    assert page.title is None
    assert read_text(wrapped, "x").title is None


def test_rows_of_a_table_are_a_table():
    page = read_text(host("a\tb\tc\n1\t2\t3\n4\t5\t6"), "x")
    assert texts(page, RegionKind.TABLE) == ["a\tb\tc\n1\t2\t3\n4\t5\t6"]


def test_line_ends_become_canonical():
    page = read_text(f"Ferry comes home\r\n\r\n{P1}\r\n", "x")
    assert page.text == f"Ferry comes home\n\n{P1}\n"
    assert kinds(page) == ["headline", "body"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(ReadingError, match=r"empty\.txt contains no text"):
        read_text(text, "empty.txt")


def test_a_very_long_text_is_one_body():
    text = "\n" + (P1 + "\n") * 30_000
    page = read_text(text, "x")
    assert kinds(page) == ["body"]
    assert page.regions[0].span.of(text) == text.strip()
