"""What the list of evaluations says, in one place for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.wording.typeset import typeset


@dataclass(frozen=True)
class EvaluationPhrases:
    """The words of the list in one language, HTML-safe; `{}` stands for a name or a number."""

    intro: str
    empty: str
    admins_only: str
    not_there: str
    unreadable: str
    open: str
    cases: tuple[str, str]
    more: tuple[str, str]
    outcomes: Mapping[str, str]
    alone: str
    unheld: str
    judges: Mapping[str, str]
    metrics: Mapping[str, str]
    figure: str


ENGLISH = EvaluationPhrases(
    intro="Reports of runs that are kept below the home, the latest first. Each opens in a tab of "
    "its own.",
    empty="There is no report yet. <code>footnoted eval run</code> asks the cases that ship and "
    "writes one here; <code>footnoted eval report RUN --against OTHER</code> holds one run against "
    "another.",
    admins_only="Evaluations quote sources that may not be in the library: only an administrator "
    "opens them.",
    not_there="There is no such report. It may have been removed.",
    unreadable="cannot be read; <code>footnoted eval report</code> writes it anew",
    open="Open the report {}",
    cases=("{} case", "{} cases"),
    more=("{} older report is not listed.", "{} older reports are not listed."),
    outcomes={
        "pass": "passes against {}",
        "fail": "fails against {}",
        "inconclusive": "inconclusive against {}",
    },
    alone="held against nothing",
    unheld="cannot be held against {}",
    judges={
        "wording": "a wording check, not a verdict",
        "model": "judged by a model",
        "none": "nothing judged the statements",
    },
    metrics={
        "citation_recall": "Citation recall",
        "faithfulness": "Faithfulness",
        "right": "Dealt with rightly",
        "over_refusal": "Over-refusal (less is better)",
    },
    figure="{} {} ({} – {})",
)
_FRENCH = EvaluationPhrases(
    intro="Rapports des évaluations gardées dans le dossier de Footnoted, les derniers d’abord. "
    "Chacun s’ouvre dans son propre onglet.",
    empty="Il n’y a pas encore de rapport. <code>footnoted eval run</code> pose les questions "
    "fournies et en écrit un ici ; <code>footnoted eval report RUN --against OTHER</code> compare "
    "une évaluation à une autre.",
    admins_only="Les évaluations citent des sources qui ne sont peut-être pas dans la "
    "bibliothèque : seul un administrateur les ouvre.",
    not_there="Ce rapport n’existe pas ; il a pu être retiré.",
    unreadable="illisible ; <code>footnoted eval report</code> l’écrit de nouveau",
    open="Ouvrir le rapport {}",
    cases=("{} cas", "{} cas"),
    more=(
        "{} rapport plus ancien n’est pas listé.",
        "{} rapports plus anciens ne sont pas listés.",
    ),
    outcomes={
        "pass": "tient face à {}",
        "fail": "échoue face à {}",
        "inconclusive": "ne permet pas de conclure face à {}",
    },
    alone="comparé à rien",
    unheld="ne peut pas être comparé à {}",
    judges={
        "wording": "comparaison de mots, pas un verdict",
        "model": "jugé par un modèle",
        "none": "rien n’a jugé les phrases",
    },
    metrics={
        "citation_recall": "Rappel des citations",
        "faithfulness": "Fidélité",
        "right": "Bien traité",
        "over_refusal": "Refus de trop (moins vaut mieux)",
    },
    figure="{} {} ({} – {})",
)
FRENCH = typeset(_FRENCH)
EVALUATIONS: Mapping[str, EvaluationPhrases] = {"en": ENGLISH, "fr": FRENCH}
