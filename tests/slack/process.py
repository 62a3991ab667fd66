"""`footnoted slack` as a process of its own."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.slack.local.server import APP_TOKEN, BOT_TOKEN, SECRET, LocalSlack
from tests.support import COMMAND, Cli

TROOPS = "How many troops does the mission have now?"


def keys(slack: LocalSlack) -> dict[str, str]:
    """Return the environment of a bot that is set up in one workspace."""
    return {
        "FOOTNOTED_SLACK__BOT_TOKEN": BOT_TOKEN,
        "FOOTNOTED_SLACK__APP_TOKEN": APP_TOKEN,
        "FOOTNOTED_SLACK__SIGNING_SECRET": SECRET,
        "FOOTNOTED_SLACK__API_URL": slack.api_url,
        "PYTHONWARNINGS": "ignore",
    }


@contextmanager
def process(
    cli: Cli,
    slack: LocalSlack,
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Run the bot until the block ends; requests of the Slack go to it where it serves some."""
    with subprocess.Popen(
        [COMMAND, "--home", "home", "slack", *options],
        cwd=cli.folder,
        env=cli.environment(environment or keys(slack)),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            assert "Slack" in line
            if found := re.search(r" at (\S+)", line):
                slack.http = f"http://{found[1]}"
            yield running
        finally:
            if running.poll() is None:
                running.terminate()
                assert running.wait(60) == 0
