"""What can be done with an answer: ask again, give it on, say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ui.exporting.page import text
from ui.keeping.feedback import LONGEST, Reason
from ui.web.phrases import Phrases

if TYPE_CHECKING:
    from ui.web.turns import Place

FORMATS = {"md": "Markdown", "html": "HTML", "json": "JSON"}
"""How a file ends, and what it is called."""


def deeds_html(place: Place, words: Phrases, *, failed: bool) -> Iterator[str]:
    """Yield the buttons below a turn that is kept; nothing below one that is being answered."""
    if not place.conversation:
        return
    yield '<p class="deeds">'
    yield _button("edit", words.edit)
    yield _button("again", words.ask_again)
    yield _button("undo", words.take_back)
    if place.work and not failed:
        where = f'data-work="{text(place.work)}" data-collection="{text(place.collection)}"'
        yield _button("link", words.link, where)
        yield exports_html(f"page/{place.collection}/works/{place.work}", words.export, words)
        yield f'<span class="judged" {where}>'
        yield _button("good", words.useful)
        yield _button("wrong", words.not_useful)
        yield "</span>"
    yield '</p>\n<p class="kept facts" role="status"></p>'


def widen_html(place: Place, words: Phrases, *, narrowed: bool) -> Iterator[str]:
    """Yield what looks further where there was no answer, below a turn that is kept."""
    if not place.work:
        return
    deed, name = ("everywhere", words.ask_everywhere) if narrowed else ("more", words.more_passages)
    where = f'data-work="{text(place.work)}" data-collection="{text(place.collection)}"'
    yield f'<p class="deeds">{_button(deed, name, where)}</p>\n<div class="more"></div>'


def say_html(place: Place, statement: int, words: Phrases) -> str:
    """Return the button that says what is wrong with a statement, counted from 1."""
    if not place.work:
        return ""
    return (
        f'<span class="judged say" data-work="{text(place.work)}" '
        f'data-collection="{text(place.collection)}" data-statement="{statement}">'
        f'<button type="button" data-do="wrong" aria-label="{words.say_wrong} {statement}" '
        f'title="{words.what_is_wrong}"><span aria-hidden="true">⚐</span></button></span>'
    )


def exports_html(address: str, name: str, words: Phrases) -> str:
    """Return links that save something in each format."""
    links = " ".join(
        f'<a href="{text(address)}.{end}" download '
        f'aria-label="{words.named.format(name, called)}">{called}</a>'
        for end, called in FORMATS.items()
    )
    return f'<span class="exports">{name} {links}</span>'


def feedback_html(words: Phrases, first: str) -> str:
    """Return the dialogue that asks what is wrong, and what the page's script says.

    `first` is the collection to begin with, HTML-safe.
    """
    reasons = "\n".join(
        f'<label><input type="radio" name="reason" value="{reason.value}" required> '
        f"{words.reasons[reason.value]}</label>"
        for reason in Reason
    )
    return (
        '<dialog id="feedback" aria-labelledby="feedback-title"><form method="dialog">'
        f'<h2 id="feedback-title">{words.what_is_wrong}</h2>'
        f'<p class="facts" id="feedback-about" data-answer="{words.about_answer}" '
        f'data-statement="{words.about_statement}"></p>'
        f"<fieldset><legend>{words.what_is_wrong}</legend>{reasons}</fieldset>"
        f'<label class="comment">{words.comment}'
        f'<textarea name="comment" rows="3" maxlength="{LONGEST}"></textarea></label>'
        f'<p class="doing"><button type="submit" value="send">{words.send}</button> '
        f'<button type="submit" value="cancel" formnovalidate>{words.cancel}</button></p>'
        f'</form></dialog><div id="said" data-thanks="{words.thanks}" data-lost="{words.not_kept}" '
        f'data-silent="{words.silent}" '
        f'data-link="{words.link_copied}" data-forget="{words.forget_question}" '
        f'data-editing="{words.editing}" data-first="{first}" hidden></div>'
    )


def _button(deed: str, name: str, more: str = "") -> str:
    return f'<button type="button" data-do="{deed}" {more}>{name}</button>'
