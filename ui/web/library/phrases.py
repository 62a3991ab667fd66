"""What the library says on the page, in one place for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LibraryPhrases:
    """The words of the library in one language, HTML-safe; `{}` stands for a name or a number."""

    drop: str
    choose: str
    stop: str
    clear: str
    find: str
    sort: str
    publisher: str
    since: str
    until: str
    state: str
    any_state: str
    narrow: str
    wrong_date: str
    of: str
    pages: str
    page_of: str
    page_names: Mapping[str, str]
    sorts: Mapping[str, str]
    states: Mapping[str, str]
    empty: str
    empty_reader: str
    nothing: str
    without: Mapping[str, str]
    open: str
    correct: str
    remove: str
    removing: str
    keep: str
    save: str
    cancel: str
    undo: str
    stated: str
    nothing_stated: str
    authors_help: str
    corrected: str
    saved: str
    removed: str
    failed: str
    again: str
    forget: str
    forgotten: str
    put_right: str
    facts: str
    characters: str
    fields: Mapping[str, str]
    stages: Mapping[str, str]
    new_version: str
    same_text: str
    earlier: str
    later: str
    step: str
    step_names: Mapping[str, str]
    admins_only: str
    too_large: str
    too_many: str
    no_answer: str
    read_only: str


ENGLISH = LibraryPhrases(
    drop="Drop files here to add them",
    choose="Choose files",
    stop="Stop",
    clear="Clear what is done",
    find="Find in titles, publishers and files",
    sort="Sort by",
    publisher="Publisher",
    since="Published from",
    until="Published to",
    state="State",
    any_state="any",
    narrow="Narrow the list",
    wrong_date="A date is written YYYY, YYYY-MM or YYYY-MM-DD.",
    of="{} of {}",
    pages="Pages of the list",
    page_of="Page {} of {}",
    page_names={"first": "First", "previous": "Previous", "next": "Next", "last": "Last"},
    sorts={
        "newest": "newest first",
        "oldest": "oldest first",
        "title": "title",
        "publisher": "publisher",
        "added": "last added",
    },
    states={
        "live": "up to date",
        "stale": "older version, its file cannot be read",
        "gone": "its file is gone",
    },
    empty="The library is empty. Drop texts, web pages, PDF or Word files above; questions are "
    "then answered from them.",
    empty_reader="The library is empty. Whoever keeps it can add documents.",
    nothing="Nothing in the library is like that.",
    without={
        "find": "Without the words: {}",
        "publisher": "Any publisher: {}",
        "dates": "Any date: {}",
        "state": "Any state: {}",
    },
    open="Open",
    correct="Correct",
    remove="Remove",
    removing="Remove “{}”? Its file is left alone.",
    keep="Keep it",
    save="Save",
    cancel="Cancel",
    undo="Undo",
    stated="The source states: {}",
    nothing_stated="nothing",
    authors_help="one a line",
    corrected="corrected by hand",
    saved="Saved.",
    removed="Removed.",
    failed="Could not be read",
    again="Try again",
    forget="Forget",
    forgotten="Forgotten.",
    put_right="Put it right and drop it here again.",
    facts="About this document",
    characters="{} characters",
    fields={
        "title": "Title",
        "publisher": "Publisher",
        "authors": "Authors",
        "published": "Published",
        "language": "Language",
        "url": "Address",
        "source": "File",
        "type": "Type",
        "size": "Size",
        "added": "Read on",
        "state": "State",
        "regions": "Parts",
    },
    stages={
        "unsent": "waiting to be sent",
        "receiving": "{} % sent",
        "waiting": "waiting",
        "reading": "reading",
        "embedding": "{} of {} passages",
        "done": "{}",
        "unchanged": "is already there, unchanged",
        "noted": "noted as what its document states",
        "failed": "{}",
        "stopped": "stopped, not added",
    },
    new_version="{}: a new version of the document of this name",
    same_text="{}; the very file is there already as {}",
    earlier="Earlier",
    later="Later",
    step="{} of {} in this document",
    step_names={"previous": "The one before in this document", "next": "The next in this document"},
    admins_only="Only whoever keeps the library may change it.",
    too_large="{} has {} MB; files up to {} MB are taken.",
    too_many="At most {} files are taken at once: add the rest when these are in.",
    no_answer="The server does not answer. Is it still running?",
    read_only="Only an admin adds, corrects and removes documents.",
)
FRENCH = LibraryPhrases(
    drop="Déposez des fichiers ici pour les ajouter",
    choose="Choisir des fichiers",
    stop="Arrêter",
    clear="Effacer ce qui est fini",
    find="Chercher dans les titres, éditeurs et fichiers",
    sort="Trier par",
    publisher="Éditeur",
    since="Publié depuis",
    until="Publié jusqu’à",
    state="État",
    any_state="tous",
    narrow="Restreindre la liste",
    wrong_date="Une date s’écrit AAAA, AAAA-MM ou AAAA-MM-JJ.",
    of="{} sur {}",
    pages="Pages de la liste",
    page_of="Page {} sur {}",
    page_names={
        "first": "Première",
        "previous": "Précédente",
        "next": "Suivante",
        "last": "Dernière",
    },
    sorts={
        "newest": "les plus récents",
        "oldest": "les plus anciens",
        "title": "titre",
        "publisher": "éditeur",
        "added": "derniers ajouts",
    },
    states={
        "live": "à jour",
        "stale": "version antérieure, le fichier est illisible",
        "gone": "le fichier a disparu",
    },
    empty="La bibliothèque est vide. Déposez ci-dessus des textes, des pages web, des PDF ou des "
    "fichiers Word ; les réponses en seront tirées.",
    empty_reader="La bibliothèque est vide. Qui en a la charge peut y ajouter des documents.",
    nothing="Rien de tel dans la bibliothèque.",
    without={
        "find": "Sans les mots : {}",
        "publisher": "Tout éditeur : {}",
        "dates": "Toute date : {}",
        "state": "Tout état : {}",
    },
    open="Ouvrir",
    correct="Corriger",
    remove="Retirer",
    removing="Retirer « {} » ? Le fichier reste.",
    keep="Garder",
    save="Enregistrer",
    cancel="Annuler",
    undo="Rétablir",
    stated="La source indique : {}",
    nothing_stated="rien",
    authors_help="un par ligne",
    corrected="corrigé à la main",
    saved="Enregistré.",
    removed="Retiré.",
    failed="N’a pas pu être lu",
    again="Réessayer",
    forget="Oublier",
    forgotten="Oublié.",
    put_right="Corrigez le fichier et déposez-le de nouveau.",
    facts="À propos de ce document",
    characters="{} caractères",
    fields={
        "title": "Titre",
        "publisher": "Éditeur",
        "authors": "Auteurs",
        "published": "Publié",
        "language": "Langue",
        "url": "Adresse",
        "source": "Fichier",
        "type": "Type",
        "size": "Taille",
        "added": "Lu le",
        "state": "État",
        "regions": "Parties",
    },
    stages={
        "unsent": "en attente d’envoi",
        "receiving": "{} % envoyés",
        "waiting": "en attente",
        "reading": "lecture",
        "embedding": "{} passages sur {}",
        "done": "{}",
        "unchanged": "s’y trouve déjà, inchangé",
        "noted": "noté comme ce que son document indique",
        "failed": "{}",
        "stopped": "arrêté, non ajouté",
    },
    new_version="{} : nouvelle version du document de ce nom",
    same_text="{} ; le même fichier s’y trouve déjà : {}",
    earlier="Avant",
    later="Après",
    step="{} sur {} dans ce document",
    step_names={
        "previous": "La précédente dans ce document",
        "next": "La suivante dans ce document",
    },
    admins_only="Seul qui a la charge de la bibliothèque peut la modifier.",
    too_large="{} fait {} Mo ; la limite est de {} Mo par fichier.",
    too_many="On prend au plus {} fichiers à la fois : ajoutez les autres ensuite.",
    no_answer="Le serveur ne répond pas. Tourne-t-il encore ?",
    read_only="Seul un administrateur ajoute, corrige et retire des documents.",
)
LIBRARY: Mapping[str, LibraryPhrases] = {"en": ENGLISH, "fr": FRENCH}
