"""Values on their way into a letter: refused, cleaned, and replaced by tokens until the parse.

A token is a number between two private-use characters. Markdown sees one odd word; the value goes
into the parsed tree afterwards (see body.py), so that no value is ever markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from mailroom.errors import LetterFault

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
_INVISIBLE_MARKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


class ValueLedger:
    """The values printed in one letter, in order; their tokens stand for them in the text."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def token_for(self, text: str) -> Markup:
        """Keep a value's text and give the token that stands for it."""
        self._texts.append(text)
        return Markup(f"{OPEN}{len(self._texts) - 1}{CLOSE}")

    def pieces(self, text: str) -> Iterator[tuple[bool, str]]:
        """Split text at its tokens into (is a value, text). Raises LetterFault on a false token."""
        for index, piece in enumerate(TOKEN.split(text)):
            if index % 2:
                yield True, self._text_of(int(piece))
            elif piece:
                yield False, _without_token_signs(piece)

    def _text_of(self, number: int) -> str:
        if number >= len(self._texts):
            raise _false_token()
        return self._texts[number]


def finalized(ledger: ValueLedger, value: object) -> Markup:
    """What Jinja prints for an expression: the token of a value, or its own tokens unchanged.

    `{% set %}` blocks and macros come here a second time as Markup: they hold tokens already.
    Raises LetterFault for None, NaN, NaT, empty text and kinds of value letters do not print.
    """
    if isinstance(value, Markup):
        list(ledger.pieces(value))
        return value
    if is_missing(value):
        raise LetterFault(
            "a value to be printed is missing (None, NaN, NaT or empty): complete the facts, "
            "or let the template print it only if it is known",
            code="missing_value",
        )
    return ledger.token_for(printable(value))


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT, pandas' NA, and text without a visible character."""
    if isinstance(value, str):
        return not _visible(value).strip()
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas' NA refuses to be true or false
        return True


def printable(value: object) -> str:
    """The text of a value: NFC, line ends as \\n. Raises LetterFault for what cannot be printed."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise LetterFault(
            f"a {type(value).__name__} cannot be printed as it is: give text, a whole number or a "
            "Decimal, or use a filter such as long_date",
            code="bad_value",
        )
    return str(value)


def cleaned(value: object) -> object:
    """A value as templates may see it: plain text without signs of ours, in lists and mappings too.

    Raises LetterFault for text that holds token or control characters, and for strange types.
    """
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        return {_clean(str(key)): cleaned(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [cleaned(inner) for inner in value]
    if is_missing(value):
        return None
    if isinstance(value, int | Decimal | date):
        return value
    raise LetterFault(f"letters hold no values of type {type(value).__name__}", code="bad_value")


def _clean(text: str) -> str:
    plain = unicodedata.normalize("NFC", str.__str__(text))
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    for sign in plain:
        if sign in _OVERRIDES or (sign != "\n" and unicodedata.category(sign) in _UNPRINTABLE):
            raise LetterFault(
                f"a value holds the character U+{ord(sign):04X}, which cannot be printed",
                code="bad_value",
            )
    return _visible(plain)


def _visible(text: str) -> str:
    return "".join(sign for sign in text if not _is_invisible(sign))


def _is_invisible(sign: str) -> bool:
    """Prints nothing (zero-width spaces, soft hyphens, variation selectors): it is left out, or it
    would hide from the outbound checks what a reader sees whole."""
    return (
        unicodedata.category(sign) == "Cf"
        or sign in _INVISIBLE_MARKS
        or "\ufe00" <= sign <= "\ufe0f"
    )


def _without_token_signs(text: str) -> str:
    if OPEN in text or CLOSE in text:
        raise _false_token()
    return text


def _false_token() -> LetterFault:
    return LetterFault(
        "the text of the letter holds a sign that stands for values", code="bad_value"
    )
