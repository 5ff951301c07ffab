"""A whole pack: all parts of one agency, with its content and the hash of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import ValidationError

from mailroom.errors import PolicyFault
from mailroom.policy.calendar_file import Calendars
from mailroom.policy.conditions import Scope, Vocabulary
from mailroom.policy.duties import Ladder, Obligation, Obligations, Office, Offices
from mailroom.policy.identity import Identity
from mailroom.policy.part import Part
from mailroom.policy.procedure import Procedure, Unclear, UnclearPoint
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.policy.urgent import Urgent
from mailroom.policy.wording import Wording


class Pack(Part):
    """What one agency's rules say. Compare and cache packs by `hash`."""

    agency: Literal["cms", "ors"]
    service_requests: tuple[ServiceRequestType, ...]
    vocabulary: Vocabulary
    scope: Scope
    obligations: Obligations
    ladder: Ladder
    offices: Offices
    identity: Identity
    urgent: Urgent
    wording: Wording
    procedure: Procedure
    unclear: Unclear
    calendar: Calendars

    @cached_property
    def content(self) -> dict[str, Any]:
        """The pack as JSON-able values; `pack_from_content` makes the same pack of it."""
        return self.model_dump(mode="json")

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of the canonical JSON of `content`."""
        return hashlib.sha256(canonical_json(self.content)).hexdigest()

    def types_on(self, day: date | None) -> tuple[ServiceRequestType, ...]:
        """The types in force on a local day; without a day the newest version of each."""
        if day is not None:
            return tuple(kind for kind in self.service_requests if kind.holds_on(day))
        by_age = sorted(self.service_requests, key=lambda kind: kind.effective_from)
        return tuple({kind.type: kind for kind in by_age}.values())

    def type_on(self, code: str, day: date | None = None) -> ServiceRequestType | None:
        """The version of a type in force on a local day, or None."""
        return next((kind for kind in self.types_on(day) if kind.type == code), None)

    def obligation(self, name: str) -> Obligation | None:
        """The obligation of this name."""
        return next((one for one in self.obligations.obligations if one.name == name), None)

    def office(self, code: str) -> Office | None:
        """The office of this code."""
        return next((one for one in self.offices.offices if one.code == code), None)

    def unclear_points(self, touched: str) -> tuple[UnclearPoint, ...]:
        """The unclear points that decide something for a type, obligation or part."""
        return tuple(point for point in self.unclear.points if touched in point.touches)


def canonical_json(content: Mapping[str, Any]) -> bytes:
    """Sorted keys, no spaces, UTF-8: equal content gives equal bytes."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def pack_from_content(content: Mapping[str, Any]) -> Pack:
    """The pack that was stored. Raises PolicyFault naming the place that no longer fits."""
    try:
        return Pack.model_validate(content)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise PolicyFault(
            f"the stored rule set does not fit this version of mailroom at {place}: "
            f"{first['msg']}; activate the rules again"
        ) from None
