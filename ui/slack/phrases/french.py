"""The bot in French."""

from __future__ import annotations

from ui.keeping.feedback import Reason
from ui.slack.phrases.phrases import SlackPhrases
from ui.wording.french import FRENCH as WORDING
from ui.wording.typeset import typeset

_FRENCH = SlackPhrases(
    language="fr",
    wording=WORDING,
    sources="Sources",
    more="Suite de la réponse ci-dessus.",
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
    not_shared="Ceci n’a pas pu être partagé ici : {} Si je ne suis pas dans ce canal, "
    "invitez-moi, puis cliquez à nouveau sur « Partager ici ».",
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
    moment="{} à {}",
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
FRENCH: SlackPhrases = typeset(_FRENCH)
