"""What finished letters are held against, from an agency's pack."""

from __future__ import annotations

from mailroom.letters.draft import OutboundRules
from mailroom.policy.duties import Office, PostalAddress
from mailroom.policy.pack import Pack
from mailroom.records.letter import PoBoxRule, WordingRule

PRIVATE = {
    "ors": "cs-004p, Responding to Telephone Calls, Private information",
    "cms": "local, personal facts of others are not printed in letters",
}
NEEDED_WORDS = {"payments": ("payment",), "electronic payment enrolment": ("XEFT", "XEFA")}
"""A PO box of this purpose may stand only near one of these words."""


def outbound_rules(pack: Pack) -> OutboundRules:
    """Wording, PO boxes by purpose, and the paragraph private facts rest on."""
    return OutboundRules(
        wording=tuple(
            WordingRule(words, term.use, term.reference.words)
            for term in pack.wording.terms
            for words in term.avoid
        ),
        po_boxes=tuple(
            _po_box(address)
            for office in pack.offices.offices
            for address in office.postal_addresses
            if any("PO BOX" in line.upper() for line in address.lines)
        ),
        private_reference=PRIVATE[pack.agency],
    )


def letterhead_office(pack: Pack) -> Office:
    """The office letters come from: the one whose correspondence address is the agency's."""
    return next(
        office
        for office in pack.offices.offices
        if any(address.purpose == "correspondence" for address in office.postal_addresses)
    )


def _po_box(address: PostalAddress) -> PoBoxRule:
    line = next(line for line in address.lines if "PO BOX" in line.upper())
    return PoBoxRule(
        number=line.upper().removeprefix("PO BOX").strip(),
        place=address.lines[-1],
        purpose=address.purpose,
        needs=NEEDED_WORDS.get(address.purpose, ()),
        reference=address.reference.words,
    )
