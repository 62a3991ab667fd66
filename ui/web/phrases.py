"""What the page says, in one place for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.wording import ENGLISH as ENGLISH_WORDING
from ui.wording import Wording
from ui.wording.french import FRENCH as FRENCH_WORDING
from ui.wording.typeset import typeset


@dataclass(frozen=True)
class Phrases:
    """The words of the page in one language, HTML-safe; `counts` holds one and many.

    `wording` is what the page has in common with every other surface.
    """

    language: str
    wording: Wording
    title: str
    sign_in: str
    sign_out: str
    login_name: str
    login_key: str
    login_help: str
    login_wrong: str
    login_again: str
    login_wait: str
    login_unwritten: str
    login_proxy: str
    session_over: str
    too_large: str
    too_many_files: str
    ask: str
    placeholder: str
    stop: str
    stopped: str
    new: str
    examples: str
    empty_library: str
    welcome: str
    asked_as: str
    as_of: str
    sources: str
    footnote: str
    footnotes: str
    source: str
    open: str
    to_source: str
    named: str
    silent: str
    close: str
    original: str
    no_source: str
    changed_since: str
    removed_since: str
    library: str
    draft: str
    draft_help: str
    draft_label: str
    draft_file: str
    check: str
    again: str
    evaluate: str
    about: str
    conversations: str
    find_conversation: str
    no_conversations: str
    forget: str
    forget_question: str
    this_conversation: str
    edit: str
    editing: str
    ask_again: str
    take_back: str
    link: str
    link_copied: str
    export: str
    useful: str
    not_useful: str
    say_wrong: str
    what_is_wrong: str
    about_answer: str
    about_statement: str
    reasons: Mapping[str, str]
    comment: str
    send: str
    cancel: str
    thanks: str
    not_kept: str
    narrow: str
    only_sources: str
    source_parts: str
    since: str
    until: str
    only: str
    ask_everywhere: str
    more_passages: str
    collection: str
    settings: str
    version: str
    unkept: str
    reaching: Mapping[str, str]
    counts: Mapping[str, tuple[str, str]]

    def counted(self, what: str, number: int) -> str:
        """Return "1 withheld", "3 statements checked"."""
        return self.wording.counted(self.counts[what], number)


ENGLISH = Phrases(
    language="en",
    wording=ENGLISH_WORDING,
    title="Footnoted",
    sign_in="Sign in",
    sign_out="Sign out",
    login_name="Name",
    login_key="Password",
    login_help="Sign in to ask these documents.",
    login_wrong="Name and password do not belong together. Try again.",
    login_again="This page was open too long, or the browser keeps no cookies. Try again.",
    login_wait="Too many attempts. Wait {} seconds, then try again.",
    login_unwritten="You are signed out, but the server could not write that down and forgets it "
    "when it is started again. Tell whoever runs it that its disk may be full.",
    login_proxy="Nobody signs in with a password here. If your organisation signs you in, open the "
    "page through it.",
    session_over="You are no longer signed in.",
    too_large="{} has {} MB; files up to {} MB are taken.",
    too_many_files="{} files at once are too many; up to {} are taken.",
    ask="Ask",
    placeholder="Ask your documents",
    stop="Stop",
    stopped="Stopped.",
    new="New conversation",
    examples="For example",
    empty_library="The library holds no documents yet. Add some with footnoted ingest PATH.",
    welcome="Ask a question. Every sentence of the answer has a footnote you can open.",
    asked_as="Asked as:",
    as_of="As of",
    sources="Sources",
    footnote="Footnote {}: {}, {}",
    footnotes="Footnotes {}",
    source="Source {1}: {0}",
    open="Open {0}",
    to_source="source",
    named="{}: {}",
    silent="The server does not answer. Is it still running?",
    close="Close the source",
    original="Open the original",
    no_source="The library holds no such document. It may have been removed or changed.",
    changed_since="This is the version the answer was given from; the library has another one now.",
    removed_since="This document is no longer in the library; the answer was given from it.",
    library="Library",
    draft="Check a draft",
    draft_help="Paste a finished text, or give a text, Markdown or DOCX file: every sentence that "
    "claims something gets its footnote, or is said to have no source.",
    draft_label="Your text",
    draft_file="A file",
    check="Check",
    again="To look at again",
    evaluate="Evaluate",
    about="About",
    conversations="Conversations",
    find_conversation="Find in conversations",
    no_conversations="What you ask is kept here, for you alone.",
    forget="Forget",
    forget_question="Forget this conversation and its answers?",
    this_conversation="This conversation as",
    edit="Edit",
    editing="You are editing an earlier question. Esc leaves it as it was.",
    ask_again="Ask again",
    take_back="Take back",
    link="Link",
    link_copied="Whoever may use this server can open the answer at this address:",
    export="Export",
    useful="Good answer",
    not_useful="Something is wrong",
    say_wrong="Say what is wrong with statement",
    what_is_wrong="What is wrong?",
    about_answer="With the answer:",
    about_statement="With this statement:",
    reasons={
        "wrong_citation": "The footnote is wrong",
        "missing": "Something is missing",
        "not_in_source": "It is not in the source",
        "out_of_date": "It is out of date",
        "other": "Something else",
    },
    comment="In your words (may be left empty)",
    send="Send",
    cancel="Cancel",
    thanks="Kept with the library. Thank you.",
    not_kept="This could not be kept. Is the server still running?",
    narrow="Narrow the search",
    only_sources="Only sources named",
    source_parts="title, publisher or path",
    since="Published since",
    until="Published until",
    only="Only:",
    ask_everywhere="Ask again in all sources",
    more_passages="Show more passages that come close",
    collection="Collection",
    settings="Settings",
    version="Version",
    unkept="This could not be kept, and is gone when the page is closed.",
    reaching={
        "lost": "The server does not answer; trying again …",
        "back": "The server answers again.",
        "broke": "The server broke off. What you asked for can be sent again.",
        "busy": "Too many people are asking just now. Send your question again in a moment.",
        "kind": "Files of this kind are not taken here.",
        "failed": "That did not work. Try again, or reload the page.",
    },
    counts={
        "checked": ("{} statement checked", "{} statements checked"),
        "withheld": ("{} withheld", "{} withheld"),
        "documents": ("{} document", "{} documents"),
        "passages": ("{} passage", "{} passages"),
    },
)
_FRENCH = Phrases(
    language="fr",
    wording=FRENCH_WORDING,
    title="Footnoted",
    sign_in="Se connecter",
    sign_out="Se déconnecter",
    login_name="Nom",
    login_key="Mot de passe",
    login_help="Connectez-vous pour interroger ces documents.",
    login_wrong="Ce nom et ce mot de passe ne vont pas ensemble. Réessayez.",
    login_again="Cette page est restée ouverte trop longtemps, ou le navigateur refuse les "
    "cookies. Réessayez.",
    login_wait="Trop de tentatives. Attendez {} secondes, puis réessayez.",
    login_unwritten="Vous êtes déconnecté, mais le serveur n’a pas pu le noter et l’oubliera s’il "
    "est redémarré. Dites à son responsable que le disque est peut-être plein.",
    login_proxy="Personne ne se connecte ici par mot de passe. Si votre organisation vous "
    "identifie, ouvrez la page en passant par elle.",
    session_over="Vous n’êtes plus connecté.",
    too_large="{} a {} Mo ; les fichiers sont pris jusqu’à {} Mo.",
    too_many_files="{} fichiers à la fois, c’est trop ; {} au plus sont pris.",
    ask="Demander",
    placeholder="Interrogez vos documents",
    stop="Arrêter",
    stopped="Arrêté.",
    new="Nouvelle conversation",
    examples="Par exemple",
    empty_library="La bibliothèque est vide. Ajoutez des documents : footnoted ingest CHEMIN.",
    welcome="Posez une question. Chaque phrase de la réponse a une note que vous pouvez ouvrir.",
    asked_as="Question posée :",
    as_of="État au",
    sources="Sources",
    footnote="Note {} : {}, {}",
    footnotes="Notes {}",
    source="Source {1} : {0}",
    open="Ouvrir {0}",
    to_source="source",
    named="{} : {}",
    silent="Le serveur ne répond pas. Tourne-t-il encore ?",
    close="Fermer la source",
    original="Ouvrir l’original",
    no_source="Ce document n’est pas dans la bibliothèque ; il a pu être retiré ou modifié.",
    changed_since="Voici la version dont la réponse est tirée ; la bibliothèque en a une autre.",
    removed_since="Ce document n’est plus dans la bibliothèque ; la réponse en est tirée.",
    library="Bibliothèque",
    draft="Vérifier un texte",
    draft_help="Collez un texte fini, ou donnez un fichier texte, Markdown ou DOCX : chaque phrase "
    "qui affirme quelque chose reçoit sa note, ou est dite sans source.",
    draft_label="Votre texte",
    draft_file="Un fichier",
    check="Vérifier",
    again="À revoir",
    evaluate="Évaluer",
    about="À propos",
    conversations="Conversations",
    find_conversation="Chercher dans les conversations",
    no_conversations="Ce que vous demandez est gardé ici, pour vous seul.",
    forget="Oublier",
    forget_question="Oublier cette conversation et ses réponses ?",
    this_conversation="Cette conversation en",
    edit="Modifier",
    editing="Vous modifiez une question posée plus haut. Échap la laisse comme elle était.",
    ask_again="Redemander",
    take_back="Reprendre",
    link="Lien",
    link_copied="Toute personne admise sur ce serveur peut ouvrir la réponse à cette adresse :",
    export="Exporter",
    useful="Bonne réponse",
    not_useful="Quelque chose ne va pas",
    say_wrong="Dire ce qui ne va pas dans la phrase",
    what_is_wrong="Qu’est-ce qui ne va pas ?",
    about_answer="Dans la réponse :",
    about_statement="Dans cette phrase :",
    reasons={
        "wrong_citation": "La note est fausse",
        "missing": "Il manque quelque chose",
        "not_in_source": "Ce n’est pas dans la source",
        "out_of_date": "C’est périmé",
        "other": "Autre chose",
    },
    comment="Avec vos mots (facultatif)",
    send="Envoyer",
    cancel="Annuler",
    thanks="Gardé avec la bibliothèque. Merci.",
    not_kept="Cela n’a pas pu être gardé. Le serveur tourne-t-il encore ?",
    narrow="Restreindre la recherche",
    only_sources="Seulement les sources nommées",
    source_parts="titre, éditeur ou chemin",
    since="Publiées depuis le",
    until="Publiées jusqu’au",
    only="Seulement :",
    ask_everywhere="Redemander dans toutes les sources",
    more_passages="Montrer d’autres passages proches",
    collection="Collection",
    settings="Réglages",
    version="Version",
    unkept="Ceci n’a pas pu être gardé et disparaîtra quand la page sera fermée.",
    reaching={
        "lost": "Le serveur ne répond pas ; nouvel essai …",
        "back": "Le serveur répond de nouveau.",
        "broke": "Le serveur s’est interrompu. Vous pouvez renvoyer votre demande.",
        "busy": "Trop de questions sont posées en ce moment. Renvoyez la vôtre dans un instant.",
        "kind": "Les fichiers de ce type ne sont pas pris ici.",
        "failed": "Cela n’a pas marché. Réessayez, ou rechargez la page.",
    },
    counts={
        "checked": ("{} phrase vérifiée", "{} phrases vérifiées"),
        "withheld": ("{} écartée", "{} écartées"),
        "documents": ("{} document", "{} documents"),
        "passages": ("{} passage", "{} passages"),
    },
)
FRENCH = typeset(_FRENCH)
LANGUAGES: Mapping[str, Phrases] = {"en": ENGLISH, "fr": FRENCH}
