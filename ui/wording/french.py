"""What is said in French."""

from __future__ import annotations

from rag.answers import Decline, VerdictClass
from ui.wording.french_sentences import SENTENCES
from ui.wording.typeset import THIN, typeset
from ui.wording.wording import Wording
from vectorstore.documents import RegionKind

_FRENCH = Wording(
    language="fr",
    thousands=THIN,
    decimal=",",
    singular=(0, 1),
    months=tuple("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()),
    first_day="1er",
    declines={
        Decline.NO_QUESTION: "Il n’y a pas de question ici : posez-en une avec des mots.",
        Decline.EMPTY_LIBRARY: "La bibliothèque ne contient encore aucun document : ajoutez-en "
        "avec « footnoted ingest CHEMIN », puis reposez la question.",
        Decline.NOT_IN_SOURCES: "Les sources ne répondent pas à cette question.",
        Decline.PREMISE_NOT_IN_SOURCES: "La question suppose quelque chose que les sources ne "
        "disent pas ; elle reste donc sans réponse.",
        Decline.NOTHING_SUPPORTED: "Rien de ce qui pourrait être répondu ne tient face aux "
        "sources ; rien n’est donc dit.",
    },
    nearest="Au plus près, sans être une réponse :",
    what_they_say="Ce que disent les sources :",
    verdicts={
        VerdictClass.QUOTED: "cité",
        VerdictClass.CLOSE_WORDING: "formulation proche",
        VerdictClass.JUDGED_SUPPORTED: "jugé conforme",
        VerdictClass.REWORDED: "reformulé, non jugé",
        VerdictClass.NOT_FOUND: "introuvable",
        VerdictClass.CONTRADICTED: "contredit",
    },
    judged_by="jugé conforme par {}",
    with_reason="{} : {}",
    apart=" ; ",
    in_other_words="En d’autres termes : {}.",
    missing="Les sources ne répondent pas à cette partie : {}.",
    quoted="« {} »",
    fallback="Réponse donnée avec les mots des sources, sans le modèle : {}",
    searching=("recherche dans {} passage", "recherche dans {} passages"),
    reading=("lecture de {} passage", "lecture de {} passages"),
    writing="rédaction",
    checking=("vérification de {} phrase", "vérification de {} phrases"),
    model_failed="le modèle a échoué ; lecture des mots mêmes des sources",
    also_withheld=(", {} écartée", ", {} écartées"),
    no_title="(sans titre)",
    no_date="sans date",
    as_of="État au {}",
    as_of_some_day="État en {}",
    regions={
        RegionKind.HEADLINE: "titre",
        RegionKind.BYLINE: "signature",
        RegionKind.BODY: "texte",
        RegionKind.CAPTION: "légende",
        RegionKind.LIST: "liste",
        RegionKind.TABLE: "tableau",
        RegionKind.TEASER: "accroche d’un autre article",
        RegionKind.BOILERPLATE: "habillage de la page",
    },
    in_region={
        RegionKind.HEADLINE: "dans un titre",
        RegionKind.BYLINE: "dans une signature",
        RegionKind.BODY: "dans le texte",
        RegionKind.CAPTION: "dans une légende",
        RegionKind.LIST: "dans une liste",
        RegionKind.TABLE: "dans un tableau",
        RegionKind.TEASER: "dans l’accroche d’un autre article",
        RegionKind.BOILERPLATE: "dans l’habillage de la page",
    },
    no_source="aucune source trouvée",
    contradicted="contredit",
    claims=("{} affirmation", "{} affirmations"),
    need_no_source=(
        "{} autre phrase qui se passe de source",
        "{} autres phrases qui se passent de source",
    ),
    rows_not_checked=(
        "{} ligne de tableau non vérifiée",
        "{} lignes de tableau non vérifiées",
    ),
    writes="rédige les réponses",
    completes="complète les questions de suite",
    judges="juge les phrases reformulées",
    no_model="aucun modèle : les phrases mêmes des sources répondent",
    rules="des règles",
    nobody="personne : elles sont montrées comme non jugées",
    same_model="le même modèle",
    model_at="{} à l’adresse {}",
    first_model="le premier modèle que propose {}",
    unnamed_model="une intégration que llm.model ne nomme pas",
    key_from="clé tirée de {}",
    rates="combien de fois le vérificateur se trompe sans modèle, sur des phrases que des "
    "personnes ont jugées :",
    rate="{name} ({rows} phrases) : sur 100 que les sources n’appuient pas, il en montre "
    "{false_close} comme citées ou de formulation proche ; sur 100 qu’elles appuient, il en dit "
    "{true_refused} introuvables ou contredites ; sur 100 paires des deux sortes, sa note en range "
    "{auc} dans le bon ordre.",
    sentences=SENTENCES,
)
FRENCH = typeset(_FRENCH)
