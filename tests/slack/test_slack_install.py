"""The app in several workspaces: installed from its page, answering in each with its own token."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import httpx

from tests.slack.local.server import BOT_TOKEN, SECRET, Elsewhere, LocalSlack
from tests.slack.process import TROOPS, process
from tests.support import Cli
from ui.slack.installations import STORE, new_key

OTHER_TOKEN = "xoxb-other"


def installed(client: httpx.Client, code: str) -> httpx.Response:
    """Go the way of somebody who installs the app; Slack sends them back with a code."""
    page = client.get("/slack/install")
    state = re.search(r"[?&;]state=([\w-]+)", page.text)
    assert state, page.text
    cookie = page.headers["set-cookie"].partition(";")[0]  # Secure: here it is sent by hand
    given = {"code": code, "state": state[1]}
    return client.get("/slack/oauth_redirect", params=given, headers={"Cookie": cookie})


def test_it_is_installed_in_two_workspaces_and_answers_in_both(
    sample_home: Path, tmp_path: Path, slack: LocalSlack
) -> None:
    shutil.copytree(sample_home, tmp_path / "home")
    environment = {
        "FOOTNOTED_SLACK__CLIENT_ID": "1.2",
        "FOOTNOTED_SLACK__CLIENT_SECRET": "kept-from-all",
        "FOOTNOTED_SLACK__SIGNING_SECRET": SECRET,
        "FOOTNOTED_SLACK__ENCRYPTION_KEY": new_key(),
        "FOOTNOTED_SLACK__API_URL": slack.api_url,
        "PYTHONWARNINGS": "ignore",
    }
    cli = Cli(tmp_path)
    with process(cli, slack, ["--http", "127.0.0.1:0"], environment):
        other = Elsewhere(slack, "T0OTHER", OTHER_TOKEN)
        other.opens("C7", "U1")
        slack.codes = {"first": BOT_TOKEN, "second": OTHER_TOKEN}
        with httpx.Client(base_url=urljoin(slack.http, "/"), timeout=60, trust_env=False) as client:
            assert installed(client, "first").status_code == 200
            assert installed(client, "second").status_code == 200
            refused = client.get("/slack/oauth_redirect", params={"code": "x", "state": "made-up"})
            assert refused.status_code == 400
            assert installed(client, "used").status_code >= 400
        for place, channel in ((slack, "C1"), (other, "C7")):
            asked = place.mentions("U1", channel, TROOPS)
            seen = place.workspace.seen
            said = slack.wait(
                lambda: [m for m in seen(channel, asked["ts"]) if "[1]" in m["text"]]  # noqa: B023
            )
            assert "4,350" in said[0]["text"]
        assert [m for m in slack.workspace.seen("C1", "") if "4,350" in m["text"]] == []
    kept = (tmp_path / "home" / STORE).read_bytes()
    for secret in (BOT_TOKEN, OTHER_TOKEN, "kept-from-all"):
        assert secret.encode() not in kept
    assert cli.outside == ""
