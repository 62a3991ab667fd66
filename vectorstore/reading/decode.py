"""Bytes become text: byte order marks, UTF-8, UTF-16 without a mark, and the legacy code pages."""

from __future__ import annotations

import codecs
import re
import unicodedata

from vectorstore.documents import canonical
from vectorstore.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The code pages looked for: those in which people still save text, the rest only invites mistakes.
_LATIN = ["cp1252", "latin_1", "cp1250", "iso8859_2", "cp1254"]
_OTHER = [
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]
_CENTRAL_EUROPEAN = {"Polish", "Czech", "Slovak", "Hungarian", "Croatian", "Slovene", "Romanian"}
_SAMPLE = 32 * 1024
_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\b\x1b")))
_MOST_CONTROLS = 0.01
_BAD_UTF8 = re.compile("\ufffd")


def decode(data: bytes, name: str) -> str:
    """Return the canonical text of `data`; `name` is only named in errors.

    Strict UTF-8 comes first; a legacy code page is guessed only where the bytes are not UTF-8, and
    from a sample, so that the guess costs the same for 10 kB and for 100 MB. Raises ReadingError
    for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return canonical(data[len(mark) :].decode(encoding, "replace"))
    sample = sample_of(data)
    if b"\0" in sample:
        encoding16 = _utf16(sample)
        if encoding16 is not None:
            return canonical(data.decode(encoding16, "replace"))
    if looks_binary(sample):
        raise ReadingError(f"{name} is a binary file, not text, HTML, PDF or DOCX.")
    try:
        return canonical(data.decode("utf-8"))
    except UnicodeDecodeError:
        return canonical(_legacy(data, sample))


def sample_of(data: bytes) -> bytes:
    """Return the start, middle and end of `data`, together at most three samples long."""
    if len(data) <= 3 * _SAMPLE:
        return data
    middle = len(data) // 2 // 4 * 4
    end = (len(data) - _SAMPLE) // 4 * 4
    return data[:_SAMPLE] + data[middle : middle + _SAMPLE] + data[end:]


def looks_binary(sample: bytes) -> bool:
    """Tell whether more than one byte in a hundred is a control character no text holds."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(sample)


def _utf16(sample: bytes) -> str | None:
    """Name the UTF-16 byte order in which these bytes read as text, if there is one."""
    sample = sample[: min(len(sample), 4096) // 2 * 2]
    best = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _plausible(sample, encoding))
    return best if _plausible(sample, best) > 0.95 else None


def _plausible(sample: bytes, encoding: str) -> float:
    """Return the share of letters, marks, digits, punctuation and space in the decoded sample."""
    text = sample.decode(encoding, "replace")
    if not any(mark in text for mark in " \n\r,.\u3002"):
        return 0.0
    good = sum(unicodedata.category(c)[0] in "LMNPSZ" or c in "\t\n\r\f" for c in text)
    return (good - text.count("\ufffd")) / len(text)


def _legacy(data: bytes, sample: bytes) -> str:
    """Decode bytes that are not UTF-8: damaged UTF-8, or the likeliest legacy code page."""
    text = data.decode("utf-8", "replace")
    bad = len(_BAD_UTF8.findall(text))
    if bad * 2 < sum(not c.isascii() for c in sample.decode("utf-8", "ignore")):
        return text
    return data.decode(_code_page(sample), "replace")


def _code_page(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    # Latin scripts are mostly ASCII letters, all others mostly not.
    ascii_letters = sum(chr(byte).isalpha() for byte in sample if byte < 128)
    latin = ascii_letters > 2 * sum(byte >= 128 for byte in sample)
    matches = list(from_bytes(sample, cp_isolation=_LATIN if latin else _LATIN + _OTHER))
    if not matches:
        return "cp1252"
    best = matches[0]
    if best.language in _CENTRAL_EUROPEAN:
        return best.encoding
    # Several code pages often explain the bytes equally well; the Western one is likeliest.
    for match in matches:
        equal = match.chaos <= best.chaos and match.coherence >= best.coherence
        if equal and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return best.encoding
