"""What the channels are given, and what they say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mailroom.records.mail import Channel
from mailroom.samples.damage import Damage
from mailroom.samples.messages import Message

Progress = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way. With `copy_of` its file is an earlier delivery's, byte for byte."""

    message: Message
    copy_of: int | None = None

    @property
    def number(self) -> int:
        """The scene's number, unique within an agency."""
        return self.message.scene.number

    @property
    def received_at(self) -> datetime:
        """UTC."""
        return self.message.scene.received_at


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where it lies: `reference` is the source's own name for it, `received_at` the source's."""

    delivery: Delivery
    channel: Channel
    reference: str
    received_at: datetime
    damage: Damage | None = None


class ChannelMaker(Protocol):
    """What can write deliveries as a source of one channel has them."""

    def deliver(
        self, deliveries: Sequence[Delivery], folder: Path, progress: Progress
    ) -> list[Delivered]:
        """Write them all, oldest first; `progress` is called once for each."""
