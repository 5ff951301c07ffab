"""States of what casework opens, owes and tells."""

from __future__ import annotations

from enum import StrEnum


def request_name(service_request_id: int) -> str:
    """A service request as people write it, and as letters quote it: SR-000012."""
    return f"SR-{service_request_id:06d}"


class RequestStatus(StrEnum):
    """A service request is open until its plan is done."""

    OPEN = "open"
    CLOSED = "closed"


class ActivityStatus(StrEnum):
    """A step of a plan."""

    OPEN = "open"
    DONE = "done"


class ObligationStatus(StrEnum):
    """Something owed; overdue is open and past its moment, and no state of its own."""

    OPEN = "open"
    MET = "met"
    VOID = "void"


class NoticeStatus(StrEnum):
    """A notice in the outbox. What became of UNCERTAIN is for a person to find out."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
