"""From a file to the items in it, each as the line would see it: words, channel, moment, caller.

The adapter of the source takes the file, so that a moment or a caller means the same here and in
collect_mail; it sees this one file alone, and nothing is moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from mailroom.casework.mentions import Contact
from mailroom.errors import UsageFault
from mailroom.intake.receipts import REASONS
from mailroom.intake.sources import SPOOLS, Source
from mailroom.reading.child import ReadingChild
from mailroom.reading.reasons import quarantined
from mailroom.records.mail import Agency, Arrival, Call, Channel, Large
from mailroom.records.reading import Reading, ReadResult

INBOX = {"maildir": "new", "folder": ".", "hylafax": "recvq", "call_log": "."}
"""Where each kind of source keeps what waits."""
FAX_SUFFIXES = (".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file belongs. `channel` None: what is read in it decides. `zone` is that of local
    times in it. `source` is None for a file that lies below none."""

    agency: Agency
    channel: Channel | None
    kind: str
    zone: ZoneInfo
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One contact in a file. `result` holds this item's reading alone, or why there is none."""

    channel: Channel
    received_at: datetime
    result: ReadResult
    contact: Contact
    promised_at: datetime | None = None

    @property
    def reading(self) -> Reading:
        """What was read; an empty text where nothing was."""
        return self.result.items[0] if self.result.items else Reading(text="")

    @property
    def parts(self) -> dict[str, str]:
        """The words by part, in reading order, as process_mail stores them."""
        return self.reading.parts


def items_of(path: Path, place: Place) -> Iterator[Item]:
    """All items of a file. Raises UsageFault when it cannot be opened."""
    taken = _arrivals(path, place)
    with ReadingChild() as child:
        for arrival in taken:
            yield from _items(arrival, place, _read(child, arrival))


def _arrivals(path: Path, place: Place) -> list[Arrival]:
    with TemporaryDirectory(prefix="mailroom-") as name:
        folder = Path(name)
        inbox = folder / INBOX[place.kind]
        inbox.mkdir(exist_ok=True)
        (inbox / (path.name.lstrip(".") or "file")).symlink_to(path.resolve())
        if place.source and place.kind == "hylafax":
            (folder / "log").symlink_to(place.source.path.resolve() / "log")
        try:
            return list(SPOOLS[place.kind](folder, place.zone, move=False).waiting())
        except OSError as fault:
            raise UsageFault(f"{path} cannot be opened: {fault.strerror}") from None


def _read(child: ReadingChild, arrival: Arrival) -> ReadResult:
    if isinstance(arrival.content, Large):
        return quarantined("too_large")
    if arrival.fault:
        return ReadResult(reason_code=arrival.fault, reason=REASONS[arrival.fault])
    if arrival.call:
        return ReadResult(items=(Reading(text=arrival.call.note),))
    return child.read(arrival.content, arrival.file_name, arrival.media_type)


def _items(arrival: Arrival, place: Place, result: ReadResult) -> Iterator[Item]:
    call = arrival.call or Call()
    for reading in result.items or (None,):
        one = ReadResult(
            items=(reading,) if reading else (),
            reason_code=result.reason_code,
            reason=result.reason,
            notes=result.notes,
        )
        yield Item(
            channel=place.channel or _channel(arrival, reading),
            received_at=arrival.received_at,
            result=one,
            contact=_contact(reading, call, arrival.facts.get("caller_number")),
            promised_at=call.promised_at,
        )


def _channel(arrival: Arrival, reading: Reading | None) -> Channel:
    if reading and reading.mail:
        return Channel.EMAIL
    is_fax = Path(arrival.file_name).suffix.lower() in FAX_SUFFIXES
    return Channel.FAX if is_fax else Channel.LETTER


def _contact(reading: Reading | None, call: Call, fax_number: str | None) -> Contact:
    mail = reading.mail if reading else None
    return Contact(
        from_name=mail.from_name if mail else None,
        from_email=mail.from_email if mail else None,
        caller_number=call.caller_number or fax_number,
        name_as_given=call.name_as_given,
        reference_entered=call.reference_entered,
        several_from=bool(mail and mail.several_from),
    )
