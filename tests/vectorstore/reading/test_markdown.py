import pytest

from tests.vectorstore.reading.regions_support import kind_of, kinds, texts
from vectorstore.documents import RegionKind
from vectorstore.errors import ReadingError
from vectorstore.reading.text import read_markdown

PAGE = """\
---
title: Ferries
date: 2024-03
---

# Ferries of the *northern* lakes

*By Ann Bright | 4 February 2022*

![The quay at dawn](quay.jpg)

Ferries run all year.
They do not run in storms.

## Boats

- Lady Aurel
- P-14
  built in 1978

| Boat | Seats |
| --- | --- |
| Lady Aurel | 120 |

```
# not a heading
```

<!-- an editor's note -->

[home]: https://tide.example
"""


def test_a_page_is_read_by_its_blocks_and_keeps_its_marks():
    page = read_markdown(PAGE, "ferries.md")
    assert page.text.startswith("# Ferries of the *northern* lakes\n")
    assert kinds(page) == [
        "headline",
        "byline",
        "caption",
        "body",
        "list",
        "table",
        "body",
        "boilerplate",
    ]
    assert texts(page, RegionKind.LIST) == ["- Lady Aurel\n- P-14\n  built in 1978"]
    assert "## Boats" in texts(page, RegionKind.BODY)[0]
    assert kind_of(page, "# not a heading") is RegionKind.BODY
    assert kind_of(page, "an editor's note") is RegionKind.BOILERPLATE


def test_front_matter_wins_over_heading_and_byline():
    page = read_markdown(PAGE, "ferries.md")
    assert page.title == "Ferries"
    assert page.authors == ("Ann Bright",)
    assert page.published is not None
    assert (page.published.date, page.published.how) == ("2024-03", "front matter")
    assert page.media_type == "text/markdown"


def test_the_first_heading_is_the_title_without_its_marks():
    page = read_markdown("The *old* [quay](x)\n===\n\nText goes here.\n", "x.md")
    assert page.title == "The old quay"
    assert kinds(page) == ["headline", "body"]


def test_a_first_line_that_is_no_heading_is_text():
    page = read_markdown("Some words\n\nMore words here.\n", "x.md")
    assert page.title is None
    assert kinds(page) == ["body"]


@pytest.mark.parametrize("text", ["", "\n\n", "---\ntitle: A\n---\n\n"])
def test_markdown_without_words_is_refused(text):
    with pytest.raises(ReadingError, match=r"empty\.md contains no text"):
        read_markdown(text, "empty.md")
