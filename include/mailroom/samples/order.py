"""What was ordered: which agencies, channels, how much, from which seed, as of when."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from mailroom.errors import UsageFault
from mailroom.records.mail import Agency, Channel

SHARES: Mapping[Channel, int] = {
    Channel.EMAIL: 40,
    Channel.LETTER: 20,
    Channel.FAX: 15,
    Channel.TELEPHONE: 25,
}
RECEIPT = "samples.json"
BEGUN = "samples.json.begun"
PRODUCTS = ("registers", "mail", "answers.jsonl")
# Raise it when the same order no longer gives the same files.
EDITION = 1


@dataclass(frozen=True, slots=True)
class Order:
    """`count` items an agency, shared out over the channels by `SHARES`. `as_of` is aware.

    With `born_digital` emails carry no photographs, so that nothing of them needs OCR.
    """

    agencies: tuple[Agency, ...]
    channels: tuple[Channel, ...]
    count: int
    seed: int
    as_of: datetime
    born_digital: bool = False

    def counts(self) -> dict[Channel, int]:
        """How many items a channel gets; they add up to `count`."""
        whole = sum(SHARES[channel] for channel in self.channels)
        counts = {channel: self.count * SHARES[channel] // whole for channel in self.channels}
        for channel in self.channels[: self.count - sum(counts.values())]:
            counts[channel] += 1
        return counts

    def as_json(self) -> str:
        """The order as text, equal for equal orders."""
        words = {**asdict(self), "as_of": self.as_of.astimezone(UTC).isoformat()}
        return json.dumps({"edition": EDITION, **words}, sort_keys=True) + "\n"


def already_made(order: Order, folder: Path) -> bool:
    """True when this very order lies in `folder`, and False when nothing of it does.

    Raises UsageFault where registers or mail of another origin lie in its place. Other things may
    lie in the folder; what an interrupted run left is no hindrance (see `begin`).
    """
    receipt = folder / RECEIPT
    if receipt.is_file():
        if receipt.read_text(encoding="utf-8") == order.as_json():
            return True
        raise UsageFault(
            f"{folder} holds samples made with other arguments: give another --out or delete it"
        )
    foreign = [name for name in PRODUCTS if (folder / name).exists()]
    if foreign and not (folder / BEGUN).is_file():
        raise UsageFault(f"{folder / foreign[0]} is there and not ours: give another --out")
    return False


def begin(order: Order, folder: Path) -> None:
    """Mark the folder as being filled, and clear what an interrupted run left there."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / BEGUN).is_file():
        for name in PRODUCTS:
            _remove(folder / name)
    (folder / BEGUN).write_text(order.as_json(), encoding="utf-8")


def finish(folder: Path) -> None:
    """Turn the mark into the receipt: from now on the folder is whole."""
    (folder / BEGUN).replace(folder / RECEIPT)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
