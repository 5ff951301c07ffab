"""Service requests: opened with codes, plan and obligations exactly as their type's rule says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from mailroom.casework.due import due_after, obligation_clocks
from mailroom.casework.escalation import Referral, refer_at_once
from mailroom.casework.rule_sets import ActiveRules
from mailroom.casework.unread import in_words
from mailroom.policy.pack import Pack
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.casework import ActivityStatus, ObligationStatus, RequestStatus, request_name
from mailroom.records.reading import Unread
from mailroom.store.narratives import Narrative, about, tell
from mailroom.store.tables import activities, obligations, service_requests


@dataclass(frozen=True, slots=True)
class ToOpen:
    """One type of one item: its rule, who asked, the paragraph it rests on, what it owes, and what
    of the item nobody looked at."""

    sender: Row[Any]
    rules: ActiveRules
    kind: ServiceRequestType
    reference: str | None
    owes: str | None
    unread: tuple[Unread, ...] = ()


def owed_by(kinds: Sequence[ServiceRequestType], channel: str, pack: Pack) -> list[str | None]:
    """The obligation of each request of one item, best first, by name.

    What the channel owes by itself goes with the first, unless one of them owes something.
    """
    owed = [kind.obligation for kind in kinds]
    if owed and not any(owed):
        duties = pack.obligations.by_channel
        owed[0] = next((one.obligation for one in duties if one.channel == channel), None)
    return owed


def to_open(
    sender: Row[Any],
    rules: ActiveRules,
    found: Sequence[tuple[ServiceRequestType, str | None]],
    unread: tuple[Unread, ...] = (),
) -> list[ToOpen]:
    """The requests of one item, best first, each with what it owes."""
    owed = owed_by([kind for kind, _ in found], sender.channel, rules.pack)
    return [
        ToOpen(sender, rules, kind, reference, owes, unread)
        for (kind, reference), owes in zip(found, owed, strict=True)
    ]


def open_requests(connection: Connection, wanted: Sequence[ToOpen], moment: datetime) -> int:
    """Open a service request for each, with plan, obligations and narrative; return how many."""
    if not wanted:
        return 0
    ids = connection.execute(
        insert(service_requests).returning(service_requests.c.id, sort_by_parameter_order=True),
        [_request(one, moment) for one in wanted],
    ).scalars()
    opened = list(zip(ids, wanted, strict=True))
    connection.execute(insert(activities), [row for pair in opened for row in _plan(*pair)])
    owed = [row for pair in opened for row in _owed(*pair)]
    if owed:
        connection.execute(insert(obligations), owed)
    tell(connection, [_narrative(id_, one, moment) for id_, one in opened])
    refer_at_once(connection, [_referral(*pair) for pair in opened], moment)
    return len(opened)


def _referral(request_id: int, one: ToOpen) -> Referral:
    return Referral(request_id, one.sender, one.rules, one.kind.type)


def _request(one: ToOpen, moment: datetime) -> dict[str, object]:
    sender, codes = one.sender, one.kind.codes
    return {
        "item_id": sender.item_id,
        "agency": sender.agency,
        "type": one.kind.type,
        "process": codes.process,
        "area": codes.area,
        "sub_area": codes.sub_area,
        "raised_for": sender.capacity,
        "employer_id": sender.employer_id,
        "employer_agent_id": sender.employer_agent_id,
        "person_id": sender.person_id,
        "case_id": sender.case_id,
        "owner": one.kind.owner,
        "reference": one.reference,
        "received_at": sender.received_at,
        "opened_at": moment,
        "status": RequestStatus.OPEN,
    }


def _plan(request_id: int, one: ToOpen) -> Iterator[dict[str, object]]:
    for ordinal, activity in enumerate(one.kind.activities, start=1):
        yield {
            "service_request_id": request_id,
            "ordinal": ordinal,
            "title": activity.do,
            "owner_role": activity.by,
            "mandatory": activity.mandatory,
            "due_at": due_after(one.rules.calendar, one.sender.received_at, activity.due)
            if activity.due
            else None,
            "letter_template": activity.letter,
            "status": ActivityStatus.OPEN,
        }


def _owed(request_id: int, one: ToOpen) -> Iterator[dict[str, object]]:
    pack = one.rules.pack
    obligation = pack.obligation(one.owes) if one.owes else None
    if obligation is None:
        return
    sender = one.sender
    clocks = obligation_clocks(
        one.rules.calendar, obligation, sender.received_at, sender.promised_at
    )
    points = pack.unclear_points(obligation.name)
    yield {
        "service_request_id": request_id,
        "agency": sender.agency,
        "kind": obligation.name,
        "received_at": sender.received_at,
        "policy_due_at": clocks.policy_due_at,
        "promised_at": clocks.promised_at,
        "due_at": clocks.due_at,
        "status": ObligationStatus.OPEN,
        "reference": obligation.reference.words,
        "unclear": [point.id for point in points],
    }


def _narrative(request_id: int, one: ToOpen, moment: datetime) -> Narrative:
    codes = " / ".join(filter(None, one.kind.codes.triple)) or "no codes in the procedure"
    left = f" Look at the original: {in_words(one.unread)}." if one.unread else ""
    return about(
        one.sender,
        key=f"opened:{one.sender.item_id}:{one.kind.type}",
        at=moment,
        event="service_request_opened",
        words=f"{request_name(request_id)} {one.kind.title} ({codes}), "
        f"from a contact by {one.sender.channel}.{left}",
        reference=one.reference,
    )
