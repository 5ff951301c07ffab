"""Whose business an item is: this agency's, another body's, nobody's."""

from __future__ import annotations

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.view import View
from mailroom.policy.pack import Pack
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

_SHORT_THANKS = 400  # characters: a longer text may thank and still ask for something
_NO_CUSTOMERS = (Capacity.UNKNOWN, Capacity.OTHER_AGENCY)


class ScopeLane:
    """The conditions of a pack's scope.yaml, asked of one item at a time."""

    def __init__(self, pack: Pack, book: Book) -> None:
        self._ours = frozenset(book.add(pack.scope.ours))
        self._elsewhere = frozenset(book.add(pack.scope.elsewhere))
        self._unsolicited = frozenset(book.add(pack.scope.unsolicited))
        self._thanks = frozenset(book.add(pack.scope.thanks))

    def is_stranger(self, view: View) -> bool:
        """Nobody known writes, and no word shows that it is the agency's business.

        Who telephones has found the number: calls are taken at their word.
        """
        item = view.item
        known = item.capacity is not Capacity.UNKNOWN or item.channel is Channel.TELEPHONE
        return not known and not view.any_found(self._ours)

    def is_elsewhere(self, view: View) -> bool:
        """Advertising from nobody known, or only about another body's business."""
        if view.item.capacity is Capacity.UNKNOWN and self.is_unsolicited(view):
            return True
        return self.is_foreign(view)

    def is_foreign(self, view: View) -> bool:
        """About something that is no business of the agency, with no word of its business."""
        foreign = view.any_heard(self._elsewhere)
        return foreign and not view.any_found(self._ours)

    def may_be_ours(self, view: View) -> bool:
        """Somebody known writes, or a word of the agency's business is said."""
        return not self.is_elsewhere(view) and (
            view.item.capacity not in _NO_CUSTOMERS or view.any_found(self._ours)
        )

    def is_surely_ours(self, view: View) -> bool:
        """No stranger's mail, and nothing in it is another body's business."""
        return not self.is_stranger(view) and not self.is_elsewhere(view)

    def is_unsolicited(self, view: View) -> bool:
        """Advertising, newsletters and the like."""
        return view.any_heard(self._unsolicited)

    def asks_nothing(self, view: View) -> str | None:
        """Why an item in which no type was seen needs nobody; None when a person must look."""
        if view.folded.is_blank:
            return "there are no words in it"
        foreign = self.is_foreign(view)
        if foreign and _is_customer(view.item):
            return None
        if self.is_unsolicited(view):
            return "unsolicited: advertising, newsletter or the like"
        if foreign:
            return "not this agency's business"
        if view.any_held(self._thanks) and len(view.folded.text) <= _SHORT_THANKS:
            return "thanks or confirms, and asks for nothing"
        return None


def _is_customer(item: ItemText) -> bool:
    """Somebody of the registers writes, or somebody telephones: a word of another body's business
    is no reason to take what they say for nothing."""
    return item.capacity not in _NO_CUSTOMERS or item.channel is Channel.TELEPHONE
