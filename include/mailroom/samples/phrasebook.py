"""Loads the wordings: what people write about each service-request type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from mailroom.records.mail import Agency, Channel


@dataclass(frozen=True, slots=True)
class Wording:
    """One type: who asks (`asked_by`), in which words, by which channels.

    `also` are types that are no error beside it; `text_by` replaces `text` for some capacities.
    """

    type: str
    asked_by: tuple[str, ...]
    subjects: tuple[str, ...]
    text: tuple[str, ...]
    spoken: tuple[str, ...]
    also: tuple[str, ...]
    channels: tuple[Channel, ...]
    urgent: bool
    text_by: Mapping[str, tuple[str, ...]]

    def said(self, capacity: str, channel: Channel) -> tuple[str, ...]:
        """The wordings to choose from."""
        if channel is Channel.TELEPHONE:
            return self.spoken
        return self.text_by.get(capacity, self.text)


@dataclass(frozen=True, slots=True)
class OtherMail:
    """A mail that asks nothing: subject and text."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All wordings of one agency.

    `openings` and `remarks` ask for nothing; `calls` are what callers add who want to be called.
    """

    types: Mapping[str, Wording]
    out_of_scope: tuple[OtherMail, ...]
    spoken_out_of_scope: tuple[str, ...]
    vague: tuple[str, ...]
    auto_reply: tuple[str, ...]
    earlier: tuple[str, ...]
    openings: tuple[str, ...]
    remarks: tuple[str, ...]
    calls: tuple[str, ...]
    greetings: tuple[str, ...]
    links: tuple[str, ...]
    closings: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]


PIECES = (
    *("spoken_out_of_scope", "vague", "auto_reply", "earlier", "openings", "remarks", "calls"),
    *("greetings", "links", "closings"),
)


@cache
def phrasebook(agency: Agency) -> Phrasebook:
    """The wordings of `agency`, read once from the data files beside this module."""
    folder = Path(__file__).parent / "wordings"
    types = yaml.safe_load((folder / f"{agency}.yaml").read_text(encoding="utf-8"))
    other = yaml.safe_load((folder / "other.yaml").read_text(encoding="utf-8"))[agency.value]
    return Phrasebook(
        types={code: _wording(code, entry) for code, entry in types.items()},
        out_of_scope=tuple(OtherMail(**entry) for entry in other["out_of_scope"]),
        **{name: tuple(other[name]) for name in PIECES},
        labels={
            kind: tuple(other[f"{kind}_labels"])
            for kind in ("employer", "agent", "case", "national", "trn")
        },
    )


def _wording(code: str, entry: Mapping[str, list[str]]) -> Wording:
    spoken = tuple(entry.get("spoken", ()))
    every = [channel for channel in Channel if spoken or channel is not Channel.TELEPHONE]
    return Wording(
        type=code,
        asked_by=tuple(entry["from"]),
        subjects=tuple(entry["subjects"]),
        text=tuple(entry["text"]),
        spoken=spoken,
        also=tuple(entry.get("also", ())),
        channels=tuple(Channel(name) for name in entry.get("channels", every)),
        urgent=bool(entry.get("urgent", False)),
        text_by=_by_capacity(entry.get("text_by", {})),
    )


def _by_capacity(entry: object) -> dict[str, tuple[str, ...]]:
    return (
        {capacity: tuple(texts) for capacity, texts in entry.items()}
        if isinstance(entry, dict)
        else {}
    )
