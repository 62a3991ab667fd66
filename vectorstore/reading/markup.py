"""Bytes of an HTML page become a tree of elements, whatever their charset and however broken."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from vectorstore.documents import canonical
from vectorstore.errors import ReadingError
from vectorstore.reading.blocks import depth_of
from vectorstore.reading.decode import decode

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE)
# As browsers read these names (WHATWG Encoding Standard): the larger code page of each family.
_READ_AS = {
    **dict.fromkeys(("iso8859-1", "ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be"), "utf-8"),
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
_DEEPEST = 200
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")  # no XML tree holds them
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)[^>]*>")
_RAW = re.compile(
    r"<!--.*?-->|<(script|style|noscript|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
# Elements that need no end tag cannot be counted, and do not nest in themselves.
_UNCOUNTED = frozenset(
    "area base br col embed hr img input link meta source track wbr param p li dt dd tr td th thead"
    " tbody tfoot option optgroup colgroup html head body".split()
)


def parse_page(data: bytes, name: str) -> HtmlElement:
    """Parse a page. Raises ReadingError when it holds no element at all."""
    source = _decoded(data, name)
    root = _parsed(source)
    if root is None:
        raise ReadingError(f"{name} contains no text.")
    if depth_of(root) > _DEEPEST:
        # The parser drops text nested too deep, and tools downstream recurse.
        root = _parsed(_flattened(source))
    return root


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(_MARKS):
        return decode(data, name)
    declared = _CHARSET.search(data[:8192]) or _XML_ENCODING.match(data[:200])
    if declared is None:
        return decode(data, name)
    try:
        encoding = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        return decode(data, name)
    try:
        return canonical(data.decode(_READ_AS.get(encoding, encoding)))
    except (UnicodeDecodeError, LookupError):
        return decode(data, name)


def _parsed(source: str) -> HtmlElement | None:
    # Past its declaration the text is UTF-8 now, whatever it says about itself.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        clean = _CONTROLS.sub(" ", source)
        return lxml_html.document_fromstring(clean.encode(), parser=parser)
    except etree.ParserError:
        return None


def _flattened(source: str) -> str:
    """Leave out the tags that nest deeper than a parser follows; the text inside them stays."""
    depth = 0

    def shallow(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag["name"].lower() in _UNCOUNTED:
            return tag[0]
        if tag["end"]:
            depth = max(depth - 1, 0)
            return tag[0] if depth < _DEEPEST // 2 else "<br><br>"
        depth += 1
        return tag[0] if depth <= _DEEPEST // 2 else "<br><br>"

    flat = _TAG.sub(shallow, _RAW.sub(" ", source))
    return re.sub(r"(?:<br>\s*){3,}", "<br><br>", flat)
