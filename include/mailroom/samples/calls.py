"""The telephone system's export: one CSV a day, of voice messages and calls to return.

Times are local, without zone. The last call of a day is exported again on the next one, as real
exports overlap: it is one call all the same.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from itertools import groupby
from pathlib import Path

from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from mailroom.samples.agencies import AgencyFacts
from mailroom.samples.deliveries import Delivered, Delivery, Progress
from mailroom.samples.messages import Message


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line of the export; times as the telephone system writes them."""

    call_id: str
    called_at: str
    caller_number: str
    name_as_given: str
    reference_entered: str
    line_called: str
    note: str
    promised_at: str


class Switchboard:
    """Writes the exports of one agency."""

    def __init__(self, facts: AgencyFacts) -> None:
        self._facts = facts

    def deliver(
        self, deliveries: Sequence[Delivery], folder: Path, progress: Progress
    ) -> list[Delivered]:
        """Write one file a local day; references are the call ids."""
        folder.mkdir(parents=True, exist_ok=True)
        done = []
        carried: list[CallRow] = []
        for number, (day, group) in enumerate(groupby(enumerate(deliveries), self._day)):
            rows = []
            for position, delivery in group:
                row = self._row(position, delivery, number)
                rows.append(row)
                done.append(
                    Delivered(delivery, Channel.TELEPHONE, row.call_id, delivery.received_at)
                )
                progress()
            _write(folder / f"calls_{day}.csv", [*carried, *rows])
            carried = rows[-1:]
        return done

    def _day(self, pair: tuple[int, Delivery]) -> str:
        return f"{pair[1].received_at.astimezone(self._facts.zone):%Y%m%d}"

    def _row(self, position: int, delivery: Delivery, file_number: int) -> CallRow:
        message = delivery.message
        form = "%Y-%m-%dT%H:%M:%S" if file_number % 2 == 0 else "%Y-%m-%d %H:%M:%S"
        lines = self._facts.lines
        return CallRow(
            call_id=f"{self._facts.agency.upper()}-{20_001 + position}",
            called_at=self._local(delivery.received_at, form),
            caller_number=message.scene.writer.telephone,
            name_as_given=_name(message),
            reference_entered=message.reference,
            line_called=lines[-1] if "welsh_callback" in message.types else lines[0],
            note=" ".join(message.paragraphs),
            promised_at=self._local(message.promised_at, form),
        )

    def _local(self, moment: datetime | None, form: str) -> str:
        return "" if moment is None else f"{moment.astimezone(self._facts.zone):{form}}"


def _name(message: Message) -> str:
    writer = message.scene.writer
    if writer.capacity in (Capacity.EMPLOYER, Capacity.EMPLOYER_AGENT):
        return f"{writer.name}, {writer.organisation}"
    return writer.name


def _write(path: Path, rows: Sequence[CallRow]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([column.name for column in fields(CallRow)])
        writer.writerows(astuple(row) for row in rows)
