"""Dates as a letter prints them."""

from __future__ import annotations

from datetime import date, datetime

from mailroom.errors import LetterFault


def long_date(value: object, language: str) -> str:
    """`23 November 2026`, `November 23, 2026`, `23 Tachwedd 2026`, by BCP 47 language tag.

    Takes a date or an ISO date as text (findings that a person wrote). A moment is refused: the
    day it falls on depends on a zone that letters do not know.
    """
    from babel.dates import format_date

    return format_date(_day(value), "long", locale=language.replace("-", "_"))


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise LetterFault(
        "a value printed as a date is none: give a day, such as 2026-11-23", code="bad_value"
    )
