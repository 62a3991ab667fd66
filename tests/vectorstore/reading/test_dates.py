import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.documents import Published
from vectorstore.reading import dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("4 February 2022", "2022-02-04"),
        ("4th of February, 2022", "2022-02-04"),
        ("Feb. 4, 2022", "2022-02-04"),
        ("Feb 2, 2022, 10:15 AM", "2022-02-02"),
        ("10:15 AM EST, Wed February 2, 2022", "2022-02-02"),
        ("Sat 8:31 PM, Feb 17, 2018", "2018-02-17"),
        ("Sept. 5, 2021 at 3 p.m. ET", "2021-09-05"),
        ("Fri, 04 Feb 2022 10:00:00 GMT", "2022-02-04"),
        ("2022-02-04T23:30:00-05:00", "2022-02-04"),
        ("2022-02-04T10:15:30.123Z", "2022-02-04"),
        ("2022/02/04", "2022-02-04"),
        ("20220204", "2022-02-04"),
        ("le 4 février 2022", "2022-02-04"),
        ("vendredi 4 février 2022 à 10h15", "2022-02-04"),
        ("1er mars 2021", "2021-03-01"),
        ("12-Aug-2022", "2022-08-12"),
        ("25/12/2022", "2022-12-25"),
        ("12/25/2022", "2022-12-25"),
        ("04/04/2022", "2022-04-04"),
        ("May 2022", "2022-05"),
        ("août 2022", "2022-08"),
        ("2022-05", "2022-05"),
        ("2022", "2022"),
    ],
)
def test_a_stated_date_keeps_its_granularity(text, date):
    assert dates.parse(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2022",  # the third of April or the fourth of March
        "31 February 2022",
        "2022-13-01",
        "0001-01-01T00:00:00",
        "2020-2021",
        "February 4",
        "4 February 2022 was a Friday",
        "yesterday",
        "",
    ],
)
def test_what_would_have_to_be_guessed_is_no_date(text):
    assert dates.parse(text) is None


def test_a_date_is_found_inside_a_line_but_a_bare_year_is_not():
    assert dates.first_in("Posted by Ann on Feb 2, 2022 and May 2019") == ("2022-02-02", 17)
    assert dates.first_in("(c) 2022 The Tide") is None
    assert dates.first_in("release v1.12.2022") is None


@given(st.dates(min_value=dates.dt.date(1400, 1, 1), max_value=dates.dt.date(2199, 12, 31)))
def test_every_day_written_out_is_read_back(day):
    written = f"{day.day} {day:%B} {day.year:04d}"
    assert dates.parse(written) == dates.parse(day.isoformat()) == day.isoformat()


@given(st.text(max_size=60))
def test_whatever_is_parsed_is_a_date_a_document_takes(text):
    date = dates.parse(text)
    assert date is None or Published(date, "test").first.year > 0
