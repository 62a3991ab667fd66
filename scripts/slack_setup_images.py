"""Draw the steps of setting the bot up in Slack, for `docs/images/`.

    python scripts/slack_setup_images.py

HTML of our own that imitates the layout of Slack's pages, with what is to be clicked ringed and
numbered; the manifest is the one that `footnoted slack manifest` prints.
"""

from __future__ import annotations

import shutil
import sys
from html import escape
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ui.slack.manifest import SCOPES, manifest

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
STYLE = """
* { box-sizing: border-box; }
body { margin: 0; padding: 24px; width: 760px; background: #f4f4f4; color: #1d1c1d;
  font: 15px/1.45 "Liberation Sans", Arial, sans-serif; }
.page { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 20px 24px; }
h1 { font-size: 18px; margin: 0 0 12px; } h2 { font-size: 15px; margin: 16px 0 4px; }
p { margin: 0 0 10px; } small { color: #616061; font-size: 13px; }
.row { display: flex; gap: 24px; } nav { flex: 0 0 190px; } nav div { padding: 5px 8px; }
main { flex: 1; min-width: 0; }
.option { border: 1px solid #ccc; border-radius: 6px; padding: 10px 12px; margin-bottom: 8px; }
.option b { display: block; }
.button { display: inline-block; border: 1px solid #bbb; border-radius: 4px; padding: 6px 12px;
  font-weight: 700; background: #fff; margin-right: 8px; }
.go { background: #007a5a; border-color: #007a5a; color: #fff; }
.end { text-align: right; margin-top: 12px; }
pre { background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; margin: 0 0 8px;
  padding: 10px; font: 13px/1.4 "Liberation Mono", monospace; height: 132px; overflow: hidden; }
.tab { display: inline-block; padding: 4px 14px; } .tab.on { border-bottom: 2px solid #1264a3; }
.token { font: 13px "Liberation Mono", monospace; background: #f8f8f8; border: 1px solid #ddd;
  padding: 6px 8px; display: inline-block; min-width: 300px; }
.click { outline: 2px solid #c0392b; outline-offset: 3px; position: relative; }
.click::after { content: attr(data-step); position: absolute; right: -14px; top: -15px;
  width: 22px; height: 22px; border-radius: 50%; background: #c0392b; color: #fff;
  font: 700 13px/22px "Liberation Sans", sans-serif; text-align: center; }
ul { margin: 0 0 10px; padding-left: 20px; }
"""
_SIDE = ("Basic Information", "Collaborators", "Install App", "Event Subscriptions")


def click(step: int, text: str, kind: str = "button") -> str:
    """Return something to click, ringed, with the number of its step."""
    return f'<span class="{kind} click" data-step="{step}">{text}</span>'


def side(chosen: str, step: int) -> str:
    """Return the menu at the side of an app's pages."""
    names = (
        f'<div class="click" data-step="{step}"><b>{name}</b></div>'
        if name == chosen
        else f"<div>{name}</div>"
        for name in _SIDE
    )
    return f"<nav>{''.join(names)}</nav>"


def create() -> str:
    """Return the choice of how an app is made."""
    return (
        f"<div class=page><p>{click(1, 'Create New App', 'button go')}</p><h1>Create an app</h1>"
        '<div class="option click" data-step="2"><b>From a manifest</b>'
        "<small>Use a manifest to add your app's basic info, scopes and settings.</small></div>"
        "<div class=option><b>From scratch</b><small>Use the configuration pages.</small></div>"
        "</div>"
    )


def paste() -> str:
    """Return where the manifest goes."""
    text = yaml.safe_dump(manifest("Footnoted", None), sort_keys=False, allow_unicode=True)
    return (
        "<div class=page><h1>Create app from manifest</h1><p><span class=tab>JSON</span>"
        f"{click(3, 'YAML', 'tab on')}</p>"
        f'<div class="click" data-step="4"><pre>{escape(text)}</pre></div>'
        f"<p class=end><span class=button>Cancel</span> {click(5, 'Next', 'button go')}</p></div>"
    )


def app_token() -> str:
    """Return where the token for Socket Mode is made."""
    return (
        f"<div class='page row'>{side('Basic Information', 1)}<main><h1>App-Level Tokens</h1>"
        "<p><small>They let your app use features that work across all installations.</small></p>"
        f"<p>{click(2, 'Generate Token and Scopes')}</p>"
        "<h2>Scopes</h2><p><span class=token>connections:write</span></p>"
        f"<p>{click(3, 'Generate', 'button go')}</p>"
        f"<h2>Token</h2><p>{click(4, 'xapp-1-…', 'token')}</p></main></div>"
    )


def install() -> str:
    """Return where the app is installed, and where the bot's token then stands."""
    scopes = "".join(f"<li>{escape(scope)}</li>" for scope in (*list(SCOPES)[:4], "…"))
    return (
        f"<div class='page row'>{side('Install App', 1)}<main><h1>Installed App Settings</h1>"
        f"<p>{click(2, 'Install to Workspace', 'button go')}</p>"
        "<div class=option><b>Footnoted wants to access the workspace</b>"
        f"<ul>{scopes}</ul><span class=button>Cancel</span> {click(3, 'Allow', 'button go')}</div>"
        f"<h2>Bot User OAuth Token</h2><p>{click(4, 'xoxb-…', 'token')}</p></main></div>"
    )


def main() -> None:
    """Draw all of them."""
    pages = {"create": create, "manifest": paste, "app-token": app_token, "install": install}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, draw in pages.items():
            page = browser.new_page(viewport={"width": 760, "height": 200})
            page.set_content(f"<!doctype html><style>{STYLE}</style><body>{draw()}")
            page.screenshot(path=IMAGES / f"slack-setup-{name}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
