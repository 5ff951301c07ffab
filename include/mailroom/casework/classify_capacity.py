"""Who may ask for what: types by the capacity of the sender."""

from __future__ import annotations

from collections.abc import Sequence

from mailroom.casework.classify_seen import Seen
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.sender import Capacity


def is_worth_a_look(kind: ServiceRequestType, capacity: Capacity) -> bool:
    """What this sender may raise, and what a person then decides.

    An employer's agent may ask for what only the employer may raise; who is not known yet may turn
    out to be anybody.
    """
    if capacity is Capacity.EMPLOYER_AGENT:
        return Capacity.EMPLOYER in kind.raised_for or kind.may_be_raised_for(capacity)
    return capacity is Capacity.UNKNOWN or kind.may_be_raised_for(capacity)


def barred_words(seen: Sequence[Seen], capacity: Capacity) -> str | None:
    """Why a person looks where the rules surely see what this sender may not raise; whatever the
    second reader says, that is the procedure's own exception."""
    for one in seen:
        kind = one.kind
        if one.is_sure and not kind.may_be_raised_for(capacity):
            allowed = ", ".join(kind.raised_for)
            return f"{kind.type} is raised for {allowed}, not {capacity}: {kind.reference.words}"
    return None
