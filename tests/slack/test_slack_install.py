"""The app in several workspaces: installed from its page, answering in each with its own token."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import httpx

from tests.slack.local.faults import Break, Fault
from tests.slack.local.people import People
from tests.slack.local.server import BOT_TOKEN, Elsewhere, LocalSlack
from tests.slack.local.workspace import US
from tests.slack.process import TROOPS, keys, process
from tests.slack.seeing import buttons
from tests.support import Cli
from ui.slack.installations import STORE, EncryptedInstallations, new_key
from ui.slack.manifest import ASK, CHECK_MESSAGE

OTHER_TOKEN, GRID_TOKEN = "xoxb-other", "xoxb-grid"


def installed(client: httpx.Client, code: str) -> httpx.Response:
    """Go the way of somebody who installs the app; Slack sends them back with a code."""
    page = client.get("/slack/install")
    state = re.search(r"[?&;]state=([\w-]+)", page.text)
    assert state, page.text
    cookie = page.headers["set-cookie"].partition(";")[0]  # Secure: here it is sent by hand
    given = {"code": code, "state": state[1]}
    return client.get("/slack/oauth_redirect", params=given, headers={"Cookie": cookie})


def several(slack: LocalSlack) -> dict[str, str]:
    """Return the environment of a bot that is installed from its page."""
    common = {name: value for name, value in keys(slack).items() if "BOT_TOKEN" not in name}
    return {
        **common,
        "FOOTNOTED_SLACK__CLIENT_ID": "1.2",
        "FOOTNOTED_SLACK__CLIENT_SECRET": "kept-from-all",
        "FOOTNOTED_SLACK__ENCRYPTION_KEY": new_key(),
    }


def answered(place: People, channel: str, slack: LocalSlack) -> None:
    """Ask in a channel, and wait for the answer in its thread."""
    asked = place.mentions("U1", channel, TROOPS)

    def whole() -> list[str]:
        seen = place.workspace.seen(channel, asked["ts"])
        return [each["text"] for each in seen if "[1]" in each["text"]]

    assert "4,350" in slack.wait(whole)[0]


def everything_else(place: People, user: str, slack: LocalSlack) -> None:
    """Do in a workspace of an organization what else people do."""
    views, number = place.workspace.views, user[1:]
    (message,) = (m for m in place.workspace.seen(f"C{number}") if "4,350" in m["text"])
    found = buttons(message)
    place.clicks(user, f"C{number}", message, found["Passage 1"])
    assert slack.wait(lambda: views)[-1]["title"]["text"] == "Passage 1"
    place.clicks(user, f"C{number}", message, found["Not helpful"])
    form = slack.wait(lambda: len(views) > 1 and views[-1])
    reason = {"reason": {"selected_option": {"value": "out_of_date"}}}
    said = {"reason": reason, "comment": {"comment": {"value": "It is old."}}}
    assert place.submits(user, form, said) == "200"
    place.opens_home(user)
    slack.wait(lambda: place.workspace.homes.get(user))
    root = place.opens_assistant(user, f"D{number}")
    slack.wait(lambda: place.workspace.prompts.get((f"D{number}", root["ts"])))
    place.says(user, f"D{number}", TROOPS, root["ts"])
    answer = slack.wait(
        lambda: [m for m in place.workspace.seen(f"D{number}", root["ts"]) if "[1]" in m["text"]]
    )
    assert place.workspace.titles == {(f"D{number}", root["ts"]): TROOPS}
    place.clicks(user, f"D{number}", answer[-1], buttons(answer[-1])["Passage 1"])
    slack.wait(lambda: len(views) > 2)
    before = len(place.workspace.private)
    checked = place.says(user, f"C{number}", "The mission has 900 ships.")
    place.shortcut(user, f"C{number}", checked, CHECK_MESSAGE)
    slack.wait(lambda: len(place.workspace.private) > before)
    place.edits(checked, f"<@{US}> {TROOPS}")
    slack.wait(lambda: list(place.workspace.seen(f"C{number}", checked["ts"])))


def test_it_is_installed_in_workspaces_and_an_organization_and_answers_in_all(
    sample_home: Path, tmp_path: Path, slack: LocalSlack
) -> None:
    shutil.copytree(sample_home, tmp_path / "home")
    environment, cli = several(slack), Cli(tmp_path)
    with process(cli, slack, ["--http", "127.0.0.1:0"], environment):
        other = Elsewhere(slack, "T0OTHER", OTHER_TOKEN)
        other.opens("C7", "U1")
        # Two workspaces of an organization, which installs the app once for both.
        grid = [Elsewhere(slack, f"T0GRID{n}", GRID_TOKEN, "E0GRID") for n in (1, 2)]
        for n, place in enumerate(grid, start=8):
            place.opens(f"C{n}", "U1", f"U{n}")
            place.opens(f"D{n}", f"U{n}")
        slack.codes = {"first": BOT_TOKEN, "second": OTHER_TOKEN, "third": GRID_TOKEN}
        with httpx.Client(base_url=urljoin(slack.http, "/"), timeout=60, trust_env=False) as client:
            for code in ("first", "second", "third"):
                assert installed(client, code).status_code == 200
            refused = client.get("/slack/oauth_redirect", params={"code": "x", "state": "made-up"})
            assert refused.status_code == 400
            assert installed(client, "used").status_code >= 400
            slack.faults.add(Fault("oauth.v2.access", Break.HELD))
            before = len(slack.called("oauth.v2.access"))
            with ThreadPoolExecutor(1) as aside:
                slow = aside.submit(installed, client, "slow")
                slack.wait(lambda: len(slack.called("oauth.v2.access")) > before)
                assert client.get("/slack/install").status_code == 200
                slack.faults.clear()
                assert slow.result(60).status_code >= 400
        everywhere: list[tuple[People, str]] = [(slack, "C1"), (other, "C7")]
        everywhere += [(place, f"C{n}") for n, place in enumerate(grid, start=8)]
        for place, channel in everywhere:
            answered(place, channel, slack)
        grid[1].command("U1", "C9", ASK, TROOPS)
        (alone,) = slack.wait(lambda: grid[1].workspace.private)
        share = buttons(alone.message)["Share here"]
        grid[1].clicks("U1", "C9", {}, share)
        slack.wait(lambda: [m for m in grid[1].workspace.seen("C9") if "4,350" in m["text"]])
        assert [m for m in slack.workspace.seen("C1", "") if "4,350" in m["text"]] == []
        everything_else(grid[1], "U9", slack)
    kept = (tmp_path / "home" / STORE).read_bytes()
    for secret in (BOT_TOKEN, OTHER_TOKEN, GRID_TOKEN, "kept-from-all"):
        assert secret.encode() not in kept
    # The same installations over a connection: what is installed is known, with all its tokens.
    for place, _ in everywhere:
        place.http = ""
    with process(cli, slack, environment=environment):
        for place, channel in everywhere:
            answered(place, channel, slack)
        other.deliver({"type": "app_uninstalled"})
        key = environment["FOOTNOTED_SLACK__ENCRYPTION_KEY"]
        store = EncryptedInstallations(tmp_path / "home" / STORE, "1.2", key)
        slack.wait(lambda: store.find_bot(enterprise_id=None, team_id="T0OTHER") is None)
        assert store.find_bot(enterprise_id=None, team_id="T0LOCAL") is not None
    assert cli.outside == ""


def test_it_is_installed_beside_the_connection(
    sample_home: Path, tmp_path: Path, slack: LocalSlack
) -> None:
    shutil.copytree(sample_home, tmp_path / "home")
    cli = Cli(tmp_path)
    with process(cli, slack, ["--install", "127.0.0.1:0"], several(slack)) as running:
        assert running.stdout is not None
        page = re.search(r"from (\S+)/slack/install", running.stdout.readline())
        assert page
        asked = slack.mentions("U1", "C1", TROOPS)
        slack.wait(slack.sockets.all_acknowledged)
        slack.codes = {"first": BOT_TOKEN}
        with httpx.Client(base_url=f"http://{page[1]}", timeout=60, trust_env=False) as client:
            assert installed(client, "first").status_code == 200
            assert client.post("/slack/events", content=b"{}").status_code == 404
        # What was asked before is answered within a little while, what is asked now at once.
        answered(slack, "C1", slack)
        slack.wait(lambda: list(slack.workspace.seen("C1", asked["ts"])))
    assert cli.outside == ""
