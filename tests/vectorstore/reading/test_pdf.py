"""PDF files as a person reads them: order, whole sentences, what is stated, what is refused."""

from __future__ import annotations

import contextlib
import io
import random
import time
from collections.abc import Callable

import pypdfium2
import pytest
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A5
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from vectorstore.documents import RegionKind
from vectorstore.errors import ReadingError
from vectorstore.reading.pdf import read_pdf
from vectorstore.reading.reading import Reading

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12.5, spaceAfter=6)
HEAD = ParagraphStyle("head", fontName="Times-Bold", fontSize=12, leading=15, spaceAfter=4)
TITLE = ParagraphStyle("title", fontName="Times-Bold", fontSize=18, leading=22, spaceAfter=8)
WIDTH, HEIGHT = A5


def prose(sentences: int, seed: int = 1) -> str:
    """Sentences of 9 to 17 words, each one of a kind."""
    dice = random.Random(seed)
    words = "river bridge mission soldier harbour winter council patrol budget crossing".split()
    return " ".join(
        f"Sentence {seed}{n:03d} " + " ".join(dice.choices(words, k=dice.randint(8, 16))) + "."
        for n in range(sentences)
    )


def made(
    story: list[object], header: str = "", footer: str = "Page {page}", **properties: str
) -> bytes:
    """A document of A5 pages, with a header and a footer on each."""
    out = io.BytesIO()

    def decorate(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(40, HEIGHT - 25, header.format(page=document.page))
        canvas.drawCentredString(WIDTH / 2, 20, footer.format(page=document.page))

    SimpleDocTemplate(out, pagesize=A5, margins=40, **properties).build(
        list(story), onFirstPage=decorate, onLaterPages=decorate
    )
    return out.getvalue()


def drawn(draw: Callable[[Canvas], None], **settings: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A5, **settings)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def lines(canvas: Canvas, text: str, x: float, y: float, width: float, size: float = 10) -> float:
    """Draw a wrapped text, a line at a time; return where the next line would stand."""
    canvas.setFont("Times-Roman", size)
    for line in simpleSplit(text, "Times-Roman", size, width):
        canvas.drawString(x, y, line)
        y -= size * 1.25
    return y


def of_kind(reading: Reading, kind: RegionKind) -> list[str]:
    return [r.span.of(reading.text) for r in reading.regions if r.kind is kind]


def body(reading: Reading) -> str:
    return "\n\n".join(of_kind(reading, RegionKind.BODY))


def test_every_sentence_comes_out_whole_across_lines_and_pages() -> None:
    paragraphs = [prose(12, seed) for seed in range(1, 9)]
    data = made([Paragraph(text, BODY) for text in paragraphs], header="Lake Papers {page}")
    reading = read_pdf(data, "a.pdf")
    assert len(pypdfium2.PdfDocument(data)) > 3
    assert body(reading).split("\n\n") == paragraphs
    assert of_kind(reading, RegionKind.BOILERPLATE) == ["Lake Papers 1"]


def test_headings_stand_on_their_own_lines_under_the_title() -> None:
    story = [
        Paragraph("Three Ways to Wind Down the Mission on the River Without a Vacuum", TITLE),
        Paragraph("Ann Lee and Bo Ray", BODY),
        Paragraph("21 October 2025", BODY),
        Paragraph("Where it stands", HEAD),
        Paragraph(prose(8), BODY),
        Paragraph("What could go wrong?", HEAD),
        Paragraph(prose(8, 2), BODY),
    ]
    reading = read_pdf(made(story, header="Policy brief | October 2025", lang="en-GB"), "a.pdf")
    assert of_kind(reading, RegionKind.HEADLINE) == [reading.title]
    assert reading.title == "Three Ways to Wind Down the Mission on the River Without a Vacuum"
    assert of_kind(reading, RegionKind.BYLINE) == ["Ann Lee and Bo Ray", "21 October 2025"] or (
        of_kind(reading, RegionKind.BYLINE) == ["21 October 2025"]
    )
    assert body(reading).split("\n\n")[-4:] == [
        "Where it stands",
        prose(8),
        "What could go wrong?",
        prose(8, 2),
    ]
    assert reading.published is not None
    assert (reading.published.date, reading.published.how) == ("2025-10-21", "first page")
    assert reading.language == "en-GB"


def test_stated_properties_are_believed_but_not_what_programs_fill_in() -> None:
    story = [Paragraph("The River in Winter", TITLE), Paragraph(prose(9), BODY)]
    good = read_pdf(made(story, title="The River in Winter", author="Lee, Ann; Ray, Bo"), "a.pdf")
    assert (good.title, good.authors) == ("The River in Winter", ("Ann Lee", "Bo Ray"))
    bad = read_pdf(made(story, title="Microsoft Word - brief7.docx", author="admin"), "a.pdf")
    assert (bad.title, bad.authors) == ("The River in Winter", ())


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published 4 February 2022", "2022-02-04"),
        ("Policy brief | March 2022", "2022-03"),
        ("March 2022", "2022-03"),
        ("Revised 4 February 2022", None),
        ("The war began on 4 February 2022 in the north.", None),
    ],
)
def test_a_date_is_one_that_the_first_page_states(line: str, date: str | None) -> None:
    story = [Paragraph("The River", TITLE), Paragraph(line, BODY), Paragraph(prose(9), BODY)]
    published = read_pdf(made(story), "a.pdf").published
    assert (published.date if published else None) == date


def test_the_date_of_the_file_is_no_date_of_publication() -> None:
    data = made([Paragraph(prose(9), BODY)])
    assert b"CreationDate" in data
    assert read_pdf(data, "a.pdf").published is None


def test_a_publishers_metadata_dates_a_document() -> None:
    data = made([Paragraph(prose(9), BODY)])
    stamp = b"<x:xmpmeta><prism:publicationDate>2021-06-30</prism:publicationDate></x:xmpmeta>\n"
    data = data.replace(b"xref\n", b"%" + stamp + b"xref\n", 1)
    published = read_pdf(data, "a.pdf").published
    assert published is not None
    assert (published.date, published.how) == ("2021-06-30", "document metadata")


def test_columns_are_read_one_after_the_other_however_they_were_written() -> None:
    left, right = prose(14, 1), prose(14, 2)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 9)
        sides = [simpleSplit(text, "Times-Roman", 9, 160) for text in (left, right)]
        for row in range(max(map(len, sides))):
            for side, x in zip(sides, (40, 220), strict=True):
                if row < len(side):
                    canvas.drawString(x, 540 - 11 * row, side[row])

    assert body(read_pdf(drawn(draw), "a.pdf")).split("\n\n") == [left, right]


def test_a_table_keeps_its_rows() -> None:
    rows = [["Country", "March 2024", "October 2025"], ["Vantar", "2,100", "1,900"]]
    rows += [["Oster Isles", "300", "300"], ["Total", "6,400", "4,750"]]
    table = Table(rows, colWidths=100, style=TableStyle([("GRID", (0, 0), (-1, -1), 1, black)]))
    reading = read_pdf(
        made([Paragraph(prose(6), BODY), table, Spacer(1, 10), Paragraph(prose(6, 2), BODY)]),
        "a.pdf",
    )
    assert of_kind(reading, RegionKind.TABLE) == ["\n".join(" | ".join(row) for row in rows)]
    assert of_kind(reading, RegionKind.BODY) == [prose(6), prose(6, 2)]


def test_captions_and_lists_have_regions_of_their_own() -> None:
    story = [
        Paragraph(prose(6), BODY),
        Paragraph("Figure 2: Soldiers at the bridge of Rask.", BODY),
        Paragraph("• " + prose(1, 3), BODY),
        Paragraph("• " + prose(1, 4), BODY),
        Paragraph(prose(6, 2), BODY),
    ]
    reading = read_pdf(made(story), "a.pdf")
    assert of_kind(reading, RegionKind.CAPTION) == ["Figure 2: Soldiers at the bridge of Rask."]
    assert of_kind(reading, RegionKind.LIST) == [f"• {prose(1, 3)}\n• {prose(1, 4)}"]


def test_a_sentence_is_whole_though_a_note_and_a_table_stand_inside_it() -> None:
    def draw(canvas: Canvas) -> None:
        y = lines(canvas, prose(6), 40, 540, 340)
        lines(
            canvas, "This sentence runs on, past the foot of the page, and it does not", 40, y, 340
        )
        lines(canvas, "1 A note in small print at the foot of the page.", 40, 60, 340, 7)
        canvas.showPage()
        for row, cells in enumerate(
            (("Year", "Men", "Cost"), ("2024", "41", "7"), ("2025", "43", "8"))
        ):
            for column, cell in enumerate(cells):
                canvas.drawString(40 + 110 * column, 540 - 14 * row, cell)
        y = lines(canvas, "end before this page does. " + prose(6, 2), 40, 470, 340)

    reading = read_pdf(drawn(draw), "a.pdf")
    assert (
        "This sentence runs on, past the foot of the page, and it does not end before this page"
        " does. Sentence 2000"
    ) in reading.text
    assert "1 A note in small print at the foot of the page." in reading.text.split("\n\n")


@pytest.mark.parametrize(
    ("drawn_lines", "text"),
    [
        (["The govern-", "ment said no to it."], "The government said no to it."),
        (["An Anglo-", "American plan was made."], "An Anglo-American plan was made."),
        (["It is a well-", "known fact that it ends."], "It is a well-known fact that it ends."),
        (["The self-", "defence of towns is hard."], "The self-defence of towns is hard."),
        (["Between 2019-", "2020 it was at peace."], "Between 2019-2020 it was at peace."),
        (["The co-op and the co-", "op again."], "The co-op and the co-op again."),
        (["The long term, the long-", "term plan."], "The long term, the long-term plan."),
        (["The o\ufb03ce \ufb01led it.", "It was \ufb02at."], "The office filed it. It was flat."),
    ],
)
def test_hyphens_of_line_ends_go_and_those_of_words_stay(drawn_lines: list[str], text: str) -> None:
    from vectorstore.reading.hyphens import Hyphens
    from vectorstore.reading.pdfwords import _CLEANED

    cleaned = [line.translate(_CLEANED) for line in drawn_lines]
    assert Hyphens(cleaned).joined(cleaned) == text


def test_hyphens_are_joined_in_a_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for row, line in enumerate(
            ("The mission left the harbour, the govern-", "ment said in a long statement, and it")
        ):
            canvas.drawString(40, 500 - 12 * row, line)
        canvas.drawString(40, 476, "gave no reason.")

    assert "the government said in a long statement, and it gave no reason." in (
        read_pdf(drawn(draw), "a.pdf").text
    )


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_reads_the_same(rotation: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotation)
        canvas.translate(
            *{0: (0, 0), 90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[rotation]
        )
        canvas.rotate(rotation)
        width = WIDTH if rotation % 180 == 0 else HEIGHT
        top = (HEIGHT if rotation % 180 == 0 else WIDTH) - 80
        lines(canvas, prose(7), 40, top, width - 80)

    assert read_pdf(drawn(draw), "a.pdf").text == prose(7)


def test_a_stamp_across_a_page_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, prose(7), 60, 500, 320)
        canvas.rotate(90)
        canvas.drawString(100, -20, "stamp:1234.56789 [rivers]")

    assert read_pdf(drawn(draw), "a.pdf").text == prose(7)


def scan() -> bytes:
    return drawn(lambda canvas: canvas.rect(50, 50, 100, 100, fill=1))


def cut_off(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (scan(), r"contains no text; it may be a scan"),
        (b"%PDF-1.4\nnothing else", r"damaged or cut off PDF"),
        (cut_off(made([Paragraph(prose(50), BODY)])), r"damaged or cut off PDF"),
        (made([Paragraph(prose(50), BODY)])[:-40], r"damaged or cut off PDF"),
        (
            drawn(
                lambda canvas: canvas.drawString(50, 50, "Hello"),
                encrypt=StandardEncryption("secret", "owner"),
            ),
            r"is encrypted and needs a password",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError, match=rf"^a\.pdf .*{reason}") as caught:
        read_pdf(data, "a.pdf")
    assert str(caught.value).count("\n") == 0


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    encrypted = drawn(
        lambda canvas: canvas.drawString(50, 50, "Anyone may read this."),
        encrypt=StandardEncryption("", "owner"),
    )
    assert read_pdf(encrypted, "a.pdf").text == "Anyone may read this."


def test_damage_anywhere_is_an_error_or_text_but_nothing_else() -> None:
    data = made([Paragraph(prose(60), BODY)])
    dice = random.Random(7)
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(20):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with contextlib.suppress(ReadingError):
            read_pdf(bytes(damaged), "a.pdf")


def test_reading_is_fast() -> None:
    data = made([Paragraph(prose(12, seed), BODY) for seed in range(120)])
    pages = len(pypdfium2.PdfDocument(data))
    started = time.perf_counter()
    read_pdf(data, "a.pdf")
    assert time.perf_counter() - started < pages * 0.05
