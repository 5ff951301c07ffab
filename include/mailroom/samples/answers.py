"""`answers.jsonl`: what should become of every item, one JSON line each.

Keys: `agency`, `channel`, `source_reference`, `received_at` (UTC), then the fields of `Expected`,
`obligations` (`kind`, `due_local` in the agency's zone, `promised` where a time was promised),
`overdue_at_as_of`, `duplicate_of` (a source reference), `damage`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mailroom.policy.calendars import BusinessCalendar
from mailroom.records.mail import Agency, Channel
from mailroom.samples.deliveries import Delivered
from mailroom.samples.due import obligations_of
from mailroom.samples.expectations import Expected, expect

NOTHING = Expected("", (), (), (), None, None, None, None, None, False, None)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the file."""

    agency: Agency
    channel: Channel
    source_reference: str
    received_at: datetime
    expected: Expected
    obligations: tuple[Mapping[str, str | bool], ...]
    overdue_at_as_of: bool
    duplicate_of: str | None
    damage: str | None

    def line(self) -> str:
        """The JSON line, keys in a fixed order."""
        received = self.received_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        entry = {
            "agency": self.agency,
            "channel": self.channel,
            "source_reference": self.source_reference,
            "received_at": received,
            **asdict(self.expected),
            "obligations": list(self.obligations),
            "overdue_at_as_of": self.overdue_at_as_of,
            "duplicate_of": self.duplicate_of,
            "damage": self.damage,
        }
        return json.dumps(entry, ensure_ascii=False) + "\n"


def answers_for(
    agency: Agency, delivered: Sequence[Delivered], calendar: BusinessCalendar, as_of: datetime
) -> list[Answer]:
    """Answers in the order of delivery, channel by channel."""
    names = {one.delivery.number: one.reference for one in delivered}
    return [_answer(agency, one, names, calendar, as_of) for one in delivered]


def write_answers(answers: Sequence[Answer], path: Path) -> None:
    """Write the file anew."""
    path.write_text("".join(answer.line() for answer in answers), encoding="utf-8")


def _answer(
    agency: Agency,
    one: Delivered,
    names: Mapping[int, str],
    calendar: BusinessCalendar,
    as_of: datetime,
) -> Answer:
    copied = one.delivery.copy_of
    expected = _expected(agency, one)
    due = (
        obligations_of(agency, one.delivery.message, expected.types, one.received_at, calendar)
        if expected.outcome == "opened"
        else ()
    )
    return Answer(
        agency=agency,
        channel=one.channel,
        source_reference=one.reference,
        received_at=one.received_at,
        expected=expected,
        obligations=tuple(
            {"kind": each.kind, "due_local": each.due.isoformat(), "promised": each.promised}
            for each in due
        ),
        overdue_at_as_of=any(each.due < as_of for each in due),
        duplicate_of=None if copied is None else names[copied],
        damage=one.damage,
    )


def _expected(agency: Agency, one: Delivered) -> Expected:
    if one.delivery.copy_of is not None:
        return replace(NOTHING, outcome="duplicate")
    if one.damage is not None:
        return replace(NOTHING, outcome="quarantined")
    return expect(one.delivery.message, agency)
