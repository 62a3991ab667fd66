"""Claims on their way to being said: in order, judged in one call, withheld or marked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answers import Claim, Evidence, Judgement, Label, Verdict, VerdictClass
from rag.cite import Footnotes
from rag.errors import ModelBusy
from rag.events import Checking, Event, StatementChecked, StatementWithheld
from rag.examine import Examiner, Settled, weighed
from rag.run import Run
from rag.verify import AligningVerifier
from tests.rag.writing import evidence

MILL = evidence(
    "The mill at Rask burned down on Sunday night. Nobody was hurt. The owner, Ida Moe, said that "
    "it would be rebuilt by spring. Insurers put the loss at 3.5 million crowns."
)
HARBOUR = evidence("Ferries leave for Tavna every hour.", "harbour")
QUOTED = "Nobody was hurt."
CLOSE = "Ida Moe said it would be rebuilt by spring."
REWORDED = "There were no injuries when the mill at Rask was destroyed by flames."
FALSE = "Insurers put the loss at 5.3 million crowns."


class Reader:
    """A judge that says of every pair what it is told to, and remembers what it was shown."""

    name = "reader-1"

    def __init__(self, *labels: Label | None) -> None:
        self.labels = labels
        self.asked: list[list[tuple[str, str]]] = []

    def judge(
        self, pairs: Sequence[tuple[str, str]], run: Run | None = None
    ) -> Sequence[Judgement | None]:
        self.asked.append(list(pairs))
        return [label and Judgement(label, self.name, "read") for label in self.labels]


class Broken(Reader):
    """A judge whose server is down."""

    def judge(
        self, pairs: Sequence[tuple[str, str]], run: Run | None = None
    ) -> Sequence[Judgement | None]:
        raise ModelBusy("The model server is busy.")


def examined(
    examiner: Examiner, *texts: str, item: Evidence = MILL
) -> tuple[list[list[Event]], Settled, Run]:
    """Return the events after each claim and at the end, and what came of all."""
    run = Run()
    examination = examiner.begin((item,), Footnotes(), run)
    steps = [list(examination.take(Claim(text, ((item, item.passage.span),)))) for text in texts]
    steps.append(list(examination.finish()))
    return steps, examination.settled, run


def of_two(
    claim: Claim, judge: Reader | None, other: Evidence = HARBOUR, *, withhold: bool = True
) -> Settled:
    """Return what comes of a claim where the mill's and another passage were retrieved."""
    examiner = Examiner(AligningVerifier(), judge, withhold)
    examination = examiner.begin((MILL, other), Footnotes(), Run())
    list(examination.take(claim))
    list(examination.finish())
    return examination.settled


def test_what_the_aligner_decides_is_said_at_once() -> None:
    steps, settled, _ = examined(Examiner(AligningVerifier(), Reader()), QUOTED, CLOSE)
    assert [[type(event) for event in step] for step in steps] == [
        [StatementChecked],
        [StatementChecked],
        [],
    ]
    assert [s.citations[0].number for s in settled.said] == [1, 2]
    assert settled.judge is None


def test_a_reworded_statement_holds_up_those_after_it() -> None:
    judge = Reader(Label.SUPPORTED)
    steps, settled, run = examined(Examiner(AligningVerifier(), judge), QUOTED, REWORDED, CLOSE)
    assert [[type(event) for event in step] for step in steps] == [
        [StatementChecked],
        [],
        [],
        [Checking, StatementChecked, StatementChecked],
    ]
    assert [s.text for s in settled.said] == [QUOTED, REWORDED, CLOSE]
    assert settled.said[0].citations[0].number == 1
    verdict = settled.said[1].verdict
    assert (verdict.kind, verdict.by) == (VerdictClass.JUDGED_SUPPORTED, "reader-1")
    assert verdict.judgement == Judgement(Label.SUPPORTED, "reader-1", "read")
    assert verdict.failed  # what the aligner found stays
    assert settled.judge == "reader-1"
    assert "judge" in run.timings_ms


def test_a_judge_is_shown_statement_and_spans_only_and_only_once() -> None:
    judge = Reader(Label.SUPPORTED, Label.UNSUPPORTED)
    other = "Flames did away with the building at Rask, and not one person came to harm."
    examined(Examiner(AligningVerifier(), judge), REWORDED, QUOTED, other)
    (pairs,) = judge.asked
    assert [statement for statement, _ in pairs] == [REWORDED, other]
    assert all(words in MILL.text for _, words in pairs)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        (Label.UNSUPPORTED, VerdictClass.NOT_FOUND),
        (Label.PARTLY, VerdictClass.NOT_FOUND),
        (Label.CONTRADICTED, VerdictClass.CONTRADICTED),
    ],
)
def test_what_a_judge_does_not_find_is_withheld(label: Label, kind: VerdictClass) -> None:
    _, settled, _ = examined(Examiner(AligningVerifier(), Reader(label)), QUOTED, REWORDED)
    assert [w.text for w in settled.withheld] == [REWORDED]
    assert settled.withheld[0].verdict.kind is kind
    assert settled.withheld[0].spans


def test_a_judge_never_overrules_the_aligner() -> None:
    judge = Reader(Label.SUPPORTED)
    _, settled, _ = examined(Examiner(AligningVerifier(), judge), FALSE)
    assert judge.asked == []
    assert settled.withheld[0].verdict.kind is VerdictClass.CONTRADICTED


@pytest.mark.parametrize("judge", [None, Reader(None), Broken()])
def test_without_a_judgement_it_is_said_as_what_it_is(judge: Reader | None) -> None:
    _, settled, run = examined(Examiner(AligningVerifier(), judge), REWORDED)
    assert settled.said[0].verdict.kind is VerdictClass.REWORDED
    assert settled.said[0].verdict.label is Label.UNCHECKED
    assert settled.judge is None
    assert bool(run.notes) == isinstance(judge, Broken)


UNCITED = {
    "no passage": (),
    "a label of a passage that says nothing like it": ((HARBOUR, HARBOUR.passage.span),),
}


@pytest.mark.parametrize("cited", UNCITED)
@pytest.mark.parametrize("judge", [None, Reader(None), Broken()])
def test_what_another_passage_only_resembles_is_withheld(judge: Reader | None, cited: str) -> None:
    settled = of_two(Claim(REWORDED, UNCITED[cited]), judge)
    assert settled.said == ()
    (withheld,) = settled.withheld
    assert withheld.verdict.kind is VerdictClass.NOT_FOUND
    assert withheld.spans
    assert "only like it" in withheld.reason


@pytest.mark.parametrize("cited", UNCITED)
def test_another_passage_is_cited_where_a_judge_finds_that_it_says_so(cited: str) -> None:
    (said,) = of_two(Claim(REWORDED, UNCITED[cited]), Reader(Label.SUPPORTED)).said
    assert said.recited
    assert said.citations[0].evidence == MILL


def test_what_another_passage_says_in_its_words_needs_no_judge() -> None:
    (said,) = of_two(Claim(QUOTED, UNCITED["no passage"]), None).said
    assert said.recited


def test_a_passage_that_is_more_alike_does_not_take_the_place_of_the_one_named() -> None:
    text = "The owner told reporters that rebuilding was expected to be finished by spring."
    named = evidence("The mill at Rask is old.", "note")
    spans = ((named, named.passage.span),)
    assert AligningVerifier().check(text, spans, (MILL, named)).recited
    (said,) = of_two(Claim(text, spans), None, named).said
    assert (said.recited, said.verdict.label) == (False, Label.UNCHECKED)
    assert said.citations[0].evidence == named


def test_what_the_passage_named_denies_is_not_said_for_one_that_is_like_it() -> None:
    text = "Insurers put the loss at 5.3 million crowns."
    denied = ((MILL, MILL.passage.span),)
    alike = evidence("Some insurers were of the view that 5.3 million crowns were lost.", "note")
    settled = of_two(Claim(text, denied), None, alike)
    assert settled.said == ()


def test_marked_it_is_not_said_to_stand_in_another_passage() -> None:
    settled = of_two(Claim(REWORDED, ()), None, withhold=False)
    assert not settled.said[0].recited
    assert settled.said[0].verdict.kind is VerdictClass.NOT_FOUND


def test_marking_says_what_is_not_supported_too() -> None:
    _, settled, _ = examined(Examiner(AligningVerifier(), withhold=False), FALSE)
    assert [s.text for s in settled.said] == [FALSE]
    assert settled.withheld == ()


def test_a_statement_is_said_once() -> None:
    steps, settled, _ = examined(Examiner(AligningVerifier()), QUOTED, "nobody  was hurt.", QUOTED)
    assert len(settled.said) == 1
    assert [len(step) for step in steps] == [1, 0, 0, 0]


def test_withheld_statements_take_no_number() -> None:
    steps, settled, _ = examined(Examiner(AligningVerifier()), FALSE, QUOTED)
    assert isinstance(steps[0][0], StatementWithheld)
    assert [c.number for s in settled.said for c in s.citations] == [1]


def test_an_unusable_judgement_changes_nothing() -> None:
    verdict = Verdict(Label.UNCHECKED, VerdictClass.REWORDED, "aligner", "In other words.")
    assert weighed(verdict, None) is verdict
    assert weighed(verdict, Judgement(Label.UNCHECKED, "m", "?")) is verdict
