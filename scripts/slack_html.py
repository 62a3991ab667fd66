"""Messages, modals and homes of Slack as HTML of our own that imitates the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

Block = Mapping[str, Any]
NAMES = {"U1": "Ana Lind", "U2": "Tomas Reyes", "U0FOOTNOTED": "Footnoted"}

STYLE = """
* { box-sizing: border-box; }
body { margin: 0; padding: 20px 24px; width: 760px; background: #fff; color: #1d1c1d;
  font: 15px/1.47 Lato, 'Liberation Sans', Arial, sans-serif; }
.channel { font-weight: 700; font-size: 17px; padding-bottom: 12px; margin-bottom: 14px;
  border-bottom: 1px solid #e3e3e4; }
.channel small { font-weight: 400; color: #616061; font-size: 13px; margin-left: 8px; }
.message { display: flex; gap: 10px; margin: 0 0 16px; }
.face { flex: none; width: 36px; height: 36px; border-radius: 7px; color: #fff; font-weight: 700;
  display: grid; place-items: center; background: #5b6b8c; }
.face.bot { background: #7a3e9d; }
.face.U2 { background: #b4643c; }
.body { min-width: 0; flex: 1; }
.name { font-weight: 700; }
.app { font-size: 10px; font-weight: 700; color: #616061; background: #ededee; border-radius: 3px;
  padding: 1px 4px; margin: 0 4px; vertical-align: 1px; }
.time { font-size: 12px; color: #616061; font-weight: 400; margin-left: 4px; }
.mention { color: #1264a3; background: #e8f5fa; border-radius: 3px; padding: 0 2px; }
p { margin: 0 0 8px; white-space: pre-wrap; }
a { color: #1264a3; text-decoration: none; }
blockquote { margin: 2px 0 10px; padding: 0 0 0 12px; border-left: 4px solid #ddd;
  white-space: pre-wrap; }
ul { margin: 2px 0 10px; padding-left: 26px; }
.context { font-size: 13px; color: #616061; margin: 0 0 8px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 4px 0 8px; }
.button { border: 1px solid #bbbabc; border-radius: 8px; padding: 5px 12px; font-weight: 700;
  font-size: 13px; background: #fff; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.button.menu::after { content: "  ⌄"; color: #616061; }
h1 { font-size: 19px; margin: 0 0 10px; }
hr { border: 0; border-top: 1px solid #e3e3e4; margin: 12px 0; }
.cut { max-height: 380px; overflow: hidden; mask-image: linear-gradient(#000 80%, transparent); }
.alone { font-size: 12px; color: #616061; margin-bottom: 2px; }
.shade { background: #9b9a9b; margin: -20px -24px; padding: 26px 90px; }
.modal { background: #fff; border-radius: 10px; box-shadow: 0 8px 30px #0005; }
.modal header, .modal footer { padding: 14px 22px; font-weight: 700; font-size: 18px;
  border-bottom: 1px solid #e3e3e4; display: flex; justify-content: space-between; }
.modal footer { border: 0; border-top: 1px solid #e3e3e4; justify-content: flex-end; }
.modal main { padding: 16px 22px; max-height: 620px; overflow: hidden;
  mask-image: linear-gradient(#000 88%, transparent); }
.tabs { display: flex; gap: 20px; border-bottom: 1px solid #e3e3e4; margin-bottom: 16px;
  font-size: 13px; color: #616061; }
.tabs b { color: #1d1c1d; border-bottom: 2px solid #7a3e9d; padding-bottom: 8px; }
"""


def page(*parts: str) -> str:
    """Return a page of its own."""
    inside = "\n".join(parts)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><body>{inside}</body>"


def channel(name: str, about: str = "") -> str:
    """Return the head of a channel or a thread."""
    return f"<div class=channel>{escape(name)}<small>{escape(about)}</small></div>"


def message(told: Mapping[str, Any], *, time: str, cut: bool = False, alone: bool = False) -> str:
    """Return a message with its writer."""
    user = str(told.get("user") or "U0FOOTNOTED")
    bot = user == "U0FOOTNOTED"
    name = NAMES.get(user, user)
    app = "<span class=app>APP</span>" if bot else ""
    inside = blocks(told["blocks"]) if told.get("blocks") else f"<p>{_said(told['text'])}</p>"
    only = "<div class=alone>Only visible to you</div>" if alone else ""
    return (
        f'<div class=message><div class="face {"bot" if bot else user}">{name[0]}</div>'
        f"<div class=body>{only}<span class=name>{name}</span>{app}<span class=time>{time}</span>"
        f"<div{' class=cut' if cut else ''}>{inside}</div></div></div>"
    )


def modal(view: Mapping[str, Any]) -> str:
    """Return a modal over its shade."""
    close = view.get("close", {}).get("text", "Close")
    send = view.get("submit", {}).get("text")
    sends = f'<span class="button primary">{escape(send)}</span>' if send else ""
    return (
        f"<div class=shade><div class=modal><header>{_text(view['title'])}<span>✕</span></header>"
        f"<main>{blocks(view['blocks'])}</main><footer class=actions>"
        f"<span class=button>{escape(close)}</span>{sends}</footer></div></div>"
    )


def home(view: Mapping[str, Any]) -> str:
    """Return the app's home."""
    tabs = "<div class=tabs><b>Home</b><span>Messages</span><span>About</span></div>"
    return channel("Footnoted") + tabs + blocks(view["blocks"])


def blocks(given: Sequence[Block]) -> str:
    """Return blocks, one below the other."""
    return "\n".join(map(_block, given))


def _block(block: Block) -> str:
    inside = [*block.get("elements", ())]
    match block["type"]:
        case "header":
            return f"<h1>{_text(block['text'])}</h1>"
        case "divider":
            return "<hr>"
        case "context":
            return f"<div class=context>{' '.join(map(_text, inside))}</div>"
        case "actions":
            return f"<div class=actions>{''.join(map(_element, inside))}</div>"
        case "input":
            return f"<p><b>{_text(block['label'])}</b></p>{_element(block['element'])}"
    return "".join(map(_rich, inside))


def _element(element: Block) -> str:
    if element["type"] == "button":
        style = element.get("style", "")
        return f'<span class="button {style}">{_text(element["text"])}</span>'
    return f'<span class="button menu">{_text(element["placeholder"])}</span>'


def _rich(part: Block) -> str:
    if part["type"] == "rich_text_list":
        return f"<ul>{''.join(f'<li>{_line(each)}</li>' for each in part['elements'])}</ul>"
    name = "blockquote" if part["type"] == "rich_text_quote" else "p"
    return f"<{name}>{_line(part)}</{name}>"


def _line(part: Block) -> str:
    return "".join(map(_word, part["elements"]))


def _word(each: Block) -> str:
    if each["type"] == "user":
        return f"<span class=mention>@{NAMES[each['user_id']]}</span>"
    if each["type"] == "date":
        return escape(each["fallback"])
    said = escape(each["text"])
    if each["type"] == "link":
        said = f"<a>{said}</a>"
    for style, tag in (("bold", "b"), ("italic", "i"), ("code", "code")):
        if (each.get("style") or {}).get(style):
            said = f"<{tag}>{said}</{tag}>"
    return said


def _text(given: Block) -> str:
    return escape(given["text"])


def _said(text: str) -> str:
    said = escape(text)
    for user, name in NAMES.items():
        said = said.replace(f"&lt;@{user}&gt;", f"<span class=mention>@{name}</span>")
    return said
