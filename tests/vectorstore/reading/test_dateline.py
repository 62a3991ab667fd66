import pytest

from vectorstore.reading.dateline import byline_names, dateline, is_byline, published_in


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("by JANE ROE", ("JANE ROE",)),
        ("By Jane Roe and John de Ruyter, Lake Wire", ("Jane Roe", "John de Ruyter")),
        ("By Jane Roe in Lyon and Hedda Low in Port Amery · 14 November 2025", None),
        ("By Jane Roe | Feb. 4, 2022", ("Jane Roe",)),
        ("Par Solène Marchand, envoyée spéciale à Sorrin", ("Solène Marchand",)),
    ],
)
def test_a_byline_names_its_authors(line, names):
    assert byline_names(line) == (names or ("Jane Roe", "Hedda Low"))
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the police had come.",
        "By Monday Morning, France Had Won",
        "By comparison, there were 100 claims",
        "By extension, they asserted that it was so",
        "By land and sea",
        "2022",
    ],
)
def test_a_sentence_that_begins_with_by_is_no_byline(line):
    assert not is_byline(line)
    assert byline_names(line) == ()


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: 4 Feb 2022", "2022-02-04"),
        ("Publié le 3 novembre 2025", "2025-11-03"),
        ("By Jane Roe, Feb. 2, 2022, 10:15 AM", "2022-02-02"),
        ("Jane Roe, Lyon · 4 February 2022 · 5 min read", "2022-02-04"),
        ("Published 4 Feb 2022, updated 5 Feb 2022", "2022-02-04"),
        ("Updated 5 Feb 2022 | Published 4 Feb 2022", "2022-02-04"),
        ("PUBLISHED: 10:48, Tue, Nov 19, 2019 | UPDATED: 11:05, Tue, Nov 20, 2019", "2019-11-19"),
        ("Posted on March 3, 2021 by admin", "2021-03-03"),
        ("Published May 2020", "2020-05"),
    ],
)
def test_a_line_states_its_day_of_publication(line, date):
    published = published_in(["something else", line])
    assert published is not None
    assert (published.date, published.how) == (date, "byline")
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 5 Feb 2022",
        "Last modified on 5 Feb 2022",
        "Updated: Sat 8:31 PM, Feb 17, 2018",
        "© 2022 The Tide",
        "Copyright 2022",
        "The report was published on 4 Feb 2022 by the ministry and caused a stir",
        "Published: 03/04/2022",
    ],
)
def test_days_of_change_and_copyright_years_are_not_publication(line):
    assert published_in([line]) is None


@pytest.mark.parametrize(
    ("paragraph", "date"),
    [
        ("HALMET, Aug. 25, 2025 (Dranje Wire) – Three days after", "2025-08-25"),
        ("NEW YORK, March 3, 2021 /Wire/ -- A firm said", "2021-03-03"),
        ("PORT AMERY, Cassily, 27 September 2025 (Wire) - The leaders", "2025-09-27"),
        ("PARIS – France is facing", None),
        ("PARIS, Feb 4 (Wire) - Foo", None),
        ("Her visit on May 19, 2017 – the third – was short", None),
    ],
)
def test_a_dateline_dates_an_article_only_with_its_year(paragraph, date):
    found = dateline(paragraph)
    assert (found.date if found else None) == date
    assert found is None or found.how == "dateline"
