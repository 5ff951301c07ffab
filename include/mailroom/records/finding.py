"""What an item asks for, and why we think so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from mailroom.records.mail import Channel
from mailroom.records.reading import Unread
from mailroom.records.sender import Capacity

OWN_PARTS = ("subject", "text")
"""Parts of an item that its writer wrote for us."""


class Verdict(StrEnum):
    """CLASSIFIED opens its types; TRIAGE asks a person; NO_REQUEST asks nothing of the agency."""

    CLASSIFIED = "classified"
    TRIAGE = "triage"
    NO_REQUEST = "no_request"


class Span(NamedTuple):
    """A passage that decided: [start, end) in characters of the text of one part of the item."""

    start: int
    end: int
    part: str = "text"


@dataclass(frozen=True, slots=True)
class Finding:
    """One service-request type seen in an item.

    `score` is 0 to 1; `rule` names pack, type and condition; `reference` is the citable place in
    the procedure, in words, or None where no procedure speaks; `unclear` names entries of the
    pack's register of unclear points that this decision touches.
    """

    type: str
    score: float
    spans: tuple[Span, ...]
    rule: str
    reference: str | None
    unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """The verdict on one item, with its findings best first and the reason in words."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    reason: str
    urgent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemText:
    """What classification sees of an item.

    `parts` in reading order: subject, text, quoted, attachment:1, ... `received_on` is the local
    day of receipt, by which dated rules are chosen; None takes the newest of each. `unread` is what
    of it nobody looked at.
    """

    parts: Mapping[str, str]
    capacity: Capacity
    channel: Channel
    is_bounce: bool = False
    is_auto_reply: bool = False
    received_on: date | None = None
    unread: tuple[Unread, ...] = ()

    @property
    def own(self) -> dict[str, str]:
        """The parts in the writer's own words; attachments where the writer said nothing, quoted
        words where there is nothing else."""
        said = {name: text for name, text in self.parts.items() if text.strip()}
        return {name: said[name] for name in OWN_PARTS if name in said} or said

    @property
    def whole(self) -> tuple[Span, ...]:
        """All of the writer's own words: what decided where no passage did by itself."""
        return tuple(Span(0, len(text), name) for name, text in self.own.items())
