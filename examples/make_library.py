"""Make the PDF and the DOCX of the sample library from the text below, the same every time.

    python examples/make_library.py [FOLDER]

FOLDER defaults to the `library` folder beside this file. Needs the `dev` extra (reportlab).
"""

from __future__ import annotations

import datetime as dt
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

BRIEF_NAME = "2025-10-21-policy-brief-drawdown.pdf"
ANSWERS_NAME = "2025-10-01-questions-and-answers.docx"

BRIEF_TITLE = "Leaving Without a Vacuum: Three Ways to Wind Down the Mission in Orvessa"
BRIEF_AUTHORS = "Matteo Harrow and Selin Adair"
BRIEF = """
# Summary
The Stabilisation Mission in Orvessa (STAMOR) is going to shrink, whatever is decided in December.
The question is whether it shrinks by plan or by exhaustion. This brief compares three ways to wind
it down. We recommend the second: a smaller force of about 3,000 soldiers that stays until the end
of 2026, with the river and the polling stations as its only tasks.

# Where the mission stands
Money is leaving faster than soldiers. The budget was 412 million crowns in 2024 and is 368 million
this year; for 2026 the secretariat of the Community has proposed 290 million. Members owed the
mission 57 million crowns at the end of September, and Belmarch alone accounted for 31 million of
that. Fuel for the patrol boats has been rationed since the first week of August, so that a boat
which used to be out for ten hours a day now leaves the harbour for six.

The record on the ground is better than the mood. Armed attacks along the Dranje fell from 212 in
2022 to 64 in 2024, and 41 were counted in the first nine months of 2025. Freight on the river has
tripled since 2022. What has not improved is trust: the ferry disaster of August and the quarrel
about its cause have cost the mission goodwill that no patrol will win back.

# What Orvessans say
Between 4 and 18 September our institute questioned 1,204 adults in six towns, face to face.
Fifty-eight per cent wanted the mission to leave within a year, 31 per cent wanted it to stay for as
long as it takes, and the others had no opinion. The average hides a divide. In Sorrin and Tavna,
the two northern towns of the sample, 64 per cent wanted the soldiers to stay, and many of those who
said so told our interviewers that they had voted with their feet once already and did not intend to
do it again. Asked whom they held responsible for the sinking of the Lady Aurel, 44 per cent named
the owner of the ferry, 29 per cent the mission and 12 per cent the government. The margin of error
is three percentage points.

# Option 1: Out before the vote
All troops leave by the end of March 2026. It is the cheapest option, at an estimated 120 million
crowns, and the one that Belmarch prefers. It would leave 1,900 polling stations to an army that has
never guarded an election. We think it reckless.

# Option 2: Small and dated
The force is cut to 3,000 by the summer and ends its work on 31 December 2026. Cost: 290 million
crowns, the sum already proposed. It needs Orvessa's consent, and it needs Vantar to keep at least
1,500 soldiers in place. The weak point is the north, where one battalion would have to do the work
of three.

# Option 3: Police instead of soldiers
The troops are replaced by 900 police officers and 200 observers. Orvessans would find blue shirts
easier to bear than grey boats. But no member has offered more than 60 officers so far, and training
the rest would take at least eight months. The option comes too late for April.

# What could go wrong
Plans for leaving tend to forget those who cannot leave. The mission employs 190 Orvessans, most of
them in Halmet, and buys bread, fuel and laundry for about 9 million crowns a year. When the base in
Tavna closed in June, a third of the shops on its main street were shut within ten weeks. A second
danger is the timetable of others: the fishing season opens on 1 April, and the quarrel over nets
has led to more shots on the river than the war's old grudges have. A third is rumour. Every convoy
that drives south will be read as a convoy that is carrying something.

# Recommendations
First, extend the mandate once, to a fixed date, and say that it is the last time. Second, make
payment of arrears a condition of a vote in the mission's council. Third, publish the logs of every
patrol boat within a month of each voyage; secrecy has been the gift that keeps on giving to the
mission's enemies. Fourth, hand the field hospital in Sorrin to the province with two years of
funding instead of closing it. Fifth, let the inquiry into the ferry finish before anyone in uniform
comments on it again.

None of the three options will work if the election is moved a third time. In that case we would
advise the Community to stop planning for the mission and to start planning for its absence.

# About this brief
Matteo Harrow directs the security programme of the Institute for River Studies. Selin Adair is a
research fellow there. The survey was paid for by the Oster Isles Science Fund, which had no say in
the text.
"""

ANSWERS_TITLE = "Questions and answers about STAMOR"
ANSWERS_BY = "STAMOR Public Information Office"
ANSWERS = """
Published by the Public Information Office of the Stabilisation Mission in Orvessa, Halmet, on 1
October 2025. The next edition will appear in January.

# How many soldiers are there, and where do they come from?
On 1 October 2025 the mission had 4,750 soldiers from five countries. The table shows them by
country, beside the figures for March 2024, when the mission was at its largest. Women make up 14
per cent of the force.

[table]

# Are there only soldiers?
No. There are also 420 police officers, who advise the Orvessan police and carry no weapons, and 310
civilians, 190 of them Orvessans.

# Can a soldier of the mission arrest me?
No. Our soldiers may stop and search a person at a checkpoint. Anyone they stop has to be handed to
the Orvessan police within 24 hours.

# When may they shoot?
In self-defence, and to protect civilians from immediate danger. A warning must be given first
whenever there is time for one.

# I was hurt or my property was damaged. What can I do?
Call 4411, day or night, free of charge from any Orvessan network, or come to the claims desk at
Halmet on a Tuesday or a Thursday. Claims must be made within six months. Last year 312 claims were
decided, 205 of them in favour of the person who made them; the average payment was 640 crowns.

# Did a mission boat hit the Lady Aurel?
No. Boat P-14 was moored when the ferry overturned. We have given its log and its camera footage to
the commission of Judge Amalia Rost and will not comment further until it has reported.

# Does the mission help the River Front?
No. The mission helps civilians on both sides of the former front line and pays neither side.

# Who pays for the mission?
The nine members of the Community of Lake States, according to their means. Vantar contributes 34
per cent, Torrland 21 per cent and Belmarch 17 per cent. The budget for 2025 is 368 million crowns.

# What does the mission do for the river?
It clears mines from the banks, marks the channel with 380 buoys and inspects barges at two places,
Halmet and Mirov. Between January and August, 61 weapons were found on board.

# Do the soldiers use local water?
They drink treated water from the Dranje like everyone else. The treatment plant at Halmet, built by
engineers from Vantar, also supplies 22,000 residents.

# How long will the mission stay?
The present mandate ends on 31 January 2026. Any extension is for the Community to decide, with the
consent of the government of Orvessa.

# How can I work for the mission?
Vacancies are posted at the gate of every base on the first Monday of the month. We never ask for
money. If somebody does, call 4411.
"""
TROOPS = (
    ("Country", "March 2024", "1 October 2025"),
    ("Vantar", "2,100", "1,900"),
    ("Belmarch", "1,500", "1,200"),
    ("Ruvia", "1,150", "0"),
    ("Torrland", "900", "900"),
    ("Cassily", "450", "450"),
    ("Oster Isles", "300", "300"),
    ("Total", "6,400", "4,750"),
)
ANSWERS_DATE = dt.datetime(2025, 10, 1, 9, 0, 0)
ZIP_DATE = (2025, 10, 1, 9, 0, 0)
# What `invariant` writes, and what stands in its place: equally long, so that offsets hold.
REPORTLAB_DATE, BRIEF_DATE = b"D:20000101000000", b"D:20251021080000"


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the ("heading" | "table" | "text", words) blocks of a text, white space folded."""
    found = []
    for part in text.strip().split("\n\n"):
        first, _, rest = part.partition("\n")
        if first.startswith("# "):
            found.append(("heading", first[2:]))
            part = rest
        if part == "[table]":
            found.append(("table", ""))
        elif part:
            found.append(("text", " ".join(part.split())))
    return found


def page_furniture(canvas: Canvas, template: BaseDocTemplate) -> None:
    """Draw the running header and the footer with the page number."""
    width, height = A5
    canvas.setFont("Helvetica", 7.5)
    canvas.drawString(18 * mm, height - 12 * mm, "Institute for River Studies")
    canvas.drawRightString(width - 18 * mm, height - 12 * mm, "Policy Brief 2025/7 | October 2025")
    canvas.drawString(18 * mm, 10 * mm, "Leaving Without a Vacuum")
    canvas.drawRightString(width - 18 * mm, 10 * mm, f"Page {template.page} of 3")


def make_brief(path: Path) -> None:
    """Write the policy brief: a PDF of three pages, uncompressed, without a time stamp."""
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10.8, leading=13.9, spaceAfter=6)
    head = ParagraphStyle("head", parent=body, fontName="Helvetica-Bold", spaceBefore=4)
    title = ParagraphStyle("title", parent=head, fontSize=15, leading=18, spaceAfter=8)
    width, height = A5
    frame = Frame(18 * mm, 16 * mm, width - 36 * mm, height - 32 * mm, 0, 0, 0, 0)
    pdf = BaseDocTemplate(
        str(path),
        pagesize=A5,
        title=BRIEF_TITLE,
        author=BRIEF_AUTHORS,
        subject="Policy Brief 2025/7",
        lang="en",
        invariant=1,
        pageCompression=0,
    )
    pdf.addPageTemplates([PageTemplate("page", [frame], onPage=page_furniture)])
    story: list[Flowable] = [
        Paragraph(BRIEF_TITLE, title),
        Paragraph(f"{BRIEF_AUTHORS}<br/>21 October 2025", body),
    ]
    for kind, words in blocks(BRIEF):
        story.append(Paragraph(words, head if kind == "heading" else body))
    pdf.build(story)
    path.write_bytes(path.read_bytes().replace(REPORTLAB_DATE, BRIEF_DATE))


def make_answers(path: Path) -> None:
    """Write the questions and answers: a DOCX with headings and one table, without a time stamp."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.language = ANSWERS_TITLE, ANSWERS_BY, "en"
    about.created = about.modified = ANSWERS_DATE
    about.last_modified_by, about.comments = ANSWERS_BY, ""
    document.add_heading(ANSWERS_TITLE, level=0)
    for kind, words in blocks(ANSWERS):
        if kind == "heading":
            document.add_heading(words, level=1)
        elif kind == "table":
            table = document.add_table(rows=0, cols=3, style="Light Grid Accent 1")
            for row in TROOPS:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = value
        else:
            document.add_paragraph(words)
    dated = BytesIO()
    document.save(dated)
    with zipfile.ZipFile(dated) as made, zipfile.ZipFile(path, "w") as undated:
        for name in made.namelist():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            undated.writestr(member, made.read(name))


def main() -> None:
    """Write both files into the folder named on the command line."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "library"
    make_brief(folder / BRIEF_NAME)
    make_answers(folder / ANSWERS_NAME)


if __name__ == "__main__":
    main()
