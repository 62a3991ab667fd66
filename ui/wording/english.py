"""What is said in English."""

from __future__ import annotations

from rag.answers import Decline, VerdictClass
from rag.manuscript.prose import CONTRADICTED, NO_SOURCE
from ui.wording.wording import Wording
from vectorstore.documents import RegionKind

ENGLISH = Wording(
    language="en",
    thousands=",",
    decimal=".",
    singular=(1,),
    months=tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
    first_day="1",
    declines={
        Decline.NO_QUESTION: "There is no question here: ask something in words.",
        Decline.EMPTY_LIBRARY: "The library holds no documents yet: add some with "
        "'footnoted ingest PATH', then ask again.",
        Decline.NOT_IN_SOURCES: "The sources do not answer this question.",
        Decline.PREMISE_NOT_IN_SOURCES: "The question assumes something that the sources do not "
        "say, so it is not answered.",
        Decline.NOTHING_SUPPORTED: "Nothing that could be said in answer holds up against the "
        "sources, so nothing is said.",
    },
    nearest="Closest, but not an answer:",
    what_they_say="What the sources do say:",
    verdicts={
        VerdictClass.QUOTED: "quoted",
        VerdictClass.CLOSE_WORDING: "close wording",
        VerdictClass.JUDGED_SUPPORTED: "judged supported",
        VerdictClass.REWORDED: "reworded, not judged",
        VerdictClass.NOT_FOUND: "not found",
        VerdictClass.CONTRADICTED: "contradicted",
    },
    judged_by="judged supported by {}",
    with_reason="{}: {}",
    apart="; ",
    in_other_words="In other words: {}.",
    missing="The sources do not answer this part: {}.",
    quoted="“{}”",
    fallback="Answered in the sources' own words, without the model: {}",
    searching=("searching {} passage", "searching {} passages"),
    reading=("reading {} passage", "reading {} passages"),
    writing="writing",
    checking=("checking {} statement", "checking {} statements"),
    model_failed="the model failed; reading the sources' own words",
    also_withheld=(", {} withheld", ", {} withheld"),
    no_title="(no title)",
    no_date="no date",
    as_of="As of {}",
    as_of_some_day="As of {}",
    regions={kind: kind.value for kind in RegionKind},
    in_region={kind: f"in a {kind}" for kind in RegionKind},
    no_source=NO_SOURCE,
    contradicted=CONTRADICTED,
    claims=("{} claim", "{} claims"),
    need_no_source=("{} other sentence that needs none", "{} other sentences that need none"),
    rows_not_checked=("{} table row not checked", "{} table rows not checked"),
    writes="writes answers",
    completes="completes follow-ups",
    judges="judges reworded statements",
    no_model="no model: the sources' own sentences answer",
    rules="rules",
    nobody="nobody: they are shown as not judged",
    same_model="the same model",
    model_at="{} at {}",
    first_model="the first model that {} lists",
    unnamed_model="an integration that llm.model does not name",
    key_from="key from {}",
    rates="how often the checker is wrong without a model, on statements that people have judged:",
    rate="{name} ({rows} statements): of 100 that the sources do not support it shows "
    "{false_close} as quoted or close wording; of 100 that they do support it calls "
    "{true_refused} not found or contradicted; of 100 pairs of both kinds its score puts {auc} in "
    "the right order.",
)
