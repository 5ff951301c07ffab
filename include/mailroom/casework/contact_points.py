"""Email addresses, telephone numbers and reference numbers, each in one form."""

from __future__ import annotations

import re
from functools import lru_cache

_SEPARATORS = re.compile(r"[\s\-./()]+")


def email_form(text: str) -> str:
    """Lower case, without spaces around: how addresses are compared, not how they are written."""
    return text.strip().lower()


def number_form(text: str) -> str:
    """Upper case without separators: 121 555 666 777 and 121-555666777 are one number."""
    return _SEPARATORS.sub("", text).upper()


@lru_cache(maxsize=10_000)
def telephone_form(text: str, region: str) -> str | None:
    """E.164 (+441632960001) where the number can be one, else its bare digits; None without any.

    `region` is the ISO 3166 code that numbers without a country prefix belong to.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "".join(re.findall(r"\d", text)) or None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
