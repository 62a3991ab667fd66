import pytest

from vectorstore.reading import phrases
from vectorstore.reading.credits import is_credit


@pytest.mark.parametrize(
    "line",
    [
        "Follow us on social",
        "Follow Ann Bright on X and Threads: @annbright",
        "Follow TW's full coverage of the war at https://tide.example/hub",
        "Full Screen",
        "1 / 5",
        "1 of 7 |",
        "Share this story",
        "Share on Facebook",
        "SKIP ADVERTISEMENT",
        "Advertisement · Scroll to continue",
        "Read more here.",
        "More:Bakers want a cap on exports",
        "RELATED: Bakers want a cap on exports",
        "Lire aussi : Les boulangers demandent un plafond",
        "Subscribe now to our weekly round-up and never miss our reporters",
        "Get the latest updates right in your inbox.",
        "We use cookies to improve your experience.",
        "© 2022 The Tide",
        "Copyright 2022 The Tide. All rights reserved.",
        "5 min read",
        "Partager",
        "* * *",
    ],
)
def test_furniture(line):
    assert phrases.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money",
        "We will share the cost.",
        "Share of profits fell to a third.",
        "Save the children",
        "Copyright law is complicated.",
        "More information: the harbour office",
        "Read this: it matters. A lot.",
        "Residents can sign up for storm alerts at the harbour office.",
        "Subscribers to the theatre pay half.",
        "Cookies are baked on Friday.",
        "The newsletter of 1923 is the only source.",
        "Comments",
        "Search",
    ],
)
def test_sentences_that_look_like_furniture_are_none(line):
    assert not phrases.is_furniture(line)


@pytest.mark.parametrize(
    "text",
    [
        "Editorial credit: Carl Dun - COM / Shutterfolk.com|",
        "Top photo credit: The governor (Town Hall/Molly Rile)",
        "Top image credit: A bridge. Ann Bright/Pool via REUTERS",
        "FILE - A convoy on the road to Tavna, May 2025.",
        "FILE The ferry in May. It was built in 1978. (Ann Bright, Pool via AP, File )",
        "1 of 7 | FILE - A convoy (AP Photo/Ann Bright, File)",
        "A villager saves what he can. Ann Bright/AP",
        "Ann Bright/Getty Images",
        "People on the quay (Ines Calder/Dranje Wire)",
        "The salt works (Handout/Ostra Salt)",
        "A silo outside Brenn (Dranje Wire archive)",
        "The market [File: Ann Bright/Reuters]",
        "Image source, Getty Images",
        "Photo: Ann Bright",
        "Crédit photo : Ann Bright",
        "Photo by Ann Bright",
    ],
)
def test_captions_and_credit_lines(text):
    assert is_credit(text)


@pytest.mark.parametrize(
    "text",
    [
        "He said that it was so (Reuters)",
        "They met twice in spring (France/Germany)",
        "Rep. Bo Reed (D-Minn.)",
        "The bill was withdrawn (H.R. 1/S. 1)",
        "He works for a bakery (NASDAQ: BAKE).",
        "(Reporting by Ann Bright; Editing by Carl Dun)",
        "Photographs of the scene show three boats.",
        "Images of a flood: what we know",
        "It happened (see AP, File).",
        "according to Bloomberg",
        "Files were lost.",
    ],
)
def test_sentences_that_look_like_credits_are_none(text):
    assert not is_credit(text)


def test_lines_that_head_other_articles():
    for line in ("Related stories", "MOST READ", "You might also like", "Read next:", "À la une"):
        assert phrases.opens_other_articles(line)
    for line in ("Related to the queen", "More about Barbara", "Latest figures show a rise"):
        assert not phrases.opens_other_articles(line)


def test_lines_that_cut_an_article_short():
    for line in ("keep readingShow less", "Keep reading Show less", "Show less"):
        assert phrases.ends_teaser(line)
    for line in ("Read more", "Continue reading →", "Lire la suite"):
        assert phrases.may_end_teaser(line)
        assert not phrases.ends_teaser(line)
    assert not phrases.may_end_teaser("Read more books")
