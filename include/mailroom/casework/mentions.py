"""Numbers, addresses and names that an item states, by kind and place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mailroom.casework.contact_points import email_form, number_form, telephone_form
from mailroom.policy.identity import Identity, ReferenceNumber

REGION = {"cms": "GB", "ors": "US"}
INTRODUCED_WITHIN = 40  # characters between the word that introduces a number and the number


@dataclass(frozen=True, slots=True)
class Contact:
    """What the channel itself says of who wrote; None where it says nothing. `several_from`: a
    message names more than one author, so that it names nobody."""

    from_name: str | None = None
    from_email: str | None = None
    caller_number: str | None = None
    name_as_given: str | None = None
    reference_entered: str | None = None
    several_from: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One value in its compared form. `kind` as in identity.yaml, or email, telephone."""

    kind: str
    value: str
    where: str


def mentions(
    agency: str, identity: Identity, parts: Mapping[str, str], contact: Contact
) -> tuple[Mention, ...]:
    """Everything an item states that can tie it to a register, each once, in reading order."""
    found = [*_of_contact(agency, identity, contact)]
    for part, text in parts.items():
        if part != "quoted":
            found += _numbers(identity, part, text)
    return tuple(dict.fromkeys(found))


def _of_contact(agency: str, identity: Identity, contact: Contact) -> Iterator[Mention]:
    if contact.from_email:
        yield Mention("email", email_form(contact.from_email), "sender")
    if contact.caller_number:
        number = telephone_form(contact.caller_number, REGION[agency])
        if number:
            yield Mention("telephone", number, "caller")
    if contact.reference_entered:
        yield from _keyed(identity, contact.reference_entered)


def _keyed(identity: Identity, entered: str) -> Iterator[Mention]:
    """A number keyed by telephone needs no word that introduces it."""
    for number in identity.numbers:
        if _pattern(number.pattern).fullmatch(entered.strip()):
            yield Mention(number.kind, number_form(entered), "keyed")


def _numbers(identity: Identity, part: str, text: str) -> Iterator[Mention]:
    for number in identity.numbers:
        for hit in _pattern(number.pattern).finditer(text):
            if not number.needs_introduction or _introduced(number, text, hit.start()):
                yield Mention(number.kind, number_form(hit.group()), part)


def _introduced(number: ReferenceNumber, text: str, start: int) -> bool:
    before = text[max(0, start - INTRODUCED_WITHIN) : start]
    return bool(number.introduced_by) and bool(_words(number.introduced_by).search(before))


@lru_cache(maxsize=64)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words as a whole: `ern` does not introduce a number in `concern`."""
    one_of = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{one_of})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
