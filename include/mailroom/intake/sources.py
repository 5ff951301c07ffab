"""`sources.yaml`: where mail comes from, checked before anything is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, field_validator

from mailroom.errors import PolicyFault, UsageFault
from mailroom.intake.call_log import CallLog
from mailroom.intake.folder import Folder
from mailroom.intake.hylafax import HylaFaxQueue
from mailroom.intake.maildir import Maildir
from mailroom.intake.spool import Spool
from mailroom.records.mail import Agency, Channel

SPOOLS: dict[str, Callable[..., Spool]] = {
    "maildir": Maildir,
    "folder": Folder,
    "hylafax": HylaFaxQueue,
    "call_log": CallLog,
}


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    agency: Agency
    channel: Channel
    kind: Literal["maildir", "folder", "hylafax", "call_log"]
    path: Path
    zone: str
    after: Literal["move", "leave"] = "move"

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("is no IANA zone, such as Europe/London")
        return zone


@dataclass(frozen=True, slots=True)
class Source:
    """One place mail comes from."""

    name: str
    agency: Agency
    channel: Channel
    kind: str
    path: Path
    zone: ZoneInfo
    after: str

    def spool(self) -> Spool:
        """The adapter that takes mail off this source."""
        return SPOOLS[self.kind](self.path, self.zone, move=self.after == "move")


def load_sources(listing: Path, mail: Path) -> tuple[Source, ...]:
    """All sources; relative paths start at `mail`. Raises PolicyFault naming entry and field."""
    try:
        entries = TypeAdapter(list[_Entry]).validate_python(yaml.safe_load(listing.read_text()))
    except ValidationError as fault:
        first = fault.errors()[0]
        raise PolicyFault(f"{listing.name}: {_place(first['loc'])}: {first['msg']}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise PolicyFault(f"{listing} cannot be read: {fault}") from None
    names = [entry.name for entry in entries]
    for name in names:
        if names.count(name) > 1:
            raise PolicyFault(f"{listing.name}: the name {name} stands twice; give each its own")
    return tuple(
        Source(e.name, e.agency, e.channel, e.kind, mail / e.path, ZoneInfo(e.zone), e.after)
        for e in entries
    )


def _place(loc: Sequence[int | str]) -> str:
    if not loc:
        return "the file"
    entry, *field = loc
    return f"entry {int(entry) + 1}" + (f", field {'.'.join(map(str, field))}" if field else "")


def source_named(sources: tuple[Source, ...], name: str) -> Source:
    """The source of that name. Raises UsageFault naming those there are."""
    for source in sources:
        if source.name == name:
            return source
    raise UsageFault(f"no source is named {name}; there are {', '.join(s.name for s in sources)}")
