"""Bytes to clean text: declared charset first, then UTF-8, then Windows-1252."""

from __future__ import annotations

import codecs
import re

from mailroom.reading.limits import MAX_TEXT_CHARACTERS

# What senders call a charset and what they really send.
_REALLY = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi": "cp1252",
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "default": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "cp-850": "cp850",
}
# Codecs that are no charsets, or whose decoders are quadratic.
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, charset: str | None = None) -> str:
    """Text of `content`, never failing: what no charset explains becomes U+FFFD."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return clean(content[len(mark) :].decode(name, "replace"))
    declared = _codec(charset)
    for name in (declared or "utf-8", "utf-8"):
        text = _strictly(content, name)
        if text is not None:
            return clean(text)
    fallback = declared if declared and _is_multibyte(declared) else "cp1252"
    return clean(content.decode(fallback, "replace"))


def clean(text: str) -> str:
    """The text as the database can hold it: no NUL, no lone surrogate, line ends as \\n."""
    text = text.replace("\x00", "")
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[:MAX_TEXT_CHARACTERS]


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _codec(charset: str | None) -> str | None:
    name = (charset or "").strip().strip("'\"").lower()
    if not name:
        return None
    try:
        found = codecs.lookup(_REALLY.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return None if found.replace("-", "_") in _REFUSED else found


def _is_multibyte(name: str) -> bool:
    return name.startswith(("gb", "cp9", "big5", "euc", "iso2022", "utf-16"))
