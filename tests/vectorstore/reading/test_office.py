"""DOCX files in the order of the document, and what is refused before it is opened."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from vectorstore.documents import RegionKind
from vectorstore.errors import ReadingError
from vectorstore.reading.office import read_docx
from vectorstore.reading.reading import Reading

LONG = "The mission was meant to end after a year. It did not, and nobody knows why. " * 3


def made(build: Callable[[Any], None], **properties: str) -> bytes:
    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.title = ""
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def regions(reading: Reading) -> list[tuple[str, str]]:
    return [(r.kind.value, r.span.of(reading.text)) for r in reading.regions]


def test_paragraphs_lists_and_tables_come_in_the_order_of_the_document() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("The river in winter", "Title")
        document.add_paragraph("By Ann Lee")
        document.add_paragraph("Published: 4 February 2022")
        document.add_paragraph(LONG)
        document.add_heading("What is needed", 1)
        document.add_paragraph("a boat", "List Bullet")
        document.add_paragraph("two oars", "List Number")
        table = document.add_table(rows=0, cols=3)
        for row in (("Year", "Men", "Cost"), ("2024", "", "7")):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("Figure 1: A boat.", "Caption")
        document.add_paragraph("The end.")

    reading = read_docx(made(build), "a.docx")
    assert regions(reading) == [
        ("headline", "The river in winter"),
        ("byline", "By Ann Lee\n\nPublished: 4 February 2022"),
        ("body", f"{LONG.strip()}\n\nWhat is needed"),
        ("list", "• a boat\n• two oars"),
        ("table", "Year | Men | Cost\n2024 |  | 7"),
        ("caption", "Figure 1: A boat."),
        ("body", "The end."),
    ]
    assert (reading.title, reading.authors) == ("The river in winter", ("Ann Lee",))
    assert reading.published is not None
    assert (reading.published.date, reading.published.how) == ("2022-02-04", "first lines")


def test_properties_are_believed_but_not_what_programs_fill_in() -> None:
    def build(document: Any) -> None:
        document.add_heading("A heading above all", 1)
        document.add_paragraph(LONG)

    stated = {"title": "The river", "author": "Ann Lee; Bo Ray", "language": "de_CH"}
    reading = read_docx(made(build, **stated), "a.docx")
    assert (reading.title, reading.authors, reading.language) == (
        "The river",
        ("Ann Lee", "Bo Ray"),
        "de-CH",
    )
    filled = {"title": "Document1", "author": "python-docx"}
    reading = read_docx(made(build, **filled), "a.docx")
    assert (reading.title, reading.authors) == ("A heading above all", ())
    assert reading.published is None


def test_a_heading_is_the_headline_only_above_everything() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Some words first.")
        document.add_heading("A section", 1)
        document.add_paragraph(LONG)

    reading = read_docx(made(build), "a.docx")
    assert reading.title is None
    assert [kind for kind, _ in regions(reading)] == ["body"]


def test_text_in_content_controls_boxes_and_insertions_is_read_and_deleted_text_is_not() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Before ")._p
        for tag, text_tag, text in (("ins", "t", "added"), ("del", "delText", "removed")):
            paragraph.append(
                parse_xml(
                    f"<w:{tag} {nsdecls('w')} w:id='1' w:author='x'><w:r>"
                    f"<w:{text_tag}>{text}</w:{text_tag}></w:r></w:{tag}>"
                )
            )
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>In a control."
            "</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(1, control)
        box = parse_xml(
            f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/"
            "2006'><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>"
            "In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:t>In a box."
            "</w:t></mc:Fallback></mc:AlternateContent></w:r>"
        )
        document.add_paragraph("Anchor.")._p.append(box)
        broken = document.add_paragraph("One\ttwo")
        broken.add_run().add_break()
        broken.add_run("three")

    text = read_docx(made(build), "a.docx").text
    assert text == "Before added\n\nIn a control.\n\nAnchor.\n\nIn a box.\n\nOne two\nthree"


def test_a_table_that_lays_out_the_page_is_text() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text = f"{LONG}The end."
        table.rows[0].cells[1].text = "A sidebar."

    assert regions(read_docx(made(build), "a.docx")) == [("body", f"{LONG}The end.\n\nA sidebar.")]


def test_a_table_of_contents_is_boilerplate() -> None:
    def build(document: Any) -> None:
        style = document.styles.add_style("toc 1", 1)
        document.add_paragraph("A section\t3", style)
        document.add_paragraph(LONG)

    assert regions(read_docx(made(build), "a.docx"))[0] == ("boilerplate", "A section 3")


def test_footnotes_stand_at_the_end() -> None:
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>"
        "<w:footnote w:id='1'><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )

    def build(document: Any) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        document.add_paragraph("A claim.")
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
        document.part.relate_to(
            part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        )

    assert read_docx(made(build), "a.docx").text == "A claim.\n\nA note."


def test_a_very_large_table_is_read() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=1, cols=2)
        row = table.rows[0]._tr
        for cell in row.iter(qn("w:tc")):
            cell.p_lst[0].append(parse_xml(f"<w:r {nsdecls('w')}><w:t>cell</w:t></w:r>"))
        for _ in range(3000):
            table._tbl.append(deepcopy(row))

    assert read_docx(made(build), "a.docx").text.count("cell | cell") == 3001


def plain() -> bytes:
    return made(lambda document: document.add_paragraph("Hello."))


def bomb() -> bytes:
    return with_part(plain(), "word/media/a.xml", b"<a>" + b" " * (80 * 1024**2) + b"</a>")


def entities() -> bytes:
    xml = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    return with_part(plain(), "word/document.xml", xml + b"<a>&b;</a>")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb(), "would unpack to 80 MB and is not opened"),
        (entities(), "declares XML entities and is not opened"),
        (plain()[:-30], "damaged or cut off"),
        (plain()[: len(plain()) // 2], "damaged or cut off"),
        (with_part(plain(), "word/document.xml", b"<w:document"), "damaged"),
        (with_part(plain(), "word/document.xml", b"<a>" * 400 + b"</a>" * 400), "damaged"),
        (made(lambda document: document.add_paragraph("  ")), "contains no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError, match=rf"^a\.docx .*{reason}") as caught:
        read_docx(data, "a.docx")
    assert "\n" not in str(caught.value)


def test_no_part_is_unpacked_past_what_it_declares() -> None:
    """A bomb that lies about its size is caught by the size it declares, which zipfile enforces."""
    data = bomb()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/media/a.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != data
    with contextlib.suppress(ReadingError):
        assert "Hello." in read_docx(lying, "a.docx").text


def test_damage_anywhere_is_an_error_or_text() -> None:
    data = plain()
    dice = random.Random(3)
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(5):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with contextlib.suppress(ReadingError):
            assert read_docx(bytes(damaged), "a.docx").regions[0].kind in RegionKind
