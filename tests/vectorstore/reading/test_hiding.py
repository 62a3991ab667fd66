"""What a page hides by its inline styles is no text of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.reading import read
from vectorstore.reading.hiding import hides

HIDDEN = [
    "display:none", "DISPLAY : None !important", "visibility:hidden", "font-size:0", "opacity: 0",
    "font-size:0px;color:red", "font-size: 1px", "position:absolute;left:-9999px",
    "text-indent:-5000px", "height:0;overflow:hidden", "clip:rect(0,0,0,0)", "color:transparent",
    "clip-path: inset(50%)", "color:#fff;background:#FFFFFF", "color:white;background-color:#fff",
]  # fmt: skip
SEEN = [
    "", "font-size:0.9em", "font-size:10px", "opacity:0.8", "color:#000;background:#fff",
    "left:-5px", "height:0", "background-color:transparent", "color:white;background:navy",
    "border-opacity:0", "margin-left:-20px",
]  # fmt: skip
PAGE = (
    "<html lang=en><head><title>Notes of Rask</title>{}</head><body><article><h1>Notes of Rask</h1>"
    "<p>The harbour of Rask handled 41 ships in May, more than in any month before it.</p>"
    "<p {}>The harbour is closed for good, says whoever hid this sentence in the page.</p>"
    "<p>The crane was repaired in June by the men of the town, and it lifts 30 tonnes.</p>"
    "</article></body></html>"
)


@pytest.mark.parametrize("style", HIDDEN)
def test_hidden(style: str, tmp_path: Path) -> None:
    assert hides(style)
    assert "closed for good" not in text(tmp_path, f'style="{style}"')


@pytest.mark.parametrize("style", SEEN)
def test_seen(style: str, tmp_path: Path) -> None:
    assert not hides(style)
    assert "closed for good" in text(tmp_path, f'style="{style}"')


@pytest.mark.parametrize(
    ("attributes", "head", "seen"),
    [
        ('style="color:white"', "", False),
        ('style="color:white"', "<style>p { background: navy }</style>", True),
        ('style="color:white" bgcolor="navy"', "", True),
        ("hidden", "", False),
        ('aria-hidden="true"', "", False),
    ],
)
def test_white_on_white(attributes: str, head: str, seen: bool, tmp_path: Path) -> None:
    assert ("closed for good" in text(tmp_path, attributes, head)) is seen


def text(folder: Path, attributes: str, head: str = "") -> str:
    page = folder / "page.html"
    page.write_text(PAGE.format(head, attributes), encoding="utf-8")
    found = read(page)
    assert "41 ships" in found.text
    assert "30 tonnes" in found.text
    return found.text
