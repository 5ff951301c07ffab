"""What happens: who writes what, by which channel, when."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailroom.records.mail import Agency, Channel
from mailroom.samples.agencies import facts_of
from mailroom.samples.casting import Casting
from mailroom.samples.moments import spread
from mailroom.samples.phrasebook import Phrasebook, Wording
from mailroom.samples.writers import Writer


class Happening(StrEnum):
    """What is particular about an item."""

    REQUEST = "request"
    SEVERAL = "several"
    QUOTED = "quoted"
    URGENT = "urgent"
    EMPLOYER_ONLY = "employer_only"
    TRN = "trn"
    WRONG_REFERENCE = "wrong_reference"
    CONFLICT = "conflict"
    VAGUE = "vague"
    OUT_OF_SCOPE = "out_of_scope"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    DUPLICATE = "duplicate"
    DAMAGED = "damaged"


_LETTERS: Mapping[str, Happening] = {
    "R": Happening.REQUEST,
    "S": Happening.SEVERAL,
    "Q": Happening.QUOTED,
    "T": Happening.TRN,
    "W": Happening.WRONG_REFERENCE,
    "C": Happening.CONFLICT,
    "V": Happening.VAGUE,
    "O": Happening.OUT_OF_SCOPE,
    "A": Happening.AUTO_REPLY,
    "B": Happening.BOUNCE,
    "D": Happening.DUPLICATE,
    "X": Happening.DAMAGED,
}
# Dealt from the left, over and over. P is what is particular to the agency.
DECKS: Mapping[Channel, str] = {
    Channel.EMAIL: "RSRPQROARRDRBRSCRWRQROVRP",
    Channel.LETTER: "RSRXRDPROWRSRXRR",
    Channel.FAX: "RXRSDRTROR",
    Channel.TELEPHONE: "RRPRTRSRRVROWRR",
}
PARTICULAR = {Agency.CMS: Happening.EMPLOYER_ONLY, Agency.ORS: Happening.URGENT}
USUAL = {Agency.CMS: "employer", Agency.ORS: "paying_parent"}
EMPLOYER_ONLY_TYPES = (
    "self_service_usage",
    "complaint_resolution",
    "link_agent",
    "complaint_review",
    "remove_agent",
    "self_service_it",
)
URGENT_TYPES = ("threat", "complaint_to_director")
WITHOUT_REQUEST = (Happening.OUT_OF_SCOPE, Happening.AUTO_REPLY, Happening.BOUNCE)


@dataclass(frozen=True, slots=True)
class Scene:
    """One item of mail before it is written. `type` is None where nothing is asked."""

    number: int
    channel: Channel
    happening: Happening
    received_at: datetime
    writer: Writer
    wording: Wording | None
    second: Wording | None = None


class Plan:
    """Deals happenings, types and writers so that each type comes in turn."""

    def __init__(self, casting: Casting, book: Phrasebook, seed: int) -> None:
        self.casting = casting
        self.agency = casting.world.agency
        self.book = book
        self.chance = random.Random(f"scenes:{self.agency}:{seed}")
        self._turn = deque(self.chance.sample(list(book.types), k=len(book.types)))
        self._particular = deque(EMPLOYER_ONLY_TYPES if self.agency is Agency.CMS else URGENT_TYPES)

    def scenes(self, counts: Mapping[Channel, int], as_of: datetime) -> tuple[Scene, ...]:
        """All scenes of one agency, oldest first."""
        dealt = [one for channel, count in counts.items() for one in self._deal(channel, count)]
        self.chance.shuffle(dealt)
        moments = spread(len(dealt), as_of, facts_of(self.agency).zone, self.chance)
        pairs = sorted(zip(moments, dealt, strict=True), key=lambda pair: pair[0])
        return tuple(
            self._scene(number, channel, happening, moment)
            for number, (moment, (channel, happening)) in enumerate(pairs)
        )

    def _deal(self, channel: Channel, count: int) -> Iterator[tuple[Channel, Happening]]:
        deck = DECKS[channel]
        for position in range(count):
            yield channel, self._happening(deck[position % len(deck)])

    def _happening(self, letter: str) -> Happening:
        if letter == "P":
            return PARTICULAR[self.agency]
        if letter == "T" and self.agency is Agency.ORS:
            return Happening.REQUEST
        return _LETTERS[letter]

    def _scene(
        self, number: int, channel: Channel, happening: Happening, moment: datetime
    ) -> Scene:
        wording = self._wording(channel, happening)
        capacity = self._capacity(wording, happening)
        return Scene(
            number=number,
            channel=channel,
            happening=happening,
            received_at=moment,
            writer=self.casting.writer(capacity),
            wording=wording,
            second=self._second(wording, capacity, channel, happening),
        )

    def _wording(self, channel: Channel, happening: Happening) -> Wording | None:
        if happening in WITHOUT_REQUEST or happening is Happening.VAGUE:
            return None
        if happening in PARTICULAR.values():
            self._particular.rotate(-1)
            return self.book.types[self._particular[-1]]
        fits = [
            code
            for code in self._turn
            if _suits(self.book.types[code], channel, happening, self.agency)
        ]
        self._turn.remove(fits[0])
        self._turn.append(fits[0])
        return self.book.types[fits[0]]

    def _capacity(self, wording: Wording | None, happening: Happening) -> str:
        if happening is Happening.EMPLOYER_ONLY:
            return "employer_agent"
        if happening in (Happening.OUT_OF_SCOPE, Happening.BOUNCE):
            return "third_party"
        if happening in _BY_REGISTERED or wording is None:
            return USUAL[self.agency]
        return self.chance.choice(wording.asked_by)

    def _second(
        self, first: Wording | None, capacity: str, channel: Channel, happening: Happening
    ) -> Wording | None:
        if happening is not Happening.SEVERAL or first is None:
            return None
        others = [
            wording
            for wording in self.book.types.values()
            if capacity in wording.asked_by and _goes_with(wording, first, channel)
        ]
        return self.chance.choice(others) if others else None


_BY_REGISTERED = (Happening.TRN, Happening.WRONG_REFERENCE, Happening.CONFLICT)
# Where the number must decide, nothing else in the text may: no employee is named, and only
# types that an employer (CMS) or a paying parent (ORS) asks for.
_ALONE = ("threat", "abusive_contact", "welsh_callback", "identity_confirmation", "interpreter")


def _suits(wording: Wording, channel: Channel, happening: Happening, agency: Agency) -> bool:
    if channel not in wording.channels or wording.urgent:
        return False
    if happening in _BY_REGISTERED:
        return USUAL[agency] in wording.asked_by and not _names_people(wording)
    return happening is not Happening.SEVERAL or wording.type not in _ALONE


def _names_people(wording: Wording) -> bool:
    return any("{employee" in text for text in (*wording.text, *wording.spoken))


def _goes_with(wording: Wording, first: Wording, channel: Channel) -> bool:
    related = wording.type in (first.type, *first.also) or first.type in wording.also
    fits = channel in wording.channels and not wording.urgent
    return fits and not related and wording.type not in _ALONE
