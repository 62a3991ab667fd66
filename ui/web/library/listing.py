"""The list of documents as HTML: a page of it, what narrows it, what could not be read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ui.exporting.page import phrase, text
from ui.footnotes import place
from ui.origins import date_of
from ui.web.library.phrases import LibraryPhrases
from ui.web.library.shell import samples_html
from ui.web.library.wanted import Wanted, chosen, title_of
from ui.web.phrases import Phrases
from vectorstore.records import DocumentRow, DocumentState, Failure

PAGE = 100
_MOST_PUBLISHERS = 500


def list_html(
    rows: Sequence[DocumentRow],
    wanted: Wanted,
    words: Phrases,
    here: LibraryPhrases,
    *,
    admin: bool,
) -> str:
    """Return the page of the list that is wanted, with what changes a document for an `admin`."""
    if not rows:
        if not admin:
            return f'<p class="teach">{here.empty_reader}</p>'
        return f'<p class="teach">{here.empty}</p>{samples_html(here)}'
    found = chosen(rows, wanted)
    pages = max(1, math.ceil(len(found) / PAGE))
    page = min(max(1, wanted.page), pages)
    shown = found[PAGE * (page - 1) : PAGE * page]
    items = "\n".join(_row(row, words, here, admin=admin) for row in shown)
    return "\n".join(
        [
            _count(len(found), len(rows), wanted, words, here),
            f'<ol class="sources" id="documents-list" tabindex="-1">{items}</ol>'
            if shown
            else _nothing(rows, wanted, here),
            _pages(page, pages, here),
            _publishers(rows),
        ]
    )


def _count(found: int, total: int, wanted: Wanted, words: Phrases, here: LibraryPhrases) -> str:
    said = words.counted("documents", total)
    if found != total:
        said = here.of.format(f"{found:,}", said)
    wrong = f' <span class="failed">{here.wrong_date}</span>' if wanted.wrong_dates else ""
    return f'<p class="facts" data-said="{said}">{said}{wrong}</p>'


def _row(row: DocumentRow, words: Phrases, here: LibraryPhrases, *, admin: bool) -> str:
    title, state = text(title_of(row)), row.state
    said = f' · <span class="state">{here.states[state]}</span>'
    acts = (
        f'<span class="acts"><button type="button" data-act="correct" '
        f'aria-label="{here.correct}: {title}">{here.correct}</button> '
        f'<button type="button" data-act="remove" aria-label="{here.remove}: {title}">'
        f"{here.remove}</button></span>"
    )
    return (
        f'<li data-document="{text(row.id)}" data-title="{title}">'
        f'<span class="entry"><button type="button" class="cite" data-document="{text(row.id)}" '
        f'data-start="0" data-end="0" data-version="" aria-pressed="false" '
        f'aria-label="{here.open}: {title}">'
        f"<bdi>{title}</bdi></button>"
        f'<span class="origin">{_facts(row, words, here)}'
        f"{'' if state is DocumentState.LIVE else said}</span></span>"
        f'{acts if admin else ""}<div class="under"></div></li>'
    )


def _facts(row: DocumentRow, words: Phrases, here: LibraryPhrases) -> str:
    facts = [
        text(row.publisher or ""),
        phrase(date_of(row.published, words.wording)),
        words.counted("passages", row.passages),
        here.corrected if row.corrected and row.corrected != ("published",) else "",
    ]
    return " · ".join(filter(None, facts))


def _nothing(rows: Sequence[DocumentRow], wanted: Wanted, here: LibraryPhrases) -> str:
    ways = "".join(
        f'<li><button type="button" class="widen" data-clear="{name}">'
        f"{here.without[name].format(f'{len(chosen(rows, wanted.without(name))):,}')}</button></li>"
        for name in wanted.narrowed_by
    )
    return f'<div class="teach"><p>{here.nothing}</p><ul>{ways}</ul></div>'


def _pages(page: int, pages: int, here: LibraryPhrases) -> str:
    if pages == 1:
        return ""
    leads = {"first": 1, "previous": page - 1, "next": page + 1, "last": pages}
    first, previous, following, last = (
        f'<button type="button" id="page-{name}" data-page="{number}"'
        f"{'' if 1 <= number <= pages and number != page else ' disabled'}>"
        f"{here.page_names[name]}</button>"
        for name, number in leads.items()
    )
    said = f"<span>{here.page_of.format(f'{page:,}', f'{pages:,}')}</span>"
    buttons = f"{first}{previous}{said}{following}{last}"
    return f'<nav class="pages" aria-label="{here.pages}">{buttons}</nav>'


def _publishers(rows: Iterable[DocumentRow]) -> str:
    counts = Counter(row.publisher for row in rows if row.publisher)
    names = sorted(name for name, _ in counts.most_common(_MOST_PUBLISHERS))
    options = "".join(f'<option value="{text(name)}"></option>' for name in names)
    return f'<datalist id="publishers">{options}</datalist>'


def failures_html(
    failures: Iterable[Failure], words: Phrases, here: LibraryPhrases, *, admin: bool
) -> str:
    """Return what could not be read and why; nothing where everything could."""
    items = "\n".join(_failure(one, words, here, admin=admin) for one in failures)
    if not items:
        return ""
    return f'<h3>{here.failed}</h3>\n<ul class="doubts">{items}</ul>'


def _failure(one: Failure, words: Phrases, here: LibraryPhrases, *, admin: bool) -> str:
    name = text(place(one.source))
    acts = "".join(_acts(name, here)) if admin else ""
    return (
        f'<li data-source="{text(one.source)}"><span class="entry"><strong><bdi>{name}</bdi>'
        f"</strong> {phrase(words.wording.told(one.reason))}</span>{acts}</li>"
    )


def _acts(name: str, here: LibraryPhrases) -> Iterator[str]:
    yield '<span class="acts">'
    for do, said in (("again", here.again), ("forget", here.forget)):
        yield (
            f'<button type="button" data-act="{do}" aria-label="{said}: {name}">{said}</button> '
        )
    yield "</span>"
