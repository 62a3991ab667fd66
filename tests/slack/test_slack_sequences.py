"""Whatever happens, and whatever fails: one visible outcome of every question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slack.sequences import Sequence
from ui.slack.posting import Poster
from ui.slack.posts import Posts

SHARE = 150
"""Seeds of one test; `python -m benchmarks.slack_sequences` carries out 10,000."""


@pytest.mark.parametrize("first", range(0, 4 * SHARE, SHARE))
def test_exactly_one_outcome_is_seen(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + SHARE):
        sequence = Sequence(seed, tmp_path / f"{seed}.sqlite3")
        assert sequence.run() == [], f"seed {seed}"
        sequence.close()


def test_what_would_be_doubled_or_lost_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that forgets what it was about to post, or that looks for nothing, is found out."""
    monkeypatch.setattr(Posts, "will_post", lambda posts, key: None)
    forgetful = [Sequence(seed, tmp_path / f"a{seed}.sqlite3").run() for seed in range(60)]
    assert any("parts twice" in str(each) for each in forgetful)
    monkeypatch.undo()
    monkeypatch.setattr(Poster, "deliver", lambda poster, work, messages: None)
    silent = [Sequence(seed, tmp_path / f"b{seed}.sqlite3").run() for seed in range(5)]
    assert any("is answered with []" in str(each) for each in silent)
