"""Whose business an item is: this agency's, another body's, nobody's."""

from __future__ import annotations

from mailroom.casework.classify_view import View
from mailroom.casework.weighing.scope import (
    ELSEWHERE,
    FOREIGN,
    OURS,
    STRANGER,
    THANKS,
    UNSOLICITED,
)
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

_SHORT_THANKS = 400  # characters: a longer text may thank and still ask for something
_NO_CUSTOMERS = (Capacity.UNKNOWN, Capacity.OTHER_AGENCY)


def is_foreign(view: View) -> bool:
    """About something that is no business of the agency, with no word of its business."""
    return bool(view.sight.scope & FOREIGN)


def may_be_ours(view: View) -> bool:
    """Somebody known writes, or a word of the agency's business is said."""
    known = view.item.capacity not in _NO_CUSTOMERS
    return not view.sight.scope & ELSEWHERE and (known or bool(view.sight.scope & OURS))


def is_surely_ours(view: View) -> bool:
    """No stranger's mail, and nothing in it is another body's business."""
    return not view.sight.scope & (STRANGER | ELSEWHERE)


def asks_nothing(view: View) -> str | None:
    """Why an item in which no type was seen needs nobody; None when a person must look."""
    if view.folded.is_blank:
        return "there are no words in it"
    if is_foreign(view) and _is_customer(view.item):
        return None
    if view.sight.scope & UNSOLICITED:
        return "unsolicited: advertising, newsletter or the like"
    if is_foreign(view):
        return "not this agency's business"
    if view.sight.scope & THANKS and len(view.folded.text) <= _SHORT_THANKS:
        return "thanks or confirms, and asks for nothing"
    return None


def _is_customer(item: ItemText) -> bool:
    """Somebody of the registers writes, or somebody telephones: a word of another body's business
    is no reason to take what they say for nothing."""
    return item.capacity not in _NO_CUSTOMERS or item.channel is Channel.TELEPHONE
