"""Which inline styles keep a part of a page from whoever reads it.

Style sheets are not read: what only they hide is taken for visible.
"""

from __future__ import annotations

import re

_GONE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|(?<![\w-])opacity:0*(?:\.0+)?(?:%|;|$)"
    r"|font-size:(?:0*(?:\.0+)?(?:px|pt|em|rem|%)?|0*1px)(?:;|$)"
    r"|clip:rect\(0|clip-path:inset\((?:50|100)%"
    r"|text-indent:-\d{3,}|(?:left|top|right|bottom|margin-left|margin-top):-\d{3,}"
    r"|(?<![\w-])color:transparent|transform:scale\(0\)"
)
_NO_ROOM = re.compile(r"(?:^|;)(?:max-)?(?:width|height):0(?:px)?(?:;|$)")
_CLIPPED = re.compile(r"overflow(?:-[xy])?:(?:hidden|clip)")
_COLOUR = re.compile(r"(?:^|;)color:([^;]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;]+)")
_WHITES = frozenset(("white", "#fff", "#ffffff", "rgb(255,255,255)"))


def hides(style: str) -> bool:
    """Tell whether a `style` attribute leaves nothing of its element to be seen."""
    rules = _rules(style)
    if _GONE.search(rules) or (_NO_ROOM.search(rules) and _CLIPPED.search(rules)):
        return True
    colour, ground = _COLOUR.search(rules), _GROUND.search(rules)
    if colour is None or ground is None:
        return False
    return _plain(colour[1]) == _plain(ground[1])


def whitens(style: str) -> bool:
    """Tell whether a `style` attribute paints its words white and no ground under them."""
    rules = _rules(style)
    colour = _COLOUR.search(rules)
    return colour is not None and colour[1] in _WHITES and not grounds(style)


def grounds(style: str) -> bool:
    """Tell whether a `style` attribute paints a ground."""
    return "background" in style.lower()


def _rules(style: str) -> str:
    return re.sub(r"\s+|!important", "", style.lower())


def _plain(colour: str) -> str:
    return "#ffffff" if colour in _WHITES else colour
