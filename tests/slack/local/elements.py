"""What Slack takes as the elements of blocks: buttons, menus, fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.slack.local.texts import length, text_errors

Element = Mapping[str, Any]
_EVERYWHERE = {"section", "actions", "input"}


def element_errors(each: Element, place: str) -> Iterator[str]:
    """Yield what is wrong with an element of a section, of actions, of a context or of an input."""
    kind = str(each.get("type"))
    if kind not in _ELEMENTS:
        yield f"unsupported element: {kind}"
        return
    places, check = _ELEMENTS[kind]
    if place not in places:
        yield f"{kind} is not for {place}"
    yield from length(each.get("action_id", ""), "action_id", 255)
    if "placeholder" in each:
        yield from text_errors(each["placeholder"], "placeholder", 150, plain=True)
    if "confirm" in each:
        yield from _confirm(each["confirm"])
    yield from check(each)


def option_errors(option: Element, *, plain: bool) -> Iterator[str]:
    """Yield what is wrong with an option of a menu."""
    yield from text_errors(option.get("text"), "option", 75, plain=plain)
    if not option.get("value"):
        yield "option: missing required field: value"
    yield from length(option.get("value", ""), "option value", 150)
    if "description" in option:
        yield from text_errors(option["description"], "description", 75, plain=plain)
    yield from length(option.get("url", ""), "option url", 3_000)


def _confirm(given: Element) -> Iterator[str]:
    yield from text_errors(given.get("title"), "confirm title", 100, plain=True)
    yield from text_errors(given.get("text"), "confirm text", 300)
    for name in ("confirm", "deny"):
        yield from text_errors(given.get(name), name, 30, plain=True)


def _button(each: Element) -> Iterator[str]:
    yield from text_errors(each.get("text"), "button", 75, plain=True)
    yield from length(each.get("value", ""), "value", 2_000)
    yield from length(each.get("url", ""), "url", 3_000)
    yield from length(each.get("accessibility_label", ""), "accessibility_label", 75)
    if each.get("style") not in (None, "primary", "danger"):
        yield "style: primary or danger"


def _options(least: int, most: int, *, plain: bool) -> Callable[[Element], Iterator[str]]:
    def check(each: Element) -> Iterator[str]:
        groups, options = each.get("option_groups"), each.get("options")
        if groups is not None:
            if not 1 <= len(groups) <= 100:
                yield "option_groups: between 1 and 100 items"
            for group in groups:
                yield from text_errors(group.get("label"), "label", 75, plain=True)
            options = [option for group in groups for option in group.get("options") or ()]
            if not options:
                yield "option_groups: no options"
        elif not least <= len(options or ()) <= most:
            yield f"options: between {least} and {most} items"
        values = [option.get("value") for option in options or ()]
        if len(values) != len({*values}):
            yield "options: a value stands twice"
        for option in options or ():
            yield from option_errors(option, plain=plain)

    return check


def _input(each: Element) -> Iterator[str]:
    if not 0 <= each.get("min_length", 0) <= each.get("max_length", 3_000) <= 3_000:
        yield "min_length and max_length: between 0 and 3000"


def _image(each: Element) -> Iterator[str]:
    if not each.get("image_url") and not each.get("slack_file"):
        yield "missing required field: image_url or slack_file"
    yield from length(each.get("image_url", ""), "image_url", 3_000)
    if not each.get("alt_text"):
        yield "missing required field: alt_text"
    yield from length(each.get("alt_text", ""), "alt_text", 2_000)


def _anything(each: Element) -> Iterator[str]:
    return iter(())


_ELEMENTS: dict[str, tuple[set[str], Callable[[Element], Iterator[str]]]] = {
    "button": ({"section", "actions"}, _button),
    "checkboxes": (_EVERYWHERE, _options(1, 10, plain=False)),
    "conversations_select": (_EVERYWHERE, _anything),
    "datepicker": (_EVERYWHERE, _anything),
    "image": ({"section", "context", "block"}, _image),
    "multi_static_select": ({"section", "input"}, _options(1, 100, plain=True)),
    "overflow": ({"section", "actions"}, _options(1, 5, plain=True)),
    "plain_text_input": ({"input"}, _input),
    "radio_buttons": (_EVERYWHERE, _options(1, 10, plain=False)),
    "static_select": (_EVERYWHERE, _options(1, 100, plain=True)),
    "users_select": (_EVERYWHERE, _anything),
}
