"""The list of the library as HTML: sorted, narrowed, in pages, and nothing in it is live."""

from __future__ import annotations

import re

import pytest
from lxml import html

from ui.web.library.facts import corrections_of, form_html
from ui.web.library.listing import PAGE, failures_html, list_html
from ui.web.library.naming import safe_name
from ui.web.library.phrases import ENGLISH, FRENCH, LIBRARY
from ui.web.library.wanted import Wanted, chosen
from ui.web.phrases import ENGLISH as WORDS
from vectorstore.corrections import Corrections
from vectorstore.documents import Document, Published
from vectorstore.errors import CorrectionError
from vectorstore.records import DocumentRow, DocumentState, Failure


def row(
    title: str | None,
    published: str = "",
    publisher: str | None = None,
    state: DocumentState = DocumentState.LIVE,
    added: str = "2026-01-01T00:00:00+00:00",
    corrected: tuple[str, ...] = (),
) -> DocumentRow:
    date = Published(published, "dateline") if published else None
    name = title or "none"
    return DocumentRow(
        name, f"/files/{name}.txt", title, publisher, ("Ines Calder",), date, "en", None,
        "text/plain", 1200, 3, state, added, "hash", corrected,
    )  # fmt: skip


ROWS = [
    row("“Zebra” seen", "2021-05", "AP", added="2026-03-01T00:00:00+00:00"),
    row("Apple pie", "2020", "Lake Courier", DocumentState.GONE),
    row("middle", "2021-05-20", "ap"),
    row("Undated", "", None, DocumentState.STALE, added="2026-02-01T00:00:00+00:00"),
]


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("newest", ["middle", "“Zebra” seen", "Apple pie", "Undated"]),
        ("oldest", ["Apple pie", "“Zebra” seen", "middle", "Undated"]),
        ("title", ["Apple pie", "middle", "Undated", "“Zebra” seen"]),
        ("publisher", ["middle", "“Zebra” seen", "Apple pie", "Undated"]),
        ("added", ["“Zebra” seen", "Undated", "Apple pie", "middle"]),
        ("nonsense", ["Apple pie", "middle", "Undated", "“Zebra” seen"]),
    ],
)
def test_documents_come_in_the_order_that_is_wanted(sort: str, titles: list[str]) -> None:
    assert [each.title for each in chosen(ROWS, Wanted(sort=sort))] == titles


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Wanted(find="ZEBRA ap"), {"“Zebra” seen"}),
        (Wanted(publisher="AP "), {"“Zebra” seen", "middle"}),
        (Wanted(since="2021"), {"“Zebra” seen", "middle"}),
        (Wanted(until="2020-06"), {"Apple pie"}),
        (Wanted(since="2021-05-21", until="2021-05-21"), {"“Zebra” seen"}),
        (Wanted(state="stale"), {"Undated"}),
        (Wanted(since="soon"), {"“Zebra” seen", "Apple pie", "middle", "Undated"}),
        (Wanted(state="gone", publisher="ap"), set()),
    ],
)
def test_documents_are_those_that_are_wanted(wanted: Wanted, titles: set[str]) -> None:
    assert {each.title for each in chosen(ROWS, wanted)} == titles


def shown(rows: list[DocumentRow], wanted: Wanted, *, admin: bool = True) -> html.HtmlElement:
    page = list_html(rows, wanted, WORDS, ENGLISH, admin=admin)
    return html.fragment_fromstring(page, create_parent="div")


def test_ten_thousand_documents_come_in_pages() -> None:
    rows = [row(f"Document {n:05d}") for n in range(10_000)]
    first, last = shown(rows, Wanted()), shown(rows, Wanted(page=100))
    beyond = shown(rows, Wanted(page=4000))
    for page, beginning in ((first, 0), (last, 9900), (beyond, 9900)):
        titles = [found.get("data-title") for found in page.xpath("//li")]
        assert titles == [f"Document {n:05d}" for n in range(beginning, beginning + PAGE)]
    assert "Page 1 of 100" in first.text_content()
    assert "10,000 documents" in first.text_content()
    disabled = [b.text for b in first.xpath("//nav/button[@disabled]")]
    assert disabled == ["First", "Previous"]
    assert [b.text for b in last.xpath("//nav/button[@disabled]")] == ["Next", "Last"]


def test_an_empty_library_teaches() -> None:
    assert "Drop texts" in shown([], Wanted()).text_content()
    assert shown([], Wanted()).xpath("//button[@data-act='samples']")
    assert not shown([], Wanted(), admin=False).xpath("//button")
    reader = shown([], Wanted(), admin=False).text_content()
    assert "Drop" not in reader
    assert "Whoever keeps it" in reader


def test_a_list_without_results_says_which_filter_to_widen() -> None:
    page = shown(ROWS, Wanted(publisher="ap", state="gone", since="2019"))
    said = {b.get("data-clear"): b.text for b in page.xpath("//button[@class='widen']")}
    assert said == {
        "publisher": "Any publisher: 1", "state": "Any state: 2", "dates": "Any date: 0",
    }  # fmt: skip


def test_a_date_that_is_none_is_said() -> None:
    assert ENGLISH.wrong_date in shown(ROWS, Wanted(until="2021-13")).text_content()


def test_only_who_keeps_the_library_is_offered_changes() -> None:
    assert len(shown(ROWS, Wanted()).xpath("//button[@data-act]")) == 8
    assert not shown(ROWS, Wanted(), admin=False).xpath("//button[@data-act]")
    trouble = [Failure("/files/a.pdf", "a.pdf is empty.")]
    assert "data-act" in failures_html(trouble, WORDS, ENGLISH, admin=True)
    reader = failures_html(trouble, WORDS, ENGLISH, admin=False)
    assert "data-act" not in reader
    assert "a.pdf is empty." in reader


def test_states_and_corrections_are_said_in_words() -> None:
    page = shown([*ROWS, row("Put right", corrected=("title",))], Wanted()).text_content()
    assert "its file is gone" in page
    assert "older version, its file cannot be read" in page
    assert "corrected by hand" in page


EVIL = "<script>x</script> <img src=x onerror=y>\" onload='z"


def test_nothing_of_a_document_is_live_in_the_list() -> None:
    evil = row(EVIL, "2020", EVIL)
    for page in (
        list_html([evil], Wanted(), WORDS, ENGLISH, admin=True),
        form_html(evil, Document("d", EVIL, "Words.", "", title=EVIL), ENGLISH),
        failures_html([Failure(EVIL, EVIL)], WORDS, ENGLISH, admin=True),
    ):
        found = html.fragment_fromstring(page, create_parent="div")
        assert not list(found.iter("script", "img"))
        assert not found.xpath("//@onload | //@onerror")
        assert EVIL in [found.text_content(), *found.xpath("//bdi/text() | //input/@value")]


def test_a_form_changes_what_was_changed_in_it() -> None:
    one = row("A title", "2020", "AP")
    same = {
        "title": " A title",
        "publisher": "AP",
        "authors": "Ines  Calder\n",
        "published": "2020",
    }
    assert corrections_of(one, {**same, "language": "en", "url": ""}) == Corrections()
    changed = {**same, "authors": "Ines Calder\nJoss Verrin", "published": ""}
    assert corrections_of(one, changed) == Corrections(
        authors=("Ines Calder", "Joss Verrin"), published=""
    )
    with pytest.raises(CorrectionError, match="published must be a date"):
        corrections_of(one, {"published": "soon"})


def test_a_corrected_field_shows_what_the_source_states() -> None:
    one = row("By hand", corrected=("title", "publisher"))
    page = form_html(one, Document("d", "/a.txt", "Words.", "", title="Itself"), ENGLISH)
    assert "The source states: Itself" in page
    assert "The source states: nothing" in page
    assert re.findall(r'data-field="(\w+)"', page) == ["title", "publisher"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a (b).txt", "a (b).txt"), ("été, v2.PDF", "été, v2.PDF"), ("report.txt.meta.toml",) * 2],
)
def test_a_harmless_name_is_kept(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_names_of_which_the_same_is_left_stay_apart() -> None:
    names = [
        "a<b.txt",
        "a>b.txt",
        "a_b.txt",
        "x" * 300 + "1.txt",
        "x" * 300 + "2.txt",
        ".txt",
        "..",
    ]
    kept = [safe_name(name) for name in names]
    assert len(set(kept)) == len(names)
    assert [safe_name(name) for name in names] == kept


def test_languages_say_the_same_things_of_the_library() -> None:
    assert set(LIBRARY) == {"en", "fr"}
    for name, value in vars(ENGLISH).items():
        other = getattr(FRENCH, name)
        if isinstance(value, str):
            assert value.count("{}") == other.count("{}"), name
        else:
            assert value.keys() == other.keys(), name
            assert [v.count("{}") for v in value.values()] == [
                other[k].count("{}") for k in value
            ], name
