"""What a document says of itself as HTML, to be read or to be corrected."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ui.exporting.page import phrase, text
from ui.footnotes import place
from ui.origins import date_of
from ui.terminal import one_line
from ui.web.library.phrases import LibraryPhrases
from ui.web.phrases import Phrases
from vectorstore.corrections import FIELDS, Corrections
from vectorstore.documents import Document
from vectorstore.records import DocumentRow


def facts_html(
    row: DocumentRow, document: Document, words: Phrases, here: LibraryPhrases, *, unfolded: bool
) -> str:
    """Return what a document says of itself and what is known of it, folded together."""
    parts = Counter(words.wording.regions[region.kind] for region in document.regions)
    characters = here.characters.format(f"{row.characters:,}")
    facts = {name: _shown(row, name) for name in FIELDS} | {
        "source": place(row.source),
        "type": row.media_type,
        "size": f"{characters} · {words.counted('passages', row.passages)}",
        "added": row.ingested_at.replace("T", " ").replace("+00:00", " UTC"),
        "state": here.states[row.state],
        "regions": ", ".join(f"{number} × {kind}" for kind, number in parts.items()),
    }
    if row.published:
        facts["published"] = date_of(row.published, words.wording)
    items = "".join(
        f"<dt>{here.fields[name]}</dt><dd dir='auto'>{phrase(said)}{_mark(row, name, here)}</dd>"
        for name, said in facts.items()
        if said or name in row.corrected
    )
    unfold = " open" if unfolded else ""
    return (
        f'<details class="known"{unfold}><summary>{here.facts}</summary><dl>{items}</dl></details>'
    )


def _mark(row: DocumentRow, name: str, here: LibraryPhrases) -> str:
    if name not in row.corrected or (name == "published" and row.published):
        return ""
    return f' <span class="by-hand">{here.corrected}</span>'


def form_html(row: DocumentRow, stated: Document, here: LibraryPhrases) -> str:
    """Return the form that corrects a document's facts; `stated` is what its source says."""
    fields = "".join(_field(row, name, stated, here) for name in FIELDS)
    return (
        f'<form class="correcting" data-document="{text(row.id)}">{fields}'
        f'<p class="doing"><button type="submit" class="primary">{here.save}</button> '
        f'<button type="button" data-act="cancel">{here.cancel}</button></p>'
        '<p class="failed" role="alert"></p></form>'
    )


def _field(row: DocumentRow, name: str, stated: Document, here: LibraryPhrases) -> str:
    id_, value = f"field-{name}-{text(row.id)}", _shown(row, name)
    label = here.fields[name]
    if name == "authors":
        lines = max(2, len(row.authors))
        names = "\n".join(map(text, row.authors))
        label += f" ({here.authors_help})"
        box = f'<textarea id="{id_}" name="{name}" rows="{lines}">\n{names}</textarea>'
    else:
        box = (
            f'<input id="{id_}" name="{name}" value="{text(value)}" dir="auto" autocomplete="off">'
        )
    return f'<p><label for="{id_}">{label}</label>{box}{_undo(row, name, stated, here)}</p>'


def _undo(row: DocumentRow, name: str, stated: Document, here: LibraryPhrases) -> str:
    if name not in row.corrected:
        return ""
    said = text(_shown(stated, name)) or here.nothing_stated
    return (
        f'<span class="stated">{here.stated.format(said)} '
        f'<button type="button" data-act="undo" data-field="{name}" '
        f'aria-label="{here.undo}: {here.fields[name]}">{here.undo}</button></span>'
    )


def _shown(said: DocumentRow | Document, name: str) -> str:
    match name:
        case "authors":
            return ", ".join(said.authors)
        case "published":
            return said.published.date if said.published else ""
    return getattr(said, name) or ""


def corrections_of(row: DocumentRow, given: dict[str, str]) -> Corrections:
    """Return what a form changes of a document; raises CorrectionError for what cannot be meant."""
    changed: dict[str, Any] = {
        name: value
        for name, value in given.items()
        if name in FIELDS and name != "authors" and one_line(value) != one_line(_shown(row, name))
    }
    lines = map(one_line, given.get("authors", "").splitlines())
    authors = tuple(line for line in lines if line)
    same = "authors" not in given or authors == tuple(map(one_line, row.authors))
    return Corrections(authors=None if same else authors, **changed)
