"""The judge without a model: words read in context, weighed as fitted, and called what it is."""

from __future__ import annotations

import numpy as np
import pytest

from evals.judging.measures import NAMES, measure, rarity
from evals.judging.probe import probed
from evals.judging.reader import TokenReader
from evals.judging.standing import standings
from evals.judging.verifier import VerifierJudge
from evals.judging.wording import WordingJudge, parsed, weights

EVIDENCE = [
    "The ferry sank near Halmet on Friday. Divers found 61 bodies, the harbour police said.",
    "Plum cake keeps for three days.",
]


@pytest.fixture(scope="module")
def reader() -> TokenReader:
    return TokenReader("onnxruntime")


@pytest.fixture(scope="module")
def judge(reader: TokenReader) -> WordingJudge:
    return WordingJudge(reader)


def measured(reader: TokenReader, statement: str) -> dict[str, float]:
    found = measure(reader, statement, EVIDENCE)
    assert found is not None
    return dict(zip(NAMES, found.row, strict=True))


def test_a_text_is_read_token_by_token(reader: TokenReader) -> None:
    one, other = reader.read(["Divers found 61 bodies.", "Plum cake"])
    assert len(one.ids) == len(one.states) == len(reader.pieces("Divers found 61 bodies."))
    assert np.linalg.norm(one.states, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(other.vector) == pytest.approx(1, abs=1e-5)


def test_the_vector_of_a_text_is_the_encoders(reader: TokenReader) -> None:
    from vectorstore.encoders.local import LocalEncoder

    text = "Divers found 61 bodies."
    known = LocalEncoder("onnxruntime").encode([text])[0]
    assert reader.read([text])[0].vector @ known == pytest.approx(1, abs=1e-4)


def test_marks_weigh_nothing_and_rare_words_most(reader: TokenReader) -> None:
    weight = rarity(reader.read(["the ferry."])[0].ids)
    assert weight[-1] == 0
    assert weight[1] > 5 * weight[0]


def test_words_of_the_evidence_are_matched_fully(reader: TokenReader) -> None:
    same = measured(reader, "Divers found 61 bodies, the harbour police said.")
    other = measured(reader, "A committee will rewrite the tax code next spring.")
    assert same["recall"] > 0.99
    assert same["recall"] > other["recall"] + 0.3
    assert same["likeness"] > other["likeness"]
    assert (same["figures_missing"], same["names_missing"], same["negation_differs"]) == (0, 0, 0)


def test_figures_names_and_negations_are_held_against_the_evidence(reader: TokenReader) -> None:
    found = measured(reader, "Divers from Orvessa did not find 62 bodies within three days.")
    assert found["names_missing"] == 1
    assert found["figures_missing"] == 1
    assert found["negation_differs"] == 1


def test_a_wording_is_better_matched_than_another_subject(judge: WordingJudge) -> None:
    close = judge.judge("Divers found 61 bodies after the ferry sank near Halmet.", EVIDENCE)
    far = judge.judge("Orvessa raised its fuel tax by 12 percent in 2031.", EVIDENCE)
    assert close.score is not None
    assert far.score is not None
    assert close.score > 0.5 > far.score
    assert (close.label, far.label) == ("words matched", "words not matched")
    assert close.supported
    assert not far.supported
    assert "12" in far.reason
    assert "2031" in far.reason


def test_it_calls_itself_a_wording_check_with_its_version(judge: WordingJudge) -> None:
    assert judge.name == f"wording check {weights().version}"
    assert "support" not in judge.judge("Divers found bodies.", EVIDENCE).label


def test_the_same_is_said_every_time(judge: WordingJudge) -> None:
    said = [judge.judge("The ferry sank on Friday.", EVIDENCE) for _ in range(3)]
    assert len(set(said)) == 1


def test_the_order_of_the_evidence_does_not_change_what_is_missing(reader: TokenReader) -> None:
    statement = "Divers found 62 bodies near Rask."
    one, other = measure(reader, statement, EVIDENCE), measure(reader, statement, EVIDENCE[::-1])
    assert one is not None
    assert other is not None
    assert (one.figures, one.names) == (other.figures, other.names) == (("62",), ("Rask",))
    assert one.row[0] == pytest.approx(other.row[0], abs=1e-4)


@pytest.mark.parametrize("evidence", [[], [" "]])
def test_without_evidence_words_are_not_matched(judge: WordingJudge, evidence: list[str]) -> None:
    found = judge.judge("The ferry sank.", evidence)
    assert (found.score, found.supported) == (0.0, False)


@pytest.mark.parametrize("statement", ["", "…", "?!"])
def test_without_words_nothing_is_judged(judge: WordingJudge, statement: str) -> None:
    found = judge.judge(statement, EVIDENCE)
    assert (found.score, found.supported) == (None, None)
    assert found.reason.startswith("Not judged")


def test_long_statements_and_evidence_are_read_as_far_as_the_model_reads(
    judge: WordingJudge,
) -> None:
    found = judge.judge("The ferry sank. " * 400, ["The ferry sank near Halmet. " * 2_000])
    assert found.score is not None


def test_weights_of_other_measures_are_refused() -> None:
    with pytest.raises(RuntimeError, match="other measures"):
        parsed({"version": "1", "names": ["recall"], "intercept": 0, "slopes": [1]})


def test_every_measure_counts_in_its_own_direction() -> None:
    slopes = dict(zip(NAMES, weights().slopes, strict=True))
    assert all(slopes[name] >= 0 for name in NAMES[:4])
    assert all(slopes[name] <= 0 for name in NAMES[4:])


def test_what_ships_says_how_good_it_is_and_reaches_its_goals() -> None:
    found = standings()
    assert found.version == weights().version
    by_set = {one.of: one.score for one in found.all if one.score.by == "wording"}
    for name, goal in (("attributionbench", 0.76), ("wice", 0.79)):
        auc = by_set[name].figures["auc"]
        assert auc is not None
        assert auc.value >= goal
    assert "attributionbench .7" in found.sentence("wording")
    assert "minimal-pairs .00 (n = 120; made to mislead" in found.sentence("wording")
    assert found.sentence("verifier") != found.sentence("wording")


@pytest.mark.parametrize("by", ["wording", "verifier"])
def test_what_was_measured_is_of_the_judges_that_ship(judge: WordingJudge, by: str) -> None:
    now = probed(judge if by == "wording" else VerifierJudge())
    then = standings().probe[by]
    assert all(one is None or 0 <= one <= 1 for one in then)
    # A processor that rounds otherwise moves a score by less.
    assert now == [one if one is None else pytest.approx(one, abs=0.02) for one in then], (
        f"The {by} judge says something else than when it was measured: what is published of it "
        "does not hold. Measure it anew with benchmarks/calibrate_judge.py (docs/judge.md)."
    )


def test_what_may_not_be_fitted_on_was_not() -> None:
    fitted = {one.of for one in standings().all if one.fitted_on}
    assert fitted == {"wice", "expertqa", "fever-symmetric"}
