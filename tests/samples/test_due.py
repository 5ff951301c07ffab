"""Obligations are counted from the local day of receipt, the promised time being a second clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailroom.policy.calendars import load_calendars
from mailroom.records.mail import Agency, Channel
from mailroom.records.sender import Capacity
from mailroom.samples.due import CALENDARS, Owed, obligations_of
from mailroom.samples.messages import Message
from mailroom.samples.scenes import Happening, Scene
from mailroom.samples.writers import Writer
from tests.samples.conftest import RULES


def owed(
    agency: Agency, types: tuple[str, ...], received: str, promised: str | None = None
) -> tuple[Owed, ...]:
    moment = datetime.fromisoformat(received)
    writer = Writer(Capacity.PAYING_PARENT, "A Person", "", "", ())
    scene = Scene(0, Channel.TELEPHONE, Happening.REQUEST, moment, writer, None)
    message = Message(
        scene=scene,
        types=types,
        subject="",
        greeting="",
        reference="",
        reference_lines=(),
        paragraphs=(),
        closing="",
        promised_at=datetime.fromisoformat(promised) if promised else None,
    )
    calendar = load_calendars(RULES)[CALENDARS[agency]]
    return obligations_of(agency, message, types, moment, calendar)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-18T16:00:00+00:00", "2026-11-20T00:00:00+00:00"),
        ("2026-11-21T04:30:00+00:00", "2026-11-24T00:00:00+00:00"),
        ("2026-11-25T18:00:00+00:00", "2026-11-28T00:00:00+00:00"),
    ],
    ids=["an ordinary day", "Friday night is still Friday", "Thanksgiving does not count"],
)
def test_a_call_to_ors_is_owed_by_close_of_the_next_business_day(received: str, due: str) -> None:
    (callback,) = owed(Agency.ORS, ("callback",), received)
    assert callback.due.astimezone(UTC) == datetime.fromisoformat(due)


def test_an_earlier_promise_decides() -> None:
    (early,) = owed(
        Agency.ORS, ("callback",), "2026-11-18T16:00:00+00:00", "2026-11-18T20:00:00+00:00"
    )
    assert early.promised
    assert early.due == datetime.fromisoformat("2026-11-18T20:00:00+00:00")


def test_a_later_promise_does_not_extend() -> None:
    (callback,) = owed(
        Agency.ORS, ("callback",), "2026-11-18T16:00:00+00:00", "2026-11-23T20:00:00+00:00"
    )
    assert not callback.promised


def test_two_types_of_one_kind_owe_once() -> None:
    types = ("complaint", "complaint_to_director", "records_request")
    assert [one.kind for one in owed(Agency.ORS, types, "2026-11-18T16:00:00+00:00")] == [
        "complaint"
    ]


def test_most_types_owe_nothing() -> None:
    assert owed(Agency.CMS, ("statement_request",), "2026-11-18T16:00:00+00:00") == ()
