"""What stands round the list of documents: where files are dropped, and what narrows the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.exporting.page import text
from ui.web.library.phrases import LibraryPhrases
from ui.web.library.wanted import Wanted


def shell_html(here: LibraryPhrases, *, admin: bool) -> str:
    """Return the library without its list; what adds files only for an `admin`."""
    return "\n".join(
        [
            '<div id="library-collections"></div>',
            _way_in(here) if admin else f'<p class="welcome">{here.read_only}</p>',
            '<p id="library-said" role="status"></p>',
            '<p id="library-count" role="status"></p>',
            _narrowing(here),
            '<div id="documents"></div>',
            '<div id="failures"></div>',
            _templates(here),
        ]
    )


def collections_html(names: Sequence[str], chosen: str, label: str) -> str:
    """Return what chooses among several collections; nothing where there is one."""
    if len(names) == 1:
        return ""
    options = "".join(
        f'<option value="{name}"{" selected" if name == text(chosen) else ""}>{name}</option>'
        for name in map(text, names)
    )
    return (
        f'<label for="library-collection">{label}</label>'
        f'<select id="library-collection">{options}</select>'
    )


def samples_html(here: LibraryPhrases) -> str:
    """Return the button that reads in the sample library."""
    return (
        f'<p class="doing"><button type="button" data-act="samples" data-going="{here.loading}">'
        f"{here.samples}</button></p>"
    )


def _way_in(here: LibraryPhrases) -> str:
    return (
        f'<div id="drop"><p>{here.drop}</p><label class="choose">{here.choose}'
        '<input type="file" multiple id="upload-files"></label></div>'
        '<ul id="incoming"></ul><ul id="unsent"></ul>'
        '<p class="doing" id="upload-doing" hidden>'
        f'<button type="button" data-act="stop">{here.stop}</button> '
        f'<button type="button" data-act="clear">{here.clear}</button></p>'
    )


def _narrowing(here: LibraryPhrases) -> str:
    fields = "".join(
        f'<p><label for="narrow-{name}">{label}</label>'
        f'<input id="narrow-{name}" name="{name}" autocomplete="off"{extra}></p>'
        for name, label, extra in (
            ("publisher", here.publisher, ' list="publishers"'),
            ("since", here.since, ' placeholder="YYYY-MM-DD" inputmode="numeric"'),
            ("until", here.until, ' placeholder="YYYY-MM-DD" inputmode="numeric"'),
        )
    )
    states = {"": here.any_state, **here.states}
    return (
        '<form id="library-narrow" role="search"><p class="wide"><label for="narrow-find">'
        f'{here.find}</label><input id="narrow-find" name="find" type="search" autocomplete="off">'
        f"</p>{_select('sort', here.sort, here.sorts)}"
        f'<details><summary>{here.narrow}</summary><div class="narrowing">{fields}'
        f"{_select('state', here.state, states)}</div></details></form>"
    )


def _select(name: str, label: str, choices: Mapping[str, str]) -> str:
    first = str(getattr(Wanted(), name))
    options = "".join(
        f'<option value="{value}"{" selected" if value == first else ""}>{said}</option>'
        for value, said in choices.items()
    )
    return (
        f'<p><label for="narrow-{name}">{label}</label>'
        f'<select id="narrow-{name}" name="{name}">{options}</select></p>'
    )


def _templates(here: LibraryPhrases) -> str:
    before, after = here.removing.split("{}")
    return (
        '<template id="unsent-file"><li><bdi class="name"></bdi>'
        f'<progress max="1" value="0"></progress>'
        f"<span>{here.stages['unsent']}</span></li></template>"
        f'<template id="removing"><div class="removing" role="group">'
        f"<p>{before}<bdi></bdi>{after}</p>"
        f'<p class="doing"><button type="button" data-act="remove-now">{here.remove}</button> '
        f'<button type="button" data-act="cancel">{here.keep}</button></p></div></template>'
    )
