"""What the bot says in Slack, in one place for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.keeping.feedback import Reason
from ui.wording import ENGLISH as ENGLISH_WORDING
from ui.wording import Wording
from ui.wording.french import FRENCH as FRENCH_WORDING
from ui.wording.typeset import typeset
from ui.wording.wording import Counted


@dataclass(frozen=True)
class SlackPhrases:
    """The bot's words in one language; `wording` is what every other surface says too."""

    language: str
    wording: Wording
    sources: str
    more: str
    as_of: str
    asked_as: str
    withheld: Counted
    show_passage: str
    choose_passage: str
    passage: str
    show_withheld: str
    not_helpful: str
    share: str
    shared_by: str
    open: str
    original: str
    close: str
    send: str
    cancel: str
    why: str
    comment: str
    thanks: str
    reasons: Mapping[Reason, str]
    try_this: str
    tries: tuple[str, ...]
    failed: str
    failed_again: str
    unexpected: str
    not_shown: str
    checking: str
    checked_draft: str
    look_again: str
    nothing_to_check: str
    empty: str
    not_here: str
    not_you: str
    gone: str
    not_opened: str
    rest: str
    greeting: str
    prompts_title: str
    prompt_of: str
    home_title: str
    home_library: str
    documents: Counted
    passages: Counted
    home_empty: str
    home_nothing: str
    home_help: tuple[str, ...]
    home_state: str
    waiting: Counted
    dead: Counted
    all_dead: str
    asked_alone: str
    retry_dead: str
    retried: Counted
    dismiss_dead: str
    dismissed: Counted
    file_found: str
    file_add: str
    file_leave: str
    file_admins: str
    file_left: str
    file_reading: str
    file_done: str
    file_same: str
    file_failed: str
    file_too_large: str
    usage_ask: str
    usage_check: str
    working: str


_ENGLISH = SlackPhrases(
    language="en",
    wording=ENGLISH_WORDING,
    sources="Sources",
    more="More of the answer above.",
    as_of="As of {}",
    asked_as="Asked as: {}",
    withheld=("{} withheld", "{} withheld"),
    show_passage="Passage {}",
    choose_passage="Show a passage",
    passage="Passage {}",
    show_withheld="What was withheld ({})",
    not_helpful="Not helpful",
    share="Share here",
    shared_by="Asked by {}: {}",
    open="Open in the browser",
    original="The original",
    close="Close",
    send="Send",
    cancel="Cancel",
    why="What is wrong with it?",
    comment="In your words",
    thanks="Thank you: it is kept with the library.",
    reasons={
        Reason.WRONG_CITATION: "A wrong citation",
        Reason.MISSING: "Something is missing",
        Reason.NOT_IN_SOURCE: "It is not in the source",
        Reason.OUT_OF_DATE: "It is out of date",
        Reason.OTHER: "Something else",
    },
    try_this="What you can try:",
    tries=(
        "name the people, places or things you mean as the documents would",
        "ask one thing at a time",
        "look at the passages that come closest",
    ),
    failed="This could not be answered: {}",
    failed_again="This was tried {} times and broke off each time. Ask again, perhaps in other "
    "words; whoever runs Footnoted finds the reason in its log.",
    unexpected="something broke inside Footnoted ({}). Ask again; if it stays, tell whoever runs "
    "it.",
    not_shown="The answer is ready, but Slack refuses to show it ({}). Ask for a part of it.",
    checking="checking {} of {} sentences",
    checked_draft="Checked against the library",
    look_again="Look at these again:",
    nothing_to_check="There is no text in that message to check.",
    empty="Ask me something that your documents could answer.",
    not_here="I do not answer in this channel: ask whoever runs Footnoted to map it to a library.",
    not_you="I do not answer you here: ask whoever runs Footnoted to let you in.",
    gone="There is nothing to see here: it was removed, or this channel may not see it.",
    not_opened="This could not be opened: {} Click it again.",
    rest="Slack shows you alone no more of this. To see all of it, invite me here and share it, or "
    "ask me in a direct message.",
    greeting="Ask about your documents. Every sentence of an answer has a footnote on the exact "
    "words of a source, or there is no answer.",
    prompts_title="Begin with one of these",
    prompt_of="What does “{}” say?",
    home_title="Footnoted",
    home_library="In the library: {}, {}.",
    documents=("{} document", "{} documents"),
    passages=("{} passage", "{} passages"),
    home_empty="The library holds no documents yet. Send me a file, or run footnoted ingest PATH.",
    home_nothing="You have no library here: ask whoever runs Footnoted to let you in.",
    home_help=(
        "Mention me in a channel, and I answer in the thread; go on there without a mention.",
        "Write to me directly, or use /ask for an answer that only you see until you share it.",
        "/check TEXT holds somebody's words against the sources; so does “Footnote this "
        "message” in a message's menu.",
        "Click a number, or “Passage 1”, to see the cited words where they stand.",
        "What I cannot support I do not say; “What was withheld” shows it, with the reason.",
    ),
    home_state="For admins: {}, {}.",
    waiting=("{} question waits", "{} questions wait"),
    dead=("{} could not be answered", "{} could not be answered"),
    all_dead="All {}",
    asked_alone="asked in private",
    retry_dead="Try again",
    retried=(
        "{} is tried again: come back to see how it went.",
        "{} are tried again: come back to see how they went.",
    ),
    dismiss_dead="Dismiss",
    dismissed=("{} was dismissed.", "{} were dismissed."),
    file_found="Add {} to the library? Everybody who may ask here can then be answered from it.",
    file_add="Add to the library",
    file_leave="Leave it",
    file_admins="I saw {}, but only some people may add files to the library: ask one of them.",
    file_left="{} was not added.",
    file_reading="Reading {} …",
    file_done="{} is in the library now: {}.",
    file_same="{} was in the library already, the same as it is.",
    file_failed="{} could not be added: {}",
    file_too_large="it has {} MB, and at most {} MB are taken",
    usage_ask="Write a question behind it: /ask How many troops does the mission have now?",
    working="Looking it up …",
    usage_check="Write the text to check behind it: /check The mission has 900 troops.",
)
_FRENCH = SlackPhrases(
    language="fr",
    wording=FRENCH_WORDING,
    sources="Sources",
    more="Suite de la réponse ci-dessus.",
    as_of="État au {}",
    asked_as="Question comprise ainsi : {}",
    withheld=("{} écartée", "{} écartées"),
    show_passage="Passage {}",
    choose_passage="Montrer un passage",
    passage="Passage {}",
    show_withheld="Ce qui a été écarté ({})",
    not_helpful="Pas utile",
    share="Partager ici",
    shared_by="Question de {} : {}",
    open="Ouvrir dans le navigateur",
    original="L’original",
    close="Fermer",
    send="Envoyer",
    cancel="Annuler",
    why="Qu’est-ce qui ne va pas ?",
    comment="Avec vos mots",
    thanks="Merci : c’est gardé avec la bibliothèque.",
    reasons={
        Reason.WRONG_CITATION: "Une mauvaise référence",
        Reason.MISSING: "Il manque quelque chose",
        Reason.NOT_IN_SOURCE: "Ce n’est pas dans la source",
        Reason.OUT_OF_DATE: "C’est dépassé",
        Reason.OTHER: "Autre chose",
    },
    try_this="Ce que vous pouvez essayer :",
    tries=(
        "nommez les personnes, les lieux ou les choses comme le feraient les documents",
        "posez une question à la fois",
        "regardez les passages les plus proches",
    ),
    failed="Pas de réponse possible : {}",
    failed_again="Cela a été tenté {} fois et s’est interrompu à chaque fois. Redemandez, "
    "peut-être autrement ; la raison est dans le journal de Footnoted.",
    unexpected="quelque chose s’est cassé dans Footnoted ({}). Redemandez ; si cela dure, "
    "dites-le à qui l’administre.",
    not_shown="La réponse est prête, mais Slack refuse de la montrer ({}). Demandez-en une partie.",
    checking="vérification de {} phrases sur {}",
    checked_draft="Vérifié dans la bibliothèque",
    look_again="À revoir :",
    nothing_to_check="Ce message ne contient aucun texte à vérifier.",
    empty="Demandez-moi quelque chose à quoi vos documents pourraient répondre.",
    not_here="Je ne réponds pas dans ce canal : demandez à qui administre Footnoted de l’associer "
    "à une bibliothèque.",
    not_you="Je ne vous réponds pas ici : demandez à qui administre Footnoted de vous y autoriser.",
    gone="Il n’y a rien à voir ici : cela a été retiré, ou ce canal ne peut pas le voir.",
    not_opened="Ceci n’a pas pu s’ouvrir : {} Cliquez à nouveau.",
    rest="Slack n’en montre pas plus à vous seul. Pour tout voir, invitez-moi ici et "
    "partagez-le, ou demandez-le-moi en message direct.",
    greeting="Posez une question sur vos documents. Chaque phrase d’une réponse a une note sur les "
    "mots exacts d’une source, ou il n’y a pas de réponse.",
    prompts_title="Commencez par l’une de ces questions",
    prompt_of="Que dit « {} » ?",
    home_title="Footnoted",
    home_library="Dans la bibliothèque : {}, {}.",
    documents=("{} document", "{} documents"),
    passages=("{} passage", "{} passages"),
    home_empty="La bibliothèque ne contient encore aucun document. Envoyez-moi un fichier, ou "
    "lancez footnoted ingest CHEMIN.",
    home_nothing="Vous n’avez pas de bibliothèque ici : demandez à qui administre Footnoted de "
    "vous y autoriser.",
    home_help=(
        "Mentionnez-moi dans un canal : je réponds dans le fil ; continuez-y sans mention.",
        "Écrivez-moi directement, ou utilisez /ask pour une réponse que vous seul voyez avant de "
        "la partager.",
        "/check TEXTE confronte les mots de quelqu’un aux sources ; « Footnote this message » dans "
        "le menu d’un message aussi.",
        "Cliquez sur un numéro, ou sur « Passage 1 », pour voir les mots cités à leur place.",
        "Ce que je ne peux pas appuyer, je ne le dis pas ; « Ce qui a été écarté » le montre, avec "
        "la raison.",
    ),
    home_state="Pour l’administration : {}, {}.",
    waiting=("{} question attend", "{} questions attendent"),
    dead=("{} n’a pas pu recevoir de réponse", "{} n’ont pas pu recevoir de réponse"),
    all_dead="Les {}",
    asked_alone="demandé en privé",
    retry_dead="Réessayer",
    retried=(
        "{} est retentée : revenez voir ce qu’il en est.",
        "{} sont retentées : revenez voir ce qu’il en est.",
    ),
    dismiss_dead="Laisser",
    dismissed=("{} a été laissée.", "{} ont été laissées."),
    file_found="Ajouter {} à la bibliothèque ? Tous ceux qui peuvent demander ici pourront en "
    "recevoir des réponses.",
    file_add="Ajouter à la bibliothèque",
    file_leave="Ne pas l’ajouter",
    file_admins="J’ai vu {}, mais seules certaines personnes peuvent ajouter des fichiers à la "
    "bibliothèque : demandez à l’une d’elles.",
    file_left="{} n’a pas été ajouté.",
    file_reading="Lecture de {} …",
    file_done="{} est maintenant dans la bibliothèque : {}.",
    file_same="{} était déjà dans la bibliothèque, tel quel.",
    file_failed="{} n’a pas pu être ajouté : {}",
    file_too_large="il fait {} Mo, et {} Mo au plus sont acceptés",
    usage_ask="Écrivez une question derrière : /ask Combien de soldats compte la mission ?",
    working="Je cherche …",
    usage_check="Écrivez le texte à vérifier derrière : /check La mission compte 900 soldats.",
)
ENGLISH = _ENGLISH
FRENCH: SlackPhrases = typeset(_FRENCH)
LANGUAGES: Mapping[str, SlackPhrases] = {each.language: each for each in (ENGLISH, FRENCH)}
