"""Does a text hold a fact of the case, however it is written?"""

from __future__ import annotations

import re
from datetime import date

from mailroom.letters.dates import long_date
from mailroom.records.letter import ForbiddenFact

_LANGUAGES = ("en-GB", "en-US", "cy", "es-US")


def holds_fact(text: str, fact: ForbiddenFact) -> bool:
    """True when `text` (one line) has the fact's value, whatever its case and punctuation.

    A value that says nothing (shorter than three letters or digits) is never found.
    """
    if fact.kind == "date_of_birth":
        return any(_holds_words(text, form) for form in _date_forms(fact.value))
    if fact.kind in ("ssn", "nino"):
        return _holds_number(text, fact.value)
    return _holds_words(text, fact.value)


def _holds_words(text: str, value: str) -> bool:
    wanted = _folded(value)
    return len(wanted.replace(" ", "")) >= 3 and f" {wanted} " in f" {_folded(text)} "


def _holds_number(text: str, value: str) -> bool:
    signs = re.sub(r"\W", "", value)
    if len(signs) < 4:
        return False
    spaced = r"[\s.-]{0,2}".join(re.escape(sign) for sign in signs)
    return bool(re.search(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE))


def _folded(text: str) -> str:
    joined = re.sub(r"['’.]", "", text.casefold())  # O'Hara, J.P. and St. stay one word
    return " ".join(re.findall(r"\w+", joined))


def _date_forms(value: str) -> set[str]:
    day = date.fromisoformat(value)
    short = {day.strftime(form) for form in ("%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d/%m/%y")}
    bare = {f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.day}/{day.year}"}
    words = {long_date(day, language) for language in _LANGUAGES}
    padded = {day.strftime("%d %B %Y"), day.strftime("%d %b %Y"), f"{day.day} {day:%b %Y}"}
    return short | bare | words | padded
