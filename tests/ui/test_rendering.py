"""The page a terminal shows for an answer."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from rag.answers import Answer, Decline
from tests.ui.examples import answered, cite, declined, evidence
from ui.footnotes import place, print_passage
from ui.rendering import answer_text, print_answer, print_hits
from ui.wording import as_of_words
from ui.wording.french import FRENCH
from vectorstore.documents import Published, RegionKind

FERRY = (
    "The mission sent boats. The ministry put the number of dead at 61 on Sunday. Lantern Relief "
    "said that it had counted 74."
)


def page(answer: Answer, width: int = 80, **options: object) -> str:
    out = Console(file=io.StringIO(), width=width, soft_wrap=True, **options)  # type: ignore[arg-type]
    print_answer(out, answer)
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_marks_follow_their_statements() -> None:
    found = evidence(FERRY)
    first, second = cite(found, "The mission sent boats.", 1), cite(found, "counted 74", 2)
    answer = answered(first, second, texts=["The mission sent boats.", "It counted 74."])
    assert answer_text(answer) == "The mission sent boats. [1] It counted 74. [2]"


@pytest.mark.parametrize("reason", list(Decline))
def test_every_decline_is_one_sentence(reason: Decline) -> None:
    text = answer_text(declined(reason))
    assert text.endswith(".")
    assert "\n" not in text


def test_the_whole_page() -> None:
    date = Published("2025-08-25", "dateline")
    found = evidence(FERRY, published=date)
    quote = "The ministry put the number of dead at 61 on Sunday."
    assert page(answered(cite(found, quote))) == (
        "The ministry put the number of dead at 61 on Sunday. [1]\n"
        "\n"
        "As of 25 Aug 2025.\n"
        "\n"
        "[1] A river and its ferry\n"
        "    Dranje Wire, 25 Aug 2025 (dateline)\n"
        "    The mission sent boats. «The ministry put the number of dead at 61 on\n"
        "    Sunday.» Lantern Relief said that it had counted 74.\n"
        "    /library/ferry.html, 24..76 of 3fa9c1d2\n"
        "\n"
        "” quoted\n"
    )


def test_a_decline_shows_what_comes_closest() -> None:
    shown = page(declined(Decline.NOT_IN_SOURCES, cite(evidence(FERRY), "counted 74")))
    assert shown.startswith(
        "The sources do not answer this question.\n\nClosest, but not an answer"
    )
    assert "«counted 74»" in shown
    assert "As of" not in shown


def test_a_teaser_keeps_to_itself() -> None:
    found = evidence(
        "Flour mills ask for a ban.",
        region=RegionKind.TEASER,
        title="Flour mills",
        published=Published("2025-08-25", "page metadata"),
    )
    answer = answered(cite(found, "Flour mills ask for a ban."))
    shown = page(answer)
    assert "in a teaser" in shown
    assert "2025" not in shown
    assert answer.as_of is None


def test_the_newest_cited_date_counts() -> None:
    old = cite(evidence("Old.", published=Published("2024", "sidecar")), "Old.", 1)
    new = cite(evidence("New.", published=Published("2025-03", "sidecar")), "New.", 2)
    answer = answered(old, new)
    assert answer.as_of == "2025-03"
    assert (as_of_words(answer), as_of_words(answer, FRENCH)) == (
        "As of Mar 2025",
        "État en mars 2025",
    )
    day = cite(evidence("Last.", published=Published("2025-03-01", "sidecar")), "Last.")
    assert as_of_words(answered(day), FRENCH) == "État au 1er mars 2025"


def test_long_contexts_are_cut_at_words() -> None:
    text = "alpha " * 60 + "The point. " + "omega " * 60
    shown = page(answered(cite(evidence(text), "The point.")))
    assert "… alpha" in shown
    assert "omega …" in shown


HOSTILE = "\x1b[2JGone\x07. \u202eEvil text. " + "W" * 300 + " שלום עולם. " + "語" * 120 + "."


@pytest.mark.parametrize("width", [60, 80, 200])
def test_hostile_text_stays_text(width: int) -> None:
    found = evidence(HOSTILE, title="\x1b]0;owned\x07Title", source="/lib/\x1b[31mname.html")
    shown = page(answered(cite(found, HOSTILE.strip())), width)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "␛[2JGone␇" in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= width


def test_rich_markup_in_a_source_is_text() -> None:
    text = "He said [bold red]no[/] and :smile: [link=http://x]here[/link]."
    assert f"«{text}»" in page(answered(cite(evidence(text), text)))


def test_colour_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    answer = answered(cite(evidence(FERRY), "counted 74"))
    terminal = {"force_terminal": True, "color_system": "standard"}
    assert "\x1b[" in page(answer, **terminal)
    assert "\x1b[" not in page(answer)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in page(answer, **terminal)


def test_place_is_short_below_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/usr")
    assert place("/usr/share/x.html") == "share/x.html"
    assert place("/etc/x.html") == "/etc/x.html"
    assert place("https://example.org/a") == "https://example.org/a"


def test_a_passage_and_hits_are_shown() -> None:
    out = Console(file=io.StringIO(), width=80, soft_wrap=True)
    print_passage(out, cite(evidence(FERRY), "counted 74"))
    print_hits(out, (evidence(FERRY), evidence("word " * 400)))
    print_hits(out, ())
    shown = out.file.getvalue()  # type: ignore[attr-defined]
    assert "had «counted 74»." in shown
    assert "1   A river and its ferry" in shown
    assert " …\n" in shown
    assert "Nothing in the library comes near." in shown
